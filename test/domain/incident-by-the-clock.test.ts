/** The acceptable extra time is used up and nobody has answered: it is an incident, by the clock. Never before people had their time. */
import { describe, expect, test } from '@jest/globals';
import { approver, implementer, siteWith, zurich } from '../support/fixtures.ts';
import type { Story } from '../support/given.ts';
import { askedForMore, askedToDecide, completed, started, startedWith, warned } from '../support/stories.ts';

const on = (clock: string): number => zurich(`2027-02-13 ${clock}`);
const WEEK_LATER = '2027-02-20 12:00';
const WHY = 'The theme takes longer';

/** When the clock declared an incident, in a week. */
const declaredAt = (story: Story): readonly number[] =>
  story
    .until(WEEK_LATER)
    .all('incidentDeclared')
    .map(({ at }) => at);

describe('an incident by the clock', () => {
  test('is declared when the two hours after the announced end are used up', () => {
    const silent = askedToDecide().until('2027-02-13 14:00');
    expect(silent.all('incidentDeclared')).toEqual([
      { type: 'incidentDeclared', reason: null, at: on('14:00'), by: null },
    ]);
    expect(silent.change.incident).toMatchObject({ since: on('14:00'), by: null, reason: null });
    expect(silent.change.stage).toEqual({ is: 'incident', since: on('14:00'), startedAt: on('08:00') });
  });

  test('is told to everybody, and the implementer is asked how to repair it', () => {
    const before = askedToDecide().until('2027-02-13 13:59');
    expect(before.until('2027-02-13 14:00').since(before)).toMatchObject([
      { type: 'reminded', question: 'decide' },
      { type: 'incidentDeclared' },
      { type: 'noticed', notice: 'incident', due: on('14:00'), late: false },
      { type: 'asked', question: 'incident', due: on('14:00'), late: false },
    ]);
    expect(before.until('2027-02-13 14:00').read('incident')).toMatchObject([{ reason: null, happened: on('14:00') }]);
  });

  test('is declared once, and nobody reads any more that work goes on', () => {
    const week = askedToDecide().until(WEEK_LATER);
    expect(declaredAt(week)).toEqual([on('14:00')]);
    expect(week.read('overrun').at(-1)?.happened).toBe(on('13:30'));
  });

  test('is nobody’s decision', () => {
    const week = askedToDecide().until(WEEK_LATER);
    expect(week.change.decisions.map(({ what }) => what)).not.toContain('incident');
  });

  test('comes when the time agreed at GO is used up, whatever the site has usually', () => {
    expect(declaredAt(startedWith(30))).toEqual([on('12:30')]);
    expect(declaredAt(startedWith(300))).toEqual([on('17:00')]);
    expect(declaredAt(started(siteWith({ extend: { limit: 'PT1H' } })))).toEqual([on('13:00')]);
  });

  test('comes at the end itself where no extra time is acceptable', () => {
    const silent = startedWith(0).until(WEEK_LATER);
    expect(declaredAt(silent)).toEqual([on('12:00')]);
    expect(silent.read('overrun')).toEqual([]);
  });

  test('is reckoned from the announced end: an extension uses the time up and adds none', () => {
    const more = askedToDecide().says(implementer, '2027-02-13 11:40', { type: 'extend', minutes: 60, reason: WHY });
    expect(declaredAt(more)).toEqual([on('14:00')]);
    const all = askedToDecide().says(implementer, '2027-02-13 11:40', { type: 'extend', minutes: 120, reason: WHY });
    expect(declaredAt(all)).toEqual([on('14:00')]);
  });

  test('comes at the end that the approver agreed to', () => {
    expect(declaredAt(askedForMore().says(approver, '2027-02-13 11:50', { type: 'agreeMore' }))).toEqual([on('16:00')]);
  });

  test('comes while a restore takes longer than all of the agreed time', () => {
    const restored = askedToDecide().says(implementer, '2027-02-13 11:40', { type: 'restore' });
    expect(declaredAt(restored)).toEqual([on('14:00')]);
  });

  test('does not come where somebody spoke: it is over, or an incident already', () => {
    expect(declaredAt(completed())).toEqual([]);
    const byHand = askedToDecide().says(implementer, '2027-02-13 11:40', { type: 'declareIncident', reason: 'Down' });
    expect(declaredAt(byHand)).toEqual([on('11:40')]);
    const late = askedToDecide().until('2027-02-13 13:59');
    const ended = late.says(implementer, '2027-02-13 13:59', { type: 'end', done: [0, 1], untested: '' });
    expect(declaredAt(ended)).toEqual([]);
  });

  test('keeping going at the last rollback is no answer to it', () => {
    expect(declaredAt(warned().says(implementer, '2027-02-13 10:20', { type: 'keepGoing' }))).toEqual([on('14:00')]);
  });
});

describe('nobody is overrun by it', () => {
  test('after the bot was away people get the half-hour that they have by the table', () => {
    expect(declaredAt(started().backAt('2027-02-13 13:50'))).toEqual([on('14:20')]);
    expect(declaredAt(started().backAt('2027-02-13 18:00'))).toEqual([on('18:30')]);
    expect(declaredAt(started().backAt('2027-02-13 12:30'))).toEqual([on('14:00')]);
  });

  test('the notice that work goes on tells the time that comes true, also then', () => {
    const back = started().backAt('2027-02-13 18:00');
    expect(back.read('overrun')).toMatchObject([{ happened: on('18:00'), next: on('18:30') }]);
    expect(back.until(WEEK_LATER).read('incident')).toMatchObject([{ happened: on('18:30') }]);
  });

  test('an approver who was asked for more at the last minute has half an hour to answer', () => {
    const asked = askedToDecide()
      .until('2027-02-13 13:55')
      .says(implementer, '2027-02-13 13:55', { type: 'requestMore', minutes: 180, reason: WHY });
    expect(declaredAt(asked)).toEqual([on('14:25')]);
    expect(asked.until('2027-02-13 14:20').read('overrun').at(-1)).toMatchObject({
      happened: on('14:00'),
      next: on('14:25'),
    });
    expect(declaredAt(asked.says(approver, '2027-02-13 14:10', { type: 'agreeMore' }))).toEqual([on('15:00')]);
  });

  test('whom the approver has just refused more time has half an hour for another answer', () => {
    const refused = askedForMore()
      .until('2027-02-13 13:50')
      .says(approver, '2027-02-13 13:50', { type: 'refuseMore', reason: 'The exams begin' });
    expect(declaredAt(refused)).toEqual([on('14:20')]);
  });

  test('a site without a decision point has the notices, then the incident', () => {
    const silent = started(siteWith({ decide: { on: false } })).until(WEEK_LATER);
    expect(declaredAt(silent)).toEqual([on('14:00')]);
    expect(silent.read('overrun')).toHaveLength(4);
  });
});

describe('how such an incident goes on', () => {
  test('every half-hour the implementer is asked how it is, from the second time the approver too', () => {
    const day = askedToDecide().until('2027-02-13 15:30');
    expect(
      day
        .all('reminded')
        .filter(({ question }) => question === 'incident')
        .map(({ at, escalated }) => [at, escalated]),
    ).toEqual([
      [on('14:30'), false],
      [on('15:00'), true],
      [on('15:30'), true],
    ]);
  });

  test('it stays one until a person says something else', () => {
    const weeks = askedToDecide().until('2027-02-27 12:00');
    expect(weeks.change.stage.is).toBe('incident');
    expect(weeks.notices.at(-1)).toEqual(['incident', on('14:00')]);
  });
});
