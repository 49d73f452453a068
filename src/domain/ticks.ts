/** The items that are ticked, by number: each once and in order; undefined when one of them is none of the list. */
export function ticksOf(done: readonly number[], items: readonly unknown[]): readonly number[] | undefined {
  if (done.some((index) => !(index in items))) return undefined;
  return [...new Set(done)].sort((a, b) => a - b);
}

/** Whether the same items are ticked. */
export function sameTicks(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((index) => b.includes(index));
}
