/** The change itself: tests, the decision point, the end, and what was learned. Only a person says that it is over. */
import type { Change } from '../change.ts';
import { isOpen, wasTold } from '../change.ts';
import type { PersonCommand } from '../command.ts';
import type { Outcome } from '../decide.ts';
import type { Happening } from '../event.ts';
import { refuse } from '../refusal.ts';
import { implementerOnly } from '../roles.ts';
import { sameTicks, ticksOf } from '../ticks.ts';

type Of<T extends PersonCommand['type']> = Extract<PersonCommand, { type: T }>;

export function tickTests(change: Change, command: Of<'tickTests'>): Outcome {
  const refused = implementerOnly(change, command.by);
  if (refused) return refused;
  if (!isOpen(change, 'tests')) return refuse('nothing to answer', { id: change.id });
  const done = ticksOf(command.done, change.draft.tests);
  return done === undefined ? refuse('no such item') : [{ type: 'testsTicked', done }];
}

/** The decision point passes without a solution: it is kept, and asked again. */
export function notYet(change: Change, command: Of<'notYet'>): Outcome {
  const refused = implementerOnly(change, command.by);
  if (refused) return refused;
  if (!isOpen(change, 'decide')) return refuse('nothing to answer', { id: change.id });
  return [{ type: 'notYet' }];
}

/** It is over. Ticks on the card that was pressed count; with tests unticked it takes a reason, which the report shows. */
export function end(change: Change, command: Of<'end'>): Outcome {
  const refused = implementerOnly(change, command.by);
  if (refused) return refused;
  if (change.stage.is !== 'in progress') return refuse('nothing to answer', { id: change.id });
  const done = ticksOf(command.done ?? change.testsDone, change.draft.tests);
  if (done === undefined) return refuse('no such item');
  const untested = command.untested.trim();
  const open = change.draft.tests.length - done.length;
  if (open > 0 && untested === '') return refuse('tests not ticked', { open });
  const ticked: readonly Happening[] = sameTicks(done, change.testsDone) ? [] : [{ type: 'testsTicked', done }];
  return [
    ...ticked,
    { type: 'ended', untested: open > 0 ? untested : null },
    { type: 'noticed', notice: 'end', due: command.now, late: false },
    { type: 'asked', question: 'close', due: command.now, late: false },
  ];
}

/** Lessons may be empty: a change that taught nothing is closed all the same. */
export function addLessons(change: Change, command: Of<'addLessons'>): Outcome {
  const refused = implementerOnly(change, command.by);
  if (refused) return refused;
  if (!isOpen(change, 'close')) return refuse('nothing to answer', { id: change.id });
  return [{ type: 'closed', lessons: command.lessons.trim() }];
}

/** Any time before the end. Who was told of the change is told that it does not happen; nobody else is. */
export function cancel(change: Change, command: Of<'cancel'>): Outcome {
  const refused = implementerOnly(change, command.by);
  if (refused) return refused;
  if (change.stage.is === 'completed') return refuse('too late to cancel', { id: change.id });
  if (command.reason.trim() === '') return refuse('reason required');
  const told: Happening = { type: 'noticed', notice: 'cancel', due: command.now, late: false };
  const cancelled: Happening = { type: 'cancelled', reason: command.reason.trim() };
  return wasTold(change) ? [cancelled, told] : [cancelled];
}
