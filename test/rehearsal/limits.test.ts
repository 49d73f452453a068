/** Teams' limits as the connector keeps them: by a clock that is moved by hand, and over the wire. */
import { expect, test } from '@jest/globals';
import { startConnector } from '../../src/rehearsal/connector.ts';
import { TeamsLimits } from '../../src/rehearsal/connector/limits.ts';
import { send } from '../../src/rehearsal/connector/send.ts';
import { mainChannel } from '../../src/rehearsal/connector/tenancy.ts';
import { people } from './people.ts';

/** How many of the sends, one at each of these instants, are taken. */
function taken(
  limits: TeamsLimits,
  instants: readonly number[],
  threadOf: (index: number) => string = () => 'thread',
): number {
  return instants.filter((now, index) => limits.refuse(threadOf(index), now) === null).length;
}

const every = (ms: number, from: number, until: number): readonly number[] =>
  Array.from({ length: Math.floor((until - from) / ms) }, (_, index) => from + index * ms);

test.each([
  ['7 in a second', every(10, 0, 1_000), 7],
  ['8 in two', every(10, 0, 2_000), 8],
  ['60 in half a minute', every(10, 0, 30_000), 60],
  ['1800 in an hour', every(500, 0, 3_600_000), 1_800],
])('a thread takes %s', (_, instants, most) => {
  expect(taken(new TeamsLimits({}), instants)).toBe(most);
});

test('all threads together take 30 in a second', () => {
  expect(taken(new TeamsLimits({}), every(10, 0, 1_000), (index) => `thread ${String(index)}`)).toBe(30);
});

test('a refusal counts nothing, and says when to come again', () => {
  const limits = new TeamsLimits({});
  expect(taken(limits, every(1, 0, 7))).toBe(7);
  expect(limits.refuse('thread', 500)).toEqual({ retryAfter: 0.5 });
  expect(limits.refuse('thread', 1_000)).toBeNull();
  expect(new TeamsLimits({ saysWhen: false }).refuse('thread', 0)).toBeNull();
});

test.each([
  [true, ['retry-after']],
  [false, []],
])(
  'over the wire a new thread counts for its channel, and what is beyond is answered 429 and not done',
  async (saysWhen, says) => {
    const teams = await startConnector({ service: 'http://127.0.0.1:9', people, limits: { saysWhen } });
    const channelData = { channel: { id: mainChannel(teams.tenancy).id } };
    const ask = (): Promise<Response> =>
      fetch(`${teams.url}/v3/conversations`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ isGroup: true, channelData, activity: { type: 'message', text: 'A notice' } }),
      });
    const answers = await Promise.all(Array.from({ length: 8 }, ask));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 201, 201, 201, 201, 201, 429]);
    const refused = answers.find(({ status }) => status === 429);
    expect([...(refused?.headers.keys() ?? [])].filter((name) => name === 'retry-after')).toEqual(says);
    expect(teams.messages).toHaveLength(7);
    expect((await send(`${teams.url}/v3/teams/${encodeURIComponent(teams.tenancy.team.id)}`, {})).status).toBe(200);
    await teams.close();
  },
);
