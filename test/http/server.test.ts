import { afterEach, describe, expect, test } from '@jest/globals';
import type { ServerOptions } from '../../src/http/server.ts';
import { ACTIVITY, start } from './support.ts';
import type { TestServer } from './support.ts';

let server: TestServer | undefined;

async function given(options: Partial<ServerOptions> = {}): Promise<TestServer> {
  server = await start(options);
  return server;
}

afterEach(() => server?.close(0));

describe('an activity', () => {
  test('that may come in is handed over, parsed, with its headers', async () => {
    let got: unknown;
    const { send } = await given({
      process: (req, res) => {
        got = { method: req.method, body: req.body, authorization: req.headers.authorization };
        res.status(200).send({ statusCode: 200, value: 'Ünïcode' }).end();
        return Promise.resolve();
      },
    });
    const answer = await send('POST', '/api/messages', ACTIVITY, { authorization: 'Bearer x' });
    expect(got).toEqual({ method: 'POST', body: ACTIVITY, authorization: 'Bearer x' });
    expect(answer).toMatchObject({ status: 200, json: { statusCode: 200, value: 'Ünïcode' } });
  });

  test('that may not gets 403 without a reason, and the log gets the reason without the text', async () => {
    const { send, lines } = await given();
    const answer = await send('POST', '/api/messages', { ...ACTIVITY, channelId: 'emulator' });
    expect(answer).toMatchObject({ status: 403, json: { code: 'Forbidden', message: 'Not for you.' } });
    expect(lines).toEqual([{ level: 'warn', facts: { reason: 'channel' }, what: 'activity refused' }]);
  });

  test.each(['null', '[]', '"text"', '3'])('that is %s gets 403', async (body) => {
    const { send } = await given();
    expect((await send('POST', '/api/messages', body)).status).toBe(403);
  });

  test('with a charset on its type is JSON too', async () => {
    const { send } = await given();
    expect(
      (await send('POST', '/api/messages', ACTIVITY, { 'content-type': 'application/json; charset=utf-8' })).status,
    ).toBe(200);
  });
});

describe('a turn that goes wrong', () => {
  test.each([
    ['throws', () => Promise.reject(new Error('secret of the inside'))],
    [
      'throws before it is a promise',
      () => {
        throw new Error('secret of the inside');
      },
    ],
    ['ends without an answer', () => Promise.resolve()],
  ])('because it %s gets 500 without a word of why, and the service goes on', async (_how, process) => {
    const { send, lines } = await given({ process });
    const answer = await send('POST', '/api/messages', ACTIVITY);
    expect(answer).toMatchObject({
      status: 500,
      json: { code: 'InternalError', message: 'Something went wrong here.' },
    });
    expect(lines).toMatchObject([{ level: 'error', what: 'request failed', facts: { err: expect.any(Error) } }]);
    expect((await send('GET', '/health/live')).status).toBe(200);
  });

  test('after it was answered changes nothing of the answer', async () => {
    const { send, lines } = await given({
      process: (_req, res) => {
        res.status(202).end();
        return Promise.reject(new Error('too late'));
      },
    });
    expect((await send('POST', '/api/messages', ACTIVITY)).status).toBe(202);
    expect(lines).toMatchObject([{ level: 'error' }]);
  });

  test.each([
    [401, 401, 'Unauthorized'],
    [500, 500, 'InternalError'],
    [501, 400, 'BadRequest'],
    [418, 400, 'BadRequest'],
  ])('by the adapter’s word (%i, with its own text) gets %i and none of the text', async (said, status, code) => {
    const { send, lines } = await given({
      process: (_req, res) => {
        res.status(said).send('secret of the inside').end();
        return Promise.resolve();
      },
    });
    const answer = await send('POST', '/api/messages', ACTIVITY);
    expect(answer).toMatchObject({ status, json: { code } });
    expect(answer.text).not.toContain('secret');
    expect(lines).toMatchObject([{ level: 'warn', facts: { status: said, why: 'secret of the inside' } }]);
  });

  test('and answers an invoke with an error of its own is left to say it', async () => {
    const body = { statusCode: 400, type: 'application/vnd.microsoft.error', value: { code: 'BadRequest' } };
    const { send } = await given({
      process: (_req, res) => {
        res.status(400).send(body).end();
        return Promise.resolve();
      },
    });
    expect(await send('POST', '/api/messages', ACTIVITY)).toMatchObject({ status: 400, json: body });
  });
});

describe('health', () => {
  test('lives', async () => {
    const { send } = await given();
    expect(await send('GET', '/health/live')).toMatchObject({ status: 200, json: { status: 'ok' } });
  });

  test('is ready, or says what is not', async () => {
    let ok = true;
    const { send } = await given({ ready: () => ({ ok, checks: { store: true, channel: ok } }) });
    expect(await send('GET', '/health/ready')).toMatchObject({
      status: 200,
      json: { status: 'ok', checks: { channel: true } },
    });
    ok = false;
    expect(await send('GET', '/health/ready')).toMatchObject({
      status: 503,
      json: { status: 'not ready', checks: { channel: false } },
    });
  });

  test('that cannot be told is 500, and the service goes on', async () => {
    const { send } = await given({
      ready: () => {
        throw new Error('no');
      },
    });
    expect((await send('GET', '/health/ready')).status).toBe(500);
    expect((await send('GET', '/health/live')).status).toBe(200);
  });
});

describe('every answer', () => {
  test.each([
    ['GET', '/', 404],
    ['GET', '/api', 404],
    ['GET', '/clock', 404],
    ['GET', '/api/messages', 405],
    ['HEAD', '/api/messages', 405],
    ['DELETE', '/api/messages', 405],
    ['GET', '/health/live', 200],
  ])('to %s %s is %i, names no product, and is no page', async (method, path, status) => {
    const { send } = await given();
    const { headers, status: got } = await send(method, path);
    expect(got).toBe(status);
    expect(headers.server ?? headers['x-powered-by'] ?? headers['user-agent']).toBeUndefined();
    expect(headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
  });

  test('repeats nothing of the path that was asked for', async () => {
    const { send } = await given();
    expect((await send('GET', '/<script>alert(1)</script>')).json).toEqual({
      code: 'NotFound',
      message: 'There is nothing here.',
    });
  });
});

test('a port that is taken is said', async () => {
  const { port } = await given();
  await expect(start({ port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
});
