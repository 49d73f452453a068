/** GO / NOGO. Only GO releases the announcement, and silence is never GO. */
import type { Change } from '../change.ts';
import { isMissed, isOpen, wasTold } from '../change.ts';
import type { PersonCommand, SaidMinutes } from '../command.ts';
import type { Outcome } from '../decide.ts';
import type { Happening } from '../event.ts';
import { linesOf } from '../evolve/replanned.ts';
import { windowNotOverGate } from '../gates.ts';
import type { Refusal } from '../refusal.ts';
import { refuse } from '../refusal.ts';
import { approverOnly, implementerOnly } from '../roles.ts';
import { scheduleOf, usualExtra } from '../schedule.ts';
import { goAnswersPreCheck } from '../short-notice.ts';
import type { Site } from '../site.ts';
import { lastTold, noticeOfGo } from '../telling.ts';
import { MOST_CORRECTIONS } from './preparation.ts';
import { tasksTicked } from './replan.ts';
import { minutesOf } from './trouble.ts';

type Of<T extends PersonCommand['type']> = Extract<PersonCommand, { type: T }>;

/** GO announces in the same breath, and answers the pre-check where both were asked in one; a held change is released, and a reminder whose time has passed is left out. */
export function giveGo(change: Change, command: Of<'giveGo'>, site: Site): Outcome {
  const refused = notForApproval(change, command, site);
  if (refused) return refused;
  const acceptable = acceptableOf(command.acceptable ?? 'none', site);
  if (acceptable === undefined) return refuse('unreadable delay');
  return [
    ...(goAnswersPreCheck(change, site) ? [{ type: 'preCheckAccepted' } as const] : []),
    { type: 'goGiven', acceptable },
    ...released(change),
    ...told(change, command.now),
    ...withoutReminder(change, command.now, site),
  ];
}

/** People who know nothing get the announcement, those who know something else get what has moved, the others nothing. */
function told(change: Change, due: number): readonly Happening[] {
  const notice = noticeOfGo(lastTold(change), change.planned);
  return notice === null ? [] : [{ type: 'noticed', notice, due, late: false }];
}

/**
 * NOGO needs its reason, a line a thing to correct; the implementer is asked to correct it and to request the GO again, or to move.
 * On the day, where the snapshot failed, whoever was told hears that it does not take place.
 */
export function giveNogo(change: Change, command: Of<'giveNogo'>, site: Site): Outcome {
  const refused = notForNogo(change, command, site);
  if (refused) return refused;
  const reason = command.reason.trim();
  if (reason === '') return refuse('reason required');
  if (linesOf(reason).length > MOST_CORRECTIONS) return refuse('too many corrections', { most: MOST_CORRECTIONS });
  const off: Happening = { type: 'noticed', notice: 'cancel', due: command.now, late: false };
  return [
    { type: 'nogoGiven', reason },
    ...(change.stage.is === 'approved' && wasTold(change) ? [off] : []),
    { type: 'asked', question: 'nogo', due: command.now, late: false },
  ];
}

/** The implementer says what was corrected, and the approver is asked again. */
export function requestGo(change: Change, command: Of<'requestGo'>, site: Site): Outcome {
  const refused = implementerOnly(change, command.by);
  if (refused) return refused;
  if (isMissed(change) || !windowNotOverGate(change, site, command.now))
    return refuse('window over', { id: change.id });
  if (!isOpen(change, 'nogo')) return refuse('nothing to answer', { id: change.id });
  if (command.corrected.trim() === '') return refuse('corrections required');
  const tasks = tasksTicked(change, command.done);
  if ('refused' in tasks) return tasks;
  return [
    ...tasks.ticked,
    { type: 'goRequested', corrected: command.corrected.trim() },
    { type: 'asked', question: 'go-nogo', due: command.now, late: false },
  ];
}

/** How long after the announced end is agreed to; what the site has usually, where nothing is said. None at all may be agreed to. */
function acceptableOf(said: SaidMinutes, site: Site): number | undefined {
  if (said === 0) return 0;
  if (said !== 'none') return minutesOf(said);
  return usualExtra(site);
}

function notForApproval(change: Change, command: Of<'giveGo' | 'giveNogo'>, site: Site): Refusal | undefined {
  const refused = approverOnly(change, command.by, site, command.now);
  if (refused) return refused;
  if (isMissed(change) || !windowNotOverGate(change, site, command.now))
    return refuse('window over', { id: change.id });
  return isOpen(change, 'go-nogo') ? undefined : refuse('nothing to answer', { id: change.id });
}

/** Where the snapshot failed or is to be left out, GO can still be taken back. */
function notForNogo(change: Change, command: Of<'giveNogo'>, site: Site): Refusal | undefined {
  if (!isOpen(change, 'skip')) return notForApproval(change, command, site);
  return approverOnly(change, command.by, site, command.now);
}

function released(change: Change): readonly Happening[] {
  return change.hold === null ? [] : [{ type: 'released', milestone: change.hold.milestone }];
}

/** Who is told today that it is tomorrow needs no second letter about it. */
function withoutReminder(change: Change, now: number, site: Site): readonly Happening[] {
  const due = scheduleOf(change.planned, site).remind;
  if (due === undefined || now < due || !site.process.remind.on || change.notices.remind !== undefined) return [];
  return [{ type: 'skipped', milestone: 'remind', due }];
}
