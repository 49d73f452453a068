import { describe, expect, test } from '@jest/globals';
import { MILESTONE_OF, ROLE_OF } from '../../src/domain/plan.ts';
import { scheduleOf, serviceOf, takesSnapshot } from '../../src/domain/schedule.ts';
import { PROCESS } from '../../src/process.ts';
import { site, upgrade, zurich } from '../support/fixtures.ts';

describe('the process table', () => {
  test('has the milestones of the page, in its order', () => {
    expect(Object.keys(PROCESS)).toEqual([
      'prepare',
      'pre-check',
      'go-nogo',
      'announce',
      'remind',
      'snapshot',
      'start',
      'tests',
      'last-rollback',
      'decide',
      'end',
      'extend',
      'overrun',
      'incident',
      'close',
    ]);
    for (const [name, row] of Object.entries(PROCESS)) expect(row.name).toBe(name);
  });

  test('gives the example its instants', () => {
    expect(scheduleOf(upgrade, site)).toEqual({
      'pre-check': zurich('2027-01-30 09:00'),
      'go-nogo': zurich('2027-02-06 09:00'),
      remind: zurich('2027-02-12 09:00'),
      snapshot: zurich('2027-02-13 05:00'),
      start: zurich('2027-02-13 08:00'),
      'last-rollback': zurich('2027-02-13 10:30'),
      decide: zurich('2027-02-13 11:30'),
      overrun: zurich('2027-02-13 12:00'),
      end: zurich('2027-02-13 12:00'),
    });
  });

  test('has no instant for what the host cannot do', () => {
    const sandbox = scheduleOf({ ...upgrade, service: 'sandbox' }, site);
    expect(sandbox.snapshot).toBeUndefined();
    expect(sandbox['last-rollback']).toBeUndefined();
  });

  test('is carried out as a whole', () => {
    expect(Object.values(PROCESS).filter((row) => !row.on)).toEqual([]);
  });

  test('has the figures of the bad day: warned 15 min ahead, two hours in all, updates every half-hour', () => {
    expect([
      PROCESS['last-rollback'].warn,
      PROCESS.extend.limit,
      PROCESS.overrun.again,
      PROCESS.incident.again,
    ]).toEqual(['PT15M', 'PT2H', 'PT30M', 'PT30M']);
  });

  test('asks each question of the role of its row', () => {
    expect(PROCESS['pre-check']).toMatchObject({ asks: 'approver', answers: ['OK', 'corrections needed'] });
    expect(PROCESS['go-nogo']).toMatchObject({ asks: 'approver', answers: ['GO', 'NOGO'] });
    expect(PROCESS.snapshot).toMatchObject({ answers: ['started', 'finished', 'failed', 'skip', 'start later'] });
    for (const question of ['prepare', 'pre-check', 'go-nogo', 'snapshot', 'tests', 'decide', 'close'] as const)
      expect(ROLE_OF[question]).toBe(PROCESS[MILESTONE_OF[question]].asks);
  });

  test('knows of a service that has left the site file what its key says, and no snapshot or restore', () => {
    const gone = { ...upgrade, service: 'mail' };
    expect(serviceOf('mail', site).name).toBe('mail');
    expect(takesSnapshot(gone, site)).toBe(false);
    expect(scheduleOf(gone, site)['last-rollback']).toBeUndefined();
  });
});
