/** Is the bot well? Values for `status` and for the health check. */
import type { Instant } from '../domain/event.ts';
import type { Changes } from './changes.ts';
import type { Store } from './ports.ts';
import type { Team } from './team.ts';
import type { MilestoneName } from '../domain/milestone.ts';
import type { Site } from '../domain/site.ts';
import { nextMilestone } from './view.ts';

export interface Status {
  readonly since: Instant;
  readonly now: Instant;
  readonly channel: { readonly name: string; readonly fallback: boolean } | null;
  readonly open: number;
  readonly undelivered: number;
  readonly gaveUp: readonly { readonly key: string; readonly why: string; readonly at: Instant }[];
  readonly damaged: readonly { readonly file: string; readonly why: string }[];
  readonly due: readonly { readonly id: string; readonly milestone: MilestoneName; readonly at: Instant }[];
}

const MOST = 5;
/** What outlived its day was left out on purpose: nothing is wrong with that. */
const EXPIRED = 'expired';
const WEEK_MS = 7 * 24 * 60 * 60_000;

/** What is due next, what waits, what was given up within a week, what was set aside. */
export function statusOf(changes: Changes, team: Team, store: Store, site: Site, since: Instant, now: Instant): Status {
  const open = changes.open();
  const due = open.flatMap((change) => {
    const next = nextMilestone(change, site);
    return next === null ? [] : [{ id: change.id, milestone: next.name, at: next.at }];
  });
  const { installation } = team;
  return {
    since,
    now,
    channel: installation === null ? null : { name: installation.channelName, fallback: installation.fallback },
    open: open.length,
    undelivered: changes.undelivered,
    gaveUp: changes.gaveUp().filter(({ at, why }) => at > now - WEEK_MS && why !== EXPIRED),
    damaged: store.damaged,
    due: due.sort((a, b) => a.at - b.at).slice(0, MOST),
  };
}
