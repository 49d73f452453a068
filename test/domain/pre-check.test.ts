import { describe, expect, test } from '@jest/globals';
import { ALL_PREPARATIONS, approver, implementer, zurich } from '../support/fixtures.ts';
import { created, given } from '../support/given.ts';
import { askedForPreCheck, checked, correcting, prepared } from '../support/stories.ts';

const CORRECTIONS = ['Test the login of teachers', 'Plan 30 minutes more'];

describe('pre-check', () => {
  test('is asked of the approver two weeks before, at nine', () => {
    expect(prepared().until('2027-01-30 08:59').all('asked')).toHaveLength(1);
    expect(prepared().until('2027-01-30 09:00').all('asked').at(-1)).toMatchObject({
      question: 'pre-check',
      at: zurich('2027-01-30 09:00'),
      late: false,
    });
  });

  test('waits in silence for a change that is not prepared', () => {
    expect(created().until('2027-02-02 09:00').change.asks['pre-check']).toBeUndefined();
  });

  test('is asked as soon as the change is prepared, when that is later', () => {
    const story = created()
      .until('2027-02-01 09:59')
      .says(implementer, '2027-02-01 10:00', { type: 'tickPreparations', items: ALL_PREPARATIONS })
      .until('2027-02-01 10:00');
    expect(story.all('asked').at(-1)).toMatchObject({
      question: 'pre-check',
      at: zurich('2027-02-01 10:00'),
      late: false,
    });
  });

  test('OK leads on to GO / NOGO', () => {
    given(askedForPreCheck())
      .when(approver, '2027-01-30 10:00', { type: 'acceptPreCheck' })
      .then([{ type: 'preCheckAccepted' }]);
    expect(checked().change.stage.is).toBe('checked');
  });

  test('corrections needed go to the implementer at once', () => {
    given(askedForPreCheck())
      .when(approver, '2027-01-30 10:00', { type: 'needCorrections', corrections: CORRECTIONS })
      .then([
        { type: 'correctionsNeeded', corrections: CORRECTIONS },
        { type: 'asked', question: 'corrections', due: zurich('2027-01-30 10:00'), late: false },
      ]);
  });

  test('wants the list when corrections are needed', () => {
    const needed = (corrections: readonly string[]) =>
      given(askedForPreCheck()).when(approver, '2027-01-30 10:00', { type: 'needCorrections', corrections });
    needed([]).then('corrections required');
    needed(['', '  ']).then('corrections required');
    needed(Array.from({ length: 21 }, (_, n) => `Correction ${n}`)).then('too many corrections');
  });

  test('has nothing to answer before it is asked, or after', () => {
    given(prepared()).when(approver, '2027-01-20 10:00', { type: 'acceptPreCheck' }).then('nothing to answer');
    given(checked())
      .when(approver, '2027-01-30 11:00', { type: 'needCorrections', corrections: CORRECTIONS })
      .then('nothing to answer');
  });
});

describe('corrections', () => {
  test('are kept as they are ticked', () => {
    given(correcting())
      .when(implementer, '2027-02-01 10:00', { type: 'tickCorrections', done: [1] })
      .then([{ type: 'correctionsTicked', done: [1] }]);
  });

  test('are done with the last tick, and the change goes on to GO / NOGO', () => {
    given(correcting())
      .when(implementer, '2027-02-01 10:00', { type: 'tickCorrections', done: [0, 1] })
      .then([{ type: 'correctionsTicked', done: [0, 1] }, { type: 'corrected' }]);
    const corrected = correcting().says(implementer, '2027-02-01 10:00', { type: 'tickCorrections', done: [0, 1] });
    expect(corrected.until('2027-02-06 09:00').all('asked').at(-1)).toMatchObject({ question: 'go-nogo' });
  });

  test('are not done by one of them ticked twice', () => {
    given(correcting())
      .when(implementer, '2027-02-01 10:00', { type: 'tickCorrections', done: [0, 0] })
      .then([{ type: 'correctionsTicked', done: [0] }]);
  });

  test('can be taken back', () => {
    const story = correcting()
      .says(implementer, '2027-02-01 10:00', { type: 'tickCorrections', done: [0] })
      .says(implementer, '2027-02-01 11:00', { type: 'tickCorrections', done: [] });
    expect(story.change.corrections.map((correction) => correction.done)).toEqual([false, false]);
  });

  test('refuse a tick that is none of theirs', () => {
    given(correcting())
      .when(implementer, '2027-02-01 10:00', { type: 'tickCorrections', done: [2] })
      .then('no such item');
  });

  test('are asked for daily, and when GO / NOGO would be due', () => {
    const reminders = correcting().until('2027-02-06 09:00').all('reminded');
    expect(reminders.map((event) => event.question)).toEqual(Array.from({ length: 7 }, () => 'corrections'));
    expect(reminders[0]?.at).toBe(zurich('2027-01-31 10:00'));
    expect(reminders.at(-1)?.at).toBe(zurich('2027-02-06 09:00'));
  });

  test('keep GO / NOGO waiting while one is open', () => {
    expect(correcting().until('2027-02-08 09:00').change.asks['go-nogo']).toBeUndefined();
    given(correcting()).when(approver, '2027-02-07 10:00', { type: 'giveGo' }).then('nothing to answer');
  });
});
