/** The hook is private to the SDK: here it is seen when a new SDK is built otherwise. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { makeAdapter, sendFailed } from '../../src/teams/adapter.ts';
import { sendOnce } from '../../src/teams/connector-policy.ts';

let calls: number;
let answerWith: number | 'nothing' | 'half an answer' | 'broken JSON' | 'a page' | 'silence';
const server = createServer((_request, response) => {
  calls += 1;
  if (answerWith === 'nothing') {
    response.destroy();
    return;
  }
  if (answerWith === 'silence') return;
  response.statusCode = typeof answerWith === 'number' ? answerWith : 201;
  response.setHeader('content-type', answerWith === 'a page' ? 'text/html; charset=utf-8' : 'application/json');
  if (answerWith === 'half an answer') response.write('{"id":');
  else response.end({ 'broken JSON': '{"id":', 'a page': '<html></html>' }[String(answerWith)] ?? '{}');
});
beforeEach(async () => {
  calls = 0;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  await new Promise((resolve) => {
    server.close(resolve);
    server.closeAllConnections();
  });
});

async function send(withinMs?: number): Promise<unknown> {
  const { port } = server.address() as AddressInfo;
  const reference = { channelId: 'msteams', serviceUrl: `http://127.0.0.1:${port}/`, conversation: { id: 'c' } };
  try {
    await makeAdapter(null, withinMs).continueConversationAsync('', reference as never, async (context) => {
      await context.sendActivity('hello');
    });
    return null;
  } catch (error) {
    return error;
  }
}

describe('the connector client of the SDK', () => {
  test.each([408, 429, 500, 503, 504])('calls once, whatever is answered: %d', async (status) => {
    answerWith = status;
    expect(sendFailed(await send()).kind).toBe('passing');
    expect(calls).toBe(1);
  });

  test('calls once when the connection breaks', async () => {
    answerWith = 'nothing';
    expect(sendFailed(await send())).toMatchObject({ kind: 'passing', isUnknown: true });
    expect(calls).toBe(1);
  });

  test.each(['silence', 'half an answer'] as const)('waits so long and no longer for %s', async (what) => {
    answerWith = what;
    expect(sendFailed(await send(400))).toMatchObject({ kind: 'passing', isUnknown: true });
    expect(calls).toBe(1);
  });

  test.each(['broken JSON', 'a page'] as const)('takes %s for no answer: it was taken, or it was not', async (what) => {
    answerWith = what;
    expect(sendFailed(await send())).toMatchObject({ kind: 'passing', isUnknown: true });
    expect(calls).toBe(1);
  });

  test('knows that nothing has arrived where there was no connection', () => {
    const error = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    expect(sendFailed(error)).toMatchObject({ kind: 'passing', isUnknown: false });
  });

  test('that is built otherwise is refused with a sentence that says where to look', () => {
    expect(() => {
      sendOnce({}, 1);
    }).toThrow('src/teams/connector-policy.ts');
  });
});

describe('what an answer means', () => {
  test.each([
    [201, 'passing'],
    [400, 'final'],
    [401, 'final'],
    [403, 'gone'],
    [404, 'gone'],
    [408, 'passing'],
    [412, 'passing'],
    [413, 'final'],
    [429, 'passing'],
    [500, 'passing'],
    [502, 'passing'],
    [504, 'passing'],
  ])('%d is %s', (statusCode, kind) => {
    expect(sendFailed({ statusCode, message: 'x' }).kind).toBe(kind);
  });

  test.each([
    ['7', 7000],
    ['0', 0],
    ['soon', null],
    [undefined, null],
    ['-1', null],
  ])('Retry-After %s asks for %s ms', (value, ms) => {
    const response = { headers: { get: () => value } };
    expect(sendFailed({ statusCode: 429, message: '', response }).retryAfterMs).toBe(ms);
  });
});
