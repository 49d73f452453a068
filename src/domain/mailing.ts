/** Who is told by mail, and what became of each mail: the recipients are the site's, the ledger is the change's. */
import type { Change } from './change.ts';
import { isOver, isRunning } from './change.ts';
import type { Happening, Instant } from './event.ts';
import type { MailName, PostingKey } from './posting.ts';
import { serviceOf } from './schedule.ts';
import type { Address, Site } from './site.ts';
import type { NoticeName } from './milestone.ts';
import { lastTold, thisTime } from './telling.ts';

/** A notice in the channel, by the key of its letter. */
export interface Notified {
  readonly key: string;
  readonly notice: NoticeName;
  readonly at: Instant;
  /** Which post it became. */
  readonly activity?: string;
}

/** A letter that could not be delivered; `to`: a mail to this recipient. */
export interface GivenUp {
  readonly key: string;
  readonly to?: Address;
  readonly why: string;
  readonly at: Instant;
}

/** What became of a mail to one recipient; `id` is the part of its Message-ID before the `@`. */
export type MailState =
  | { readonly is: 'queued' }
  | { readonly is: 'sent'; readonly at: Instant; readonly id: string }
  /** `maybe`: it may have arrived all the same, the answer to an earlier try was lost. */
  | { readonly is: 'given up'; readonly at: Instant; readonly why: string; readonly maybe?: true }
  | { readonly is: 'left out'; readonly at: Instant; readonly why: LeftOut; readonly maybe?: true };

/** Why somebody is not written to after all: no recipient any more, never told what this takes back, or it is cancelled by now. */
export type LeftOut = 'removed' | 'never told' | 'overtaken';

/** A notice by mail, with what became of it for each recipient, in the order of the list. */
export interface Mailing {
  readonly key: PostingKey;
  readonly notice: MailName;
  /** When it was decided. */
  readonly at: Instant;
  readonly to: ReadonlyMap<Address, MailState>;
}

/**
 * Who is told of this change by mail: the approver, the recipients of its service, and those of every service that it was
 * announced for; nobody where the site sends no mail.
 */
export function recipientsOf(change: Pick<Change, 'planned' | 'tellings'>, site: Site): Address[] {
  if (site.mail === undefined) return [];
  const services = new Set([change.planned.service, ...thisTime(change).map(({ service }) => service)]);
  const affected = [...services].flatMap((key) => serviceOf(key, site).recipients ?? []);
  return [...new Set([...approverOf(site), ...affected])];
}

function approverOf({ mail, approver }: Site): readonly Address[] {
  return mail === undefined || approver.mail === undefined ? [] : [approver.mail];
}

/** The same happenings, and after each that tells somebody something who is told of it by mail. */
export function addressed(
  change: Change | undefined,
  happenings: readonly Happening[],
  now: Instant,
  site: Site,
): readonly Happening[] {
  if (change === undefined || site.mail === undefined) return happenings;
  const isAnnounced = happenings.some((one) => one.type === 'noticed');
  return happenings.flatMap((one) => [
    one,
    ...mailsOf(one, change, now, site, isAnnounced).filter(({ to }) => to.length > 0),
  ]);
}

type Addressed = Extract<Happening, { type: 'addressed' }>;

function mailsOf(one: Happening, change: Change, now: Instant, site: Site, isAnnounced: boolean): readonly Addressed[] {
  if (one.type === 'noticed') return noticeMails(one, recipientsOf(change, site), change);
  // The approver's calendar knows of it before anybody else does, and is told when it comes to nothing.
  if (one.type === 'asked' && (one.question === 'pre-check' || one.question === 'go-nogo'))
    return isNewsToApprover(change)
      ? [{ type: 'addressed', notice: 'tentative', due: one.due, to: approverOf(site) }]
      : [];
  if (one.type === 'cancelled' && !isAnnounced && change.tentative !== null)
    return [{ type: 'addressed', notice: 'cancel', due: now, to: approverOf(site) }];
  return [];
}

