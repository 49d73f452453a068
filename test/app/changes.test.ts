import { describe, expect, test } from '@jest/globals';
import { SETTLED } from '../../src/app/changes.ts';
import { approver, implementer, upgradeAt, zurich } from '../support/fixtures.ts';
import { approvedAt, askedForGo, desk, ID } from '../support/desk.ts';

describe('the changes', () => {
  test('are the same after they were read from the store again', async () => {
    const at = await desk();
    await askedForGo(at);
    await at.create('b', upgradeAt('2027-05-08 08:00'));
    await at.said();
    await at.saveNotes();
    const again = await desk({ memory: at.memory });
    expect(again.changes.open()).toEqual(at.changes.open());
    expect(again.changes.ids()).toEqual(['CHG-2027-001', 'CHG-2027-002']);
    expect(again.changes.nextDue()).toEqual(at.changes.nextDue());
    expect(again.changes.peek(ID)).toEqual(at.changes.peek(ID));
    expect(again.changes.undelivered).toBe(0);
    expect(again.changes.waiting()).toEqual([]);
  });

  test('come up in the order in which they are due', async () => {
    const at = await desk();
    await at.create('a', upgradeAt('2027-05-08 08:00'));
    await at.create('b', upgradeAt('2027-03-06 08:00'));
    await at.create('c', upgradeAt('2027-04-10 08:00'));
    // Each is reminded of its preparation a week later: the first of them comes first.
    expect(at.changes.nextDue()).toEqual({ id: 'CHG-2027-001', at: zurich('2027-01-16 10:00') });
    await at.says(implementer, { type: 'tickPreparations', items: ['limits', 'tests', 'window'] }, { changeId: ID });
    await at.says(
      implementer,
      { type: 'tickPreparations', items: ['limits', 'tests', 'window'] },
      { changeId: 'CHG-2027-003' },
    );
    expect(at.changes.nextDue()?.id).toBe('CHG-2027-002');
    await at.says(implementer, { type: 'cancel', reason: 'late' }, { changeId: 'CHG-2027-002' });
    expect(at.changes.nextDue()).toEqual({ id: 'CHG-2027-003', at: zurich('2027-03-27 09:00') });
    expect(at.changes.nextDue(new Set(['CHG-2027-003']))).toEqual({ id: ID, at: zurich('2027-04-24 09:00') });
    expect(at.changes.nextDue(new Set(['CHG-2027-003', ID]))).toBeNull();
    expect(at.changes.nextDue()?.id).toBe('CHG-2027-003');
  });

  test('of more than a thousand in a year stand in the order in which they were made', async () => {
    const at = await desk();
    for (const id of ['CHG-2027-1000', 'CHG-2027-999', 'CHG-2027-1001'])
      await at.says(implementer, { type: 'create', form: id, draft: upgradeAt('2027-05-08 08:00') } as never, {
        changeId: id,
      });
    expect(at.changes.ids()).toEqual(['CHG-2027-999', 'CHG-2027-1000', 'CHG-2027-1001']);
    expect(at.changes.open().map(({ id }) => id)).toEqual(at.changes.ids());
  });

  test('that are over are read when somebody asks, and kept in memory no longer', async () => {
    const at = await desk();
    await at.create();
    await at.says(implementer, { type: 'cancel', reason: 'late' });
    await at.said();
    await at.saveNotes();
    expect(at.changes.peek(ID)).toBeUndefined();
    expect(at.changes.open()).toEqual([]);
    expect(at.changes.ids()).toEqual([ID]);
    expect((await at.changes.find(ID))?.change.stage.is).toBe('cancelled');
    expect(at.changes.nextDue()).toBeNull();
  });

  test('that are over stay until their last letter and their last card are out', async () => {
    const at = await desk();
    await approvedAt(at);
    at.channel.known = false;
    await at.says(implementer, { type: 'cancel', reason: 'late' });
    await at.said();
    expect(at.changes.waiting()).toEqual([ID]);
    expect(at.changes.undelivered).toBe(2);
    const again = await desk({ memory: at.memory });
    expect(again.changes.waiting()).toEqual([ID]);
    again.delivery.knockAll();
    await again.said();
    await again.saveNotes();
    expect(again.channel.said).toEqual(['cancel in channel', 'close in thread a1']);
    expect(again.changes.waiting()).toEqual([]);
    expect(again.changes.peek(ID)).toBeUndefined();
  });

  test('that do not exist are not found', async () => {
    const at = await desk();
    expect(await at.changes.find('CHG-2027-404')).toBeUndefined();
    expect(at.changes.nextId(2027)).toBe('CHG-2027-001');
  });

  test('note what their cards show, and save the notes when they are told to', async () => {
    const at = await desk();
    await askedForGo(at);
    at.changes.noteShown(ID, 'living', 3);
    expect((await at.store.read(ID))?.shown.living).not.toBe(3);
    await at.saveNotes();
    expect((await at.store.read(ID))?.shown.living).toBe(3);
    at.changes.noteShown('CHG-2027-404', 'living', 3);
    await at.saveNotes();
    expect(at.memory.has('CHG-2027-404')).toBe(false);
  });

  test('do not lose a note made while a write is under way', async () => {
    const at = await desk();
    await askedForGo(at);
    const write = at.says(approver, { type: 'giveNogo', reason: 'exams' });
    await Promise.resolve();
    at.changes.noteShown(ID, 'prepare/1', SETTLED);
    await write;
    expect(at.changes.peek(ID)?.shown['prepare/1']).toBe(SETTLED);
  });

  test('save such a note although the write itself did not have it', async () => {
    const at = await desk();
    await askedForGo(at);
    const kept = at.changes.peek(ID);
    if (kept === undefined) throw new Error('it is not in memory');
    const write = at.changes.commit(kept, kept, []);
    at.changes.noteShown(ID, 'living', 3);
    await write;
    expect((await at.store.read(ID))?.shown.living).not.toBe(3);
    await at.saveNotes();
    expect((await at.store.read(ID))?.shown.living).toBe(3);
  });

  test('that are over stay in memory until such a note is saved', async () => {
    const at = await desk();
    await at.create();
    await at.says(implementer, { type: 'cancel', reason: 'late' });
    await at.delivery.idle();
    const kept = at.changes.peek(ID);
    if (kept === undefined) throw new Error('it is not in memory');
    const behind = { ...kept, shown: { ...kept.shown, living: 1 } };
    const write = at.changes.commit(behind, behind, []);
    at.changes.noteShown(ID, 'living', SETTLED);
    await write;
    await at.saveNotes();
    expect((await at.store.read(ID))?.shown.living).toBe(SETTLED);
    expect(at.changes.peek(ID)).toBeUndefined();
  });

  test('tell the letters that were given up, the newest first', async () => {
    const at = await desk();
    await at.create();
    await at.said();
    for (const [index, key] of ['x', 'y'].entries())
      await at.handler.handle({ type: 'recordFailure', changeId: ID, now: index, key, why: 'too large' });
    expect(at.changes.gaveUp().map(({ key }) => key)).toEqual(['y', 'x']);
    const again = await desk({ memory: at.memory });
    expect(again.changes.gaveUp()).toHaveLength(2);
  });
});

describe('what is planned', () => {
  test('is the same list until a plan is another one: a card looks through all of them', async () => {
    const at = await desk();
    await at.create();
    const before = at.changes.plans();
    await at.says(implementer, { type: 'tickPreparations', items: ['tests'] });
    expect(at.changes.plans()).toBe(before);
    await at.says(implementer, { type: 'cancel', reason: 'late' });
    expect(at.changes.plans()).toEqual([]);
  });
});
