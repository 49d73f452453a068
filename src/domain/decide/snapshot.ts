/** The snapshot on D-day: it takes longer than most windows, and the start waits for it. */
import type { Change } from '../change.ts';
import { isMissed, isSettled } from '../change.ts';
import type { PersonCommand } from '../command.ts';
import type { Outcome } from '../decide.ts';
import type { Refusal } from '../refusal.ts';
import { refuse } from '../refusal.ts';
import { approverOnly, implementerOnly } from '../roles.ts';
import type { Site } from '../site.ts';

type Of<T extends PersonCommand['type']> = Extract<PersonCommand, { type: T }>;

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

/** After a failure the implementer tries again, or asks to go without. */
export function failSnapshot(change: Change, command: Of<'failSnapshot'>): Outcome {
  const refused = notForImplementer(change, command);
  if (refused) return refused;
  if (command.reason.trim() === '') return refuse('reason required');
  return [{ type: 'snapshotFailed', reason: command.reason.trim() }];
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

function notForImplementer(
  change: Change,
  command: Of<'startSnapshot' | 'finishSnapshot' | 'failSnapshot' | 'requestSkip'>,
): Refusal | undefined {
  const refused = implementerOnly(change, command.by);
  if (refused) return refused;
  const open = isTakingPlace(change) && !isSettled(change.snapshot) && change.snapshot.is !== 'skip requested';
  return open ? undefined : refuse('nothing to answer', { id: change.id });
}

function notForApprover(change: Change, command: Of<'agreeSkip' | 'refuseSkip'>, site: Site): Refusal | undefined {
  const refused = approverOnly(change, command.by, site, command.now);
  if (refused) return refused;
  const open = isTakingPlace(change) && change.snapshot.is === 'skip requested';
  return open ? undefined : refuse('nothing to answer', { id: change.id });
}

function isTakingPlace(change: Change): boolean {
  return change.stage.is === 'approved' && change.asks.snapshot !== undefined && !isMissed(change);
}
