import { describe, expect, test } from '@jest/globals';
import { approver, implementer, upgrade, zurich } from '../support/fixtures.ts';
import { created } from '../support/given.ts';

const ALL = ['limits', 'tests', 'window'] as const;
const prepared = () => created().says(implementer, '2027-01-10 10:00', { type: 'tickPreparations', items: ALL });
const checked = () => prepared().until('2027-01-30 09:00').says(approver, '2027-01-30 10:00', { type: 'acceptPreCheck' });
const approved = () => checked().until('2027-02-06 09:00').says(approver, '2027-02-06 10:00', { type: 'giveGo' });
const snapshot = () =>
  approved().until('2027-02-13 05:00').says(implementer, '2027-02-13 05:01', { type: 'startSnapshot' }).says(implementer, '2027-02-13 07:40', { type: 'finishSnapshot' });
const started = () => snapshot().until('2027-02-13 08:00');

describe('the main line', () => {
  test('goes from the idea to the closing report', () => {
    const over = started()
      .says(implementer, '2027-02-13 09:00', { type: 'tickTests', done: [0] })
      .says(implementer, '2027-02-13 10:00', { type: 'end', done: [0, 1], untested: '' })
      .says(implementer, '2027-02-13 11:00', { type: 'addLessons', lessons: 'none' });
    expect(over.change.stage).toMatchObject({ is: 'closed', startedAt: zurich('2027-02-13 08:00'), endedAt: zurich('2027-02-13 10:00') });
    expect(over.events.filter((e) => e.type === 'noticed').map((e) => [e.notice, e.at])).toEqual([
      ['announce', zurich('2027-02-06 10:00')],
      ['remind', zurich('2027-02-12 09:00')],
      ['start', zurich('2027-02-13 08:00')],
      ['end', zurich('2027-02-13 10:00')],
    ]);
    expect(upgrade.tests).toHaveLength(2);
  });
});
