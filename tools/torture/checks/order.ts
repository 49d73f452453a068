/** What is told of a change comes in the order in which it was decided. */
import type { Broken } from './broken.ts';
import { breaks } from './broken.ts';

/** A letter, by when it was called for, and when it first arrived. */
export interface Placed {
  readonly reader: string;
  readonly name: string;
  readonly called: number;
  readonly arrived: number;
}

/** Letters to one reader that overtook each other. */
export function overtaking(placed: readonly Placed[]): readonly Broken[] {
  const byReader = new Map<string, Placed[]>();
  for (const one of placed) byReader.set(one.reader, [...(byReader.get(one.reader) ?? []), one]);
  return [...byReader].flatMap(([reader, letters]) => {
    const inTurn = letters.toSorted((a, b) => a.called - b.called);
    return inTurn.flatMap((one, index) => {
      const before = inTurn[index - 1];
      if (before === undefined || before.arrived <= one.arrived) return [];
      return [breaks('what comes is in order')(`${reader}: ${before.name} came after ${one.name}`)];
    });
  });
}