/** Where it names two windows, those who never heard of the first one read the second one alone. */
function noticeMails(
  { notice, due }: Extract<Happening, { type: 'noticed' }>,
  all: readonly Address[],
  change: Change,
): readonly Addressed[] {
  if (notice !== 'moved' && notice !== 'delayed') return [{ type: 'addressed', notice, due, to: all }];
  const [first] = thisTime(change);
  const isTold = (to: Address): boolean => first !== undefined && wasWritten(to, change, numberIn(first.key));
  return [
    { type: 'addressed', notice, due, to: all.filter(isTold) },
    { type: 'addressed', notice: 'announce', due, to: all.filter((to) => !isTold(to)), joined: true },
  ];
}

/** Once it is announced the approver hears of it with everybody else. */
function isNewsToApprover(change: Change): boolean {
  if (lastTold(change) !== null) return false;
  const { tentative, planned } = change;
  if (tentative === null || tentative.is === 'cancelled') return true;
  const { window } = tentative;
  return window.start !== planned.window.start || window.minutes !== planned.window.minutes;
}

/** Recipients of by now who do not know what everybody else was told last: they read how it stands. */
export function newcomers(change: Change, now: Instant, site: Site): readonly Happening[] {
  const notice = presentNotice(change);
  const last = lastTold(change);
  if (notice === null || last === null) return [];
  const to = recipientsOf(change, site).filter((address) => !wasWritten(address, change, numberIn(last.key)));
  return to.length === 0 ? [] : [{ type: 'addressed', notice, due: now, to, joined: true }];
}

/** Whether a mail about what happened since this event was meant for them; one that failed is sent again by whoever wants it. */
function wasWritten(to: Address, { mailings }: Change, since: number): boolean {
  return mailings.some((one) => {
    const state = one.notice !== 'tentative' && numberIn(one.key) > since ? one.to.get(to) : undefined;
    return state !== undefined && state.is !== 'left out';
  });
}

/** The number of the event that a letter is about. */
export function numberIn(key: PostingKey): number {
  return Number(key.split('/').at(-1));
}

/** What says how a change stands; null: nothing that was announced holds. */
function presentNotice(change: Change): NoticeName | null {
  if (isOver(change) || lastTold(change)?.is !== 'planned') return null;
  if (isRunning(change)) return change.stage.is === 'incident' ? 'incident' : 'start';
  return change.stage.is === 'approved' ? 'announce' : null;
}

/** Why this recipient is not written to after all; null: they are. `hasHeard`: a mail of this change has reached them. */
export function leftOut(
  { notice }: { readonly notice: MailName },
  to: Address,
  change: Change,
  site: Site,
  hasHeard: boolean,
): LeftOut | null {
  if (!recipientsOf(change, site).includes(to)) return 'removed';
  if (TAKES_BACK.includes(notice)) return hasHeard ? null : 'never told';
  // Whoever has not heard of it yet needs to hear neither.
  return change.stage.is === 'cancelled' ? 'overtaken' : null;
}

const TAKES_BACK: readonly MailName[] = ['cancel', 'postponed'];

/** Whether another mail of this change has reached a recipient, or may have. */
export function hasHeard(address: Address, { mailings }: Change, besides: PostingKey): boolean {
  return mailings.some(({ key, to }) => {
    const state = key === besides ? undefined : to.get(address);
    if (state === undefined || state.is === 'queued') return false;
    return state.is === 'sent' || state.maybe === true;
  });
}

/** The mails of this change that a recipient had, the oldest first. */
export function mailsTo(address: Address, { mailings }: Change): readonly string[] {
  return mailings.flatMap(({ to }) => {
    const state = to.get(address);
    return state?.is === 'sent' ? [state.id] : [];
  });
}

/** How many recipients of a mailing are in each state. */
export function countsOf({ to }: Mailing): Readonly<Record<MailState['is'], number>> {
  const counts = { queued: 0, sent: 0, 'given up': 0, 'left out': 0 };
  for (const { is } of to.values()) counts[is] += 1;
  return counts;
}

/** Whether a notice by mail may still reach, or has reached, anybody. */
export function reaches({ to }: Mailing): boolean {
  return [...to.values()].some(({ is }) => is === 'sent' || is === 'queued');
}
