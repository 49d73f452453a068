/** What every store promises, whatever it keeps its documents in. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Posting } from '../../src/domain/posting.ts';
import type { Store, TeamState } from '../../src/app/ports.ts';
import { StaleVersion } from '../../src/app/ports.ts';
import { event, everything, happened, ID, instants } from './given.ts';

const LETTER: Posting = { kind: 'living', key: `${ID}/prepare/channel/0`, due: 1, expires: null };
const TEAM: TeamState = {
  installation: {
    serviceUrl: 'https://smba.example/emea/',
    tenantId: 'tenant',
    teamId: 'team',
    channelId: 'channel',
    channelName: 'ISC Learn Platform',
    fallback: false,
    bot: { id: '28:bot', name: 'Change Steward' },
  },
  people: { 'entra-approver': { id: '29:approver', name: 'Ünal' } },
};

/** Registers the contract's tests. `open` gives a new empty store, closed after the test. */
export function keepsTheContract(open: () => Promise<Store>): void {
  test('a change that nobody has stored is not there', async () => {
    expect(await (await open()).read(ID)).toBeUndefined();
  });

  test('what was committed is what is read: events, outbox and what the cards show', async () => {
    const store = await open();
    const commit = { events: [event(1)], outbox: [LETTER], shown: { living: 1, 'prepare/1': 1 } };
    await store.commit(ID, 0, commit);
    expect(await store.read(ID)).toEqual({ id: ID, ...commit });
  });

  test('events are appended; outbox and cards are replaced', async () => {
    const store = await open();
    await store.commit(ID, 0, { events: [event(1)], outbox: [LETTER], shown: { living: 1 } });
    await store.commit(ID, 1, happened(event(2), event(3)));
    expect(await store.read(ID)).toEqual({ id: ID, ...happened(event(1), event(2), event(3)) });
  });

  test('a commit without events may change the outbox and keeps the version', async () => {
    const store = await open();
    await store.commit(ID, 0, happened(event(1)));
    await store.commit(ID, 1, { events: [], outbox: [LETTER], shown: {} });
    await store.commit(ID, 1, happened(event(2)));
    expect(await instants(store)).toEqual([1, 2]);
  });

  test.each([0, 1, 3])('a commit that expects version %i of a change at version 2 is stale', async (expected) => {
    const store = await open();
    await store.commit(ID, 0, happened(event(1), event(2)));
    await expect(store.commit(ID, expected, happened(event(9)))).rejects.toThrow(StaleVersion);
    expect(await instants(store)).toEqual([1, 2]);
  });

  test('a change cannot begin in the middle, nor with nothing', async () => {
    const store = await open();
    await expect(store.commit(ID, 1, happened(event(1)))).rejects.toThrow(StaleVersion);
    await expect(store.commit(ID, 0, happened())).rejects.toThrow(/at least one event/);
    expect(await store.read(ID)).toBeUndefined();
  });

  test('of 101 commits of one version at once, one wins and a hundred are stale', async () => {
    const store = await open();
    const all = await Promise.allSettled(
      Array.from({ length: 101 }, (_, n) => store.commit(ID, 0, happened(event(n)))),
    );
    const lost = all.filter((one) => one.status === 'rejected');
    expect(lost).toHaveLength(100);
    expect(lost.every((one) => one.reason instanceof StaleVersion)).toBe(true);
    expect(await instants(store)).toEqual([all.findIndex((one) => one.status === 'fulfilled')]);
  });

  test('101 commits of versions one after the other, all given at once, are kept in their order', async () => {
    const store = await open();
    await Promise.all(Array.from({ length: 101 }, (_, n) => store.commit(ID, n, happened(event(n)))));
    expect(await instants(store)).toEqual(Array.from({ length: 101 }, (_, n) => n));
  });

  test('101 changes made at once are all there, in the order of their names', async () => {
    const store = await open();
    const ids = Array.from({ length: 101 }, (_, n) => `CHG-2027-${String(n).padStart(3, '0')}`);
    await Promise.all(ids.toReversed().map((id) => store.commit(id, 0, happened(event(1)))));
    expect((await everything(store)).map(({ id }) => id)).toEqual(ids);
  });

  test.each(['../team', 'CHG-2027-001/../../x', 'CHG-2027-1', 'chg-2027-001', 'CHG-2027-001\n', ''])(
    'an id like %j is no id: it cannot be stored and is not there',
    async (id) => {
      const store = await open();
      await expect(store.commit(id, 0, happened(event(1)))).rejects.toThrow(/is not the id of a change/);
      expect(await store.read(id)).toBeUndefined();
    },
  );

  test('whatever people write comes back as they wrote it', async () => {
    const store = await open();
    let version = 0;
    const anything = fc.string({ unit: 'binary', maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(fc.array(anything, { minLength: 1, maxLength: 4 }), async (texts) => {
        await store.commit(ID, version, happened(...texts.map((text) => event(0, text))));
        const kept = (await store.read(ID))?.events.slice(version);
        expect(kept).toEqual(texts.map((text) => event(0, text)));
        version += texts.length;
      }),
      { numRuns: 30 },
    );
  });

  test('what is set aside is not there any more, is named with its reason, and keeps nobody from anything', async () => {
    const store = await open();
    await store.commit(ID, 0, happened(event(1)));
    await store.commit('CHG-2027-002', 0, happened(event(2)));
    await store.setAside(ID, 'it makes no sense');
    expect(await store.read(ID)).toBeUndefined();
    expect(store.damaged).toEqual([{ file: `damaged/${ID}.json`, why: 'it makes no sense' }]);
    expect((await everything(store)).map(({ id }) => id)).toEqual(['CHG-2027-002']);
    await expect(store.setAside('../team', 'no')).rejects.toThrow(/is not the id of a change/);
  });

  test('a team that was never written is nobody, nowhere; a written one comes back', async () => {
    const store = await open();
    expect(await store.readTeam()).toEqual({ installation: null, people: {} });
    await store.writeTeam(TEAM);
    expect(await store.readTeam()).toEqual(TEAM);
  });

  test('a closed store finishes what it was given, and takes nothing more', async () => {
    const store = await open();
    const given = store.commit(ID, 0, happened(event(1)));
    await store.close();
    await given;
    await expect(store.commit(ID, 1, happened(event(2)))).rejects.toThrow(/closed/);
    await expect(store.close()).resolves.toBeUndefined();
  });
}
