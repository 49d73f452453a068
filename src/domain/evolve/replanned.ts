/** What becomes of a change whose plan changes: another window, other contents, another implementer. */
import type { Change, Correction, Snapshot } from '../change.ts';
import { isMissed, NEVER } from '../change.ts';
import type { Draft, Event, Happening, Question } from '../event.ts';
import { decided } from './decided.ts';

export type Replanned = Extract<
  Event,
  { type: 'nogoGiven' | 'nogoTasksTicked' | 'rescheduled' | 'edited' | 'handedOver' | 'startDelayed' }
>;

/** What one event changes in the plan. */
export function replanned(change: Change, event: Replanned): Partial<Change> {
  const { at } = event;
  switch (event.type) {
    case 'nogoGiven':
      return {
        ...(change.stage.is === 'approved' ? unapproved(change, at) : {}),
        stage: { is: 'nogo', since: at, reason: event.reason },
        nogoTasks: linesOf(event.reason).map((text) => ({ text, done: false })),
        seen: change.planned,
        ...decided(change, 'NOGO', event, event.reason),
      };
    case 'nogoTasksTicked':
      return { nogoTasks: ticked(change.nogoTasks, event.done) };
    case 'rescheduled':
      return rescheduled(change, event);
    case 'edited':
      return edited(change, event);
    case 'handedOver':
      return { implementer: event.to, ...decided(change, 'hand over', event, event.reason) };
    case 'startDelayed':
      return delayed(change, event);
  }
}

/** The items with these ticked. */
export function ticked(items: readonly Correction[], done: readonly number[]): readonly Correction[] {
  return items.map(({ text }, index) => ({ text, done: done.includes(index) }));
}

/** One thing a line, without the sign that a list begins its lines with. */
export function linesOf(text: string): readonly string[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.trim().replace(/^(?:[-*•–]|\d{1,2}[.)])\s+/, ''))
    .filter((line) => line !== '');
}

/** A new plan: what was asked for the old one is asked anew, at its own time, and what was agreed to is not any more. */
function rescheduled(change: Change, event: Extract<Event, { type: 'rescheduled' }>): Partial<Change> {
  const { reason, at } = event;
  const draft = movedDraft(change.planned, event);
  return {
    draft,
    planned: draft,
    ...beforeGo(change, at),
    plannedAt: at,
    hold: null,
    snapshot: { is: 'none' },
    acceptable: null,
    delays: [],
    asks: anew(change, ['pre-check', 'go-nogo', 'snapshot', 'skip', ...(isMissed(change) ? OF_A_MISSED : [])]),
    skipped: change.skipped.filter((milestone) => milestone !== 'remind'),
    notices: without(change.notices, ['remind']),
    ...decided(change, 'move', event, reason),
  };
}

/** The plan in another window. Whether it comes in good time is another question there; an emergency that can wait is none. */
export function movedDraft(
  planned: Draft,
  { window, snapshotTakes, missed, reason }: Omit<Extract<Happening, { type: 'rescheduled' }>, 'type'>,
): Draft {
  const emergency = planned.emergency === true && missed?.includes('go-nogo');
  return {
    ...without(planned, ['shortNotice', 'emergency']),
    window,
    ...(snapshotTakes === undefined ? {} : { snapshotTakes }),
    ...(missed === undefined ? {} : { shortNotice: { missed, reason }, ...(emergency ? { emergency } : {}) }),
  };
}

/** Their cards were closed when the window was over. */
const OF_A_MISSED: readonly Question[] = ['prepare', 'corrections'];

/** Where the change is once GO is gone; what a NOGO asked for and is not done yet is tracked like the corrections of a pre-check. */
function beforeGo({ stage, nogoTasks, corrections }: Change, since: number): Pick<Change, 'stage' | 'corrections'> {
  if (stage.is === 'nogo' && nogoTasks.some(({ done }) => !done))
    return { stage: { is: 'correcting', since }, corrections: nogoTasks };
  const kept = stage.is === 'preparing' || stage.is === 'prepared' || stage.is === 'correcting';
  return { stage: kept ? stage : { is: 'checked', since }, corrections };
}

function edited(change: Change, event: Extract<Event, { type: 'edited' }>): Partial<Change> {
  const { draft, voids, at } = event;
  const planned: Draft = { ...draft, window: change.planned.window };
  // A snapshot of another host is none.
  const other = draft.service !== change.planned.service;
  const snapshot: Partial<Change> = other ? { snapshot: { is: 'none' }, asks: anew(change, ['snapshot', 'skip']) } : {};
  if (!voids) return { ...snapshot, draft: { ...draft, window: change.draft.window }, planned };
  return {
    ...unapproved(change, at),
    ...(other ? { snapshot: { is: 'none' } } : {}),
    draft: planned,
    planned,
    stage: { is: 'checked', since: at },
    ...decided(change, 'edit', event),
  };
}

/**
 * GO is gone. What would have been due before is not made up for (the reminder of the day before has gone out), a held change is
 * held for another reason, and what was asked on the day is asked anew once there is GO again.
 */
function unapproved(change: Change, at: number): Partial<Change> {
  const { hold } = change;
  return {
    plannedAt: at,
    acceptable: null,
    delays: [],
    hold: hold === null ? null : { ...hold, reasons: ['no GO'] },
    snapshot: unasked(change.snapshot),
    asks: anew(change, ['go-nogo', 'snapshot', 'skip']),
  };
}

/** Nobody decides any more whether it goes without; what is under way, or finished, stays so. */
function unasked(snapshot: Snapshot): Snapshot {
  if (snapshot.is === 'failed') return { is: 'none' };
  if (snapshot.is !== 'skip requested') return snapshot;
  return snapshot.startedAt === null ? { is: 'none' } : { is: 'started', at: snapshot.startedAt };
}

function delayed(change: Change, event: Extract<Event, { type: 'startDelayed' }>): Partial<Change> {
  const { minutes, start, reason, at, by } = event;
  if (by === null) throw new Error(`${change.id}: only people delay`);
  return {
    planned: { ...change.planned, window: { ...change.planned.window, start } },
    delays: [...change.delays, { at, by, minutes, reason }],
    ...decided(change, 'delay', event, reason),
  };
}

/** As if these had not been asked: their cards close, and the next one has the next number. */
function anew({ asks }: Pick<Change, 'asks'>, questions: readonly Question[]): Change['asks'] {
  const reset = questions.flatMap((question) => {
    const ask = asks[question];
    return ask === undefined ? [] : [[question, { ...ask, at: NEVER, closed: true }] as const];
  });
  return { ...asks, ...Object.fromEntries(reset) };
}

function without<T extends object, K extends keyof T>(all: T, names: readonly K[]): Omit<T, K> {
  return Object.fromEntries(Object.entries(all).filter(([name]) => !names.includes(name as K))) as Omit<T, K>;
}
