/** The clock may remind, hold and give notice; only a person says that it is over. */
import { describe, expect, test } from '@jest/globals';
import { implementer } from '../support/fixtures.ts';
import { given } from '../support/given.ts';
import { askedToDecide, completed, started } from '../support/stories.ts';

describe('the clock', () => {
  test('never ends a change, however long nobody answers', () => {
    const week = started().until('2027-02-20 08:00');
    expect(week.change.stage.is).toBe('incident');
    expect([...week.all('ended'), ...week.all('incidentResolved'), ...week.all('incidentHandedOver')]).toEqual([]);
    expect(week.notices.map(([notice]) => notice)).not.toContain('end');
  });

  test('never closes one either', () => {
    expect(completed().until('2027-12-31 00:00').change.stage.is).toBe('ended');
  });

  test('goes on asking whether it is solved, and then how the incident is', () => {
    const evening = askedToDecide().until('2027-02-13 20:00');
    const asked = evening.all('reminded').map(({ question }) => question);
    expect(asked.filter((question) => question === 'decide')).toHaveLength(10);
    expect(asked.filter((question) => question === 'incident')).toHaveLength(12);
    expect(asked).toHaveLength(22);
  });

  test('leaves the end to the implementer, long after the window', () => {
    const story = started().until('2027-02-13 13:50');
    given(story)
      .when(implementer, '2027-02-13 13:50', { type: 'end', done: null, untested: '' })
      .then('tests not ticked');
    const ended = story.says(implementer, '2027-02-13 13:50', { type: 'end', done: [0, 1], untested: '' });
    expect(ended.all('ended')).toMatchObject([{ by: implementer }]);
  });
});
