/** What the tests of the commands beside the service have in common: a store with changes in it. */
import { join } from 'node:path';
import type { Store } from '../../src/app/ports.ts';
import type { Event } from '../../src/domain/event.ts';
import { openStore } from '../../src/storage/open-store.ts';
import { closedLater, emptyFolder } from '../storage/given.ts';
import { implementer, upgrade } from '../support/fixtures.ts';

/** The store in a folder, closed after the test. */
export async function openedIn(folder: string): Promise<Store> {
  return closedLater(await openStore(folder));
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
