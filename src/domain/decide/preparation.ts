/** From the idea to the end of the corrections: three weeks to one week before. */
import type { Change } from '../change.ts';
import { isMissed, isOpen } from '../change.ts';
import type { PersonCommand } from '../command.ts';
import type { Outcome } from '../decide.ts';
import type { Happening } from '../event.ts';
import { PREPARATIONS } from '../event.ts';
import type { Refusal } from '../refusal.ts';
import { refuse } from '../refusal.ts';
import { approverOnly, hasApproverFor, implementerOnly } from '../roles.ts';
import type { Site } from '../site.ts';
import { ticksOf } from '../ticks.ts';

/** What fits a card of 25 KB to tick off. */
export const MOST_CORRECTIONS = 20;

type Of<T extends PersonCommand['type']> = Extract<PersonCommand, { type: T }>;

/**
 * A new change. The form's draft has been checked (`domain/draft.ts`); the same form sent twice is one change. An emergency
 * goes without its preparation, straight to GO / NOGO.
 */
export function create(change: Change | undefined, command: Of<'create'>, site: Site): Outcome {
  if (change !== undefined) throw new Error(`${command.changeId} exists`);
  if (!hasApproverFor(command.by, site)) return refuse('nobody to approve', { approver: site.approver.name });
  const created: Happening = { type: 'created', id: command.changeId, form: command.form, draft: command.draft };
  const emergency = command.draft.emergency === true;
  if (emergency || !site.process.prepare.on)
    return [
      created,
      { type: 'skipped', milestone: 'prepare', due: command.now },
      ...withoutPreCheck(command.now, site),
      ...(emergency ? [{ type: 'asked', question: 'go-nogo', due: command.now, late: false } as const] : []),
    ];
  return [created, { type: 'asked', question: 'prepare', due: command.now, late: false }];
}

/** Keeps the ticks; with the last of them the change is ready for its pre-check. */
export function tickPreparations(change: Change, command: Of<'tickPreparations'>, site: Site): Outcome {
  const refused = implementerOnly(change, command.by);
  if (refused) return refused;
  if (!isOpen(change, 'prepare')) return notOpen(change);
  const items = PREPARATIONS.filter((item) => command.items.includes(item));
  const ticked: Happening = { type: 'preparationTicked', items };
  if (items.length < PREPARATIONS.length) return [ticked];
  return [ticked, { type: 'prepared' }, ...withoutPreCheck(command.now, site)];
}

export function acceptPreCheck(change: Change, command: Of<'acceptPreCheck'>, site: Site): Outcome {
  const refused = approverOnly(change, command.by, site, command.now);
  if (refused) return refused;
  if (!isOpen(change, 'pre-check')) return notOpen(change);
  // Taken as OK the list would be lost, taken as a list the OK: only who wrote it knows which was meant.
  if ((command.corrections ?? []).length > 0) return refuse('corrections written');
  return [{ type: 'preCheckAccepted' }];
}

/** The approver's list, one correction a line, goes to the implementer to be ticked off. */
export function needCorrections(change: Change, command: Of<'needCorrections'>, site: Site): Outcome {
  const refused = approverOnly(change, command.by, site, command.now);
  if (refused) return refused;
  if (!isOpen(change, 'pre-check')) return notOpen(change);
  const corrections = command.corrections.map((line) => line.trim()).filter((line) => line !== '');
  if (corrections.length === 0) return refuse('corrections required');
  if (corrections.length > MOST_CORRECTIONS) return refuse('too many corrections', { most: MOST_CORRECTIONS });
  return [
    { type: 'correctionsNeeded', corrections },
    { type: 'asked', question: 'corrections', due: command.now, late: false },
  ];
}

/** Keeps the ticks; with the last of them the change is ready for GO / NOGO. */
export function tickCorrections(change: Change, command: Of<'tickCorrections'>): Outcome {
  const refused = implementerOnly(change, command.by);
  if (refused) return refused;
  if (!isOpen(change, 'corrections')) return notOpen(change);
  const done = ticksOf(command.done, change.corrections);
  if (done === undefined) return refuse('no such item');
  const ticked: Happening = { type: 'correctionsTicked', done };
  return done.length < change.corrections.length ? [ticked] : [ticked, { type: 'corrected' }];
}

function notOpen(change: Change): Refusal {
  return refuse(isMissed(change) ? 'window over' : 'nothing to answer', { id: change.id });
}

function withoutPreCheck(now: number, site: Site): readonly Happening[] {
  return site.process['pre-check'].on ? [] : [{ type: 'skipped', milestone: 'pre-check', due: now }];
}
