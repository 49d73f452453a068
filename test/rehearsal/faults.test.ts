import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { startConnector, type Connector } from '../../src/rehearsal/connector.ts';
import { send, type Reply } from '../../src/rehearsal/connector/send.ts';
import { mainChannel } from '../../src/rehearsal/connector/tenancy.ts';
import { people } from './people.ts';

let teams: Connector;

beforeEach(async () => {
  teams = await startConnector({ service: 'http://127.0.0.1:9', people });
});

afterEach(() => teams.close());

/** One request of a bot without any retry of its own. */
function post(text: string): Promise<Reply> {
  const channel = encodeURIComponent(mainChannel(teams.tenancy).id);
  return send(`${teams.url}/v3/conversations/${channel}/activities`, {
    body: { type: 'message', text },
    patience: 300,
  });
}

test('a status is answered as often as asked for, and nothing is done', async () => {
  teams.faults.add({ method: 'POST', path: /messageid|activities/, times: 2, status: 429, retryAfter: 3 });
  expect(await post('one')).toMatchObject({ status: 429, body: { error: { code: 'TooManyRequests' } } });
  expect(await post('two')).toMatchObject({ status: 429 });
  expect(await post('three')).toMatchObject({ status: 201 });
  expect(teams.messages.map(({ activity }) => activity.text)).toEqual(['three']);
});

test('a fault meets only the requests it names', async () => {
  teams.faults.add({ body: /second/, times: 1, status: 502 });
  expect(await post('first')).toMatchObject({ status: 201 });
  expect(await post('second')).toMatchObject({ status: 502 });
  teams.faults.add({ times: 1, status: 500 });
  teams.faults.clear();
  expect(await post('third')).toMatchObject({ status: 201 });
});

test('a connection broken before leaves nothing, one broken after leaves the message', async () => {
  teams.faults.add({ times: 1, drop: 'before' });
  await expect(post('lost')).rejects.toThrow(/does not answer/);
  teams.faults.add({ times: 1, drop: 'after' });
  await expect(post('kept')).rejects.toThrow(/does not answer/);
  expect(teams.messages.map(({ activity }) => activity.text)).toEqual(['kept']);
  expect(teams.requests.map(({ status }) => status)).toEqual(['dropped', 'dropped']);
});

test('a hanging answer comes late, after the message was posted', async () => {
  teams.faults.add({ times: 1, hang: 60_000 });
  await expect(post('slow')).rejects.toThrow(/nothing within 300 ms/);
  expect(teams.messages).toHaveLength(1);
});

test('requests of web pages are refused, by origin and by host name', async () => {
  const paths = `${teams.url}/v3/teams/x`;
  expect(await send(paths, { headers: { origin: 'http://evil.example' } })).toMatchObject({ status: 403 });
  expect(await send(paths, { headers: { host: 'evil.example' } })).toMatchObject({ status: 403 });
  expect(teams.requests).toHaveLength(0);
});
