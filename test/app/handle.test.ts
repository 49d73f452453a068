import { describe, expect, test } from '@jest/globals';
import type { Event } from '../../src/domain/event.ts';
import { approver, implementer, member, upgradeAt } from '../support/fixtures.ts';
import { askedForGo, desk, ID } from '../support/desk.ts';
import type { Desk } from '../support/desk.ts';
import { failingStore } from '../support/stores.ts';

const eventsOf = async (at: Desk, type: Event['type'], id = ID): Promise<readonly Event[]> =>
  ((await at.store.read(id))?.events ?? []).filter((event) => event.type === type);

describe('create', () => {
  test('gives ids by the year the window starts in, one after the other', async () => {
    const at = await desk();
    const ids = [
      await at.create('a'),
      await at.create('b'),
      await at.create('c', upgradeAt('2028-01-08 08:00')),
      await at.create('d'),
    ].map(({ change }) => change?.id);
    expect(ids).toEqual(['CHG-2027-001', 'CHG-2027-002', 'CHG-2028-001', 'CHG-2027-003']);
  });

  test('makes one change of a form that is sent twice, even at once', async () => {
    const at = await desk();
    const both = await Promise.all([at.create('same'), at.create('same')]);
    expect(both.map(({ change }) => change?.id)).toEqual([ID, ID]);
    expect(at.changes.ids()).toEqual([ID]);
    expect((await at.create('same')).outcome).toBe('done');
  });

  test('knows the form again after a restart, also when its change is over', async () => {
    const at = await desk();
    await at.create('same');
    await at.says(implementer, { type: 'cancel', reason: 'late' });
    await at.said();
    const later = await desk({ memory: at.memory });
    expect((await later.create('same')).change).toMatchObject({ id: ID, stage: { is: 'cancelled' } });
  });

  test('never gives an id twice, also after a restart, also when the change is over', async () => {
    const at = await desk();
    await at.create('a');
    await at.says(implementer, { type: 'cancel', reason: 'late' });
    await at.said();
    const later = await desk({ memory: at.memory });
    expect((await later.create('b')).change?.id).toBe('CHG-2027-002');
  });

  test('gives two forms sent at once an id each', async () => {
    const at = await desk();
    const made = await Promise.all([at.create('a'), at.create('b'), at.create('c')]);
    expect(new Set(made.map(({ change }) => change?.id)).size).toBe(3);
  });
});

describe('a command', () => {
  test('is one write: events and what has to be said about them', async () => {
    const at = await desk();
    at.channel.known = false;
    await at.create();
    const stored = await at.store.read(ID);
    expect(stored?.events.map((event) => event.type)).toEqual(['created', 'asked']);
    expect(stored?.outbox.map((posting) => posting.kind)).toEqual(['living', 'ask']);
  });

  test('of two people at once is decided one after the other: two presses on one card decide once', async () => {
    const at = await desk();
    await askedForGo(at);
    const { version } = at.change();
    const presses = Array.from({ length: 5 }, () => at.says(approver, { type: 'giveGo' }, { version }));
    const outcomes = (await Promise.all(presses)).map(({ outcome }) => outcome);
    expect(outcomes).toEqual(['done', 'outdated', 'outdated', 'outdated', 'outdated']);
    expect(await eventsOf(at, 'goGiven')).toHaveLength(1);
    await at.said();
    expect(at.channel.said.filter((letter) => letter.startsWith('announce'))).toHaveLength(1);
  });

  test('for a change that is not there is refused, and nothing is written', async () => {
    const at = await desk();
    const { outcome, change } = await at.says(approver, { type: 'giveGo' }, { changeId: 'CHG-2027-404' });
    expect(outcome).toMatchObject({ refused: 'unknown change' });
    expect(change).toBeUndefined();
    expect(at.memory.size).toBe(0);
  });

  test('on an outdated card answers with the present change and writes nothing', async () => {
    const at = await desk();
    await askedForGo(at);
    const before = at.memory.get(ID);
    const handled = await at.says(member, { type: 'giveGo' }, { version: 1 });
    expect(handled).toEqual({ outcome: 'outdated', change: at.change() });
    expect(at.memory.get(ID)).toBe(before);
  });
});

