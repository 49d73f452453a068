import { describe, expect, test } from '@jest/globals';
import { approver, implementer, zurich } from '../support/fixtures.ts';
import { given } from '../support/given.ts';
import { askedToDecide, closed, completed, started, withSnapshot } from '../support/stories.ts';

const TEN = '2027-02-13 10:00';
const END = [
  { type: 'noticed', notice: 'end', due: zurich(TEN), late: false },
  { type: 'asked', question: 'close', due: zurich(TEN), late: false },
] as const;

describe('tests', () => {
  test('are a checklist whose ticks are kept', () => {
    given(started())
      .when(implementer, '2027-02-13 09:00', { type: 'tickTests', done: [1] })
      .then([{ type: 'testsTicked', done: [1] }]);
  });

  test('can be unticked again', () => {
    const story = started()
      .says(implementer, '2027-02-13 09:00', { type: 'tickTests', done: [0, 1] })
      .says(implementer, '2027-02-13 09:10', { type: 'tickTests', done: [] });
    expect(story.change.testsDone).toEqual([]);
  });

  test('refuse a tick that is none of theirs', () => {
    given(started())
      .when(implementer, '2027-02-13 09:00', { type: 'tickTests', done: [2] })
      .then('no such item');
    given(started())
      .when(implementer, '2027-02-13 09:00', { type: 'end', done: [-1], untested: 'none' })
      .then('no such item');
  });

  test('have nothing to answer before the start, or after the end', () => {
    given(withSnapshot())
      .when(implementer, '2027-02-13 07:50', { type: 'tickTests', done: [0] })
      .then('nothing to answer');
    given(completed())
      .when(implementer, '2027-02-13 10:30', { type: 'tickTests', done: [0] })
      .then('nothing to answer');
  });
});

describe('decide', () => {
  test('is asked half an hour before the end', () => {
    expect(started().until('2027-02-13 11:29').change.asks.decide).toBeUndefined();
    expect(askedToDecide().all('asked').at(-1)).toMatchObject({
      question: 'decide',
      at: zurich('2027-02-13 11:30'),
      late: false,
    });
  });

  test('solved is the end', () => {
    given(askedToDecide())
      .when(implementer, '2027-02-13 11:40', { type: 'end', done: [0, 1], untested: '' })
      .then([
        { type: 'testsTicked', done: [0, 1] },
        { type: 'ended', untested: null },
        { type: 'noticed', notice: 'end', due: zurich('2027-02-13 11:40'), late: false },
        { type: 'asked', question: 'close', due: zurich('2027-02-13 11:40'), late: false },
      ]);
  });

  test('is asked again every quarter of an hour, also after the end of the window', () => {
    expect(
      askedToDecide()
        .until('2027-02-13 12:15')
        .all('reminded')
        .map((event) => event.at),
    ).toEqual([zurich('2027-02-13 11:45'), zurich('2027-02-13 12:00'), zurich('2027-02-13 12:15')]);
  });
});

describe('end', () => {
  const ticked = () => started().says(implementer, '2027-02-13 09:00', { type: 'tickTests', done: [0, 1] });

  test('gives the notice and asks for the lessons', () => {
    given(ticked())
      .when(implementer, TEN, { type: 'end', done: null, untested: '' })
      .then([{ type: 'ended', untested: null }, ...END]);
  });

  test('saves the ticks of the card it was pressed on', () => {
    given(started())
      .when(implementer, TEN, { type: 'end', done: [0, 1], untested: '' })
      .then([{ type: 'testsTicked', done: [0, 1] }, { type: 'ended', untested: null }, ...END]);
    given(ticked())
      .when(implementer, TEN, { type: 'end', done: [0, 1], untested: '' })
      .then([{ type: 'ended', untested: null }, ...END]);
  });

  test('saves other ticks than before, even if they are as many', () => {
    const first = started().says(implementer, '2027-02-13 09:00', { type: 'tickTests', done: [0] });
    given(first)
      .when(implementer, TEN, { type: 'end', done: [1], untested: 'Nobody could log in' })
      .then([{ type: 'testsTicked', done: [1] }, { type: 'ended', untested: 'Nobody could log in' }, ...END]);
  });

  test('with tests unticked takes a reason', () => {
    const half = () => started().says(implementer, '2027-02-13 09:00', { type: 'tickTests', done: [0] });
    expect(half().hear(implementer, TEN, { type: 'end', done: null, untested: ' ' })).toEqual({
      refused: 'tests not ticked',
      values: { open: 1 },
    });
    given(half())
      .when(implementer, TEN, { type: 'end', done: null, untested: ' No course yet ' })
      .then([{ type: 'ended', untested: 'No course yet' }, ...END]);
  });

  test('is not let through by one test ticked twice', () => {
    expect(started().hear(implementer, TEN, { type: 'end', done: [0, 0], untested: '' })).toEqual({
      refused: 'tests not ticked',
      values: { open: 1 },
    });
  });

  test('keeps no reason where none was needed', () => {
    given(ticked())
      .when(implementer, TEN, { type: 'end', done: null, untested: 'just in case' })
      .then([{ type: 'ended', untested: null }, ...END]);
  });

  test('is not there before the start, and not twice', () => {
    given(withSnapshot())
      .when(implementer, '2027-02-13 07:50', { type: 'end', done: null, untested: 'early' })
      .then('nothing to answer');
    given(completed())
      .when(implementer, '2027-02-13 10:05', { type: 'end', done: null, untested: '' })
      .then('nothing to answer');
  });
});

describe('close', () => {
  test('keeps the lessons', () => {
    given(completed())
      .when(implementer, '2027-02-13 11:00', { type: 'addLessons', lessons: ' Start earlier ' })
      .then([{ type: 'closed', lessons: 'Start earlier' }]);
  });

  test('lets a change that taught nothing be closed all the same', () => {
    given(completed())
      .when(implementer, '2027-02-13 11:00', { type: 'addLessons', lessons: '' })
      .then([{ type: 'closed', lessons: '' }]);
  });

  test('has nothing to answer before the end, and is over afterwards', () => {
    given(started())
      .when(implementer, '2027-02-13 09:00', { type: 'addLessons', lessons: 'none' })
      .then('nothing to answer');
    given(closed()).when(implementer, '2027-02-13 12:00', { type: 'addLessons', lessons: 'one more' }).then('over');
    given(closed()).when(approver, '2027-02-13 12:00', { type: 'giveGo' }).then('over');
  });

  test('is asked for again weekly', () => {
    expect(
      completed()
        .until('2027-02-28 00:00')
        .all('reminded')
        .map((event) => event.at),
    ).toEqual([zurich('2027-02-20 10:00'), zurich('2027-02-27 10:00')]);
  });
});
