/** What else is going on around a window: other changes on the same service or host, and days on which changes are better left alone. */
import type { Change } from './change.ts';
import { isMissed } from './change.ts';
import type { Draft, Instant, Window } from './event.ts';
import { hostOf, scheduleOf, serviceOf, takesSnapshot } from './schedule.ts';
import type { FreezePeriod, Site } from './site.ts';
import { dayOf, endOf, startOf } from './window.ts';

/** Another change that is in the way; `on`: what both of them change. */
export interface Clash {
  readonly id: string;
  readonly title: string;
  readonly on: 'service' | 'host';
  readonly start: Instant;
  readonly end: Instant;
}

/**
 * The other changes that touch the same service or host at the same time, snapshots included, by their start; `besides`: the
 * change itself; `most`: so many are enough.
 */
export function clashes(
  draft: Draft,
  others: readonly Change[],
  site: Site,
  besides?: string,
  most = Infinity,
): readonly Clash[] {
  const mine = occupied(draft, site);
  const found: Clash[] = [];
  for (const { change, from, until } of planned(others, site)) {
    if (found.length >= most) break;
    if (change.id === besides || from >= mine.until || mine.from >= until) continue;
    const on = shared(draft, change.planned, site);
    const { start, end } = scheduleOf(change.planned, site);
    if (on !== null) found.push({ id: change.id, title: change.draft.title, on, start, end });
  }
  return found;
}

interface Planned {
  readonly change: Change;
  readonly from: Instant;
  readonly until: Instant;
}

// Sorting 4,000 open changes takes some 10 ms, and every card that warns asks for it: done once for a list of them.
const known = new WeakMap<readonly Change[], { readonly site: Site; readonly planned: readonly Planned[] }>();

/** What is ahead, by its start. */
function planned(changes: readonly Change[], site: Site): readonly Planned[] {
  const before = known.get(changes);
  if (before?.site === site) return before.planned;
  const all = changes.filter(isAhead).map((change) => ({ change, ...occupied(change.planned, site) }));
  const start = ({ change }: Planned): Instant => scheduleOf(change.planned, site).start;
  all.sort((a, b) => start(a) - start(b) || (a.change.id < b.change.id ? -1 : 1));
  known.set(changes, { site, planned: all });
  return all;
}

/** The freeze periods of the site that a window touches. */
export function freezePeriodsIn(window: Window, site: Site): readonly FreezePeriod[] {
  const { freezePeriods = [] } = site;
  if (freezePeriods.length === 0) return freezePeriods;
  // A window that ends at midnight leaves the day after it alone.
  const last = Math.max(startOf(window, site.timeZone), endOf(window, site.timeZone) - 1);
  const [from, to] = [startOf(window, site.timeZone), last].map((at) => dayOf(at, site.timeZone)) as [string, string];
  return freezePeriods.filter((period) => period.from <= to && from <= period.to);
}

/** Whether a change is in the way of others just as it was. */
export function isSamePlan(before: Change | undefined, after: Change): boolean {
  return before !== undefined && before.planned === after.planned && isAhead(before) === isAhead(after);
}

/** It is still to happen, or happens just now. */
function isAhead(change: Change): boolean {
  return !['ended', 'closed', 'cancelled'].includes(change.stage.is) && !isMissed(change);
}

/** A snapshot slows its host down, and holds the state of before only as long as nobody else changes it. */
function occupied(draft: Draft, site: Site): { readonly from: Instant; readonly until: Instant } {
  const { start, end, snapshot } = scheduleOf(draft, site);
  return { from: takesSnapshot(draft, site) ? Math.min(snapshot ?? start, start) : start, until: end };
}

function shared(draft: Draft, other: Draft, site: Site): Clash['on'] | null {
  if (draft.service === other.service) return 'service';
  const known = [draft, other].every(({ service }) => serviceOf(service, site).host !== '');
  return known && hostOf(draft, site).name === hostOf(other, site).name ? 'host' : null;
}
