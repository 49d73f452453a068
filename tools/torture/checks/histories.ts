/** Histories only ever grow: what stood in a file once stands there for good, at the same place. */
import type { StoredChange } from '../../../src/app/ports.ts';
import type { Broken } from './broken.ts';
import { breaks } from './broken.ts';

const lost = breaks('no committed event is lost');

/** The histories that were seen so far, each event as its text. */
export class Histories {
  readonly #seen = new Map<string, readonly string[]>();

  /** How many events there were. */
  lengthOf(id: string): number {
    return this.#seen.get(id)?.length ?? 0;
  }

  get events(): number {
    return [...this.#seen.values()].reduce((sum, { length }) => sum + length, 0);
  }

  /** Compares the files with what they held before, and remembers them. */
  look(changes: ReadonlyMap<string, StoredChange>): readonly Broken[] {
    const gone = [...this.#seen.keys()].filter((id) => !changes.has(id)).map((id) => lost(`${id} is gone`));
    const shorter = [...changes.values()].flatMap(({ id, events }) => {
      const before = this.#seen.get(id) ?? [];
      // What was compared before is the same object as long as the file is the same.
      const now = events.map((event) => JSON.stringify(event));
      this.#seen.set(id, now);
      const differs = before.findIndex((event, index) => now[index] !== event);
      if (differs < 0) return [];
      return [lost(`${id}: event ${differs + 1} was ${before[differs] ?? ''}, and is ${now[differs] ?? 'gone'}`)];
    });
    return [...gone, ...shorter];
  }
}

/** Nobody was ever shown a version that is not in the file. */
export function unseen(
  shown: ReadonlyMap<string, number>,
  changes: ReadonlyMap<string, StoredChange>,
): readonly Broken[] {
  return [...shown].flatMap(([id, version]) => {
    const stored = changes.get(id)?.events.length ?? 0;
    if (stored >= version) return [];
    return [
      breaks('what anybody was shown is stored')(`${id}: version ${version} was shown, ${stored} events are stored`),
    ];
  });
}
