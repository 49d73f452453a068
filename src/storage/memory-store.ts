/** A store that keeps nothing beyond the process: for tests. */
import type { Store, StoredChange, TeamState } from '../app/ports.ts';
import { append, isChangeId, requireChangeId } from './append.ts';

const NO_TEAM: TeamState = { installation: null, people: {} };

/** Texts by document, as a disk would have them: give the same one to another store, and it goes on where the first was. */
export type Memory = Map<string, string>;

/** A store over this memory; it keeps the same promises as the embedded one, but for those about the disk. */
export function memoryStore(memory: Memory = new Map<string, string>()): Store {
  let closed = false;
  const damaged: { file: string; why: string }[] = [];
  const attempt = async <T>(task: () => T): Promise<T> => {
    await Promise.resolve();
    if (closed) throw new Error('The store is closed.');
    return task();
  };
  // Texts, so that nobody can change what is kept by what they got or gave.
  const find = (id: string): StoredChange | undefined => parsed(memory.get(id)) as StoredChange | undefined;
  return {
    damaged,
    read: (id) => attempt(() => (isChangeId(id) ? find(id) : undefined)),
    commit: (id, expected, commit) =>
      attempt(() => {
        requireChangeId(id);
        memory.set(id, JSON.stringify(append(find(id) ?? null, id, expected, commit)));
      }),
    async *all() {
      const ids = await attempt(() => [...memory.keys()].filter(isChangeId).sort());
      for (const id of ids) yield (await attempt(() => find(id))) as StoredChange;
    },
    setAside: (id, why) =>
      attempt(() => {
        requireChangeId(id);
        memory.delete(id);
        damaged.push({ file: `damaged/${id}.json`, why });
      }),
    readTeam: () => attempt(() => (parsed(memory.get('team')) as TeamState | undefined) ?? NO_TEAM),
    writeTeam: (state) => attempt(() => void memory.set('team', JSON.stringify(state))),
    close: async () => {
      closed = await Promise.resolve(true);
    },
  };
}

function parsed(text: string | undefined): unknown {
  return text === undefined ? undefined : JSON.parse(text);
}
