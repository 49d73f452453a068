/** Short notice: what has passed does not fire in a burst, and pre-check and GO are one question when both are past. */
import { describe, expect, test } from '@jest/globals';
import type { Draft } from '../../src/domain/event.ts';
import { plan } from '../../src/domain/plan.ts';
import { missedMilestones } from '../../src/domain/short-notice.ts';
import { ALL_PREPARATIONS, approver, implementer, site, siteWith, upgrade, zurich } from '../support/fixtures.ts';
import type { Story } from '../support/given.ts';
import { created, given } from '../support/given.ts';

const REASON = 'The vendor ends support on Monday';

const shortly = (moment: string): Draft => ({
  ...upgrade,
  shortNotice: { missed: missedMilestones(upgrade, site, zurich(moment)), reason: REASON },
});
/** Created and prepared at once. */
const preparedAt = (moment: string): Story =>
  created(site, shortly(moment), moment).says(implementer, moment, {
    type: 'tickPreparations',
    items: ALL_PREPARATIONS,
  });
const asked = (story: Story) => story.all('asked').map(({ question, at, late }) => [question, at, late]);

describe('what a new change has missed', () => {
  test.each([
    ['2027-01-23 08:00', []],
    ['2027-01-23 08:01', ['prepare']],
    ['2027-01-30 09:00', ['prepare']],
    ['2027-01-30 09:01', ['prepare', 'pre-check']],
    ['2027-02-06 09:01', ['prepare', 'pre-check', 'go-nogo']],
  ])('created %s: %j', (moment, missed) => {
    expect(missedMilestones(upgrade, site, zurich(moment))).toEqual(missed);
  });

  test('the three weeks are a row of the table', () => {
    const fourWeeks = siteWith({ prepare: { due: { at: 'creation', by: 'P28D' } } });
    expect(missedMilestones(upgrade, fourWeeks, zurich('2027-01-20 10:00'))).toEqual(['prepare']);
  });

  test('a step that the site does without is not missed', () => {
    const without = siteWith({ prepare: { on: false }, 'pre-check': { on: false } });
    expect(missedMilestones(upgrade, without, zurich('2027-02-10 10:00'))).toEqual(['go-nogo']);
  });
});

