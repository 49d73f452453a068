/** The bot was down: on return each milestone is sent late and says so, or is skipped and says so in the history. */
import { describe, expect, test } from '@jest/globals';
import { implementer, siteWith, zurich } from '../support/fixtures.ts';
import { approved, askedForGo, checked, prepared, started, takingSnapshot, withSnapshot } from '../support/stories.ts';

describe('down over', () => {
  test('the pre-check: it is asked late and says so', () => {
    const back = prepared().backAt('2027-02-01 15:00');
    expect(back.since(prepared())).toEqual([
      { type: 'asked', question: 'pre-check', due: zurich('2027-01-30 09:00'), late: true },
    ]);
  });

  test('GO / NOGO: it is asked late, and the days of silence are not made up for in a burst', () => {
    const back = checked().backAt('2027-02-10 15:00');
    expect(back.since(checked())).toEqual([
      { type: 'asked', question: 'go-nogo', due: zurich('2027-02-06 09:00'), late: true },
    ]);
    expect(back.until('2027-02-11 15:00').all('reminded')).toMatchObject([{ at: zurich('2027-02-11 15:00') }]);
  });

  test('three reminders: one is sent', () => {
    expect(askedForGo().backAt('2027-02-09 12:00').all('reminded')).toMatchObject([
      { at: zurich('2027-02-09 12:00'), escalated: false },
    ]);
  });

  test('the reminder, back on the same day: it is sent late and says so', () => {
    expect(approved().backAt('2027-02-12 22:00').since(approved())).toEqual([
      { type: 'noticed', notice: 'remind', due: zurich('2027-02-12 09:00'), late: true },
    ]);
  });

  test('the reminder, back on the day itself: "tomorrow" is not said, and the history says why', () => {
    const back = approved().backAt('2027-02-13 00:00');
    expect(back.since(approved())).toEqual([{ type: 'skipped', milestone: 'remind', due: zurich('2027-02-12 09:00') }]);
    expect(back.until('2027-02-14 00:00').notices.map(([notice]) => notice)).toEqual(['announce']);
  });

  test('a reminder that a site sends just before midnight: not said a minute after it either', () => {
    const site = siteWith({ remind: { due: { before: 'start', by: 'P1D', hour: '23:59' } } });
    expect(
      approved(site)
        .backAt('2027-02-13 00:01')
        .notices.map(([notice]) => notice),
    ).toEqual(['announce']);
  });

  test('a reminder that the site rather skips than sends late', () => {
    const site = siteWith({ remind: { ifLate: 'skip' } });
    expect(approved(site).backAt('2027-02-12 10:00').all('skipped')).toMatchObject([{ milestone: 'remind' }]);
    expect(approved(site).backAt('2027-02-12 09:04').all('noticed').at(-1)).toMatchObject({ notice: 'remind' });
  });

  test('the reminder’s time without GO: the change goes on hold on return', () => {
    expect(askedForGo().backAt('2027-02-12 15:00').all('held')).toMatchObject([
      { milestone: 'remind', reasons: ['no GO'], at: zurich('2027-02-12 15:00') },
    ]);
  });

  test('the snapshot: it is asked late and says so', () => {
    const evening = approved().until('2027-02-12 20:00');
    expect(evening.backAt('2027-02-13 06:00').since(evening)).toEqual([
      { type: 'asked', question: 'snapshot', due: zurich('2027-02-13 05:00'), late: true },
    ]);
  });

  test('the start: it starts late and says so, and the decision is asked at its time', () => {
    const back = withSnapshot().backAt('2027-02-13 09:00');
    expect(back.since(withSnapshot())).toEqual([
      { type: 'started', due: zurich('2027-02-13 08:00'), late: true },
      { type: 'noticed', notice: 'start', due: zurich('2027-02-13 08:00'), late: true },
      { type: 'asked', question: 'tests', due: zurich('2027-02-13 09:00'), late: false },
    ]);
    expect(back.until('2027-02-13 11:30').all('asked').at(-1)).toMatchObject({ question: 'decide', late: false });
  });

  test('the whole window: nothing is said to have started', () => {
    expect(withSnapshot().backAt('2027-02-13 13:00').since(withSnapshot())).toEqual([
      { type: 'held', milestone: 'start', reasons: ['window over'] },
    ]);
  });

  test('the whole day, from before the reminder', () => {
    expect(approved().backAt('2027-02-14 09:00').since(approved())).toEqual([
      { type: 'skipped', milestone: 'remind', due: zurich('2027-02-12 09:00') },
      { type: 'asked', question: 'snapshot', due: zurich('2027-02-13 05:00'), late: true },
      { type: 'held', milestone: 'start', reasons: ['window over'] },
    ]);
  });

  test('the decision point: it is asked late and says so', () => {
    expect(started().backAt('2027-02-13 11:50').since(started())).toEqual([
      { type: 'skipped', milestone: 'last-rollback', due: zurich('2027-02-13 10:15') },
      { type: 'asked', question: 'decide', due: zurich('2027-02-13 11:30'), late: true },
    ]);
  });

  test('a decision point that the site rather skips: it is skipped once, and the end stays possible', () => {
    const site = siteWith({ decide: { ifLate: 'skip' } });
    const back = started(site).backAt('2027-02-13 13:00');
    expect(back.since(started(site))).toEqual([
      { type: 'skipped', milestone: 'last-rollback', due: zurich('2027-02-13 10:15') },
      { type: 'skipped', milestone: 'decide', due: zurich('2027-02-13 11:30') },
      { type: 'noticed', notice: 'overrun', due: zurich('2027-02-13 12:00'), late: true },
    ]);
    expect(
      back.says(implementer, '2027-02-13 13:10', { type: 'end', done: [0, 1], untested: '' }).change.stage.is,
    ).toBe('ended');
  });

  test('a question that others wait for is never skipped, whatever its row says', () => {
    const site = siteWith({
      'pre-check': { ifLate: 'skip' },
      'go-nogo': { ifLate: 'skip' },
      snapshot: { ifLate: 'skip' },
    });
    expect(prepared(site).backAt('2027-02-01 15:00').since(prepared(site))).toMatchObject([{ type: 'asked' }]);
    expect(checked(site).backAt('2027-02-10 15:00').since(checked(site))).toMatchObject([{ type: 'asked' }]);
    const evening = approved(site).until('2027-02-12 20:00');
    expect(evening.backAt('2027-02-13 06:00').since(evening)).toMatchObject([{ type: 'asked' }]);
  });

  test('a running snapshot: the implementer is asked once how it is', () => {
    const back = takingSnapshot().backAt('2027-02-13 07:55');
    expect(back.since(takingSnapshot())).toEqual([{ type: 'reminded', question: 'snapshot', escalated: false }]);
  });
});