describe('a refused press', () => {
  test('is kept: who, what, why, from which card', async () => {
    const at = await desk();
    await askedForGo(at);
    const { version } = at.change();
    await at.says(member, { type: 'giveGo' }, { version });
    expect(await eventsOf(at, 'refused')).toMatchObject([
      { command: 'giveGo', why: 'not the approver', version, by: { name: 'Member' } },
    ]);
    expect(at.change().version).toBe(version);
  });

  test('is kept once, however often it is sent', async () => {
    const at = await desk();
    await askedForGo(at);
    const { version } = at.change();
    const again = () => at.says(member, { type: 'giveGo' }, { version });
    await Promise.all([again(), again(), again()]);
    expect(await eventsOf(at, 'refused')).toHaveLength(1);
    expect((await again()).outcome).toMatchObject({ refused: 'not the approver' });
  });

  test('is kept again when it is another one, or the change has moved on', async () => {
    const at = await desk();
    await askedForGo(at);
    await at.says(member, { type: 'giveGo' });
    await at.says(member, { type: 'giveNogo', reason: '' });
    await at.says(implementer, { type: 'giveGo' });
    expect(await eventsOf(at, 'refused')).toHaveLength(3);
    await at.says(approver, { type: 'giveNogo', reason: 'exams' });
    await at.says(member, { type: 'giveGo' });
    expect(await eventsOf(at, 'refused')).toHaveLength(4);
  });

  test('is kept on a change that is over, too', async () => {
    const at = await desk();
    await at.create();
    await at.says(implementer, { type: 'cancel', reason: 'late' });
    await at.said();
    await at.saveNotes();
    expect((await at.says(implementer, { type: 'keepGoing' })).outcome).toMatchObject({ refused: 'over' });
    expect(await eventsOf(at, 'refused')).toHaveLength(1);
    expect(at.changes.waiting()).toEqual([]);
  });
});

describe('a store that cannot write', () => {
  test('leaves everything as it was, and says so', async () => {
    const store = failingStore();
    const at = await desk({ store });
    await askedForGo(at);
    const before = [at.change(), at.changes.undelivered, at.changes.nextDue()] as const;
    store.fails = { why: new Error('ENOSPC') };
    await expect(at.says(approver, { type: 'giveGo' })).rejects.toThrow('ENOSPC');
    expect([at.change(), at.changes.undelivered, at.changes.nextDue()]).toEqual(before);
    await at.said();
    expect(at.channel.said).not.toContain('announce in channel');
    store.fails = null;
    expect((await at.says(approver, { type: 'giveGo' })).outcome).toBe('done');
  });

  test('creates nothing, and the same form makes the change when it can write again', async () => {
    const store = failingStore();
    const at = await desk({ store });
    store.fails = { why: new Error('ENOSPC') };
    await expect(at.create()).rejects.toThrow('ENOSPC');
    expect(at.changes.ids()).toEqual([]);
    store.fails = null;
    expect((await at.create()).change?.id).toBe(ID);
  });

  test('does not stop the commands that come after', async () => {
    const store = failingStore();
    const at = await desk({ store });
    await at.create();
    store.fails = { why: new Error('EIO') };
    const lost = at.says(implementer, { type: 'tickPreparations', items: ['limits'] });
    await expect(lost).rejects.toThrow('EIO');
    store.fails = null;
    await at.says(implementer, { type: 'tickPreparations', items: ['tests'] });
    expect(at.change().preparations).toEqual(['tests']);
  });
});

describe('a document that somebody else moved on', () => {
  test('is read again, and the command decided on what it is now', async () => {
    const at = await desk();
    await askedForGo(at);
    const other = await desk({ memory: at.memory });
    await other.says(approver, { type: 'giveNogo', reason: 'exams' });
    await other.said();
    const { outcome } = await at.says(approver, { type: 'giveGo' });
    expect(outcome).toMatchObject({ refused: 'nothing to answer' });
    expect(at.change().stage.is).toBe('nogo');
  });

  test('makes a press on what was the present card an outdated one', async () => {
    const at = await desk();
    await askedForGo(at);
    const { version } = at.change();
    const other = await desk({ memory: at.memory });
    await other.says(approver, { type: 'giveGo' });
    await other.said();
    expect((await at.says(approver, { type: 'giveGo' }, { version })).outcome).toBe('outdated');
  });
});
