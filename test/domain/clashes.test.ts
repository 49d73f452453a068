/** What else is going on around a window is named; it forbids nothing. */
import { describe, expect, test } from '@jest/globals';
import type { Change } from '../../src/domain/change.ts';
import { clashes, freezePeriodsIn } from '../../src/domain/clashes.ts';
import type { Draft } from '../../src/domain/event.ts';
import { holdsRestore } from '../../src/domain/schedule.ts';
import type { Site } from '../../src/domain/site.ts';
import { implementer, site, siteWith, upgradeAt, zurich } from '../support/fixtures.ts';
import { approved, askedForGo, cancelled, completed, started } from '../support/stories.ts';

/** Two services on Hannibal and one on Hasdrubal. */
const shared: Site = { ...site, services: [...site.services, { key: 'forum', name: 'Forum', host: 'Hannibal' }] };
const on = (service: string, wall: string, minutes?: number): Draft => ({ ...upgradeAt(wall, minutes), service });
const other = (change: Change, id = 'CHG-2027-002'): Change => ({ ...change, id });
/** The example: Saturday 08:00 to 12:00 on Hannibal, its snapshot from 05:00 on. */
const upgrade = other(askedForGo(shared).change);
const clashing = (draft: Draft, change: Change = upgrade, at = shared) => clashes(draft, [change], at);

describe('another change is in the way', () => {
  test('on the same service, when the windows overlap', () => {
    expect(clashing(on('isc-learn', '2027-02-13 11:00'))).toEqual([
      {
        id: 'CHG-2027-002',
        title: 'Upgrade Moodle',
        on: 'service',
        start: zurich('2027-02-13 08:00'),
        end: zurich('2027-02-13 12:00'),
      },
    ]);
  });

  test('on another service of the same host', () => {
    expect(clashing(on('forum', '2027-02-13 09:00'))).toMatchObject([{ on: 'host' }]);
  });

  test('not on another host', () => {
    expect(clashing(on('sandbox', '2027-02-13 09:00'))).toEqual([]);
  });

  test.each([
    ['its window ends where the other’s snapshot begins', '2027-02-13 04:00', 60, 0],
    ['its window reaches into the other’s snapshot', '2027-02-13 04:00', 61, 1],
    ['its snapshot begins when the other has ended', '2027-02-13 15:00', 60, 0],
    ['its snapshot reaches into the other’s window', '2027-02-13 14:59', 60, 1],
  ])('%s', (_name, start, minutes, count) => {
    expect(clashing(on('isc-learn', start, minutes))).toHaveLength(count);
  });

  test('where no snapshot is taken only the windows count', () => {
    const without = siteWith({ snapshot: { on: false } }, shared);
    expect(clashing(on('isc-learn', '2027-02-13 12:00'), upgrade, without)).toEqual([]);
    expect(clashing(on('isc-learn', '2027-02-13 06:00', 120), upgrade, without)).toEqual([]);
    expect(clashing(on('isc-learn', '2027-02-13 06:00', 121), upgrade, without)).toHaveLength(1);
  });

  test('with the end as it is by now: extended', () => {
    const longer = started(shared).says(implementer, '2027-02-13 11:00', {
      type: 'extend',
      minutes: 60,
      reason: 'The import is slow',
    });
    const draft = on('isc-learn', '2027-02-13 15:30');
    expect(clashing(draft, other(started(shared).change))).toEqual([]);
    expect(clashing(draft, other(longer.change))).toHaveLength(1);
  });

  test.each([
    ['it is cancelled', cancelled],
    ['it has ended', completed],
  ])('no longer when %s', (_name, story) => {
    expect(clashing(on('isc-learn', '2027-02-13 11:00'), other(story(shared).change))).toEqual([]);
  });

  test('nor when its window went by without it', () => {
    const missed = askedForGo(shared).until('2027-02-13 12:00');
    expect(clashing(on('isc-learn', '2027-02-13 14:00'), other(missed.change))).toEqual([]);
  });

  test('a change is not in its own way', () => {
    const { change } = approved(shared);
    expect(clashes(change.draft, [change, upgrade], shared, change.id).map(({ id }) => id)).toEqual(['CHG-2027-002']);
  });
});

describe('a freeze period', () => {
  const freezing: Site = {
    ...site,
    freezePeriods: [
      { from: '2027-02-14', to: '2027-02-20', why: 'Exams' },
      { from: '2027-02-20', to: '2027-02-21', why: 'Enrolment' },
    ],
  };
  const why = (wall: string, minutes: number) =>
    freezePeriodsIn(upgradeAt(wall, minutes).window, freezing).map((period) => period.why);

  test.each([
    ['ends at the midnight before it', '2027-02-13 22:00', 120, []],
    ['reaches into its first day', '2027-02-13 22:00', 121, ['Exams']],
    ['lies on its last day, which is another’s first', '2027-02-20 08:00', 60, ['Exams', 'Enrolment']],
    ['begins when it is over', '2027-02-22 00:00', 60, []],
    ['spans all of them', '2027-02-13 08:00', 10 * 24 * 60, ['Exams', 'Enrolment']],
  ])('is named when the window %s', (_name, wall, minutes, expected) => {
    expect(why(wall, minutes)).toEqual(expected);
  });

  test('is a matter of the days on the wall clock of the site', () => {
    expect(freezePeriodsIn(upgradeAt('2027-02-14 00:30', 60).window, freezing)).toHaveLength(1);
    expect(freezePeriodsIn(upgradeAt('2027-02-14 00:30', 60).window, site)).toEqual([]);
  });
});

describe('the window check', () => {
  test.each([
    [90, false],
    [91, true],
  ])('a window of %d minutes holds a restore of an hour and its tests: %s', (minutes, holds) => {
    expect(holdsRestore(upgradeAt('2027-02-13 08:00', minutes), site)).toBe(holds);
  });

  test('knows nothing of a host without a known restore', () => {
    expect(holdsRestore(on('sandbox', '2027-02-13 08:00', 10), site)).toBeNull();
  });
});
