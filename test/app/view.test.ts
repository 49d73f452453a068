import { describe, expect, test } from '@jest/globals';
import type { MilestoneState } from '../../src/app/view.ts';
import {
  awaited,
  concerns,
  involved,
  lastOf,
  mayAnswer,
  milestones,
  nextMilestone,
  openQuestions,
} from '../../src/app/view.ts';
import { approver, deputy, implementer, member, site, siteWith, zurich } from '../support/fixtures.ts';
import type { Story } from '../support/given.ts';
import { created } from '../support/given.ts';
import {
  approved,
  askedForGo,
  askedForSnapshot,
  askedToDecide,
  cancelled,
  checked,
  closed,
  completed,
  correcting,
  nogo,
  prepared,
  skipRequested,
  started,
} from '../support/stories.ts';

const held = (): Story => askedForGo().until('2027-02-12 09:00');

/** The marks of the milestones, in order: d(one), a(sked), o (ahead), s(kipped), n(ot done). */
const marks = (story: Story): string =>
  milestones(story.change, story.site)
    .map(({ state }) => MARK[state])
    .join('');
const MARK: Readonly<Record<MilestoneState['state'], string>> = {
  done: 'd',
  asked: 'a',
  ahead: 'o',
  skipped: 's',
  'not done': 'n',
};

describe('the milestones of a change', () => {
  test('are the rows that are on', () => {
    expect(milestones(created().change, site).map(({ name }) => name)).toEqual([
      'prepare',
      'pre-check',
      'go-nogo',
      'announce',
      'remind',
      'snapshot',
      'start',
      'tests',
      'last-rollback',
      'decide',
      'end',
      'close',
    ]);
    const short = siteWith({ snapshot: { on: false }, remind: { on: false } });
    expect(milestones(created(short).change, short)).toHaveLength(10);
  });

  test('tell their instant where they have one', () => {
    const at = Object.fromEntries(milestones(created().change, site).map(({ name, at: when }) => [name, when]));
    expect(at).toMatchObject({
      prepare: null,
      'go-nogo': zurich('2027-02-06 09:00'),
      announce: null,
      end: zurich('2027-02-13 12:00'),
    });
  });

  const way: readonly (readonly [string, () => Story, string])[] = [
    ['created', created, 'aooooooooooo'],
    ['prepared', prepared, 'dooooooooooo'],
    ['being corrected', correcting, 'daoooooooooo'],
    ['checked', checked, 'ddoooooooooo'],
    ['asked for GO', askedForGo, 'ddaooooooooo'],
    ['NOGO', nogo, 'ddaooooooooo'],
    ['approved', approved, 'ddddoooooooo'],
    ['asked for its snapshot', askedForSnapshot, 'dddddaoooooo'],
    ['waiting for a skip', skipRequested, 'dddddaoooooo'],
    ['started', started, 'dddddddaoooo'],
    ['asked to decide', askedToDecide, 'dddddddadaoo'],
    ['completed', completed, 'ddddddddddda'],
    ['closed', closed, 'dddddddddddd'],
    ['cancelled', cancelled, 'ddddnnnnnnnn'],
    ['missed', () => askedForSnapshot().until('2027-02-14 00:00'), 'dddddnnnnnnn'],
  ];
  test.each(way)('show how far a change is that is %s', (_name, story, expected) => {
    expect(marks(story())).toBe(expected);
  });
});

describe('who is awaited', () => {
  test.each([
    ['prepare', created, implementer],
    ['GO / NOGO', askedForGo, approver],
    ['the answer to a NOGO', nogo, implementer],
    ['a skip', skipRequested, approver],
    ['tests and decision, once', askedToDecide, implementer],
  ])('for %s', (_name, story, person) => {
    expect(awaited(story().change, site)).toEqual([person]);
  });

  test('is nobody while only time has to go by', () => {
    expect(awaited(prepared().change, site)).toEqual([]);
    expect(awaited(closed().change, site)).toEqual([]);
    expect(openQuestions(approved().change)).toEqual([]);
  });
});

describe('who may answer', () => {
  const now = zurich('2027-02-06 10:00');

  test('is the same as at the press itself', () => {
    const { change } = askedForGo();
    expect([approver, deputy, implementer, member].map((by) => mayAnswer('go-nogo', change, by, site, now))).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect(mayAnswer('go-nogo', change, deputy, site, zurich('2027-02-08 10:00'))).toBe(false);
    expect(mayAnswer('prepare', change, implementer, site, now)).toBe(true);
  });

  test('are those who are involved: implementer, approver, the deputies of the day, each once', () => {
    expect(involved(askedForGo().change, site, now).map(({ name }) => name)).toEqual([
      'Implementer',
      'Pierre André',
      'Deputy approver',
    ]);
    expect(involved(askedForGo().change, site, zurich('2027-03-01 10:00'))).toHaveLength(2);
    expect(involved({ ...askedForGo().change, implementer: approver }, site, now)).toHaveLength(2);
  });

  test('finds it among theirs', () => {
    const { change } = askedForGo();
    expect([implementer, approver, deputy, member].map((by) => concerns(change, by, site, now))).toEqual([
      true,
      true,
      true,
      false,
    ]);
    expect(concerns(prepared().change, approver, site, now)).toBe(false);
  });
});

describe('the next milestone', () => {
  test.each([
    ['created', created, 'pre-check', '2027-01-30 09:00'],
    ['prepared', prepared, 'pre-check', '2027-01-30 09:00'],
    ['checked', checked, 'go-nogo', '2027-02-06 09:00'],
    ['asked for GO', askedForGo, 'go-nogo', '2027-02-06 09:00'],
    ['approved', approved, 'remind', '2027-02-12 09:00'],
    ['asked for its snapshot', askedForSnapshot, 'start', '2027-02-13 08:00'],
    ['on hold the day before', held, 'go-nogo', '2027-02-06 09:00'],
    ['started', started, 'last-rollback', '2027-02-13 10:30'],
    ['asked to decide', askedToDecide, 'end', '2027-02-13 12:00'],
  ] as const)('of a change that is %s is %s: %s', (_name, story, name, at) => {
    expect(nextMilestone(story().change, site)).toEqual({ name, at: zurich(at) });
  });

  test('is none once only people can go on', () => {
    const heldAtStart = askedForSnapshot().until('2027-02-13 08:00');
    for (const story of [heldAtStart, completed(), closed(), cancelled()])
      expect(nextMilestone(story.change, site)).toBeNull();
  });
});

test('the newest decision of some kinds', () => {
  expect(lastOf(nogo().change, ['GO', 'NOGO'])?.what).toBe('NOGO');
  expect(lastOf(nogo().change, ['end'])).toBeUndefined();
});
