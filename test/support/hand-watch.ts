import type { Stopwatch } from '../../src/app/pace.ts';

/** Time that goes on only while somebody waits for it. */
export class HandWatch implements Stopwatch {
  #now = 0;
  readonly #waiting: { readonly at: number; readonly go: () => void }[] = [];

  now(): number {
    return this.#now;
  }

  wait(ms: number): Promise<void> {
    return new Promise((go) => this.#waiting.push({ at: this.#now + ms, go }));
  }

  /** Lets everything happen that somebody waits for, in its order. */
  async run(): Promise<void> {
    for (;;) {
      await new Promise(setImmediate);
      this.#waiting.sort((a, b) => a.at - b.at);
      const next = this.#waiting.shift();
      if (next === undefined) return;
      this.#now = Math.max(this.#now, next.at);
      next.go();
    }
  }
}

/** The most of these instants that lie within any stretch of that length. */
export function mostWithin(times: readonly number[], ms: number): number {
  return Math.max(...times.map((from) => times.filter((at) => at >= from && at < from + ms).length));
}
