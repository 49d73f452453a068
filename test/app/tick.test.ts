import { describe, expect, jest, test } from '@jest/globals';
import type { Handler } from '../../src/app/handle.ts';
import { tick } from '../../src/app/tick.ts';
import { approver, upgradeAt, zurich } from '../support/fixtures.ts';
import { approvedAt, askedForGo, desk, ID } from '../support/desk.ts';
import { failingStore } from '../support/stores.ts';

describe('the tick', () => {
  test('lets everything happen that is due, over all changes, the oldest first', async () => {
    const at = await desk();
    await at.create('a');
    await at.said();
    await at.create('b', upgradeAt('2027-03-06 08:00'));
    await at.said();
    expect(await at.to('2027-01-16 09:59')).toBe(0);
    expect(await at.to('2027-01-16 10:00')).toBe(2);
    expect(at.channel.said.slice(-2).sort()).toEqual([
      'reminder prepare in thread a1',
      'reminder prepare in thread a3',
    ]);
    expect(await at.to('2027-01-16 10:00')).toBe(0);
  });

  test('catches up after a downtime: one reminder, not one a week', async () => {
    const at = await desk();
    await at.create();
    const back = await desk({ memory: at.memory });
    expect(await back.to('2027-01-29 10:00')).toBe(1);
  });

  test('a change that cannot be stored does not stop the others, and is asked again by the next tick', async () => {
    const store = failingStore();
    const at = await desk({ store });
    await at.create('a');
    await at.create('b');
    await at.create('c');
    await at.said();
    store.fails = { why: new Error('EIO'), ids: [ID] };
    expect(await at.to('2027-01-16 10:00')).toBe(2);
    expect(at.change('CHG-2027-002').asks.prepare?.reminders).toBe(1);
    expect(at.change('CHG-2027-003').asks.prepare?.reminders).toBe(1);
    expect(at.change(ID).asks.prepare?.reminders).toBe(0);
    expect(at.log.error).toHaveBeenCalledTimes(1);
    store.fails = null;
    expect(await at.to('2027-01-16 10:01')).toBe(1);
  });

  test('a disk that is full does not make it spin', async () => {
    const store = failingStore();
    const at = await desk({ store });
    await at.create('a');
    await at.create('b');
    await at.said();
    store.fails = { why: new Error('ENOSPC') };
    expect(await at.to('2027-01-16 10:00')).toBe(0);
    expect(at.log.error).toHaveBeenCalledTimes(2);
  });

  test('a handler that does nothing does not make it spin', async () => {
    const at = await desk();
    await at.create();
    const handle = jest.fn<Handler['handle']>(() => Promise.resolve({ outcome: 'done', change: at.change() }));
    await tick(at.changes, { ...at.handler, handle }, zurich('2027-03-01 10:00'), at.log);
    expect(handle).toHaveBeenCalledTimes(1);
  });

  test('two things due at one instant both happen in one tick', async () => {
    const at = await desk();
    await approvedAt(at);
    // From before the reminder to within the window: left out, asked for the snapshot, held.
    expect(await at.to('2027-02-13 08:00')).toBe(3);
    expect(at.change().hold).toMatchObject({ milestone: 'start', reasons: ['no snapshot'] });
  });

  test('racing a press, it decides on what the press left', async () => {
    const at = await desk();
    await askedForGo(at);
    at.clockAt('2027-02-12 09:00');
    const [pressed] = await Promise.all([at.says(approver, { type: 'giveGo' }), at.to('2027-02-12 09:00')]);
    expect(pressed.outcome).toBe('done');
    expect(at.change().stage.is).toBe('approved');
    expect(at.change().hold).toBeNull();
  });
});
