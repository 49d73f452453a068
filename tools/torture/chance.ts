/** Chance that can be repeated: the same seed gives the same throws. */

export class Chance {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** From 0 to below 1 (mulberry32). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** Whether something happens that does so in this share of all cases. */
  is(share: number): boolean {
    return this.next() < share;
  }

  /** A whole number, both ends included. */
  between(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1));
  }

  /** One of them. @throws Error where there is none */
  oneOf<T>(all: readonly T[]): T {
    if (all.length === 0) throw new Error('nothing to choose from');
    return all[Math.floor(this.next() * all.length)] as T;
  }

  /** One of them, each as likely as its weight says. @throws Error where there is none */
  weighted<T>(all: readonly T[], weightOf: (one: T) => number): T {
    let left = this.next() * all.reduce((sum, one) => sum + weightOf(one), 0);
    for (const one of all) {
      left -= weightOf(one);
      if (left < 0) return one;
    }
    return this.oneOf(all);
  }
}
