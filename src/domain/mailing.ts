/** Who is told by mail, and what became of each mail: the recipients are the site's, the ledger is the change's. */
import type { Change } from './change.ts';
import { isOver, isRunning } from './change.ts';
import type { Happening, Instant } from './event.ts';
import type { MailName, PostingKey } from './posting.ts';
import { serviceOf } from './schedule.ts';
import type { Address, Site } from './site.ts';
import type { NoticeName } from './milestone.ts';
import { lastTold } from './telling.ts';

/** What became of a mail to one recipient; `id` is the part of its Message-ID before the `@`. */
export type MailState =
  | { readonly is: 'queued' }
  | { readonly is: 'sent'; readonly at: Instant; readonly id: string }
  | { readonly is: 'given up'; readonly at: Instant; readonly why: string }
  | { readonly is: 'left out'; readonly at: Instant; readonly why: LeftOut };

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
 * Who is told of this change by mail: the approver, the recipients of its service, and those of the service that was announced
 * where it is another one; nobody where the site sends no mail.
 */
export function recipientsOf({ planned, tellings }: Pick<Change, 'planned' | 'tellings'>, site: Site): Address[] {
  if (site.mail === undefined) return [];
  const services = [planned.service, tellings.at(-1)?.service ?? planned.service];
  const affected = services.flatMap((key) => serviceOf(key, site).recipients ?? []);
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
  return happenings.flatMap((one) => {
    const mail = mailOf(one, change, now, site, isAnnounced);
    return mail === null || mail.to.length === 0 ? [one] : [one, mail];
  });
}

type Addressed = Extract<Happening, { type: 'addressed' }>;

function mailOf(one: Happening, change: Change, now: Instant, site: Site, isAnnounced: boolean): Addressed | null {
  if (one.type === 'noticed')
    return { type: 'addressed', notice: one.notice, due: one.due, to: recipientsOf(change, site) };
  // The approver's calendar knows of it before anybody else does, and is told when it comes to nothing.
  if (one.type === 'asked' && (one.question === 'pre-check' || one.question === 'go-nogo'))
    return isNewsToApprover(change)
      ? { type: 'addressed', notice: 'tentative', due: one.due, to: approverOf(site) }
      : null;
  if (one.type === 'cancelled' && !isAnnounced && change.tentative !== null)
    return { type: 'addressed', notice: 'cancel', due: now, to: approverOf(site) };
  return null;
}

/** Once it is announced the approver hears of it with everybody else. */
function isNewsToApprover(change: Change): boolean {
  if (lastTold(change) !== null) return false;
  const { tentative, planned } = change;
  if (tentative === null || tentative.is === 'cancelled') return true;
  const { window } = tentative;
  return window.start !== planned.window.start || window.minutes !== planned.window.minutes;
}

/** Recipients of by now who were told nothing of an announced change: they read how it stands. */
export function newcomers(change: Change, now: Instant, site: Site): readonly Happening[] {
  const notice = presentNotice(change);
  if (notice === null) return [];
  const known = new Set(
    change.mailings.filter((one) => one.notice !== 'tentative').flatMap(({ to }) => [...to.keys()]),
  );
  const to = recipientsOf(change, site).filter((address) => !known.has(address));
  return to.length === 0 ? [] : [{ type: 'addressed', notice, due: now, to, joined: true }];
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
