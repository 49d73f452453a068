/** One task at a time for each document, in the order they came; different documents do not wait for each other. */
export class Turns {
  readonly #last = new Map<string, Promise<void>>();

  async run<T>(document: string, task: () => Promise<T>): Promise<T> {
    const before = this.#last.get(document) ?? Promise.resolve();
    const mine = before.then(task);
    const over = mine.then(
      () => undefined,
      () => undefined,
    );
    this.#last.set(document, over);
    await over;
    if (this.#last.get(document) === over) this.#last.delete(document);
    return mine;
  }

  /** When all tasks that were given before have ended. */
  async ended(): Promise<void> {
    await Promise.all(this.#last.values());
  }
}
