/** What the tests of the commands beside the service have in common: folders of their own, and a store with changes in them. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from '@jest/globals';
import type { Store } from '../../src/app/ports.ts';
import type { Event } from '../../src/domain/event.ts';
import { openStore } from '../../src/storage/open-store.ts';
import { implementer, upgrade } from '../support/fixtures.ts';

const toRemove = new Set<string>();
const toClose = new Set<Store>();

afterEach(async () => {
  await Promise.all([...toClose].map((store) => store.close()));
  await Promise.all([...toRemove].map((folder) => rm(folder, { recursive: true, force: true })));
  toClose.clear();
  toRemove.clear();
});

/** A new empty folder; removed after the test. */
export async function emptyFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'steward-operations-'));
  toRemove.add(folder);
  return folder;
}

/** A store in a new folder, closed after the test. */
export async function openedIn(folder: string): Promise<Store> {
  const store = await openStore(folder);
  toClose.add(store);
  return store;
}

/** The first event of a change. */
export function created(id: string, at = 0): Event {
  return { type: 'created', id, form: `form of ${id}`, draft: upgrade, at, by: implementer };
}

/** A press that was not theirs: an event that can come as often as one likes. */
export function refused(at: number): Event {
  return { type: 'refused', command: 'giveGo', why: 'not the approver', version: 1, at, by: implementer };
}

/** A data folder with these changes, whose service does not run. */
export async function dataWith(...ids: readonly string[]): Promise<string> {
  const data = join(await emptyFolder(), 'data');
  const store = await openStore(data);
  for (const id of ids) await store.commit(id, 0, { events: [created(id)], outbox: [], shown: {} });
  await store.writeTeam({ installation: null, people: {} });
  await store.close();
  return data;
}
