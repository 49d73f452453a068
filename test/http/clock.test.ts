import { afterEach, describe, expect, test } from '@jest/globals';
import type { ClockRoutes } from '../../src/http/routes.ts';
import { start } from './support.ts';
import type { TestServer } from './support.ts';

const reading = { now: '2027-02-06T08:00:00.000Z', local: 'Saturday 09:00', zone: 'Europe/Zurich', next: null };
let moved: string[] = [];
let server: TestServer | undefined;

const clock: ClockRoutes = {
  read: () => reading,
  move: (to) => {
    if (to === 'back')
      return Promise.reject(Object.assign(new Error('The clock only moves forward.'), { name: 'ClockError' }));
    if (to === 'break') return Promise.reject(new Error('secret of the inside'));
    moved.push(to);
    return Promise.resolve({ ...reading, now: to });
  },
};

afterEach(async () => {
  moved = [];
  await server?.close(0);
});

async function given(): Promise<TestServer> {
  server = await start({ clock });
  return server;
}

describe('the clock of a rehearsal', () => {
  test('is read and moved', async () => {
    const { send } = await given();
    expect(await send('GET', '/clock')).toMatchObject({ status: 200, json: reading });
    expect(await send('POST', '/clock', { to: '+1h' })).toMatchObject({
      status: 200,
      json: { ...reading, now: '+1h' },
    });
    expect(moved).toEqual(['+1h']);
  });

  test('says why it does not move', async () => {
    const { send } = await given();
    expect(await send('POST', '/clock', { to: 'back' })).toMatchObject({
      status: 400,
      json: { message: 'The clock only moves forward.' },
    });
  });

  test.each([{}, { to: 3 }, null, []])('wants to be told where to, not %j', async (body) => {
    const { send } = await given();
    expect((await send('POST', '/clock', body)).status).toBe(400);
  });

  test('that breaks says nothing of the inside', async () => {
    const { send } = await given();
    const answer = await send('POST', '/clock', { to: 'break' });
    expect(answer.status).toBe(500);
    expect(answer.text).not.toContain('secret');
  });

  test('is not moved by a form of another page', async () => {
    const { send } = await given();
    expect(
      (await send('POST', '/clock', 'to=next', { 'content-type': 'application/x-www-form-urlencoded' })).status,
    ).toBe(415);
    expect((await send('POST', '/clock', '{"to":"next"}', { 'content-type': 'text/plain' })).status).toBe(415);
    expect(moved).toEqual([]);
  });
});

describe('on loopback', () => {
  test.each(['evil.example', 'evil.example:3978', '127.0.0.1.evil.example', 'localhost.evil.example'])(
    'a page that calls this machine "%s" gets nothing',
    async (host) => {
      const { send } = await given();
      expect((await send('GET', '/clock', undefined, { host })).status).toBe(403);
      expect((await send('POST', '/clock', { to: 'next' }, { host })).status).toBe(403);
      expect(moved).toEqual([]);
    },
  );

  test.each(['localhost', 'localhost:3978', '127.0.0.1:1', '[::1]:3978'])('%s is this machine', async (host) => {
    const { send } = await given();
    expect((await send('GET', '/clock', undefined, { host })).status).toBe(200);
  });
});

test('in Teams the host is the proxy’s business, and there is no clock', async () => {
  server = await start({ gate: { serviceUrls: ['https://smba.trafficmanager.net/'], tenantId: 'x' } });
  expect((await server.send('GET', '/health/live', undefined, { host: 'bot.example' })).status).toBe(200);
  expect((await server.send('GET', '/clock', undefined, { host: 'bot.example' })).status).toBe(404);
});
