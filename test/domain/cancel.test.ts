import { describe, expect, test } from '@jest/globals';
import { implementer, zurich } from '../support/fixtures.ts';
import type { Story } from '../support/given.ts';
import { created, given } from '../support/given.ts';
import {
  approved,
  askedForGo,
  askedForSnapshot,
  cancelled,
  completed,
  correcting,
  nogo,
  prepared,
  started,
} from '../support/stories.ts';

const CANCEL = { type: 'cancel', reason: ' The vendor is late ' } as const;

const reportAt = (moment: string) => ({ type: 'asked', question: 'close', due: zurich(moment), late: false }) as const;

describe('cancel', () => {
  const early: readonly (readonly [string, () => Story, string])[] = [
    ['being prepared', created, '2027-01-10 10:00'],
    ['prepared', prepared, '2027-01-20 10:00'],
    ['corrected', correcting, '2027-02-01 10:00'],
    ['before GO / NOGO', askedForGo, '2027-02-06 10:00'],
    ['after a NOGO', nogo, '2027-02-07 10:00'],
  ];
  test.each(early)('of a change that is %s tells nobody, for nobody was told', (_name, story, moment) => {
    given(story())
      .when(implementer, moment, CANCEL)
      .then([{ type: 'cancelled', reason: 'The vendor is late' }, reportAt(moment)]);
  });

  const late: readonly (readonly [string, () => Story, string])[] = [
    ['announced', approved, '2027-02-10 10:00'],
    ['waiting for its snapshot', askedForSnapshot, '2027-02-13 06:00'],
    ['in progress', started, '2027-02-13 09:00'],
    ['missed', () => askedForSnapshot().until('2027-02-14 09:00'), '2027-02-14 09:00'],
  ];
  test.each(late)('of a change that is %s tells everybody who was told', (_name, story, moment) => {
    given(story())
      .when(implementer, moment, CANCEL)
      .then([
        { type: 'cancelled', reason: 'The vendor is late' },
        { type: 'noticed', notice: 'cancel', due: zurich(moment), late: false },
        reportAt(moment),
      ]);
  });

  test('wants a reason', () => {
    given(approved()).when(implementer, '2027-02-10 10:00', { type: 'cancel', reason: ' ' }).then('reason required');
  });

  test('is refused after the end', () => {
    given(completed()).when(implementer, '2027-02-13 11:00', CANCEL).then('too late to cancel');
  });

  test('is the last thing that happens but the lessons', () => {
    expect(cancelled().change.stage).toMatchObject({ is: 'cancelled', reason: 'The vendor is late' });
    expect(cancelled().until('2027-12-31 09:00').events).toEqual(cancelled().events);
    given(cancelled()).when(implementer, '2027-02-11 10:00', CANCEL).then('over');
    const lessons = { type: 'addLessons', lessons: 'Ask the vendor first' } as const;
    const learned = cancelled().says(implementer, '2027-02-11 10:00', lessons);
    expect(learned.change.stage).toMatchObject({ is: 'cancelled', lessons: 'Ask the vendor first' });
    given(learned).when(implementer, '2027-02-11 11:00', lessons).then('over');
  });

  test('takes the hold away', () => {
    const held = askedForGo().until('2027-02-12 09:00');
    expect(held.change.hold).not.toBeNull();
    expect(held.says(implementer, '2027-02-12 10:00', CANCEL).change.hold).toBeNull();
  });
});
