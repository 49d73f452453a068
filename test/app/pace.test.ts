import { describe, expect, test } from '@jest/globals';
import type { Limit } from '../../src/app/pace.ts';
import { NO_PACE, pace, TEAMS } from '../../src/app/pace.ts';
import type { Pace } from '../../src/app/pace.ts';
import { HandWatch, mostWithin } from '../support/hand-watch.ts';

/** As the sender asks: for room, then for a turn. */
async function leaves(its: Pace, conversation: string): Promise<void> {
  await its.room(conversation);
  await its.turn(conversation);
}

/** When each of so many sends to these conversations goes, the sends of each one after the other. */
async function sends(count: number, conversations: readonly string[]): Promise<Readonly<Record<string, number[]>>> {
  const watch = new HandWatch();
  const its = pace(TEAMS, watch);
  const times = Object.fromEntries(conversations.map((name) => [name, [] as number[]]));
  const all = Promise.all(
    conversations.map(async (name) => {
      for (let sent = 0; sent < count; sent += 1) {
        await leaves(its, name);
        times[name]?.push(watch.now());
      }
    }),
  );
  await watch.run();
  await all;
  return times;
}

function isWithin(times: readonly number[], limits: readonly Limit[]): boolean {
  return limits.every(({ most, withinMs }) => mostWithin(times, withinMs) <= most);
}

describe('what goes to Teams', () => {
  test('500 notices into one channel keep every limit, and take no more than a tenth longer than the limits ask for', async () => {
    const { channel = [] } = await sends(500, ['channel']);
    expect(channel).toHaveLength(500);
    expect(isWithin(channel, TEAMS.conversation)).toBe(true);
    // Sixty within half a minute: the five hundredth may go in the ninth of them.
    const least = Math.floor(499 / 60) * 30_000;
    expect(least / (channel.at(-1) ?? NaN)).toBeGreaterThan(0.9);
  });

  test('replies to a hundred threads at once leave two of thirty a second to whoever is answered out of turn, and come within a tenth of the rest', async () => {
    const names = Array.from({ length: 100 }, (_, index) => `thread ${String(index)}`);
    const times = Object.values(await sends(6, names))
      .flat()
      .sort((a, b) => a - b);
    expect(mostWithin(times, 1_000)).toBe(28);
    expect(((600 / 28) * 1_000) / (times.at(-1) ?? NaN)).toBeGreaterThan(0.9);
  });

  test('a conversation that is at its limit holds no other', async () => {
    const watch = new HandWatch();
    const its = pace(TEAMS, watch);
    const channel: number[] = [];
    const full = (async () => {
      for (let sent = 0; sent < 100; sent += 1) {
        await leaves(its, 'channel');
        channel.push(watch.now());
      }
    })();
    let thread = NaN;
    const other = watch.wait(5_000).then(async () => {
      await leaves(its, 'thread');
      thread = watch.now();
    });
    await watch.run();
    await Promise.all([full, other]);
    expect(thread).toBe(5_000);
    expect(channel.at(-1)).toBeGreaterThan(30_000);
  });

  test('two thousand conversations are not all remembered for ever: one that is quiet begins anew', async () => {
    const times = await sends(
      1,
      Array.from({ length: 2_000 }, (_, index) => `thread ${index}`),
    );
    expect(Object.values(times).every(([at]) => at !== undefined)).toBe(true);
  });

  test.each([
    [5_000, 5_000],
    [86_400_000, 60_000],
  ])('rests where Teams asks for %d ms, for %d ms, and nowhere else', async (asked, rests) => {
    const watch = new HandWatch();
    const its = pace(TEAMS, watch);
    its.rest('channel', asked);
    const went = new Map<string, number>();
    const leave = async (name: string): Promise<void> => {
      await leaves(its, name);
      went.set(name, watch.now());
    };
    const both = Promise.all([leave('channel'), leave('thread')]);
    await watch.run();
    await both;
    expect(Object.fromEntries(went)).toEqual({ thread: 0, channel: rests });
  });

  test('in a rehearsal goes at once', async () => {
    await leaves(NO_PACE, 'channel');
  });
});
