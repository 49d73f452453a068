/** The change itself: tests, the end, and what was learned. Only a person says that it is over. */
import type { Change } from '../change.ts';
import { isOpen, wasTold } from '../change.ts';
import type { PersonCommand } from '../command.ts';
import type { Outcome } from '../decide.ts';
import type { Happening } from '../event.ts';
import type { Refusal } from '../refusal.ts';
import { refuse } from '../refusal.ts';
import { implementerOnly } from '../roles.ts';
import type { Person } from '../site.ts';
import { sameTicks, ticksOf } from '../ticks.ts';

type Of<T extends PersonCommand['type']> = Extract<PersonCommand, { type: T }>;

export function tickTests(change: Change, command: Of<'tickTests'>): Outcome {
  const refused = implementerOnly(change, command.by);
  if (refused) return refused;
  if (!isOpen(change, 'tests')) return refuse('nothing to answer', { id: change.id });
  const done = ticksOf(command.done, change.draft.tests);
  return done === undefined ? refuse('no such item') : [{ type: 'testsTicked', done }];
}

/** It is over. Ticks on the card that was pressed count; with tests unticked it takes a reason, which the report shows. */
export function end(change: Change, command: Of<'end'>): Outcome {
  const refused = implementerOnly(change, command.by);
  if (refused) return refused;
  if (change.stage.is === 'incident') return refuse('incident under way', { id: change.id });
  if (change.stage.is !== 'in progress') return refuse('nothing to answer', { id: change.id });
  const result = tested(change, command);
  if ('refused' in result) return result;
  return [
    ...result.ticked,
    { type: 'ended', untested: result.untested },
    { type: 'noticed', notice: 'end', due: command.now, late: false },
    { type: 'asked', question: 'close', due: command.now, late: false },
  ];
}

/** The ticks of the card that was pressed, and why those that lack do; refused where that is not said. */
export function tested(
  change: Change,
  said: { readonly done: readonly number[] | null; readonly untested: string },
): Refusal | { readonly ticked: readonly Happening[]; readonly untested: string | null } {
  const done = ticksOf(said.done ?? change.testsDone, change.draft.tests);
  if (done === undefined) return refuse('no such item');
  const untested = said.untested.trim();
  const open = change.draft.tests.length - done.length;
  if (open > 0 && untested === '') return refuse('tests not ticked', { open });
  return {
    ticked: sameTicks(done, change.testsDone) ? [] : [{ type: 'testsTicked', done }],
    untested: open > 0 ? untested : null,
  };
}

/** Lessons may be empty: a change that taught nothing is closed all the same. */
export function addLessons(change: Change, command: Of<'addLessons'>): Outcome {
  const refused = implementerOnly(change, command.by);
  if (refused) return refused;
  if (!isOpen(change, 'close')) return refuse('nothing to answer', { id: change.id });
  return [{ type: 'closed', lessons: command.lessons.trim() }];
}

/** Whether this person may cancel it now. */
export function refuseToCancel(change: Change, by: Person): Refusal | undefined {
  const refused = implementerOnly(change, by);
  if (refused) return refused;
  if (change.stage.is === 'ended') return refuse('too late to cancel', { id: change.id });
  return change.stage.is === 'incident' ? refuse('incident under way', { id: change.id }) : undefined;
}

/** Any time before the end. Who was told of the change is told that it does not happen; nobody else is. */
export function cancel(change: Change, command: Of<'cancel'>): Outcome {
  const refused = refuseToCancel(change, command.by);
  if (refused) return refused;
  if (command.reason.trim() === '') return refuse('reason required');
  const told: Happening = { type: 'noticed', notice: 'cancel', due: command.now, late: false };
  const cancelled: Happening = { type: 'cancelled', reason: command.reason.trim() };
  const report: Happening = { type: 'asked', question: 'close', due: command.now, late: false };
  return wasTold(change) ? [cancelled, told, report] : [cancelled, report];
}
