/** The one room with real seconds: two and a half of them. */
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { Lines } from '../support/lines.ts';
import { everySecond } from '../../src/scheduler/every-second.ts';

const log = new Lines();

test('a knock that takes longer than a second is not overlapped by the next; a stop waits for it, and nobody knocks again', async () => {
  let underWay = 0;
  let most = 0;
  let ended = 0;
  const ticker = everySecond(async () => {
    underWay += 1;
    most = Math.max(most, underWay);
    await pause(1_200);
    underWay -= 1;
    ended += 1;
  }, log);
  expect(ticker.lastAt()).toBeNull();
  while (ticker.lastAt() === null) await pause(20);
  await pause(1_100);
  expect(Date.now() - (ticker.lastAt() ?? 0)).toBeLessThan(3_000);
  await ticker.stop();
  expect([most, underWay]).toEqual([1, 0]);
  const before = ended;
  await pause(10);
  expect(ended).toBe(before);
}, 10_000);

test('a knock that fails does not end the knocking', async () => {
  let knocks = 0;
  const ticker = everySecond(() => {
    knocks += 1;
    return Promise.reject(new Error('the disk is full'));
  }, log);
  while (knocks < 2) await pause(20);
  await ticker.stop();
  expect(knocks).toBe(2);
  expect(log.all.map(({ what }) => what)).toEqual(Array(2).fill('a knock failed; the next one asks again'));
}, 10_000);

test.each([
  ['set back by two hours', -2 * 3_600_000],
  ['set forward by a week', 7 * 24 * 3_600_000],
])(
  'a clock that is %s stops nobody: the next knock comes within a second, and only one',
  async (_, by) => {
    let ahead = 0;
    let knocks = 0;
    const now = (): number => Date.now() + ahead;
    const knocked = (): Promise<void> => Promise.resolve(void (knocks += 1));
    const ticker = everySecond(knocked, log, now);
    while (knocks < 1) await pause(5);
    ahead = by;
    const since = performance.now();
    expect(now() - (ticker.lastAt() ?? 0)).toBeLessThan(1_000);
    while (knocks < 2) await pause(5);
    expect(performance.now() - since).toBeLessThan(1_500);
    await pause(300);
    expect(knocks).toBe(2);
    await ticker.stop();
  },
  10_000,
);
