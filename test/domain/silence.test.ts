/** Silence never means GO. */
import { describe, expect, test } from '@jest/globals';
import { postings } from '../../src/domain/notices.ts';
import { openQuestions } from '../../src/app/view.ts';
import { approver, implementer, zurich } from '../support/fixtures.ts';
import { askedForGo, askedForPreCheck, correcting, nogo, prepared } from '../support/stories.ts';
import { created, given } from '../support/given.ts';

const NEVER = '2027-12-31 00:00';

describe('an approver who does not answer', () => {
  test('is reminded of the GO daily, from the second time with the deputies', () => {
    const reminders = askedForGo().until('2027-02-09 09:00').all('reminded');
    expect(reminders.map((event) => [event.question, event.at, event.escalated])).toEqual([
      ['go-nogo', zurich('2027-02-07 09:00'), false],
      ['go-nogo', zurich('2027-02-08 09:00'), true],
      ['go-nogo', zurich('2027-02-09 09:00'), true],
    ]);
  });

  test('is reminded of the pre-check in the same way', () => {
    const reminders = askedForPreCheck().until('2027-02-01 09:00').all('reminded');
    expect(reminders.map((event) => [event.question, event.at, event.escalated])).toEqual([
      ['pre-check', zurich('2027-01-31 09:00'), false],
      ['pre-check', zurich('2027-02-01 09:00'), true],
    ]);
  });

  test('lets the change go on hold at the reminder’s time', () => {
    const held = askedForGo().until('2027-02-12 09:00');
    expect(held.all('held')).toMatchObject([
      { milestone: 'remind', reasons: ['no GO'], at: zurich('2027-02-12 09:00'), by: null },
    ]);
    expect(held.change.hold).toMatchObject({ milestone: 'remind', reasons: ['no GO'] });
  });

  test('hears of the hold in a letter of its own, for both people', () => {
    const held = askedForGo().until('2027-02-12 09:00');
    const event = held.all('held')[0];
    expect(event && postings(held.change, event, held.site)).toMatchObject([
      { kind: 'hold', milestone: 'remind', reasons: ['no GO'], due: zurich('2027-02-12 09:00') },
    ]);
  });

  test.each([
    ['prepare', created],
    ['pre-check', prepared],
    ['corrections', correcting],
    ['GO / NOGO', askedForGo],
    ['a new GO after a NOGO', nogo],
  ])('to %s: nothing is announced, nothing starts, and the change ends on hold', (_name, story) => {
    const silent = story().until(NEVER);
    expect(silent.notices).toEqual([]);
    expect(silent.all('started')).toEqual([]);
    expect(silent.all('goGiven')).toEqual([]);
    const held = silent.all('held').map(({ milestone, reasons, at }) => [milestone, reasons, at]);
    expect(held.slice(0, 3)).toEqual([
      ['remind', ['no GO'], zurich('2027-02-12 09:00')],
      ['start', ['no GO', 'no snapshot'], zurich('2027-02-13 08:00')],
      ['start', ['window over'], zurich('2027-02-13 12:00')],
    ]);
    expect(new Set(held.slice(3).map(([, reasons]) => String(reasons)))).toEqual(new Set(['window over']));
    expect(openQuestions(silent.change)).toEqual([]);
  });

  test('is told daily that the window is over, with the implementer, until somebody cancels it', () => {
    const over = askedForGo().until('2027-02-15 12:00');
    expect(
      over
        .all('held')
        .slice(2)
        .map(({ at }) => at),
    ).toEqual([zurich('2027-02-13 12:00'), zurich('2027-02-14 12:00'), zurich('2027-02-15 12:00')]);
    const cancelled = over.says(implementer, '2027-02-15 13:00', { type: 'cancel', reason: 'Missed' });
    expect(cancelled.until(NEVER).events).toEqual(cancelled.events);
  });

  test('after a downtime of a week is told once, not once for every day', () => {
    const over = askedForGo().until('2027-02-13 12:00').backAt('2027-02-20 15:00');
    expect(over.all('held').slice(3)).toMatchObject([{ at: zurich('2027-02-20 15:00') }]);
  });

  test.each([
    ['pre-check', askedForPreCheck, approver, { type: 'acceptPreCheck' }],
    ['corrections', correcting, implementer, { type: 'tickCorrections', done: [0] }],
    ['prepare', created, implementer, { type: 'tickPreparations', items: ['limits'] }],
  ] as const)('cannot answer %s once the window is over', (_question, story, by, request) => {
    given(story().until('2027-02-14 09:00')).when(by, '2027-02-14 10:00', request).then('window over');
  });

  test('a change created after the reminder’s time is held at its start', () => {
    const late = created(undefined, undefined, '2027-02-12 18:00').until('2027-02-13 23:00');
    expect(late.all('held').map(({ at }) => at)).toEqual([zurich('2027-02-13 08:00'), zurich('2027-02-13 12:00')]);
  });
});
