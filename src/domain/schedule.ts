/** When the milestones of a change fall due, from its window and the process table. */
import type { Change } from './change.ts';
import type { Draft, Instant } from './event.ts';
import type { Due, MilestoneName } from './milestone.ts';
import type { Host, Service, Site } from './site.ts';
import { after, before, endOf, startOf } from './window.ts';

/** The instants that can be told ahead; milestones that follow on another one have none. */
export type Schedule = Readonly<Partial<Record<MilestoneName, Instant>>> & {
  readonly start: Instant;
  readonly end: Instant;
};

// A calendar sum costs some 20 µs and is asked for at every command and card; drafts are immutable, so the answer is kept with them.
const known = new WeakMap<Site, WeakMap<Draft, Schedule>>();

/** The schedule of a draft at a site. */
export function scheduleOf(draft: Draft, site: Site): Schedule {
  const ofSite = known.get(site) ?? new WeakMap<Draft, Schedule>();
  known.set(site, ofSite);
  const schedule = ofSite.get(draft) ?? compute(draft, site);
  ofSite.set(draft, schedule);
  return schedule;
}

/**
 * The service of the site with this key. One that has left the site file since is what its key says: only changes that are over
 * can be of such a service, and they stay readable.
 */
export function serviceOf(key: string, site: Site): Service {
  return site.services.find((service) => service.key === key) ?? { key, name: key, host: '' };
}

/** The host a draft's service runs on. */
export function hostOf(draft: Draft, site: Site): Host {
  return site.hosts[serviceOf(draft.service, site).host] ?? { name: '–', backups: [] };
}

/** Whether this change has a snapshot to take: the milestone is on and its host can be snapshot. */
export function takesSnapshot(draft: Draft, site: Site): boolean {
  return site.process.snapshot.on && hostOf(draft, site).snapshot !== undefined;
}

/** How long a snapshot takes, ISO 8601: as the real ones did when it was planned, else as the site file says; undefined: none can be taken. */
export function snapshotTakes(draft: Draft, site: Site): string | undefined {
  const { snapshot } = hostOf(draft, site);
  if (snapshot === undefined) return undefined;
  return draft.snapshotTakes === undefined ? snapshot.takes : `PT${draft.snapshotTakes}M`;
}

function compute(draft: Draft, site: Site): Schedule {
  const ends = { start: startOf(draft.window, site.timeZone), end: endOf(draft.window, site.timeZone) };
  const rows = Object.values(site.process)
    .map((row) => [row.name, instantOf(row.due, ends, draft, site)] as const)
    .filter(([, instant]) => instant !== undefined);
  return { ...Object.fromEntries(rows), ...ends };
}

function instantOf(due: Due, ends: { start: Instant; end: Instant }, draft: Draft, site: Site): Instant | undefined {
  if (!('before' in due)) return undefined;
  const early = before(ends[due.before], due.by, site.timeZone, 'hour' in due ? due.hour : undefined);
  if (!('plus' in due)) return early;
  const takes = due.plus === 'snapshot' ? snapshotTakes(draft, site) : hostOf(draft, site).restoreTakes;
  return takes === undefined ? undefined : before(early, takes, site.timeZone);
}

/** Whether the window holds a restore with its tests beside the work; null where nobody knows how long a restore takes. */
export function holdsRestore(draft: Draft, site: Site): boolean | null {
  const { start, 'last-rollback': lastRollback } = scheduleOf(draft, site);
  return lastRollback === undefined ? null : lastRollback > start;
}

/** Whether there is a snapshot to restore, on a host of which it is known how long that takes. */
export function canRestore({ planned, snapshot, restoring }: Change, site: Site): boolean {
  return snapshot.is === 'finished' && restoring === null && hostOf(planned, site).restoreTakes !== undefined;
}

/** When a restore that begins at `now` is done and tested; null where nobody knows how long one takes. */
export function restoredBy({ planned }: Change, site: Site, now: Instant): Instant | null {
  const { restoreTakes } = hostOf(planned, site);
  const { due } = site.process['last-rollback'];
  if (restoreTakes === undefined || !('by' in due)) return null;
  return after(after(now, restoreTakes, site.timeZone), due.by, site.timeZone);
}

/** The extra time after the announced end that is acceptable where nothing else is agreed, in minutes. */
export function usualExtra({ process, timeZone }: Site): number {
  const { limit } = process.extend;
  return limit === null ? 0 : Math.round(after(0, limit, timeZone) / 60_000);
}
