import { describe, expect, test } from '@jest/globals';
import { implementer, zurich } from '../support/fixtures.ts';
import { given } from '../support/given.ts';
import { askedForGo, askedForSnapshot, takingSnapshot, withSnapshot } from '../support/stories.ts';

const EIGHT = zurich('2027-02-13 08:00');

describe('start', () => {
  test('happens by the clock when GO holds and the snapshot is finished: notice, and the tests are asked for', () => {
    expect(withSnapshot().until('2027-02-13 07:59').since(withSnapshot())).toEqual([]);
    expect(withSnapshot().until('2027-02-13 08:00').since(withSnapshot())).toEqual([
      { type: 'started', due: EIGHT, late: false },
      { type: 'noticed', notice: 'start', due: EIGHT, late: false },
      { type: 'asked', question: 'tests', due: EIGHT, late: false },
    ]);
  });

  test('is held without GO, and says so', () => {
    expect(askedForGo().until('2027-02-13 08:00').all('held').at(-1)).toMatchObject({
      milestone: 'start',
      reasons: ['no GO', 'no snapshot'],
      at: EIGHT,
    });
  });

  test('is held without the snapshot, and says so once', () => {
    const held = askedForSnapshot().until('2027-02-13 11:00');
    expect(held.all('held').map(({ milestone, reasons, at }) => [milestone, reasons, at])).toEqual([
      ['start', ['no snapshot'], EIGHT],
    ]);
    expect(held.all('started')).toEqual([]);
  });

  test('that was held is released as soon as the snapshot is finished, and says that it is late', () => {
    const held = takingSnapshot().until('2027-02-13 08:40');
    const released = held.says(implementer, '2027-02-13 08:40', { type: 'finishSnapshot' }).until('2027-02-13 08:40');
    expect(released.all('started')).toMatchObject([{ due: EIGHT, at: zurich('2027-02-13 08:40'), late: true }]);
    expect(released.all('noticed').at(-1)).toMatchObject({ notice: 'start', late: true });
    expect(released.change.hold).toBeNull();
  });

  test('a tick that is a minute slow is not late', () => {
    expect(withSnapshot().backAt('2027-02-13 08:04').all('started')).toMatchObject([{ late: false }]);
    expect(withSnapshot().backAt('2027-02-13 08:06').all('started')).toMatchObject([{ late: true }]);
  });

  test('does not happen when the window went by: only cancelling is left', () => {
    const missed = takingSnapshot().until('2027-02-14 09:00');
    expect(missed.change.hold).toMatchObject({ milestone: 'start', reasons: ['window over'] });
    given(missed).when(implementer, '2027-02-14 09:00', { type: 'finishSnapshot' }).then('nothing to answer');
    expect(missed.says(implementer, '2027-02-14 09:00', { type: 'cancel', reason: 'Missed' }).change.stage.is).toBe(
      'cancelled',
    );
  });

  test('a snapshot that is ready at the very end is too late', () => {
    const late = takingSnapshot()
      .until('2027-02-13 11:59')
      .says(implementer, '2027-02-13 11:59', { type: 'finishSnapshot' });
    expect(late.until('2027-02-13 11:59').change.stage.is).toBe('in progress');
    expect(late.backAt('2027-02-13 12:00').change.hold?.reasons).toEqual(['window over']);
  });
});
