/** Whether the milestones of a table still follow on each other as the page has them, whenever a window starts. */
import type { MilestoneName, ProcessTable } from '../domain/milestone.ts';
import { roughMinutes } from './duration.ts';

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
  const [first, second] = [instantOf(earlier, table, snapshots), instantOf(later, table, snapshots)];
  const turned = HOURS.find((hour) => {
    const start = Date.UTC(2027, 5, 16, hour);
    return first(start) >= second(start);
  });
  return turned === undefined ? [] : [{ earlier, later, startAt: `${String(turned).padStart(2, '0')}:00` }];
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** When it falls due for a start. A day without a clock change stands for all of them, so that a sum does for what Temporal takes 5 ms for. */
function instantOf(name: MilestoneName, table: ProcessTable, snapshots: readonly string[]): (start: number) => number {
  const { due } = table[name];
  if (!('before' in due)) return (start) => start;
  const by = roughMinutes(due.by) * MINUTE;
  const plus = 'plus' in due ? Math.max(...snapshots.map((takes) => roughMinutes(takes))) * MINUTE : 0;
  const hour = 'hour' in due ? hourOf(due.hour) : null;
  return (start) => (hour === null ? start - by : Math.floor((start - by) / DAY) * DAY + hour) - plus;
}

/** `09:00` as milliseconds after midnight. */
function hourOf(text: string): number {
  const [hours = 0, minutes = 0] = text.split(':').map(Number);
  return (hours * 60 + minutes) * MINUTE;
}
