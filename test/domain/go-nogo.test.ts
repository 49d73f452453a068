import { describe, expect, test } from '@jest/globals';
import { approver, implementer, zurich } from '../support/fixtures.ts';
import { given } from '../support/given.ts';
import { approved, askedForGo, checked, nogo } from '../support/stories.ts';

const TEN = '2027-02-06 10:00';

describe('GO / NOGO', () => {
  test('is asked of the approver one week before, at nine', () => {
    expect(checked().until('2027-02-06 08:59').change.asks['go-nogo']).toBeUndefined();
    expect(askedForGo().all('asked').at(-1)).toMatchObject({
      question: 'go-nogo',
      at: zurich('2027-02-06 09:00'),
      late: false,
    });
  });

  test('GO announces in the same breath', () => {
    given(askedForGo())
      .when(approver, TEN, { type: 'giveGo' })
      .then([
        { type: 'goGiven', acceptable: 120 },
        { type: 'noticed', notice: 'announce', due: zurich(TEN), late: false },
      ]);
  });

  test('GO is given once', () => {
    given(approved()).when(approver, '2027-02-06 10:01', { type: 'giveGo' }).then('nothing to answer');
    given(approved())
      .when(approver, '2027-02-06 10:01', { type: 'giveNogo', reason: 'second thoughts' })
      .then('nothing to answer');
  });

  test('GO is not given before it is asked', () => {
    given(checked()).when(approver, '2027-02-05 10:00', { type: 'giveGo' }).then('nothing to answer');
  });

  test('NOGO wants its reason', () => {
    given(askedForGo()).when(approver, TEN, { type: 'giveNogo', reason: '  ' }).then('reason required');
  });

  test('NOGO announces nothing and asks the implementer to correct it', () => {
    given(askedForGo())
      .when(approver, TEN, { type: 'giveNogo', reason: ' The exams are on ' })
      .then([
        { type: 'nogoGiven', reason: 'The exams are on' },
        { type: 'asked', question: 'nogo', due: zurich(TEN), late: false },
      ]);
    expect(nogo().notices).toEqual([]);
  });

  test('a new request wants to hear what was corrected', () => {
    given(nogo())
      .when(implementer, '2027-02-07 10:00', { type: 'requestGo', corrected: ' ' })
      .then('corrections required');
  });

  test('a correction and a new request lead back to GO', () => {
    const again = nogo().says(implementer, '2027-02-07 10:00', { type: 'requestGo', corrected: 'After the exams' });
    expect(again.since(nogo())).toEqual([
      { type: 'goRequested', corrected: 'After the exams' },
      { type: 'asked', question: 'go-nogo', due: zurich('2027-02-07 10:00'), late: false },
    ]);
    expect(again.change.asks['go-nogo']).toMatchObject({ round: 2, reminders: 0 });
    expect(again.says(approver, '2027-02-08 10:00', { type: 'giveGo' }).change.stage.is).toBe('approved');
  });

  test('a NOGO may follow on a NOGO', () => {
    const twice = nogo()
      .says(implementer, '2027-02-07 10:00', { type: 'requestGo', corrected: 'After the exams' })
      .says(approver, '2027-02-07 11:00', { type: 'giveNogo', reason: 'Not that week either' });
    expect(twice.change.stage).toMatchObject({ is: 'nogo', reason: 'Not that week either' });
    expect(twice.change.asks.nogo?.round).toBe(2);
  });

  test('there is nothing to request without a NOGO', () => {
    given(askedForGo()).when(implementer, TEN, { type: 'requestGo', corrected: 'nothing' }).then('nothing to answer');
  });

  test('a NOGO is not forgotten: the implementer is reminded daily', () => {
    expect(
      nogo()
        .until('2027-02-08 10:00')
        .all('reminded')
        .map((event) => [event.question, event.at]),
    ).toEqual([
      ['nogo', zurich('2027-02-07 10:00')],
      ['nogo', zurich('2027-02-08 10:00')],
    ]);
  });
});

describe('GO after the reminder has passed', () => {
  const late = () => askedForGo().until('2027-02-12 18:00');

  test('releases the change and leaves the reminder out: one letter today is enough', () => {
    given(late())
      .when(approver, '2027-02-12 18:00', { type: 'giveGo' })
      .then([
        { type: 'goGiven', acceptable: 120 },
        { type: 'released', milestone: 'remind' },
        { type: 'noticed', notice: 'announce', due: zurich('2027-02-12 18:00'), late: false },
        { type: 'skipped', milestone: 'remind', due: zurich('2027-02-12 09:00') },
      ]);
  });

  test('in the very minute of the reminder leaves it out too', () => {
    const story = askedForGo().says(approver, '2027-02-12 09:00', { type: 'giveGo' });
    expect(story.all('skipped')).toMatchObject([{ milestone: 'remind' }]);
    expect(story.until('2027-02-12 20:00').notices).toHaveLength(1);
  });

  test('still goes on to snapshot and start', () => {
    const story = late().says(approver, '2027-02-12 18:00', { type: 'giveGo' }).until('2027-02-13 05:00');
    expect(story.change.hold).toBeNull();
    expect(story.change.asks.snapshot).toMatchObject({ round: 1 });
    expect(story.notices.map(([notice]) => notice)).toEqual(['announce']);
  });

  test('in the window still starts, once the snapshot is there', () => {
    const story = askedForGo()
      .until('2027-02-13 08:30')
      .says(approver, '2027-02-13 08:30', { type: 'giveGo' })
      .until('2027-02-13 08:30');
    expect(story.change.hold).toMatchObject({ milestone: 'start', reasons: ['no snapshot'] });
    expect(story.change.asks.snapshot).toMatchObject({ at: zurich('2027-02-13 08:30') });
    const running = story
      .says(implementer, '2027-02-13 08:31', { type: 'startSnapshot' })
      .says(implementer, '2027-02-13 11:00', { type: 'finishSnapshot' })
      .until('2027-02-13 11:00');
    expect(running.change.stage.is).toBe('in progress');
  });

  test('is refused when the window is over', () => {
    const story = askedForGo().until('2027-02-13 12:00');
    given(story).when(approver, '2027-02-13 12:00', { type: 'giveGo' }).then('window over');
    given(story).when(approver, '2027-02-13 12:00', { type: 'giveNogo', reason: 'too late' }).then('window over');
    given(nogo().until('2027-02-13 12:00'))
      .when(implementer, '2027-02-13 12:00', { type: 'requestGo', corrected: 'all' })
      .then('window over');
  });

  test('is refused when the window is over and the clock has not knocked yet', () => {
    given(askedForGo()).when(approver, '2027-02-13 12:00', { type: 'giveGo' }).then('window over');
  });
});
