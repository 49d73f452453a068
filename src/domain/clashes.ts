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

/** The other changes that touch the same service or host at the same time, snapshots included, by their start; `besides`: the change itself. */
export function clashes(draft: Draft, others: readonly Change[], site: Site, besides?: string): readonly Clash[] {
  const mine = occupied(draft, site);
  const found = others.flatMap((other): readonly Clash[] => {
    const on = shared(draft, other.planned, site);
    if (other.id === besides || on === null || !isAhead(other)) return [];
    const its = occupied(other.planned, site);
    if (its.from >= mine.until || mine.from >= its.until) return [];
    const { start, end } = scheduleOf(other.planned, site);
    return [{ id: other.id, title: other.draft.title, on, start, end }];
  });
  return found.sort((a, b) => a.start - b.start || (a.id < b.id ? -1 : 1));
}

/** The freeze periods of the site that a window touches. */
export function freezePeriodsIn(window: Window, site: Site): readonly FreezePeriod[] {
  // A window that ends at midnight leaves the day after it alone.
  const last = Math.max(startOf(window, site.timeZone), endOf(window, site.timeZone) - 1);
  const [from, to] = [startOf(window, site.timeZone), last].map((at) => dayOf(at, site.timeZone)) as [string, string];
  return (site.freezePeriods ?? []).filter((period) => period.from <= to && from <= period.to);
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
