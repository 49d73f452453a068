/** A change that silence put on hold comes back by a late GO, as long as its window is not over. */
import { describe, expect, test } from '@jest/globals';
import { approver, deputy, implementer, site, siteWith, zurich } from '../support/fixtures.ts';
import type { Story } from '../support/given.ts';
import { given } from '../support/given.ts';
import { askedForGo, askedForPreCheck } from '../support/stories.ts';

/** On hold since the reminder's time, a day before. */
const held = (at = site): Story => askedForGo(at).until('2027-02-12 09:00');

describe('a late GO', () => {
  test('releases the hold and announces; the reminder is left out, since it says "tomorrow" in the same hour', () => {
    given(held())
      .when(approver, '2027-02-12 15:00', { type: 'giveGo' })
      .then([
        { type: 'goGiven', acceptable: 120 },
        { type: 'released', milestone: 'remind' },
        { type: 'noticed', notice: 'announce', due: zurich('2027-02-12 15:00'), late: false },
        { type: 'skipped', milestone: 'remind', due: zurich('2027-02-12 09:00') },
      ]);
  });

  test('may be a deputy’s', () => {
    const always = { ...site, deputies: [{ entraId: deputy.entraId, name: deputy.name }] };
    const back = held(always).says(deputy, '2027-02-12 15:00', { type: 'giveGo' });
    expect(back.change).toMatchObject({ hold: null, stage: { is: 'approved' } });
  });

  test('leads on to the snapshot and to the start, at their times', () => {
    const back = held()
      .says(approver, '2027-02-12 15:00', { type: 'giveGo' })
      .until('2027-02-13 05:00')
      .says(implementer, '2027-02-13 05:01', { type: 'startSnapshot' })
      .says(implementer, '2027-02-13 07:40', { type: 'finishSnapshot' })
      .until('2027-02-13 08:00');
    expect(back.notices).toEqual([
      ['announce', zurich('2027-02-12 15:00')],
      ['start', zurich('2027-02-13 08:00')],
    ]);
  });

  test('inside the window asks for the snapshot at once, and starts late when it is there', () => {
    const back = held()
      .until('2027-02-13 08:00')
      .says(approver, '2027-02-13 08:10', { type: 'giveGo' })
      .until('2027-02-13 08:10')
      .says(implementer, '2027-02-13 08:11', { type: 'startSnapshot' })
      .says(implementer, '2027-02-13 10:30', { type: 'finishSnapshot' })
      .until('2027-02-13 10:30');
    expect(back.all('asked').filter(({ question }) => question === 'snapshot')).toMatchObject([
      { at: zurich('2027-02-13 08:10') },
    ]);
    expect(back.all('started')).toMatchObject([{ at: zurich('2027-02-13 10:30'), late: true }]);
  });

  test('is too late when the window is over', () => {
    given(held().until('2027-02-13 12:00')).when(approver, '2027-02-13 12:00', { type: 'giveGo' }).then('window over');
  });

  test('comes back by the pre-check too, which was what was missing', () => {
    const back = askedForPreCheck()
      .until('2027-02-12 10:00')
      .says(approver, '2027-02-12 10:00', { type: 'acceptPreCheck' })
      .until('2027-02-12 10:00');
    expect(back.change.hold?.milestone).toBe('remind');
    expect(back.all('asked').at(-1)).toMatchObject({ question: 'go-nogo', at: zurich('2027-02-12 10:00') });
    expect(back.says(approver, '2027-02-12 11:00', { type: 'giveGo' }).change.hold).toBeNull();
  });
});

describe('silence', () => {
  test('is followed up while the change is on hold too', () => {
    const reminders = held().until('2027-02-13 09:00').all('reminded');
    expect(reminders.slice(-2).map(({ at, escalated }) => [at, escalated])).toEqual([
      [zurich('2027-02-12 09:00'), true],
      [zurich('2027-02-13 09:00'), true],
    ]);
  });

  test('holds the change at its start where nobody is reminded the day before', () => {
    const story = askedForGo(siteWith({ remind: { on: false } })).until('2027-02-13 08:00');
    expect(story.all('held')).toMatchObject([{ milestone: 'start', at: zurich('2027-02-13 08:00') }]);
  });
});
