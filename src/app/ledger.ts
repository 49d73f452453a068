/** What became of every notice, on every channel and for every recipient: from the change, its outbox, and what waits just now. */
import type { Change } from '../domain/change.ts';
import type { Notified } from '../domain/mailing.ts';
import type { Instant } from '../domain/event.ts';
import type { Mailing, MailState } from '../domain/mailing.ts';
import { countsOf } from '../domain/mailing.ts';
import type { MailName, Posting } from '../domain/posting.ts';
import type { Address } from '../domain/site.ts';
import type { Later } from './retry.ts';

/** A letter's fate: on its way, waiting for another try, there, lost, or not needed any more. */
export type Fate =
  | { readonly is: 'queued' }
  | { readonly is: 'later'; readonly why: string; readonly next: Instant }
  | { readonly is: 'sent'; readonly at: Instant; readonly id: string }
  | { readonly is: 'given up'; readonly at: Instant; readonly why: string }
  | { readonly is: 'left out'; readonly why: string };

export interface MailFates {
  readonly key: string;
  readonly all: number;
  readonly sent: number;
  readonly waiting: number;
  readonly failed: number;
  /** Recipient by recipient, in the order of the list. */
  readonly to: () => readonly { readonly to: Address; readonly fate: Fate }[];
}

/** A notice: in the channel (null: it was for mail only), and by mail (null: nobody is written to). */
export interface LedgerLine {
  readonly notice: MailName;
  readonly at: Instant;
  readonly channel: Fate | null;
  readonly mail: MailFates | null;
}

export type LaterOf = (key: string, to?: Address) => Later | undefined;

/** The ledger of a change, the oldest notice first. */
export function ledgerOf(change: Change, outbox: readonly Posting[], later: LaterOf): readonly LedgerLine[] {
  const mailed = new Set<string>();
  const lines = change.notified.map((notified): LedgerLine => {
    const { key, notice, at } = notified;
    const mailing = change.mailings.find((one) => isOf(one, key, change));
    if (mailing !== undefined) mailed.add(mailing.key);
    const mail = mailing === undefined ? null : fatesOf(mailing, outbox, later);
    return { notice, at, channel: channelFate(notified, change, outbox, later), mail };
  });
  const alone = change.mailings
    .filter(({ key }) => !mailed.has(key))
    .map((one) => ({ notice: one.notice, at: one.at, channel: null, mail: fatesOf(one, outbox, later) }));
  return [...lines, ...alone].sort((a, b) => a.at - b.at);
}

/** The mail of a notice is decided by the event right after it. */
function isOf(mailing: Mailing, key: string, { id }: Change): boolean {
  const number = Number(key.split('/').at(-1));
  return mailing.key === `${id}/${mailing.notice}/mail/${String(number + 1)}`;
}

function channelFate(
  { key, activity = '' }: Notified,
  { delivered, gaveUp }: Change,
  outbox: readonly Posting[],
  later: LaterOf,
): Fate {
  const at = delivered[key];
  if (at !== undefined) return { is: 'sent', at, id: activity };
  const lost = gaveUp.find((one) => one.key === key);
  if (lost !== undefined) return { is: 'given up', at: lost.at, why: lost.why };
  return underWay(
    outbox.some((one) => one.key === key),
    later(key),
  );
}

function underWay(isInOutbox: boolean, later: Later | undefined): Fate {
  if (!isInOutbox) return { is: 'left out', why: 'overtaken' };
  return later === undefined ? { is: 'queued' } : { is: 'later', ...later };
}

function fatesOf(mailing: Mailing, outbox: readonly Posting[], later: LaterOf): MailFates {
  const { key, to } = mailing;
  const isInOutbox = outbox.some((one) => one.key === key);
  const counts = countsOf(mailing);
  const waiting = isInOutbox ? counts.queued : 0;
  return {
    key,
    all: counts.sent + counts['given up'] + waiting,
    sent: counts.sent,
    waiting,
    failed: counts['given up'],
    to: () =>
      [...to].map(([address, state]) => ({
        to: address,
        fate: state.is === 'queued' ? underWay(isInOutbox, later(key, address)) : fateOf(state),
      })),
  };
}

function fateOf(state: Exclude<MailState, { is: 'queued' }>): Fate {
  return state.is === 'left out' ? { is: 'left out', why: state.why } : state;
}
