/** Half an hour before the end: solved, more time, restore, or incident? And what becomes of it when nobody answers. */
import { describe, expect, test } from '@jest/globals';
import { goToStart } from '../support/driver.ts';
import { implementer, siteWith, upgradeAt, zurich } from '../support/fixtures.ts';
import type { Story } from '../support/given.ts';
import { created, given } from '../support/given.ts';
import { askedToDecide, started, startedWith, warned, withSnapshot } from '../support/stories.ts';

const NOON = '2027-02-13 12:00';
const WHY = 'The theme takes longer';

const on = (clock: string): number => zurich(`2027-02-13 ${clock}`);
const askedAt = (story: Story): readonly number[] =>
  story
    .all('asked')
    .filter(({ question }) => question === 'decide')
    .map(({ at }) => at);
const extendedBy = (story: Story, clock: string, minutes: number): Story =>
  story.says(implementer, `2027-02-13 ${clock}`, { type: 'extend', minutes, reason: WHY });

describe('the decision point has four answers', () => {
  test('solved tells everybody that it is over', () => {
    given(askedToDecide())
      .when(implementer, '2027-02-13 11:40', { type: 'end', done: [0, 1], untested: '' })
      .then([
        { type: 'testsTicked', done: [0, 1] },
        { type: 'ended', untested: null },
        { type: 'noticed', notice: 'end', due: on('11:40'), late: false },
        { type: 'asked', question: 'close', due: on('11:40'), late: false },
      ]);
  });

  test('more time tells everybody the new end', () => {
    given(askedToDecide())
      .when(implementer, '2027-02-13 11:40', { type: 'extend', minutes: 60, reason: WHY })
      .then([
        { type: 'extended', minutes: 60, reason: WHY, restore: false, agreed: false },
        { type: 'noticed', notice: 'extend', due: on('11:40'), late: false },
      ]);
  });

  test('restore brings the state of before back, and tells everybody that this takes longer than the window', () => {
    given(askedToDecide())
      .when(implementer, '2027-02-13 11:40', { type: 'restore' })
      .then([
        { type: 'extended', minutes: 70, reason: '', restore: true, agreed: false },
        { type: 'noticed', notice: 'extend', due: on('11:40'), late: false },
        { type: 'restoreStarted' },
        { type: 'asked', question: 'tests', due: on('11:40'), late: false },
      ]);
  });

  test('incident tells everybody, and asks for the repair', () => {
    given(askedToDecide())
      .when(implementer, '2027-02-13 11:40', { type: 'declareIncident', reason: ' Nobody can log in ' })
      .then([
        { type: 'incidentDeclared', reason: 'Nobody can log in' },
        { type: 'noticed', notice: 'incident', due: on('11:40'), late: false },
        { type: 'asked', question: 'incident', due: on('11:40'), late: false },
      ]);
  });

  test('each of them leaves nothing of the question open', () => {
    const answers = [
      { type: 'end', done: [0, 1], untested: '' },
      { type: 'extend', minutes: 60, reason: WHY },
      { type: 'restore' },
      { type: 'declareIncident', reason: WHY },
    ] as const;
    for (const answer of answers) {
      const answered = askedToDecide().says(implementer, '2027-02-13 11:40', answer);
      expect(answered.until('2027-02-13 11:59').all('reminded')).toEqual([]);
    }
  });

  test('can be had before its time, and is asked again at it', () => {
    given(started())
      .when(implementer, '2027-02-13 09:00', { type: 'askToDecide' })
      .then([{ type: 'asked', question: 'decide', due: on('09:00'), late: false }]);
    const early = started().says(implementer, '2027-02-13 09:00', { type: 'askToDecide' });
    expect(askedAt(early.until('2027-02-13 11:59'))).toEqual([on('09:00'), on('11:30')]);
  });

  test('is not there before the start or after the end', () => {
    given(withSnapshot()).when(implementer, '2027-02-13 07:50', { type: 'askToDecide' }).then('nothing to answer');
    const ended = askedToDecide().says(implementer, '2027-02-13 11:40', { type: 'end', done: [0, 1], untested: '' });
    given(ended).when(implementer, '2027-02-13 11:41', { type: 'askToDecide' }).then('nothing to answer');
  });

  test('takes the question for the last rollback with it: one restore is asked about once', () => {
    const late = warned().until('2027-02-13 11:30');
    given(late).when(implementer, '2027-02-13 11:31', { type: 'keepGoing' }).then('nothing to answer');
    expect(late.change.asks['last-rollback']?.closed).toBe(true);
  });
});

