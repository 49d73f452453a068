/** The snapshot on D-day: it takes longer than most windows, and the start waits for it. */
import type { Change } from '../change.ts';
import { extraLeft, isMissed, isOpen, isSettled, wasAsked, wasTold } from '../change.ts';
import type { PersonCommand } from '../command.ts';
import type { Outcome } from '../decide.ts';
import type { Instant } from '../event.ts';
import type { Refusal } from '../refusal.ts';
import { refuse } from '../refusal.ts';
import { approverOnly, implementerOnly } from '../roles.ts';
import { scheduleOf, snapshotTakes } from '../schedule.ts';
import type { Site } from '../site.ts';
import { after, wallClock } from '../window.ts';
import { minutesOf } from './trouble.ts';

type Of<T extends PersonCommand['type']> = Extract<PersonCommand, { type: T }>;

const MINUTE = 60_000;
/** A delay is told as people say it: 25 minutes, not 23. */
const ROUND_TO_MIN = 5;

export function startSnapshot(change: Change, command: Of<'startSnapshot'>): Outcome {
  const refused = notForImplementer(change, command);
  if (refused) return refused;
  if (change.snapshot.is === 'started') return refuse('snapshot under way');
  return [{ type: 'snapshotStarted' }];
}

/** Only what was started can be finished: the time between the two is what the next plan is made of. */
export function finishSnapshot(change: Change, command: Of<'finishSnapshot'>): Outcome {
  const refused = notForImplementer(change, command);
  if (refused) return refused;
  if (change.snapshot.is !== 'started') return refuse('snapshot not started');
  return [{ type: 'snapshotFinished' }];
}

/** The approver is asked at once whether it goes without; meanwhile the implementer may try again, which settles the question. */
export function failSnapshot(change: Change, command: Of<'failSnapshot'>): Outcome {
  const refused = notForImplementer(change, command);
  if (refused) return refused;
  if (command.reason.trim() === '') return refuse('reason required');
  return [
    { type: 'snapshotFailed', reason: command.reason.trim() },
    { type: 'asked', question: 'skip', due: command.now, late: false },
  ];
}

/** Without a snapshot there is nothing to restore: the approver has to agree. */
export function requestSkip(change: Change, command: Of<'requestSkip'>): Outcome {
  const refused = notForImplementer(change, command);
  if (refused) return refused;
  if (command.reason.trim() === '') return refuse('reason required');
  return [
    { type: 'skipRequested', reason: command.reason.trim() },
    { type: 'asked', question: 'skip', due: command.now, late: false },
  ];
}

export function agreeSkip(change: Change, command: Of<'agreeSkip'>, site: Site): Outcome {
  return notForApprover(change, command, site) ?? [{ type: 'skipAgreed' }];
}

/** The change needs its snapshot after all: the implementer is asked for it again. */
export function refuseSkip(change: Change, command: Of<'refuseSkip'>, site: Site): Outcome {
  const refused = notForApprover(change, command, site);
  if (refused) return refused;
  if (command.reason.trim() === '') return refuse('reason required');
  return [
    { type: 'skipRefused', reason: command.reason.trim() },
    { type: 'asked', question: 'snapshot', due: command.now, late: false },
  ];
}

/**
 * The window moves as it is, by what the snapshot still takes; charged to the extra time that was agreed at GO, beyond it the change
 * has to be rescheduled.
 */
export function delayStart(change: Change, command: Of<'delayStart'>, site: Site): Outcome {
  const refused = notForImplementer(change, command);
  if (refused) return refused;
  const minutes = minutesOf(command.minutes);
  if (minutes === undefined) return refuse('unreadable delay');
  const reason = command.reason.trim();
  if (reason === '') return refuse('reason required');
  if (minutes > extraLeft(change))
    return refuse('delay beyond agreed', {
      minutes,
      agreed: change.acceptable ?? 0,
      left: extraLeft(change),
      id: change.id,
    });
  const start = scheduleOf(change.planned, site).start + minutes * MINUTE;
  if (start <= command.now) return refuse('move into the past');
  const { hold } = change;
  return [
    ...(hold === null ? [] : [{ type: 'released', milestone: hold.milestone } as const]),
    { type: 'startDelayed', minutes, start: wallClock(start, site.timeZone), reason },
    ...(wasTold(change) ? [{ type: 'noticed', notice: 'delayed', due: command.now, late: false } as const] : []),
  ];
}

/** When it would be ready: from its start, or from now where it has not been started. */
export function snapshotReadyAt(change: Change, site: Site, now: Instant): Instant | null {
  const takes = snapshotTakes(change.planned, site);
  if (takes === undefined || isSettled(change.snapshot)) return null;
  if (change.snapshot.is !== 'started') return after(now, takes, site.timeZone);
  // One that takes longer than they do is ready now at the earliest.
  return Math.max(now, after(change.snapshot.at, takes, site.timeZone));
}

/** By how many minutes the start would have to move for the snapshot, as people say it; null: it is in time. */
export function delayNeeded(change: Change, site: Site, now: Instant): number | null {
  const ready = snapshotReadyAt(change, site, now);
  const late = ready === null ? 0 : (ready - scheduleOf(change.planned, site).start) / MINUTE;
  return late <= 0 ? null : Math.ceil(late / ROUND_TO_MIN) * ROUND_TO_MIN;
}

function notForImplementer(
  change: Change,
  command: Of<'startSnapshot' | 'finishSnapshot' | 'failSnapshot' | 'requestSkip' | 'delayStart'>,
): Refusal | undefined {
  const refused = implementerOnly(change, command.by);
  if (refused) return refused;
  const open = isTakingPlace(change) && !isSettled(change.snapshot) && change.snapshot.is !== 'skip requested';
  return open ? undefined : refuse('nothing to answer', { id: change.id });
}

function notForApprover(change: Change, command: Of<'agreeSkip' | 'refuseSkip'>, site: Site): Refusal | undefined {
  const refused = approverOnly(change, command.by, site, command.now);
  if (refused) return refused;
  const open = isTakingPlace(change) && isOpen(change, 'skip');
  return open ? undefined : refuse('nothing to answer', { id: change.id });
}

function isTakingPlace(change: Change): boolean {
  return change.stage.is === 'approved' && wasAsked(change, 'snapshot') && !isMissed(change);
}
