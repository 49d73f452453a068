/** Which changes have mails on their way to the server: one that has none, but some that wait, is at rest. */

export class Resting {
  readonly #going = new Map<string, number>();

  /** A mail of this change is tried. */
  begin(id: string): void {
    this.#going.set(id, (this.#going.get(id) ?? 0) + 1);
  }

  /** It has been, for now. */
  end(id: string): void {
    const left = (this.#going.get(id) ?? 1) - 1;
    if (left === 0) this.#going.delete(id);
    else this.#going.set(id, left);
  }

  isAtRest(id: string): boolean {
    return !this.#going.has(id);
  }
}
