/** Whether the milestones of a table still follow on each other as the page has them, whenever a window starts. */
import type { MilestoneName, ProcessTable } from '../domain/milestone.ts';
import { before } from '../domain/window.ts';

/** Two milestones in the wrong order: `earlier` has to fall due before `later`. */
export interface Disorder {
  readonly earlier: MilestoneName;
  readonly later: MilestoneName;
  /** A start of a window at which they do not, `08:00`. */
  readonly startAt: string;
}

/** Each has to come before the next; a milestone that is off is left out. */
const CHAINS: readonly (readonly MilestoneName[])[] = [
  ['pre-check', 'go-nogo', 'remind', 'start'],
  ['go-nogo', 'snapshot'],
];

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

/**
 * The milestones that change places at some start of a window: one at 09:00 of its day and one by the window's own hour may do
 * so at some hours only. `snapshots` are the times a snapshot takes on the hosts of the site (ISO 8601).
 */
export function disorders(table: ProcessTable, snapshots: readonly string[]): readonly Disorder[] {
  return CHAINS.flatMap((chain) => {
    const on = chain.filter((name) => table[name].on && (name !== 'snapshot' || snapshots.length > 0));
    return on.slice(1).flatMap((later, index) => disorder(on[index] ?? later, later, table, snapshots));
  });
}

function disorder(
  earlier: MilestoneName,
  later: MilestoneName,
  table: ProcessTable,
  snapshots: readonly string[],
): readonly Disorder[] {
  const turned = HOURS.find((hour) => {
    const start = Date.UTC(2027, 5, 16, hour);
    return instant(earlier, start, table, snapshots) >= instant(later, start, table, snapshots);
  });
  return turned === undefined ? [] : [{ earlier, later, startAt: `${String(turned).padStart(2, '0')}:00` }];
}

/** A day without a clock change stands for all of them. */
function instant(name: MilestoneName, start: number, table: ProcessTable, snapshots: readonly string[]): number {
  const { due } = table[name];
  if (!('before' in due)) return start;
  const early = before(start, due.by, 'UTC', 'hour' in due ? due.hour : undefined);
  return 'plus' in due ? Math.min(...snapshots.map((takes) => before(early, takes, 'UTC'))) : early;
}