describe('created when pre-check and GO are past', () => {
  test('asks GO at once when it is prepared, and nothing else', () => {
    const story = preparedAt('2027-02-10 10:00').until('2027-02-10 12:00');
    expect(asked(story)).toEqual([
      ['prepare', zurich('2027-02-10 10:00'), false],
      ['go-nogo', zurich('2027-02-10 10:00'), false],
    ]);
    expect(story.notices).toEqual([]);
  });

  test('GO answers both, and announces', () => {
    given(preparedAt('2027-02-10 10:00').until('2027-02-10 10:00'))
      .when(approver, '2027-02-10 11:00', { type: 'giveGo' })
      .then([
        { type: 'preCheckAccepted' },
        { type: 'goGiven', acceptable: 120 },
        { type: 'noticed', notice: 'announce', due: zurich('2027-02-10 11:00'), late: false },
      ]);
  });

  test('the report then has both answers', () => {
    const story = preparedAt('2027-02-10 10:00')
      .until('2027-02-10 10:00')
      .says(approver, '2027-02-10 11:00', { type: 'giveGo' });
    expect(story.change.decisions.map(({ what }) => what)).toEqual(['prepared', 'pre-check OK', 'GO']);
  });

  test('the pre-check alone cannot be answered', () => {
    given(preparedAt('2027-02-10 10:00').until('2027-02-10 10:00'))
      .when(approver, '2027-02-10 11:00', { type: 'acceptPreCheck' })
      .then('nothing to answer');
  });

  test('after a NOGO the corrected change is asked for GO, which still answers both', () => {
    const again = preparedAt('2027-02-10 10:00')
      .until('2027-02-10 10:00')
      .says(approver, '2027-02-10 11:00', { type: 'giveNogo', reason: 'Test the login of teachers' })
      .says(implementer, '2027-02-10 12:00', { type: 'requestGo', corrected: 'Tested' });
    expect(again.change.stage.is).toBe('checked');
    const gone = again.says(approver, '2027-02-10 13:00', { type: 'giveGo' });
    expect(gone.change.decisions.map(({ what }) => what)).toEqual(['prepared', 'NOGO', 'pre-check OK', 'GO']);
  });

  test('every milestone that is ahead is kept', () => {
    const story = preparedAt('2027-02-10 10:00')
      .until('2027-02-10 10:00')
      .says(approver, '2027-02-10 11:00', { type: 'giveGo' });
    expect(plan(story.change, site).map(({ do: what, at }) => [what, at])).toEqual([
      ['notice', zurich('2027-02-12 09:00')],
      ['ask', zurich('2027-02-13 05:00')],
      ['hold', zurich('2027-02-13 08:00')],
    ]);
  });

  test('silence is followed up as ever: daily, with the deputies, and on hold the day before', () => {
    const story = preparedAt('2027-02-09 10:00').until('2027-02-12 09:00');
    expect(story.all('reminded').map(({ question, at, escalated }) => [question, at, escalated])).toEqual([
      ['go-nogo', zurich('2027-02-10 10:00'), false],
      ['go-nogo', zurich('2027-02-11 10:00'), true],
    ]);
    expect(story.all('held')).toMatchObject([{ milestone: 'remind', reasons: ['no GO'] }]);
  });

  test('created on the day before, after the reminder’s time: GO leaves the reminder out, and asks for the snapshot at its time', () => {
    const story = preparedAt('2027-02-12 20:00')
      .until('2027-02-12 20:00')
      .says(approver, '2027-02-12 21:00', { type: 'giveGo' })
      .until('2027-02-13 05:00');
    expect(story.notices.map(([notice]) => notice)).toEqual(['announce']);
    expect(story.change.skipped).toEqual(['remind']);
    expect(asked(story).at(-1)).toEqual(['snapshot', zurich('2027-02-13 05:00'), false]);
  });
});

describe('created when only the three weeks are short', () => {
  test('has its pre-check and its GO at their own times', () => {
    const story = preparedAt('2027-01-25 10:00')
      .until('2027-01-30 09:00')
      .says(approver, '2027-01-30 10:00', { type: 'acceptPreCheck' })
      .until('2027-02-06 09:00');
    expect(asked(story).map(([question, at]) => [question, at])).toEqual([
      ['prepare', zurich('2027-01-25 10:00')],
      ['pre-check', zurich('2027-01-30 09:00')],
      ['go-nogo', zurich('2027-02-06 09:00')],
    ]);
  });

  test('prepared only after the time of the GO it is asked for both together', () => {
    const late = created(site, shortly('2027-01-25 10:00'), '2027-01-25 10:00').says(implementer, '2027-02-07 10:00', {
      type: 'tickPreparations',
      items: ALL_PREPARATIONS,
    });
    expect(asked(late.until('2027-02-07 10:00')).at(-1)).toEqual(['go-nogo', zurich('2027-02-07 10:00'), false]);
  });
});

describe('created when the pre-check is past and the GO ahead', () => {
  test('asks the pre-check at once, and GO at its time', () => {
    const story = preparedAt('2027-02-02 10:00')
      .until('2027-02-02 10:00')
      .says(approver, '2027-02-02 11:00', { type: 'acceptPreCheck' })
      .until('2027-02-06 09:00');
    expect(asked(story).map(([question, at]) => [question, at])).toEqual([
      ['prepare', zurich('2027-02-02 10:00')],
      ['pre-check', zurich('2027-02-02 10:00')],
      ['go-nogo', zurich('2027-02-06 09:00')],
    ]);
  });
});
