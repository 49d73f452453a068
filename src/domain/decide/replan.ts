/** Every way a plan changes before the start: another window, other contents, another implementer. */
import type { Change } from '../change.ts';
import { isMissed, isOpen } from '../change.ts';
import type { PersonCommand } from '../command.ts';
import type { Outcome } from '../decide.ts';
import type { Draft, Happening, Instant, Question } from '../event.ts';
import { differences, isSameToApprove } from '../fingerprint.ts';
import type { MilestoneName } from '../milestone.ts';
import { ROLE_OF } from '../plan.ts';
import type { Refusal } from '../refusal.ts';
import { refuse } from '../refusal.ts';
import { hasApproverFor, implementerOnly, implementerOrApprover } from '../roles.ts';
import { missedMilestones } from '../short-notice.ts';
import type { Person, Site } from '../site.ts';
import { sameTicks, ticksOf } from '../ticks.ts';
import { startOf } from '../window.ts';

type Of<T extends PersonCommand['type']> = Extract<PersonCommand, { type: T }>;

/** At any time before the start, also when the window was missed. People who were told hear of it with the new GO. */
export function reschedule(change: Change, command: Of<'reschedule'>, site: Site): Outcome {
  const refused = refuseToPlan('move', change, command.by);
  if (refused) return refused;
  const { window, snapshotTakes } = command;
  const reason = command.reason.trim();
  if (startOf(window, site.timeZone) <= command.now) return refuse('move into the past');
  if (isSameWindow(window, change.planned.window)) return refuse('move to where it is');
  if (reason === '') return refuse('reason required');
  const tasks = tasksTicked(change, command.done);
  if ('refused' in tasks) return tasks;
  const measured = snapshotTakes === undefined ? {} : { snapshotTakes };
  const missed = missedByMove({ ...change.planned, window }, change, command.now, site);
  const late = missed.length === 0 ? {} : { missed };
  const moved: Happening = { type: 'rescheduled', window, reason, ...measured, ...late };
  const again = askedAnew(change, tasks.open).map((question): Happening => ({
    type: 'asked',
    question,
    due: command.now,
    late: false,
  }));
  return [...tasks.ticked, moved, ...again];
}

/** What a move makes late: of the steps that are still ahead. */
export function missedByMove(draft: Draft, { stage }: Change, now: Instant, site: Site): readonly MilestoneName[] {
  const before = stage.is === 'preparing' ? [] : stage.is === 'prepared' ? DONE_FIRST.slice(0, 1) : DONE_FIRST;
  return missedMilestones(draft, site, now).filter((name) => !before.includes(name));
}

const DONE_FIRST: readonly MilestoneName[] = ['prepare', 'pre-check'];

/** What the implementer has to go on with: what a NOGO leaves to correct, and what was closed because the window had been missed. */
function askedAnew(change: Change, tasksOpen: boolean): readonly Question[] {
  const { stage } = change;
  if (stage.is === 'nogo') return tasksOpen ? ['corrections'] : [];
  if (!isMissed(change)) return [];
  if (stage.is === 'preparing') return ['prepare'];
  return stage.is === 'correcting' ? ['corrections'] : [];
}

/** All but the window. What GO is bound to voids it; the approver sees what differs. */
export function edit(change: Change, command: Of<'edit'>, site: Site): Outcome {
  const refused = refuseToPlan('edit', change, command.by);
  if (refused) return refused;
  const { texts, snapshotTakes } = command;
  const { snapshotTakes: taken, ...before } = change.planned;
  const takes = texts.service === before.service ? taken : snapshotTakes;
  const draft: Draft = { ...before, ...texts, ...(takes === undefined ? {} : { snapshotTakes: takes }) };
  if (!site.services.some(({ key }) => key === draft.service)) return refuse('unknown service', { id: change.id });
  const parts = differences(change.planned, draft);
  if (parts.length === 0 && isAlike(change.planned, draft)) return refuse('nothing edited');
  const voids = change.stage.is === 'approved' && !isSameToApprove(change.planned, draft);
  return [{ type: 'edited', draft, parts, voids }];
}

