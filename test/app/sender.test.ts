/** How letters and cards leave together, by a clock that is moved by hand: in step with Teams' limits, letters first. */
import { describe, expect, test } from '@jest/globals';
import { pace, TEAMS } from '../../src/app/pace.ts';
import type { Place } from '../../src/app/ports.ts';
import type { Sender } from '../../src/app/sender.ts';
import { sender, STOPPING } from '../../src/app/sender.ts';
import { passing } from '../support/fake-channel.ts';
import { HandWatch, mostWithin } from '../support/hand-watch.ts';
import { Lines } from '../support/lines.ts';

const CHANGES = 500;
const ONCE = { attempts: 0, firstMs: 1, mostMs: 1 };
const CHANNEL: Place = { in: 'channel' };
const threadOf = (number: number): Place => ({ in: 'conversation', id: `thread ${String(number)}` });

/** A sender before a Teams that takes so long for each call, and when the calls came. */
class Teams {
  readonly watch = new HandWatch();
  readonly out: Sender = sender(new Lines(), () => 0, undefined, pace(TEAMS, this.watch));
  readonly letters: number[] = [];
  readonly cards: number[] = [];
  readonly #takesMs: (now: number) => number;

  constructor(takesMs: (now: number) => number) {
    this.#takesMs = takesMs;
  }

  send(kind: 'letter' | 'card', key: string, place: Place): Promise<void> {
    return this.out.send({ kind, key, place, patience: ONCE }, async () => {
      (kind === 'letter' ? this.letters : this.cards).push(this.watch.now());
      await this.watch.wait(this.#takesMs(this.watch.now()));
    });
  }
}

describe('500 notices of the same minute, and the thousand cards that change with them', () => {
  test.each([50, 300])('where a call takes %d ms, come at more than nine tenths of the limits', async (takesMs) => {
    const teams = new Teams(() => takesMs);
    const all = Array.from({ length: CHANGES }, (_, number) => [
      teams.send('card', `${String(number)}/living`, threadOf(number)),
      teams.send('card', `${String(number)}/go-nogo/1`, threadOf(number)),
      teams.send('letter', String(number), CHANNEL),
    ]);
    await teams.watch.run();
    await Promise.all(all.flat());
    expect([teams.letters.length, teams.cards.length]).toEqual([CHANGES, 2 * CHANGES]);
    // Sixty within half a minute: the five hundredth letter may go in the ninth of them.
    const least = Math.floor((CHANGES - 1) / 60) * 30_000;
    expect(least / (teams.letters.at(-1) ?? NaN)).toBeGreaterThan(0.9);
    // Two of thirty within a second are left to whoever is answered out of turn; nine tenths of the rest are used.
    const lastCard = teams.cards.at(-1) ?? NaN;
    const untilThen = 2 * CHANGES + teams.letters.filter((at) => at <= lastCard).length;
    expect(((untilThen / 28) * 1_000) / lastCard).toBeGreaterThan(0.9);
    expect(mostWithin([...teams.letters, ...teams.cards], 1_000)).toBe(28);
  });
});

test('after Teams stood still for ten seconds, what waited does not come in a burst', async () => {
  const teams = new Teams((now) => (now < 1_000 ? 10_000 : 50));
  const all = Array.from({ length: 300 }, (_, number) => teams.send('card', String(number), threadOf(number)));
  await teams.watch.run();
  await Promise.all(all);
  expect(teams.cards).toHaveLength(300);
  expect(mostWithin(teams.cards, 1_000)).toBeLessThanOrEqual(28);
});

test('where Teams says when to come again, the letters behind wait too, and those to others do not', async () => {
  const watch = new HandWatch();
  const out = sender(new Lines(), () => 0, undefined, pace(TEAMS, watch));
  const came: string[] = [];
  const send = (key: string, place: Place, error?: Error): Promise<unknown> =>
    out
      .send({ kind: 'letter', key, place, patience: ONCE }, () => {
        came.push(`${key} at ${String(watch.now())}`);
        return error === undefined ? Promise.resolve() : Promise.reject(error);
      })
      .catch(() => undefined);
  const all = [
    send('refused', CHANNEL, passing(7_000)),
    send('behind', CHANNEL),
    watch.wait(3_000).then(() => send('elsewhere', threadOf(1))),
  ];
  await watch.run();
  await Promise.all(all);
  expect(came).toEqual(['refused at 0', 'elsewhere at 3000', 'behind at 7000']);
});

test('what waits for its turn when the service stops, does not go', async () => {
  const teams = new Teams(() => 50);
  const all = Array.from({ length: 20 }, (_, number) =>
    teams.send('letter', String(number), CHANNEL).catch((error: unknown) => error),
  );
  const stopping = teams.watch.wait(500).then(() => {
    teams.out.stop();
  });
  await teams.watch.run();
  await stopping;
  const ends = await Promise.all(all);
  expect(teams.letters).toHaveLength(7);
  expect(ends.filter((end) => end === STOPPING)).toHaveLength(13);
});
