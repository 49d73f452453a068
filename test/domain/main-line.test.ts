import { describe, expect, test } from '@jest/globals';
import { implementer, zurich } from '../support/fixtures.ts';
import { closed } from '../support/stories.ts';

describe('the main line', () => {
  test('goes from the idea to the closing report', () => {
    expect(closed().change.stage).toEqual({
      is: 'closed',
      since: zurich('2027-02-13 11:00'),
      startedAt: zurich('2027-02-13 08:00'),
      endedAt: zurich('2027-02-13 10:00'),
      outcome: 'completed',
      untested: null,
      lessons: 'Take the snapshot earlier',
    });
  });

  test('gives four notices, each once and at its time', () => {
    expect(closed().notices).toEqual([
      ['announce', zurich('2027-02-06 10:00')],
      ['remind', zurich('2027-02-12 09:00')],
      ['start', zurich('2027-02-13 08:00')],
      ['end', zurich('2027-02-13 10:00')],
    ]);
  });

  test('asks each question once when it is answered in time', () => {
    expect(
      closed()
        .all('asked')
        .map((event) => [event.question, event.at]),
    ).toEqual([
      ['prepare', zurich('2027-01-09 10:00')],
      ['pre-check', zurich('2027-01-30 09:00')],
      ['go-nogo', zurich('2027-02-06 09:00')],
      ['snapshot', zurich('2027-02-13 05:00')],
      ['tests', zurich('2027-02-13 08:00')],
      ['close', zurich('2027-02-13 10:00')],
    ]);
    expect(closed().all('reminded')).toEqual([]);
  });

  test('keeps who decided what, and when', () => {
    expect(closed().change.decisions.map(({ what, by, at }) => [what, by.name, at])).toEqual([
      ['prepared', 'Implementer', zurich('2027-01-10 10:00')],
      ['pre-check OK', 'Pierre André', zurich('2027-01-30 10:00')],
      ['GO', 'Pierre André', zurich('2027-02-06 10:00')],
      ['end', 'Implementer', zurich('2027-02-13 10:00')],
    ]);
  });

  test('leaves nothing to do once it is closed', () => {
    const story = closed();
    expect(story.until('2027-12-31 09:00').events).toEqual(story.events);
    expect(story.hear(implementer, '2027-02-14 09:00', { type: 'cancel', reason: 'late' })).toMatchObject({
      refused: 'over',
    });
  });
});
