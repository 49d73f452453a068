import { describe, expect, test } from '@jest/globals';
import { ClockError, movableClock } from '../../src/app/movable-clock.ts';
import { at, inZone, zurich } from '../support/fixtures.ts';

const START = zurich('2027-02-05 12:00');

/** A clock over things that fall due at these times; each happens once. */
function clockOver(...due: readonly string[]) {
  const left = due.map(zurich);
  const seen: string[] = [];
  let real = START;
  const clock = movableClock({
    real: () => real,
    zone: 'Europe/Zurich',
    nextDue: () => left[0] ?? null,
    settle: () => {
      const now = clock.now();
      while ((left[0] ?? Infinity) <= now) left.shift();
      seen.push(new Date(now).toISOString().slice(0, 16));
      return Promise.resolve();
    },
  });
  return {
    clock,
    seen,
    /** Real time goes by. */
    pass: (ms: number) => {
      real += ms;
    },
  };
}

describe('the movable clock', () => {
  test('runs with the real one', () => {
    const { clock, pass } = clockOver();
    pass(1500);
    expect(clock.now()).toBe(START + 1500);
  });

  test('goes to the next thing that is due', async () => {
    const { clock } = clockOver('2027-02-06 09:00', '2027-02-12 09:00');
    await clock.move('next');
    expect(clock.now()).toBe(zurich('2027-02-06 09:00'));
    await clock.move('next');
    expect(clock.now()).toBe(zurich('2027-02-12 09:00'));
  });

  test('stops at everything that is due on its way, so that a leap is no downtime', async () => {
    const { clock, seen } = clockOver('2027-02-06 09:00', '2027-02-12 09:00');
    await clock.move('2027-02-20 10:00');
    expect(seen).toEqual(['2027-02-06T08:00', '2027-02-12T08:00', '2027-02-20T09:00']);
  });

  test.each([
    ['+1h', '2027-02-05 13:00'],
    ['+1 hour', '2027-02-05 13:00'],
    ['+ 90 min', '2027-02-05 13:30'],
    ['+30m', '2027-02-05 12:30'],
    ['+45 minutes', '2027-02-05 12:45'],
    ['+1d', '2027-02-06 12:00'],
    ['+3 days', '2027-02-08 12:00'],
    ['+2w', '2027-02-19 12:00'],
    ['+1 week', '2027-02-12 12:00'],
    [' +1D ', '2027-02-06 12:00'],
    ['2027-02-06 09:00', '2027-02-06 09:00'],
    ['2027-02-06T09:00', '2027-02-06 09:00'],
    ['2027-02-06   09:00', '2027-02-06 09:00'],
    ['2027-02-05 12:00', '2027-02-05 12:00'],
  ])('%s is %s', async (to, wall) => {
    const { clock } = clockOver();
    await clock.move(to);
    expect(clock.now()).toBe(zurich(wall));
  });

  test('counts days on the wall: a day across the spring change is 23 hours', async () => {
    const { clock } = clockOver();
    await clock.move('2027-03-27 12:00');
    await clock.move('+1d');
    expect(clock.now()).toBe(at('2027-03-28T10:00Z'));
  });

  test('takes a time that comes twice as the first of the two', async () => {
    const { clock } = clockOver();
    await clock.move('2027-10-31 02:30');
    expect(clock.now()).toBe(at('2027-10-31T00:30Z'));
  });

  test.each([
    ['2027-02-05 11:59', 'only moves forward'],
    ['2026-12-31 23:59', 'only moves forward'],
    ['2027-03-28 02:00', 'the clocks go from 2027-03-28 01:59 to 2027-03-28 03:00'],
    ['2027-03-28 02:30', 'does not exist in Europe/Zurich'],
    ['2027-02-30 09:00', 'cannot read'],
    ['tomorrow', "cannot read 'tomorrow'"],
    ['+1 month', 'cannot read'],
    ['+1 year', 'cannot read'],
    ['+h', 'cannot read'],
    ['-1h', 'cannot read'],
    ['', 'cannot read'],
    ['next', 'Nothing is due'],
  ])('refuses %j with a sentence, and stands where it stood', async (to, sentence) => {
    const { clock, seen } = clockOver();
    const moved = clock.move(to);
    await expect(moved).rejects.toThrow(ClockError);
    await expect(moved).rejects.toThrow(sentence);
    expect([clock.now(), seen]).toEqual([START, []]);
  });

  test('goes on although something that is due cannot be stored', async () => {
    let settled = 0;
    const stuck = movableClock({
      real: () => START,
      zone: 'Europe/Zurich',
      nextDue: () => zurich('2027-02-05 11:00'),
      settle: () => {
        settled += 1;
        return Promise.resolve();
      },
    });
    await stuck.move('+1d');
    expect(stuck.now()).toBe(zurich('2027-02-06 12:00'));
    expect(settled).toBe(2);
    await stuck.move('next');
    expect(stuck.now()).toBe(zurich('2027-02-06 12:00'));
  });

  test('never goes back, whatever was due before', async () => {
    const { clock, seen } = clockOver('2027-02-01 09:00');
    await clock.move('+1h');
    expect(seen).toEqual(['2027-02-05T11:00', '2027-02-05T12:00']);
  });

  test('lives in its zone', async () => {
    const clock = movableClock({
      real: () => START,
      zone: 'America/New_York',
      nextDue: () => null,
      settle: () => Promise.resolve(),
    });
    await clock.move('2027-02-06 09:00');
    expect(clock.now()).toBe(inZone('2027-02-06 09:00', 'America/New_York'));
  });
});
