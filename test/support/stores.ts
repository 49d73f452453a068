/** Stores that do what disks do. */
import type { Store } from '../../src/app/ports.ts';
import type { Memory } from '../../src/storage/memory-store.ts';
import { memoryStore } from '../../src/storage/memory-store.ts';

export interface FailingStore extends Store {
  /** While this names a reason, no document of these changes is written (all of them: no ids). */
  fails: { readonly why: Error; readonly ids?: readonly string[] } | null;
}

/** A store whose disk may say no. */
export function failingStore(memory?: Memory): FailingStore {
  const store = memoryStore(memory);
  const failing: FailingStore = {
    ...store,
    fails: null,
    commit(id, expected, commit) {
      const { fails } = failing;
      const concerned = fails !== null && (fails.ids?.includes(id) ?? true);
      return concerned ? Promise.reject(fails.why) : store.commit(id, expected, commit);
    },
  };
  return failing;
}
