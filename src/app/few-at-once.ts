/** A few calls of Teams at a time, so that hundreds of letters neither open hundreds of connections nor keep the answers to presses waiting. */
import type { Sending } from './sender.ts';

/** Teams takes 30 requests a second of an app in a tenant. At 0.3 s each, which is slow for it, nine at once are as many; some are slower still. */
const AT_ONCE = 12;

/**
 * Letters before cards, each in their order. When hundreds of changes fall due in the same minute, a thousand updates of cards would
 * keep the first notice waiting for half a minute; a card shows the present state to whoever looks at it all the same. Not by a bulkhead
 * of cockatiel, which knows one order only.
 */
export class FewAtOnce {
  readonly #waiting: Readonly<Record<Sending['kind'], (() => void)[]>> = { letter: [], card: [] };
  #free = AT_ONCE;

  /** Runs the task when it is its turn; the next one goes when it has ended, however it ended. */
  async run<T>(kind: Sending['kind'], task: () => Promise<T>): Promise<T> {
    await this.#begin(kind);
    try {
      return await task();
    } finally {
      this.#end();
    }
  }

  async #begin(kind: Sending['kind']): Promise<void> {
    if (this.#free === 0) return new Promise((go) => this.#waiting[kind].push(go));
    this.#free -= 1;
  }

  #end(): void {
    const next = this.#waiting.letter.shift() ?? this.#waiting.card.shift();
    if (next === undefined) this.#free += 1;
    else next();
  }
}
