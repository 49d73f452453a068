/** Nobody has to remember the day on which the client secret expires: the channel hears of it in time, each step once. */
import { describe, expect, jest, test } from '@jest/globals';
import { fileURLToPath } from 'node:url';
import { NO_METER } from '../../src/app/ports.ts';
import type { Installation, Log } from '../../src/app/ports.ts';
import type { SecretWatch } from '../../src/app/secret-watch.ts';
import { secretWatch } from '../../src/app/secret-watch.ts';
import { Team } from '../../src/app/team.ts';
import type { Memory } from '../../src/storage/memory-store.ts';
import { memoryStore } from '../../src/storage/memory-store.ts';
import { documentOf, textOf } from '../../src/storage/envelope.ts';
import { teamShape } from '../../src/storage/shapes.ts';
import { readSentences } from '../../src/text/sentences.ts';
import { times } from '../../src/text/times.ts';
import { FakeChannel, final, passing } from '../support/fake-channel.ts';
import { zurich } from '../support/fixtures.ts';

const EXPIRES = '2027-06-01';
const sentences = readSentences(fileURLToPath(new URL('../../cards/text', import.meta.url)), 'en');
const voice = { sentences, times: times('en', 'Europe/Zurich') };

interface Post {
  readonly channel: FakeChannel;
  readonly log: { readonly [Level in keyof Log]: jest.Mock<Log[Level]> };
  readonly watch: SecretWatch;
  readonly team: Team;
  /** Moves the clock, knocks, and waits until it has been said. */
  at(wall: string): Promise<void>;
  /** The days that were named in the channel: `in 12 days`. */
  readonly said: () => readonly string[];
}

async function post(memory: Memory = new Map(), expires: string | null = EXPIRES): Promise<Post> {
  const channel = new FakeChannel();
  const log = { info: jest.fn<Log['info']>(), warn: jest.fn<Log['warn']>(), error: jest.fn<Log['error']>() };
  const team = new Team(memoryStore(memory));
  await team.load();
  let now = 0;
  const watch = secretWatch({
    ...{ expires, zone: 'Europe/Zurich', team, channel, voice, log, meter: NO_METER },
    clock: () => now,
  });
  return {
    channel,
    log,
    watch,
    team,
    async at(wall) {
      now = zurich(wall);
      watch.knock();
      await watch.idle();
    },
    said: () => channel.words.map((text) => /\((.*?)\)/.exec(text)?.[1] ?? text),
  };
}

/** The days of a month and a half around it, each at an hour. */
const days = (hour: string): readonly string[] =>
  Array.from({ length: 45 }, (_, index) => {
    const day = new Date(Date.parse('2027-04-22') + index * 86_400_000).toISOString().slice(0, 10);
    return `${day} ${hour}`;
  });

