/** When it does not go to plan inside the window: the decision point, more time, a restore. */
import type { Change } from '../change.ts';
import { extraLeft, isOpen } from '../change.ts';
import type { PersonCommand, SaidMinutes } from '../command.ts';
import type { Outcome } from '../decide.ts';
import type { Happening, Instant } from '../event.ts';
import type { Refusal } from '../refusal.ts';
import { refuse } from '../refusal.ts';
import { approverOnly, implementerOnly } from '../roles.ts';
import { canRestore, restoredBy, scheduleOf } from '../schedule.ts';
import type { Site } from '../site.ts';

type Of<T extends PersonCommand['type']> = Extract<PersonCommand, { type: T }>;

const MINUTE = 60_000;
/** A delay is told as people say it: 65 minutes, not 63. */
const ROUND_TO_MIN = 5;
const MOST_MINUTES = 7 * 24 * 60;

/** The decision point before its time, with all of its answers. */
export function askToDecide(change: Change, command: Of<'askToDecide'>): Outcome {
  const refused = notRunning(change, command);
  if (refused) return refused;
  return [{ type: 'asked', question: 'decide', due: command.now, late: false }];
}

/** The last moment for a restore goes by, and the implementer knows. */
export function keepGoing(change: Change, command: Of<'keepGoing'>): Outcome {
  const refused = notRunning(change, command);
  if (refused) return refused;
  return isOpen(change, 'last-rollback') ? [{ type: 'keptGoing' }] : refuse('nothing to answer', { id: change.id });
}

/** More time within what was agreed at GO, all extensions together; everybody reads the new end. */
export function extend(change: Change, command: Of<'extend'>, site: Site): Outcome {
  const asked = askedFor(change, command, site);
  if ('refused' in asked) return asked;
  const { minutes, reason } = asked;
  if (minutes > extraLeft(change)) return refuse('beyond agreed', { ...agreement(change), minutes });
  return extended({ minutes, reason, restore: false, agreed: false }, command.now);
}

/** Beyond it the approver is asked; until the answer the end is what it was. */
export function requestMore(change: Change, command: Of<'requestMore'>, site: Site): Outcome {
  const asked = askedFor(change, command, site);
  if ('refused' in asked) return asked;
  if (asked.minutes <= extraLeft(change)) return refuse('within agreed', agreement(change));
  return [
    { type: 'moreRequested', ...asked },
    { type: 'asked', question: 'more', due: command.now, late: false },
  ];
}

export function agreeMore(change: Change, command: Of<'agreeMore'>, site: Site): Outcome {
  const refused = approverOnly(change, command.by, site, command.now);
  if (refused) return refused;
  const { moreAsked } = change;
  if (moreAsked === null || !isOpen(change, 'more')) return refuse('nothing to answer', { id: change.id });
  const { minutes, reason } = moreAsked;
  if (isEndPast(change, minutes, command.now, site)) return refuse('new end past');
  return extended({ minutes, reason, restore: false, agreed: true }, command.now);
}

/** The implementer is asked again for one of the other answers. */
export function refuseMore(change: Change, command: Of<'refuseMore'>, site: Site): Outcome {
  const refused = approverOnly(change, command.by, site, command.now);
  if (refused) return refused;
  if (!isOpen(change, 'more')) return refuse('nothing to answer', { id: change.id });
  if (command.reason.trim() === '') return refuse('reason required');
  return [
    { type: 'moreRefused', reason: command.reason.trim() },
    { type: 'asked', question: 'decide', due: command.now, late: false },
  ];
}

/**
 * The state of before comes back. A restore that ends after the window brings its own extra delay; where that is more than was
 * agreed, it is an incident, or the approver's to agree to.
 */
export function restore(change: Change, command: Of<'restore'>, site: Site): Outcome {
  const refused = notRunning(change, command);
  if (refused) return refused;
  const done = restoredBy(change, site, command.now);
  if (!canRestore(change, site) || done === null) return refuse('nothing to restore', { id: change.id });
  const begun: readonly Happening[] = [
    { type: 'restoreStarted' },
    { type: 'asked', question: 'tests', due: command.now, late: false },
  ];
  const over = Math.ceil((done - scheduleOf(change.planned, site).end) / MINUTE);
  if (over <= 0) return begun;
  if (over > extraLeft(change)) return refuse('restore beyond agreed', { ...agreement(change), over });
  const minutes = Math.min(extraLeft(change), Math.ceil(over / ROUND_TO_MIN) * ROUND_TO_MIN);
  return [...extended({ minutes, reason: '', restore: true, agreed: false }, command.now), ...begun];
}

function extended(by: Omit<Extract<Happening, { type: 'extended' }>, 'type'>, now: Instant): readonly Happening[] {
  return [
    { type: 'extended', ...by },
    { type: 'noticed', notice: 'extend', due: now, late: false },
  ];
}

function askedFor(
  change: Change,
  command: Of<'extend' | 'requestMore'>,
  site: Site,
): Refusal | { readonly minutes: number; readonly reason: string } {
  const refused = notRunning(change, command);
  if (refused) return refused;
  const minutes = minutesOf(command.minutes);
  if (minutes === undefined) return refuse('unreadable delay');
  if (isEndPast(change, minutes, command.now, site)) return refuse('new end past');
  const reason = command.reason.trim();
  return reason === '' ? refuse('reason required') : { minutes, reason };
}

/** Nobody is told an end that has passed already: the extra time counts from the present end, however late it is asked for. */
function isEndPast({ planned }: Change, minutes: number, now: Instant, site: Site): boolean {
  return scheduleOf(planned, site).end + minutes * MINUTE <= now;
}

/** A time that somebody wrote, where it is one that can be meant. */
export function minutesOf(said: SaidMinutes): number | undefined {
  return typeof said === 'number' && said >= 1 && said <= MOST_MINUTES ? said : undefined;
}

function agreement(change: Change): Refusal['values'] {
  return { agreed: change.acceptable ?? 0, left: extraLeft(change) };
}

function notRunning(change: Change, { by }: PersonCommand): Refusal | undefined {
  const refused = implementerOnly(change, by);
  if (refused) return refused;
  if (change.stage.is === 'incident') return refuse('incident under way', { id: change.id });
  return change.stage.is === 'in progress' ? undefined : refuse('nothing to answer', { id: change.id });
}
