/** Who may read the metrics: whoever shows the token, and nobody else learns that there are any. */
import { afterEach, describe, expect, test } from '@jest/globals';
import type { ServerOptions } from '../../src/http/server.ts';
import type { TestServer } from './support.ts';
import { ACTIVITY, start } from './support.ts';

const TOKEN = '0123456789abcdefABCDEF_-0123456789';
const TEXT = '# HELP a Something.\n# TYPE a gauge\na 1\n';

let server: TestServer | null = null;
afterEach(async () => {
  await server?.close(0);
  server = null;
});

async function serving(token: string | null, more: Partial<ServerOptions> = {}): Promise<TestServer> {
  const metrics = { token, contentType: 'text/plain; version=0.0.4; charset=utf-8', read: () => Promise.resolve(TEXT) };
  server = await start({ metrics, ...more });
  return server;
}

describe('with a token', () => {
  test.each(['Bearer', 'bearer', 'BEARER'])(
    'whoever shows it as %s reads them, and no cache keeps them',
    async (word) => {
      const at = await serving(TOKEN);
      const { status, text, headers } = await at.send('GET', '/metrics', undefined, {
        authorization: `${word} ${TOKEN}`,
      });
      expect([status, text]).toEqual([200, TEXT]);
      expect(headers).toMatchObject({
        'content-type': 'text/plain; version=0.0.4; charset=utf-8',
        'content-length': String(TEXT.length),
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
      });
      expect(headers).not.toHaveProperty('server');
    },
  );

  test.each([
    ['nothing', {}],
    ['another one', { authorization: `Bearer ${TOKEN.replace('0', '1')}` }],
    ['its beginning', { authorization: `Bearer ${TOKEN.slice(0, -1)}` }],
    ['more than it', { authorization: `Bearer ${TOKEN}0` }],
    ['it twice', { authorization: `Bearer ${TOKEN} ${TOKEN}` }],
    ['it without its scheme', { authorization: TOKEN }],
    ['it as a password', { authorization: `Basic ${Buffer.from(`prometheus:${TOKEN}`).toString('base64')}` }],
    ['an empty one', { authorization: 'Bearer ' }],
    ['the word for none', { authorization: 'Bearer null' }],
  ])('whoever shows %s is told that there is no such page', async (_what, headers) => {
    const at = await serving(TOKEN);
    const nowhere = await at.send('GET', '/nowhere');
    const { status, json } = await at.send('GET', '/metrics', undefined, headers);
    expect([status, json]).toEqual([404, nowhere.json]);
  });

  test('it does not count in the address, where a log of a proxy would keep it', async () => {
    const at = await serving(TOKEN);
    expect((await at.send('GET', `/metrics?token=${TOKEN}`)).status).toBe(404);
  });

  test('nobody finds it in the log', async () => {
    const at = await serving(TOKEN, {
      metrics: { token: TOKEN, contentType: 'x', read: () => Promise.reject(new Error('no')) },
    });
    const { status, text } = await at.send('GET', '/metrics', undefined, { authorization: `Bearer ${TOKEN}` });
    expect([status, text.includes('no')]).toEqual([500, false]);
    expect(JSON.stringify(at.lines)).not.toContain(TOKEN);
  });
});

describe('without a token', () => {
  test('whoever reaches the service on this machine reads them', async () => {
    const at = await serving(null);
    expect((await at.send('GET', '/metrics')).text).toBe(TEXT);
  });

  test('a page that points its own name at this machine does not', async () => {
    const at = await serving(null);
    expect((await at.send('GET', '/metrics', undefined, { host: 'evil.example' })).status).toBe(403);
  });

  test('and where they are not given, there are none', async () => {
    server = await start();
    expect((await server.send('GET', '/metrics')).status).toBe(404);
  });
});

test('only a GET reads them', async () => {
  const at = await serving(null);
  expect((await at.send('POST', '/metrics', {})).status).toBe(405);
  expect((await at.send('DELETE', '/metrics')).status).toBe(405);
});

test('every answer is told by its status, and every activity that is not let in by its reason', async () => {
  const statuses: number[] = [];
  const reasons: string[] = [];
  const at = await serving(TOKEN, {
    answered: (status) => statuses.push(status),
    refused: (reason) => reasons.push(reason),
  });
  await at.send('POST', '/api/messages', ACTIVITY);
  await at.send('POST', '/api/messages', { ...ACTIVITY, channelId: 'emulator' });
  await at.send('POST', '/api/messages', '{');
  await at.send('GET', '/metrics');
  await at.send('GET', '/health/live');
  expect(statuses).toEqual([200, 403, 400, 404, 200]);
  expect(reasons).toEqual(['channel']);
});
