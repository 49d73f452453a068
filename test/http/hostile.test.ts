import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { LARGEST_BODY } from '../../src/http/body.ts';
import { ACTIVITY, head, sendBytes, start } from './support.ts';
import type { TestServer } from './support.ts';

let server: TestServer;
let turns = 0;

beforeAll(async () => {
  server = await start({
    bodyWithinMs: 50,
    // As it faces the internet, without the check that only loopback has.
    gate: { serviceUrls: ['https://smba.trafficmanager.net/'], tenantId: 'ours' },
    process: (_req, res) => {
      turns += 1;
      res.status(200).end();
      return Promise.resolve();
    },
  });
});

afterEach(async () => {
  // Whatever was sent, the server goes on, and none of it came as far as the bot.
  expect((await server.send('GET', '/health/live')).status).toBe(200);
  expect(turns).toBe(0);
  turns = 0;
});

afterAll(() => server.close(0));

/** The status line and the body, for what is short and ours. */
function said(text: string): string {
  const [lines = '', body = ''] = text.split('\r\n\r\n');
  return `${/^HTTP\/1\.1 (\d+)/.exec(lines)?.[1] ?? ''} ${/"code":"(\w+)"/.exec(body)?.[1] ?? ''}`;
}

describe('an encoded body', () => {
  test('of garbage that calls itself gzip is answered 415', async () => {
    const garbage = randomBytes(64);
    const text = await sendBytes(
      server.port,
      head('Content-Encoding: gzip', `Content-Length: ${garbage.length}`),
      garbage,
    );
    expect(said(text)).toBe('415 UnsupportedMediaType');
  });

  test('that would inflate without end is answered 415 unread', async () => {
    const bomb = gzipSync(Buffer.alloc(20_000_000));
    const text = await sendBytes(server.port, head('Content-Encoding: gzip', `Content-Length: ${bomb.length}`), bomb);
    expect(said(text)).toBe('415 UnsupportedMediaType');
  });

  test.each(['identity', 'br', 'deflate', 'gzip, gzip', ''])('of encoding "%s" is answered 415', async (encoding) => {
    const answer = await server.send('POST', '/api/messages', ACTIVITY, { 'content-encoding': encoding });
    expect(answer.status).toBe(415);
  });

  test('is refused on every path', async () => {
    expect((await server.send('GET', '/health/live', undefined, { 'content-encoding': 'gzip' })).status).toBe(415);
  });
});

describe('a body that is not JSON', () => {
  test.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/json; charset=latin1',
    '',
  ])('of type "%s" is answered 415', async (type) => {
    expect((await server.send('POST', '/api/messages', ACTIVITY, { 'content-type': type })).status).toBe(415);
  });

  test.each(['{', '', 'null{', '{"a":1}}', "{'a':1}", 'NaN'])('but says it is, "%s", is answered 400', async (body) => {
    const answer = await server.send('POST', '/api/messages', body);
    expect(answer.json).toEqual({ code: 'BadRequest', message: 'The request is no JSON.' });
    expect(answer.status).toBe(400);
  });

  test('because its bytes are no UTF-8 is answered 400', async () => {
    const bytes = Buffer.from([0x22, 0xff, 0xfe, 0x22]);
    expect(said(await sendBytes(server.port, head('Content-Length: 4'), bytes))).toBe('400 BadRequest');
  });
});

describe('a body that is too much', () => {
  test('by what it announces is answered 413 unread', async () => {
    expect(said(await sendBytes(server.port, head(`Content-Length: ${LARGEST_BODY + 1}`)))).toBe('413 PayloadTooLarge');
  });

  test('in chunks is answered 413 as soon as it is', async () => {
    const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`;
    const text = await sendBytes(
      server.port,
      head('Transfer-Encoding: chunked'),
      ...Array.from({ length: 5 }, () => chunk),
    );
    expect(said(text)).toBe('413 PayloadTooLarge');
  });

  test.each(['[', '{"a":'])('by its depth ("%s" over and over) is answered 400', async (open) => {
    const depth = 30_000;
    const body = `${open.repeat(depth)}1${(open === '[' ? ']' : '}').repeat(depth)}`;
    expect((await server.send('POST', '/api/messages', body)).status).toBe(400);
  });

  test('because it never ends is answered 408', async () => {
    expect(said(await sendBytes(server.port, head('Content-Length: 100'), '{"type":'))).toBe('408 RequestTimeout');
  });
});

describe('a key that would replace a prototype', () => {
  test.each(['{"__proto__":{"polluted":true}}', '{"value":[{"__proto__":{"polluted":true}}]}'])(
    '%s is answered 400',
    async (body) => {
      expect((await server.send('POST', '/api/messages', body)).status).toBe(400);
      expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    },
  );
});

describe('an address that nobody writes', () => {
  test.each([
    'GET // HTTP/1.1',
    'GET /%ff HTTP/1.1',
    'GET /%2 HTTP/1.1',
    'GET http://[ HTTP/1.1',
    'GET * HTTP/1.1',
    'OPTIONS * HTTP/1.1',
    'GET http://localhost/health/live HTTP/1.1',
    'GET /health/live#fragment HTTP/1.1',
    'GET /x/../health/live HTTP/1.1',
    'GET /health/./live HTTP/1.1',
    'GET /.. HTTP/1.1',
    'GET /..?x HTTP/1.1',
  ])('%s gets an answer and no more', async (line) => {
    const text = await sendBytes(server.port, `${line}\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
    expect(said(text)).toBe('404 NotFound');
  });

  test.each(['[', 'a b', 'a:99999', 'a@b', 'a/b', '%', 'a?'])('the host "%s" is answered 400', async (host) => {
    const text = await sendBytes(
      server.port,
      `GET /health/live HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`,
    );
    expect(said(text)).toBe('400 BadRequest');
  });

  test('no host at all, which HTTP 1.0 allows, is answered', async () => {
    expect(said(await sendBytes(server.port, 'GET /health/live HTTP/1.0\r\n\r\n'))).toBe('200 ');
  });

  test('that is no HTTP gets 400 of Node', async () => {
    expect(await sendBytes(server.port, 'hello\r\n\r\n')).toMatch(/^HTTP\/1\.1 400/);
  });

  test('that wants another protocol is hung up on', async () => {
    const upgrade =
      'GET /api/messages HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n';
    expect(await sendBytes(server.port, upgrade)).toBe('');
  });
});

test('a caller that goes away in the middle leaves no trace', async () => {
  const socket = connect(server.port, '127.0.0.1');
  await new Promise<void>((resolve) => {
    socket.write(head('Content-Length: 100'), () => {
      resolve();
    });
  });
  await new Promise((resolve) => socket.once('close', resolve).destroy());
});
