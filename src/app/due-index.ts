/** What is due next, over all changes. */
import TinyQueue from 'tinyqueue';
import type { Instant } from '../domain/event.ts';

export interface DueEntry {
  readonly id: string;
  readonly at: Instant;
}

const NONE: ReadonlySet<string> = new Set();

export class DueIndex {
  readonly #due = new Map<string, Instant>();
  // Entries that no longer agree with #due are dropped when they come up: taking one out of the middle would cost a search.
  readonly #queue = new TinyQueue<DueEntry>([], (a, b) => a.at - b.at);
  /** Due by the time that their change has come to, whatever the clock shows. */
  readonly #lived = new Set<string>();

  /** A change is due next at this instant (null: never); the newest of its events is of `latest`. */
  expect(id: string, at: Instant | null, latest: Instant): void {
    if (at !== null && at <= latest) this.#lived.add(id);
    else this.#lived.delete(id);
    if (at === null) {
      this.#due.delete(id);
    } else if (this.#due.get(id) !== at) {
      this.#due.set(id, at);
      this.#queue.push({ id, at });
    }
  }

  /** The earliest instant at which any change is due, leaving out these; null: none is. */
  next(besides: ReadonlySet<string> = NONE): DueEntry | null {
    const aside: DueEntry[] = [];
    for (;;) {
      const first = this.#queue.peek();
      const isDue = first !== undefined && this.#due.get(first.id) === first.at;
      if (first === undefined || (isDue && !besides.has(first.id))) {
        for (const entry of aside) this.#queue.push(entry);
        return first ?? null;
      }
      this.#queue.pop();
      if (isDue) aside.push(first);
    }
  }

  /**
   * The change that is due by `now`, the one that waits longest; null: none is. After a clock was set back, what follows on an event
   * at once would wait until the clock has come to that event again: the change has lived through it, so it waits for nothing.
   */
  by(now: Instant, besides: ReadonlySet<string> = NONE): string | null {
    const first = this.next(besides);
    if (first !== null && first.at <= now) return first.id;
    return [...this.#lived].find((id) => !besides.has(id)) ?? null;
  }
}