/** At any time until it is over. Whoever carries it on is asked what is open. */
export function handOver(change: Change, command: Of<'handOver'>, site: Site): Outcome {
  const { to, now } = command;
  const refused = implementerOrApprover(change, command.by, site, now);
  if (refused) return refused;
  if (to === null) return refuse('hand over to nobody', { id: change.id });
  if (to.entraId === change.implementer.entraId) return refuse('implementer already', { implementer: to.name });
  if (!hasApproverFor(to, site)) return refuse('nobody left to approve', { approver: site.approver.name });
  if (change.stage.is === 'approved' && !site.ownApproval && approvedBy(change) === to.entraId)
    return refuse('own GO', { to: to.name });
  return [
    { type: 'handedOver', to, reason: command.reason.trim() },
    ...askedAgain({ ...change, implementer: to }, command, site),
  ];
}

/** What a NOGO asks for, ticked off by the implementer. */
export function tickNogoTasks(change: Change, command: Of<'tickNogoTasks'>): Outcome {
  const refused = implementerOnly(change, command.by);
  if (refused) return refused;
  if (!isOpen(change, 'nogo')) return refuse('nothing to answer', { id: change.id });
  const tasks = tasksTicked(change, command.done);
  if ('refused' in tasks) return tasks;
  return tasks.ticked.length > 0 ? tasks.ticked : [{ type: 'nogoTasksTicked', done: command.done }];
}

/** The ticks of the card that was pressed beside its button. */
export function tasksTicked(
  change: Change,
  said: readonly number[] | undefined,
): Refusal | { readonly ticked: readonly Happening[]; readonly open: boolean } {
  const before = change.nogoTasks.flatMap(({ done }, index) => (done ? [index] : []));
  const done = said === undefined ? before : ticksOf(said, change.nogoTasks);
  if (done === undefined) return refuse('no such item');
  const ticked: readonly Happening[] = sameTicks(done, before) ? [] : [{ type: 'nogoTasksTicked', done }];
  return { ticked, open: done.length < change.nogoTasks.length };
}

/** Whether this person may move or edit it now. */
export function refuseToPlan(what: 'move' | 'edit', change: Change, by: Person): Refusal | undefined {
  return implementerOnly(change, by) ?? tooLateTo(what, change);
}

/** Where it cannot be moved or edited any more, and what can be done instead. */
function tooLateTo(what: 'move' | 'edit', { id, stage }: Change): Refusal | undefined {
  if (stage.is === 'in progress') return refuse(`no ${what} while running`, { id });
  if (stage.is === 'incident') return refuse('incident under way', { id });
  return stage.is === 'ended' ? refuse(`no ${what} after the end`, { id }) : undefined;
}

function isSameWindow(a: Draft['window'], b: Draft['window']): boolean {
  return a.start === b.start && a.minutes === b.minutes;
}

/** Nothing differs, not even how it is written. */
function isAlike(a: Draft, b: Draft): boolean {
  return a.what === b.what && a.tests.join('\n') === b.tests.join('\n');
}

/** The GO that holds: nobody carries out what they approved themselves. */
function approvedBy({ decisions }: Change): string | undefined {
  return decisions.findLast(({ what }) => what === 'GO')?.by.entraId;
}

function askedAgain(change: Change, { now, to }: Of<'handOver'>, site: Site): readonly Happening[] {
  // An approver who carries it out from now on may not answer any more: the deputies have to hear of it.
  const own = to?.entraId === site.approver.entraId && !site.ownApproval;
  const questions = (Object.keys(change.asks) as Question[]).filter((question) => isOpen(change, question));
  return questions
    .filter((question) => ROLE_OF[question] === 'implementer' || own)
    .map((question) => ({ type: 'asked', question, due: now, late: false }));
}