describe('when nobody answers', () => {
  test('the implementer is asked again after a quarter of an hour, then the approver hears of it too', () => {
    const silent = askedToDecide().until('2027-02-13 12:15');
    expect(silent.all('reminded').map(({ at, escalated }) => [at, escalated])).toEqual([
      [on('11:45'), false],
      [on('12:00'), true],
      [on('12:15'), true],
    ]);
    const reminders = silent.letters.filter((letter) => letter.kind === 'reminder');
    expect(reminders.map(({ to }) => to)).toEqual([
      ['implementer'],
      ['implementer', 'approver'],
      ['implementer', 'approver'],
    ]);
  });

  test('everybody reads at the end that work goes on, and again every half-hour, with the time of the next news', () => {
    const silent = askedToDecide().until('2027-02-13 13:59');
    expect(silent.read('overrun').map(({ happened, end, next }) => [happened, end, next])).toEqual([
      [on('12:00'), on('12:00'), on('12:30')],
      [on('12:30'), on('12:00'), on('13:00')],
      [on('13:00'), on('12:00'), on('13:30')],
      [on('13:30'), on('12:00'), on('14:00')],
    ]);
  });

  test('the next news come at the time that was told, be it that it is an incident', () => {
    const agreed = startedWith(45).until('2027-02-14 08:00');
    expect(agreed.read('overrun').map(({ happened, next }) => [happened, next])).toEqual([
      [on('12:00'), on('12:30')],
      [on('12:30'), on('12:45')],
    ]);
    expect(agreed.all('incidentDeclared')).toMatchObject([{ at: on('12:45'), by: null }]);
  });

  test('a site may tell people at another pace, once, or not at all', () => {
    const told = (overrun: Parameters<typeof siteWith>[0]['overrun']): readonly number[] =>
      askedToDecide(siteWith({ overrun: overrun ?? {} }))
        .until('2027-02-13 13:59')
        .read('overrun')
        .map(({ happened }) => happened);
    expect(told({ again: 'PT1H' })).toEqual([on('12:00'), on('13:00')]);
    expect(told({ again: null })).toEqual([on('12:00')]);
    expect(told({ on: false })).toEqual([]);
  });

  test('who answered is not told of: nobody reads that work goes on before the new end', () => {
    const more = extendedBy(askedToDecide(), '11:40', 60);
    expect(more.until('2027-02-13 12:59').read('overrun')).toEqual([]);
    expect(more.until('2027-02-13 13:00').read('overrun')).toMatchObject([{ end: on('13:00'), next: on('13:30') }]);
  });

  test('it never ends by the clock', () => {
    const week = askedToDecide().until('2027-02-20 12:00');
    expect(week.all('ended')).toEqual([]);
    expect(week.notices.map(([notice]) => notice).filter((notice) => notice === 'end')).toEqual([]);
  });

  test('a site without a decision point is asked nothing, and everybody is told all the same', () => {
    const silent = started(siteWith({ decide: { on: false } })).until(NOON);
    expect(silent.change.asks.decide).toBeUndefined();
    expect(silent.read('overrun')).toMatchObject([{ happened: on('12:00') }]);
  });
});

describe('the decision point of an extended end', () => {
  test('is half an hour before it again', () => {
    const more = extendedBy(askedToDecide(), '11:40', 60);
    expect(more.until('2027-02-13 12:29').change.asks.decide?.round).toBe(1);
    expect(askedAt(more.until('2027-02-13 12:30'))).toEqual([on('11:30'), on('12:30')]);
  });

  test('is reckoned anew with every extension', () => {
    const once = extendedBy(askedToDecide(), '11:40', 45).until('2027-02-13 12:15');
    const twice = extendedBy(once, '12:20', 60).until('2027-02-13 13:15');
    expect(askedAt(twice)).toEqual([on('11:30'), on('12:15'), on('13:15')]);
  });

  test('is half-way to the new end where half an hour before it is past: asked at once, nobody would know more', () => {
    const ten = extendedBy(askedToDecide(), '11:50', 10);
    expect(askedAt(ten.until('2027-02-13 11:59'))).toEqual([on('11:30')]);
    expect(askedAt(ten.until('2027-02-13 12:00'))).toEqual([on('11:30'), on('12:00')]);
  });

  test('is not asked at its old time, when the extension was told ahead of it', () => {
    const early = extendedBy(started(), '10:00', 90);
    expect(askedAt(early.until('2027-02-13 12:59'))).toEqual([]);
    expect(askedAt(early.until('2027-02-13 13:00'))).toEqual([on('13:00')]);
  });

  test('is half-way to the end as well where it started too late for half an hour before it', () => {
    const late = withSnapshot().backAt('2027-02-13 11:40');
    expect(askedAt(late.until('2027-02-13 11:49'))).toEqual([]);
    expect(askedAt(late.until('2027-02-13 11:50'))).toEqual([on('11:50')]);
  });

  test('of a window shorter than half an hour is half-way through it', () => {
    const short = goToStart(created(undefined, upgradeAt('2027-02-13 08:00', 20)));
    expect(askedAt(short.until('2027-02-13 08:09'))).toEqual([]);
    expect(askedAt(short.until('2027-02-13 08:10'))).toEqual([on('08:10')]);
  });
});
