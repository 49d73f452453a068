/** What could not be delivered is sent again: only that, only to those who have not got it, and only what still holds. */
import type { Change } from '../change.ts';
import { isMissed } from '../change.ts';
import type { PersonCommand } from '../command.ts';
import type { Outcome } from '../decide.ts';
import type { Instant } from '../event.ts';
import { hasHeard, leftOut } from '../mailing.ts';
import type { MailName, MailPosting, NoticeFacts, Posting } from '../posting.ts';
import { isWorthSaying } from '../notices.ts';
import { refuse } from '../refusal.ts';
import { implementerOrApprover } from '../roles.ts';
import { scheduleOf, serviceOf } from '../schedule.ts';
import type { Address, Site } from '../site.ts';
import { lastTold } from '../telling.ts';

/** By the implementer or the approver, also when the change is over. */
export function resend(change: Change, command: Extract<PersonCommand, { type: 'resend' }>, site: Site): Outcome {
  const { by, now } = command;
  if (implementerOrApprover(change, by, site, now) !== undefined)
    return refuse('not yours to resend', { implementer: change.implementer.name, approver: site.approver.name });
  const letters = resendable(change, now, site);
  return letters.length === 0 ? refuse('nothing to resend', { id: change.id }) : [{ type: 'resent', letters }];
}

type Notice = Extract<Posting, { kind: 'notice' | 'mail' }>;

/** What was given up, is still true, and was not overtaken by something newer. */
export function resendable(change: Change, now: Instant, site: Site): readonly Posting[] {
  return joined(change.lost).flatMap((letter) => {
    const isPast = letter.expires !== null && now >= letter.expires;
    if (isPast || !isWorthSaying(letter, change) || !isTrueStill(letter, change, site)) return [];
    if (letter.kind === 'mail') return stillWanted(letter, change, site);
    return isOvertaken(letter.key, change) ? [] : [letter];
  });
}

/** Several times given up for some of its recipients, a mail is one letter to all of them. */
function joined(lost: Change['lost']): readonly Notice[] {
  const byKey = new Map<string, Notice>();
  for (const letter of lost) {
    if (letter.kind !== 'notice' && letter.kind !== 'mail') continue;
    const before = byKey.get(letter.key);
    const isMore = before?.kind === 'mail' && letter.kind === 'mail';
    byKey.set(letter.key, isMore ? { ...letter, to: [...before.to, ...letter.to] } : letter);
  }
  return [...byKey.values()];
}

/** What a notice said is so by now: nobody is sent a plan that has no GO any more, or a state that is over. */
function isTrueStill({ notice, facts }: Notice, change: Change, site: Site): boolean {
  const { is } = change.stage;
  return HOLDS[notice](is, change) && (!NAMES_THE_PLAN.includes(notice) || isAsPlanned(facts, change, site));
}

type Stage = Change['stage']['is'];

const isOver = (is: Stage): boolean => is === 'ended' || is === 'closed';
/** A plan whose window has gone by keeps its GO, and holds no more. */
const approved = (is: Stage, change: Change): boolean => is === 'approved' && !isMissed(change);
const running = (is: Stage): boolean => is === 'in progress';
const inIncident = (is: Stage): boolean => is === 'incident';

const HOLDS: Readonly<Record<MailName, (is: Stage, change: Change) => boolean>> = {
  tentative: (_is, change) => change.tentative?.is === 'planned',
  announce: approved,
  moved: approved,
  delayed: approved,
  postponed: (_is, change) => lastTold(change)?.is === 'postponed',
  remind: approved,
  start: running,
  extend: running,
  overrun: running,
  incident: inIncident,
  'incident-update': inIncident,
  'incident-over': isOver,
  'incident-process': isOver,
  end: isOver,
  // Of what was not told this time nobody takes anything back.
  cancel: (_is, change) => lastTold(change) === null || change.stage.is === 'cancelled',
};

const NAMES_THE_PLAN: readonly MailName[] = ['tentative', 'announce', 'moved', 'delayed', 'remind', 'start', 'extend'];

function isAsPlanned({ start, end, service, title }: NoticeFacts, { planned }: Change, site: Site): boolean {
  const now = scheduleOf(planned, site);
  const isSameWindow = now.start === start && now.end === end;
  return isSameWindow && serviceOf(planned.service, site).name === service && planned.title === title;
}

function stillWanted(letter: MailPosting, change: Change, site: Site): readonly Posting[] {
  const to = letter.to.filter((address) => {
    const isWanted = leftOut(letter, address, change, site, hasHeard(address, change, letter.key)) === null;
    return isWanted && !isOvertakenFor(address, letter.key, change);
  });
  return to.length === 0 ? [] : [{ ...letter, to }];
}

/** A newer mail of the change has reached them, or is on its way. */
function isOvertakenFor(address: Address, key: string, { mailings }: Change): boolean {
  const index = mailings.findIndex((one) => one.key === key);
  return mailings.slice(index + 1).some(({ to }) => ['sent', 'queued'].includes(to.get(address)?.is ?? ''));
}

/** A newer notice of the change is in the channel, or on its way there. */
function isOvertaken(key: string, { notified, gaveUp }: Change): boolean {
  const index = notified.findIndex((one) => one.key === key);
  return notified.slice(index + 1).some((one) => !gaveUp.some((lost) => lost.key === one.key));
}
