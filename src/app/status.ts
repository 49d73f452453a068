/** Is the bot well? Values for `status` and for the health check. */
import type { Instant } from '../domain/event.ts';
import type { Changes } from './changes.ts';
import { EXPIRED } from './sender.ts';
import type { Store } from './ports.ts';
import type { SecretExpiry } from './secret-expiry.ts';
import type { Team } from './team.ts';
import type { MilestoneName } from '../domain/milestone.ts';
import type { Site } from '../domain/site.ts';
import { nextMilestone } from './view.ts';
import type { LaterOf } from './ledger.ts';
import type { Later } from './retry.ts';
import type { GivenUp } from '../domain/mailing.ts';
import type { Address } from '../domain/site.ts';

export interface Status {
  readonly since: Instant;
  readonly now: Instant;
  readonly channel: { readonly name: string; readonly fallback: boolean } | null;
  readonly open: number;
  readonly undelivered: number;
  /** How many letters were given up within a week, mails by recipient. */
  readonly lost: number;
  /** The newest of them, one of each notice. */
  readonly gaveUp: readonly GivenUp[];
  /** What waits for another try, over all changes: why, and until when. */
  readonly waiting: readonly Waiting[];
  readonly damaged: readonly { readonly file: string; readonly why: string }[];
  /** When the client secret expires; null: nobody has said when. */
  readonly secret: SecretExpiry | null;
  readonly due: readonly { readonly id: string; readonly milestone: MilestoneName; readonly at: Instant }[];
}

export interface Waiting extends Later {
  readonly key: string;
  /** A mail to this recipient. */
  readonly to?: Address;
}

interface Needs {
  readonly changes: Changes;
  readonly team: Team;
  readonly store: Store;
  readonly site: Site;
  readonly since: Instant;
  readonly now: Instant;
  readonly later: LaterOf;
  readonly secret: SecretExpiry | null;
}

const MOST = 5;
const MOST_GIVEN_UP = 10;
const WEEK_MS = 7 * 24 * 60 * 60_000;

/** What is due next, what waits, what was given up within a week, what was set aside. */
export function statusOf({ changes, team, store, site, since, now, later, secret }: Needs): Status {
  const open = changes.open();
  const due = open.flatMap((change) => {
    const next = nextMilestone(change, site);
    return next === null ? [] : [{ id: change.id, milestone: next.name, at: next.at }];
  });
  const { installation } = team;
  const lost = changes.gaveUp().filter(({ at, why }) => at > now - WEEK_MS && why !== EXPIRED);
  return {
    since,
    now,
    channel: installation === null ? null : { name: installation.channelName, fallback: installation.fallback },
    open: open.length,
    undelivered: changes.undelivered,
    lost: lost.length,
    gaveUp: lost.filter(({ key }, index) => lost.findIndex((one) => one.key === key) === index).slice(0, MOST_GIVEN_UP),
    waiting: waitingIn(changes, later)
      .sort((a, b) => a.next - b.next)
      .slice(0, MOST),
    damaged: store.damaged,
    secret,
    due: due.sort((a, b) => a.at - b.at).slice(0, MOST),
  };
}

function waitingIn(changes: Changes, later: LaterOf): Waiting[] {
  const letters = changes.waiting().flatMap((id) => changes.peek(id)?.outbox ?? []);
  return letters.flatMap((posting) =>
    posting.kind === 'mail'
      ? posting.to.flatMap((to) => withLater({ key: posting.key, to }, later(posting.key, to)))
      : withLater({ key: posting.key }, later(posting.key)),
  );
}

function withLater(
  letter: { readonly key: string; readonly to?: Address },
  later: Later | undefined,
): readonly Waiting[] {
  return later === undefined ? [] : [{ ...letter, ...later }];
}
