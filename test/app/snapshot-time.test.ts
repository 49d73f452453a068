/** How long a snapshot really took is remembered per host, over all changes and restarts, and used for the next plan. */
import { describe, expect, test } from '@jest/globals';
import { scheduleOf } from '../../src/domain/schedule.ts';
import { implementer, site, upgrade, upgradeAt, zurich } from '../support/fixtures.ts';
import type { Desk } from '../support/desk.ts';
import { approvedAt, desk } from '../support/desk.ts';
import { textsOf } from '../support/replans.ts';

const SECOND = 'CHG-2027-002';

/** The first change's snapshot took three hours. */
async function afterASnapshot(): Promise<Desk> {
  const at = await desk();
  await approvedAt(at);
  await at.to('2027-02-13 05:00');
  await at.says(implementer, { type: 'startSnapshot' });
  at.clockAt('2027-02-13 08:00');
  await at.says(implementer, { type: 'finishSnapshot' });
  return at;
}

const next = upgradeAt('2027-04-03 08:00');

describe('a snapshot that took three hours', () => {
  test('makes the next change on the host ask for its own half an hour earlier', async () => {
    const at = await afterASnapshot();
    await at.create('form-2', next);
    expect(at.change(SECOND).draft.snapshotTakes).toBe(180);
    expect(scheduleOf(at.change(SECOND).draft, site).snapshot).toBe(zurich('2027-04-03 04:30'));
  });

  test('is remembered after a restart', async () => {
    const { memory } = await afterASnapshot();
    const at = await desk({ memory, now: '2027-02-14 10:00' });
    await at.create('form-2', next);
    expect(at.change(SECOND).draft.snapshotTakes).toBe(180);
  });

  test('is planned with when a change that was planned before is moved', async () => {
    const at = await afterASnapshot();
    const window = { start: '2027-02-27T08:00', minutes: 240 };
    expect(at.change().draft.snapshotTakes).toBeUndefined();
    await at.says(implementer, { type: 'reschedule', window, reason: 'The exams are on' });
    expect(at.change().draft).toMatchObject({ window, snapshotTakes: 180 });
  });

  test('is planned with when a change is edited onto the host, and only then', async () => {
    const at = await afterASnapshot();
    await at.create('form-2', { ...next, service: 'sandbox' });
    expect(at.change(SECOND).draft.snapshotTakes).toBeUndefined();
    await at.says(implementer, { type: 'edit', texts: textsOf(upgrade) }, { changeId: SECOND });
    expect(at.change(SECOND).draft).toMatchObject({ service: 'isc-learn', snapshotTakes: 180, window: next.window });
  });
});
