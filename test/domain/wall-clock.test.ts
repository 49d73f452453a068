/** Instants are computed on the wall clock of the site's zone; the expected ones are written in UTC, so that no code under test makes them. */
import { describe, expect, test } from '@jest/globals';
import { scheduleOf } from '../../src/domain/schedule.ts';
import {
  after,
  before,
  dayOf,
  endOf,
  endOfDay,
  gapAround,
  isWallClock,
  startOf,
  wallClock,
} from '../../src/domain/window.ts';
import { at, site, upgradeAt } from '../support/fixtures.ts';

const ZURICH = 'Europe/Zurich';
const HOUR = 3_600_000;

describe('around the change of 2027-03-28 (the clocks go forward)', () => {
  test('a week before Sunday 18:00 is Sunday 18:00', () => {
    const sunday = startOf({ start: '2027-03-28T18:00', minutes: 0 }, ZURICH);
    expect(sunday).toBe(at('2027-03-28T16:00Z'));
    expect(before(sunday, 'P7D', ZURICH)).toBe(at('2027-03-21T17:00Z'));
    expect(wallClock(before(sunday, 'P7D', ZURICH), ZURICH)).toBe('2027-03-21T18:00');
  });

  test('every milestone of a change on that Sunday keeps its wall-clock time', () => {
    const schedule = scheduleOf(upgradeAt('2027-03-28 18:00', 240), site);
    expect(schedule).toMatchObject({
      'pre-check': at('2027-03-14T08:00Z'),
      'go-nogo': at('2027-03-21T08:00Z'),
      remind: at('2027-03-27T08:00Z'),
      snapshot: at('2027-03-28T13:00Z'),
      start: at('2027-03-28T16:00Z'),
      decide: at('2027-03-28T19:30Z'),
      end: at('2027-03-28T20:00Z'),
    });
  });

  test('a window across the change has its full length of real time', () => {
    const window = { start: '2027-03-28T01:00', minutes: 240 };
    expect(endOf(window, ZURICH) - startOf(window, ZURICH)).toBe(4 * HOUR);
    expect(wallClock(endOf(window, ZURICH), ZURICH)).toBe('2027-03-28T06:00');
  });

  test('the snapshot before a start after the change takes its real 2 h 30', () => {
    const { start, snapshot } = scheduleOf(upgradeAt('2027-03-28 04:00'), site);
    expect(start - (snapshot ?? 0)).toBe(3 * HOUR);
    expect(wallClock(snapshot ?? 0, ZURICH)).toBe('2027-03-28T00:00');
  });

  test('a day later than 02:30 is 03:30, and the day after that is 02:30 again', () => {
    const saturday = at('2027-03-27T01:30Z');
    expect(wallClock(after(saturday, 'P1D', ZURICH), ZURICH)).toBe('2027-03-28T03:30');
    expect(wallClock(after(saturday, 'P2D', ZURICH), ZURICH)).toBe('2027-03-29T02:30');
  });

  test('that day has 23 hours', () => {
    expect(endOfDay(at('2027-03-27T23:00Z'), ZURICH) - at('2027-03-27T23:00Z')).toBe(23 * HOUR);
  });
});

describe('around the change of 2027-10-31 (the clocks go back)', () => {
  test('a week before Sunday 18:00 is Sunday 18:00', () => {
    const sunday = startOf({ start: '2027-10-31T18:00', minutes: 0 }, ZURICH);
    expect(sunday).toBe(at('2027-10-31T17:00Z'));
    expect(before(sunday, 'P7D', ZURICH)).toBe(at('2027-10-24T16:00Z'));
  });

  test('every milestone of a change the week after keeps its wall-clock time', () => {
    expect(scheduleOf(upgradeAt('2027-11-06 08:00'), site)).toMatchObject({
      'pre-check': at('2027-10-23T07:00Z'),
      'go-nogo': at('2027-10-30T07:00Z'),
      remind: at('2027-11-05T08:00Z'),
      start: at('2027-11-06T07:00Z'),
    });
  });

  test('the hour that comes twice is the first of the two', () => {
    expect(startOf({ start: '2027-10-31T02:30', minutes: 0 }, ZURICH)).toBe(at('2027-10-31T00:30Z'));
    expect(gapAround('2027-10-31T02:30', ZURICH)).toBeNull();
  });

  test('a window across the change has its full length of real time', () => {
    const window = { start: '2027-10-31T01:00', minutes: 240 };
    expect(endOf(window, ZURICH)).toBe(at('2027-10-31T03:00Z'));
    expect(wallClock(endOf(window, ZURICH), ZURICH)).toBe('2027-10-31T04:00');
  });

  test('that day has 25 hours', () => {
    expect(endOfDay(at('2027-10-30T22:00Z'), ZURICH) - at('2027-10-30T22:00Z')).toBe(25 * HOUR);
  });

  test('a day later is a day later on the wall, an hour more in between', () => {
    expect(after(at('2027-10-30T07:00Z'), 'P1D', ZURICH)).toBe(at('2027-10-31T08:00Z'));
    expect(after(at('2027-10-30T22:00Z'), 'PT24H', ZURICH)).toBe(at('2027-10-31T22:00Z'));
  });
});

describe('the spring gap', () => {
  const nearest = { last: '2027-03-28 01:59', next: '2027-03-28 03:00' };

  test.each(['2027-03-28T02:00', '2027-03-28T02:01', '2027-03-28T02:30', '2027-03-28T02:59'])(
    '%s does not exist; 01:59 and 03:00 do',
    (wall) => {
      expect(gapAround(wall, ZURICH)).toEqual(nearest);
    },
  );

  test.each(['2027-03-28T01:59', '2027-03-28T03:00', '2027-03-27T02:30', '2027-10-31T02:00'])('%s exists', (wall) => {
    expect(gapAround(wall, ZURICH)).toBeNull();
  });

  test('lies elsewhere in other zones', () => {
    expect(gapAround('2027-03-14T02:00', 'America/New_York')).toEqual({
      last: '2027-03-14 01:59',
      next: '2027-03-14 03:00',
    });
    expect(gapAround('2027-03-28T02:30', 'America/New_York')).toBeNull();
    // Lord Howe moves by half an hour.
    expect(gapAround('2027-10-03T02:00', 'Australia/Lord_Howe')).toEqual({
      last: '2027-10-03 01:59',
      next: '2027-10-03 02:30',
    });
    expect(gapAround('2027-03-28T02:30', 'UTC')).toBeNull();
  });
});

describe('days and wall-clock times', () => {
  test('a day begins at local midnight', () => {
    expect(dayOf(at('2027-02-12T22:59Z'), ZURICH)).toBe('2027-02-12');
    expect(dayOf(at('2027-02-12T23:00Z'), ZURICH)).toBe('2027-02-13');
    expect(dayOf(at('2027-02-13T04:59Z'), 'America/New_York')).toBe('2027-02-12');
  });

  test.each(['2027-02-13T08:00', '2028-02-29T00:00', '2027-12-31T23:59'])('%s can be read', (text) => {
    expect(isWallClock(text)).toBe(true);
  });

  test.each(['2027-02-29T08:00', '2027-13-01T08:00', '2027-02-13T24:00', '2027-02-13T08:60', '2027-02-13', '8:00', ''])(
    "'%s' cannot",
    (text) => {
      expect(isWallClock(text)).toBe(false);
    },
  );
});
