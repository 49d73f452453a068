/** What a commit makes of a document: the same for every store. */
import type { Commit, StoredChange } from '../app/ports.ts';
import { StaleVersion } from '../app/ports.ts';

const ID = /^CHG-\d{4}-\d{3,}$/;

/** Whether this is the id of a change, `CHG-2027-001`. */
export function isChangeId(id: string): boolean {
  return ID.test(id);
}

/** Nothing else ever becomes part of a path. @throws Error for an id that is none. */
export function requireChangeId(id: string): void {
  if (!isChangeId(id)) throw new Error(`"${id}" is not the id of a change; expected one like CHG-2027-001`);
}

/**
 * The document after the commit.
 * @throws StaleVersion when the document has another number of events than `expected`.
 * @throws Error for a new change without an event: its version could not be told from "not there".
 */
export function append(before: StoredChange | null, id: string, expected: number, commit: Commit): StoredChange {
  const seen = before?.events ?? [];
  if (seen.length !== expected) throw new StaleVersion(id, expected, seen.length);
  const events = [...seen, ...commit.events];
  if (events.length === 0) throw new Error(`${id}: a new change needs at least one event`);
  return { id, events, outbox: commit.outbox, shown: commit.shown };
}
