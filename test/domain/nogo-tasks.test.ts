/** NOGO: its reason becomes the list of what to correct; GO is requested again, or the change moves to another date. */
import { describe, expect, test } from '@jest/globals';
import type { Request } from '../../src/domain/command.ts';
import { approver, implementer, member, zurich } from '../support/fixtures.ts';
import { given } from '../support/given.ts';
import { approved, askedForGo } from '../support/stories.ts';

const TEN = '2027-02-06 10:00';
const REASON = 'Corrections:\n- Test the login of teachers\n\n2) Warn the help desk';
const nogo = () => askedForGo().says(approver, TEN, { type: 'giveNogo', reason: REASON });
const tick = (...done: number[]): Request => ({ type: 'tickNogoTasks', done });
const move = (...done: number[]): Request => ({
  type: 'reschedule',
  window: { start: '2027-02-20T08:00', minutes: 240 },
  reason: 'NOGO',
  done,
});

describe('the reason of a NOGO', () => {
  test('is a task a line', () => {
    expect(nogo().change.nogoTasks).toEqual([
      { text: 'Corrections:', done: false },
      { text: 'Test the login of teachers', done: false },
      { text: 'Warn the help desk', done: false },
    ]);
  });

  test('holds as many as a card', () => {
    given(askedForGo())
      .when(approver, TEN, { type: 'giveNogo', reason: 'again\n'.repeat(21) })
      .then('too many corrections');
  });

  test('of a second NOGO is another list', () => {
    const again = nogo()
      .says(implementer, '2027-02-07 10:00', { type: 'requestGo', corrected: 'All', done: [0, 1, 2] })
      .says(approver, '2027-02-07 11:00', { type: 'giveNogo', reason: 'The exams are on' });
    expect(again.change.nogoTasks).toEqual([{ text: 'The exams are on', done: false }]);
  });
});

describe('the tasks of a NOGO', () => {
  test('are ticked by the implementer, and unticked', () => {
    given(nogo())
      .when(implementer, '2027-02-07 10:00', tick(2, 1))
      .then([{ type: 'nogoTasksTicked', done: [1, 2] }]);
    const ticked = nogo().says(implementer, '2027-02-07 10:00', tick(1)).says(implementer, '2027-02-07 10:01', tick());
    expect(ticked.change.nogoTasks.some(({ done }) => done)).toBe(false);
    given(nogo()).when(member, '2027-02-07 10:00', tick(1)).then('not the implementer');
    given(nogo()).when(implementer, '2027-02-07 10:00', tick(3)).then('no such item');
    given(askedForGo()).when(implementer, TEN, tick(0)).then('nothing to answer');
  });

  test('that are ticked beside the request of a GO count', () => {
    given(nogo())
      .when(implementer, '2027-02-07 10:00', { type: 'requestGo', corrected: 'Both', done: [0, 1, 2] })
      .then([
        { type: 'nogoTasksTicked', done: [0, 1, 2] },
        { type: 'goRequested', corrected: 'Both' },
        { type: 'asked', question: 'go-nogo', due: zurich('2027-02-07 10:00'), late: false },
      ]);
  });
});

describe('moved to another date', () => {
  test('with its tasks done it waits for GO at its instant', () => {
    const moved = nogo().says(implementer, '2027-02-07 10:00', move(0, 1, 2));
    expect(moved.change.stage.is).toBe('checked');
    expect(moved.until('2027-02-13 08:59').all('asked').at(-1)?.question).toBe('nogo');
    expect(moved.until('2027-02-13 09:00').all('asked').at(-1)).toMatchObject({
      question: 'go-nogo',
      at: zurich('2027-02-13 09:00'),
    });
  });

  test('with tasks open they are tracked like the corrections of a pre-check', () => {
    const moved = nogo().says(implementer, '2027-02-07 10:00', move(0));
    expect(moved.since(nogo()).map(({ type }) => type)).toEqual(['nogoTasksTicked', 'rescheduled', 'asked']);
    expect(moved.change.stage.is).toBe('correcting');
    expect(moved.change.corrections.map(({ done }) => done)).toEqual([true, false, false]);
    expect(moved.until('2027-02-14 00:00').change.asks['go-nogo']?.round).toBe(1);
    const done = moved.says(implementer, '2027-02-14 10:00', { type: 'tickCorrections', done: [0, 1, 2] });
    expect(done.until('2027-02-14 10:00').change.asks['go-nogo']).toMatchObject({ round: 2, closed: false });
  });
});

describe('on the day', () => {
  const failed = () =>
    approved()
      .until('2027-02-13 05:00')
      .says(implementer, '2027-02-13 05:10', { type: 'failSnapshot', reason: 'The disk is full' });

  test('where the snapshot failed, NOGO tells whoever was told that it does not take place', () => {
    given(failed())
      .when(approver, '2027-02-13 05:20', { type: 'giveNogo', reason: 'Not without' })
      .then([
        { type: 'nogoGiven', reason: 'Not without' },
        { type: 'noticed', notice: 'cancel', due: zurich('2027-02-13 05:20'), late: false },
        { type: 'asked', question: 'nogo', due: zurich('2027-02-13 05:20'), late: false },
      ]);
  });

  test('it is not held for a reminder that went out, and people are told no second time', () => {
    const off = failed().says(approver, '2027-02-13 05:20', { type: 'giveNogo', reason: 'Not without' });
    expect(off.until('2027-02-13 07:00').change.hold).toBeNull();
    const over = off.until('2027-02-14 10:00').says(implementer, '2027-02-14 11:00', { type: 'cancel', reason: 'No' });
    expect(over.notices.map(([name]) => name)).toEqual(['announce', 'remind', 'cancel']);
  });

  test('moved from there, the new GO is an announcement to everybody', () => {
    const again = failed()
      .says(approver, '2027-02-13 05:20', { type: 'giveNogo', reason: 'Not without' })
      .says(implementer, '2027-02-13 06:00', {
        type: 'reschedule',
        window: { start: '2027-02-27T08:00', minutes: 240 },
        reason: 'NOGO',
        done: [0],
      })
      .until('2027-02-20 09:00')
      .says(approver, '2027-02-20 10:00', { type: 'giveGo' });
    expect(again.notices.map(([name]) => name)).toEqual(['announce', 'remind', 'cancel', 'announce']);
  });

  test('without that question GO stands', () => {
    given(approved()).when(approver, '2027-02-08 10:00', { type: 'giveNogo', reason: 'No' }).then('nothing to answer');
  });
});
