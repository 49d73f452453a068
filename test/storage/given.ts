/** What the storage tests have in common: folders of their own, and events of which each can be told from the others. */
import { afterEach } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Commit, Store, StoredChange } from '../../src/app/ports.ts';
import type { Event } from '../../src/domain/event.ts';

export const ID = 'CHG-2027-001';

const toClose = new Set<Store>();
const toRemove = new Set<string>();

afterEach(async () => {
  await Promise.all([...toClose].map((store) => store.close()));
  await Promise.all([...toRemove].map((folder) => rm(folder, { recursive: true, force: true })));
  toClose.clear();
  toRemove.clear();
});

/** A new empty folder; removed after the test. */
export async function emptyFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'steward-store-'));
  toRemove.add(folder);
  return folder;
}

/** The store, closed after the test. */
export function closedLater(store: Store): Store {
  toClose.add(store);
  return store;
}

/** The n-th thing that happened. */
export function event(n: number, reason = 'why not'): Event {
  return { type: 'nogoGiven', reason, at: n, by: { entraId: 'entra-approver', name: 'Ünal Õ’Neill' } };
}

/** A commit of these events, with nothing to say. */
export function happened(...events: readonly Event[]): Commit {
  return { events, outbox: [], shown: {} };
}

export async function everything(store: Store): Promise<readonly StoredChange[]> {
  const found: StoredChange[] = [];
  for await (const stored of store.all()) found.push(stored);
  return found;
}

/** The instants of the events kept for a change: which of them are there, in their order. */
export async function instants(store: Store, id = ID): Promise<readonly number[]> {
  return ((await store.read(id))?.events ?? []).map(({ at }) => at);
}
