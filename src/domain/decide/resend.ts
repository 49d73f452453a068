/** What could not be delivered is sent again: only that, only to those who have not got it, and only where nothing newer reached them. */
import type { Change } from '../change.ts';
import type { PersonCommand } from '../command.ts';
import type { Outcome } from '../decide.ts';
import type { Instant } from '../event.ts';
import { leftOut, mailsTo } from '../mailing.ts';
import type { MailPosting, Posting } from '../posting.ts';
import { isWorthSaying } from '../notices.ts';
import { refuse } from '../refusal.ts';
import { implementerOrApprover } from '../roles.ts';
import type { Address, Site } from '../site.ts';

/** By the implementer or the approver, also when the change is over. */
export function resend(change: Change, command: Extract<PersonCommand, { type: 'resend' }>, site: Site): Outcome {
  const { by, now } = command;
  if (implementerOrApprover(change, by, site, now) !== undefined)
    return refuse('not yours to resend', { implementer: change.implementer.name, approver: site.approver.name });
  const letters = resendable(change, now, site);
  return letters.length === 0 ? refuse('nothing to resend', { id: change.id }) : [{ type: 'resent', letters }];
}

/** What was given up and is still worth saying. */
export function resendable(change: Change, now: Instant, site: Site): readonly Posting[] {
  return joined(change.lost).flatMap((letter) => {
    const isPast = letter.expires !== null && now >= letter.expires;
    if (isPast || !isWorthSaying(letter, change)) return [];
    if (letter.kind === 'mail') return stillWanted(letter, change, site);
    return isOvertaken(letter.key, change) ? [] : [letter];
  });
}

/** Several times given up for some of its recipients, a mail is one letter to all of them. */
function joined(lost: readonly Posting[]): readonly Posting[] {
  const byKey = new Map<string, Posting>();
  for (const letter of lost) {
    const before = byKey.get(letter.key);
    const isMore = before?.kind === 'mail' && letter.kind === 'mail';
    byKey.set(letter.key, isMore ? { ...letter, to: [...before.to, ...letter.to] } : letter);
  }
  return [...byKey.values()];
}

function stillWanted(letter: MailPosting, change: Change, site: Site): readonly Posting[] {
  const to = letter.to.filter((address) => {
    return (
      leftOut(letter, address, change, site, mailsTo(address, change).length > 0) === null &&
      !isOvertakenFor(address, letter.key, change)
    );
  });
  return to.length === 0 ? [] : [{ ...letter, to }];
}

/** A newer mail of the change has reached them. */
function isOvertakenFor(address: Address, key: string, { mailings }: Change): boolean {
  const index = mailings.findIndex((one) => one.key === key);
  return mailings.slice(index + 1).some(({ to }) => to.get(address)?.is === 'sent');
}

/** A newer notice of the change is in the channel. */
function isOvertaken(key: string, { notified, delivered }: Change): boolean {
  const index = notified.findIndex((one) => one.key === key);
  return notified.slice(index + 1).some((one) => delivered[one.key] !== undefined);
}