describe('the channel', () => {
  test('hears of it 30, 14, 7, 3 and 1 days ahead, on the day, and on every day after it', async () => {
    const it = await post();
    for (const morning of days('09:00')) await it.at(morning);
    expect(it.said().slice(0, 6)).toEqual(['in 30 days', 'in 14 days', 'in 7 days', 'in 3 days', 'tomorrow', 'today']);
    expect(it.said().slice(6)).toHaveLength(4);
    expect(it.channel.words.at(-1)).toMatch(/^⚠ My client secret was to expire on Tue 1 Jun 2027\./);
  });

  test('reads what to do, and in which setting the new day is written', async () => {
    const it = await post();
    await it.at('2027-05-20 09:00');
    expect(it.channel.words).toEqual([
      '⚠ My client secret expires on Tue 1 Jun 2027 (in 12 days). From then on I can say nothing here: no notice, no question, no answer. To whoever runs me: create a new secret in the Azure portal, set MicrosoftAppPassword and STEWARD_SECRET_EXPIRES, and start me again.',
    ]);
  });

  test('is not woken: it is said in the morning', async () => {
    const it = await post();
    await it.at('2027-05-02 00:00');
    await it.at('2027-05-02 08:59');
    expect(it.said()).toEqual([]);
    await it.at('2027-05-02 09:00');
    expect(it.said()).toEqual(['in 30 days']);
  });

  test('hears each step once, however often somebody looks and whoever starts the bot again', async () => {
    const memory: Memory = new Map();
    const it = await post(memory);
    for (const hour of ['09:00', '09:01', '15:00']) await it.at(`2027-05-18 ${hour}`);
    const again = await post(memory);
    await again.at('2027-05-19 10:00');
    await again.at('2027-05-25 10:00');
    expect([it.said(), again.said()]).toEqual([['in 14 days'], ['in 7 days']]);
  });

  test('hears after a downtime how things are then, and not of every step that passed', async () => {
    const it = await post();
    await it.at('2027-05-02 10:00');
    await it.at('2027-05-30 10:00');
    expect(it.said()).toEqual(['in 30 days', 'in 2 days']);
  });

  test('hears nothing twice because the clock was set back, and nothing at all while there is time', async () => {
    const it = await post();
    await it.at('2027-04-30 10:00');
    expect(it.said()).toEqual([]);
    await it.at('2027-05-25 10:00');
    await it.at('2027-05-18 10:00');
    expect(it.said()).toEqual(['in 7 days']);
  });

  test('hears of a new secret as of the one before', async () => {
    const memory: Memory = new Map();
    await (await post(memory)).at('2027-05-31 10:00');
    const renewed = await post(memory, '2027-12-01');
    await renewed.at('2027-06-01 10:00');
    expect(renewed.said()).toEqual([]);
    await renewed.at('2027-11-20 10:00');
    expect(renewed.said()).toEqual(['in 11 days']);
  });

  test('hears of it once it is known', async () => {
    const it = await post();
    it.channel.known = false;
    await it.at('2027-05-18 10:00');
    it.channel.known = true;
    await it.at('2027-05-18 10:01');
    expect(it.said()).toEqual(['in 14 days']);
  });

  test('that cannot be told is tried again an hour later, until it is', async () => {
    const it = await post();
    it.channel.meets('say', final(), final());
    await it.at('2027-05-18 10:00');
    await it.at('2027-05-18 10:59');
    expect(it.channel.tries).toHaveLength(1);
    await it.at('2027-05-18 11:00');
    await it.at('2027-05-18 12:00');
    expect([it.channel.tries.length, it.said()]).toEqual([3, ['in 14 days']]);
  });

  test('that hangs up for a moment is tried again at once', async () => {
    const it = await post();
    it.channel.meets('say', passing());
    await it.at('2027-05-18 10:00');
    expect(it.said()).toEqual(['in 14 days']);
  });

  test('hears nothing where nobody has said when it expires', async () => {
    const it = await post(new Map(), null);
    await it.at('2027-06-10 10:00');
    expect([it.watch.now(), it.said(), it.log.warn.mock.calls]).toEqual([null, [], []]);
  });

  test('hears nothing any more of a bot that stops', async () => {
    const it = await post();
    it.watch.stop();
    await it.at('2027-05-18 10:00');
    expect([it.said(), it.team.secretWarned]).toEqual([[], undefined]);
  });
});

describe('the log', () => {
  test('has a line a day in the last month, and an error a day from then on', async () => {
    const it = await post();
    for (const hour of ['00:00', '12:00', '23:59']) await it.at(`2027-05-18 ${hour}`);
    await it.at('2027-05-19 00:00');
    const lines = it.log.warn.mock.calls.filter(([, what]) => what === 'the client secret expires soon');
    expect(lines.map(([facts]) => facts)).toEqual([
      { expires: EXPIRES, days: 14 },
      { expires: EXPIRES, days: 13 },
    ]);
    await it.at('2027-06-02 00:00');
    expect(it.log.error.mock.calls).toEqual([[{ expires: EXPIRES, days: -1 }, 'the client secret has expired']]);
  });

  test('has none before', async () => {
    const it = await post();
    await it.at('2027-05-01 23:59');
    expect(it.log.warn.mock.calls).toEqual([]);
  });
});

describe('the document of the team', () => {
  const installation: Installation | null = null;
  const state = { installation, people: {}, secretWarned: { expires: EXPIRES, step: 14 } };

  test('keeps the last warning', () => {
    expect(documentOf(teamShape, textOf(teamShape, state), 'team.json')).toEqual(state);
  });

  test('is damaged when the warning is no warning', () => {
    const text = textOf(teamShape, { ...state, secretWarned: { expires: EXPIRES } as never });
    expect(() => documentOf(teamShape, text, 'team.json')).toThrow('its "secretWarned" is missing');
  });
});
