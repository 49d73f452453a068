/** A change: the fold of its events. */
import type { Decision } from './decision.ts';
import type { CardName, Draft, HoldReason, Instant, Preparation, Question } from './event.ts';
import type { MilestoneName, NoticeName } from './milestone.ts';
import { wasAskedTogether } from './short-notice.ts';
import type { GivenUp, Mailing, Notified } from './mailing.ts';
import type { Posting } from './posting.ts';
import type { Person } from './site.ts';
import type { Measured } from './measured.ts';
import type { RefusedPress } from './refused-press.ts';
import type { Telling } from './telling.ts';
import { lastTold } from './telling.ts';
import type { Delay, Extension, Incident, MoreAsked, Outcome } from './trouble.ts';

/** Where the change is on its way; `since` is the event that brought it there. */
export type Stage =
  | { readonly is: 'preparing'; readonly since: Instant }
  | { readonly is: 'prepared'; readonly since: Instant }
  | { readonly is: 'correcting'; readonly since: Instant }
  | { readonly is: 'checked'; readonly since: Instant }
  | { readonly is: 'nogo'; readonly since: Instant; readonly reason: string }
  | { readonly is: 'approved'; readonly since: Instant }
  | { readonly is: 'in progress'; readonly since: Instant }
  | { readonly is: 'incident'; readonly since: Instant; readonly startedAt: Instant }
  | {
      readonly is: 'ended';
      readonly since: Instant;
      readonly startedAt: Instant;
      readonly outcome: Outcome;
      readonly untested: string | null;
    }
  | {
      readonly is: 'closed';
      readonly since: Instant;
      readonly startedAt: Instant;
      readonly endedAt: Instant;
      readonly outcome: Outcome;
      readonly untested: string | null;
      readonly lessons: string;
    }
  /** `lessons` is null until somebody adds them; `startedAt` is null where it never started. */
  | {
      readonly is: 'cancelled';
      readonly since: Instant;
      readonly reason: string;
      readonly startedAt: Instant | null;
      readonly neverApproved: boolean;
      readonly lessons: string | null;
    };

export type Snapshot =
  | { readonly is: 'none' }
  | { readonly is: 'started'; readonly at: Instant }
  | { readonly is: 'finished'; readonly at: Instant }
  | { readonly is: 'failed'; readonly at: Instant; readonly reason: string }
  /** `startedAt`: the snapshot that was under way when it was asked for. */
  | { readonly is: 'skip requested'; readonly at: Instant; readonly reason: string; readonly startedAt: Instant | null }
  | { readonly is: 'skipped'; readonly at: Instant; readonly reason: string };

export interface Correction {
  readonly text: string;
  readonly done: boolean;
}

/** A question that was put to somebody: how often, when first and last this time, and how many reminders went. */
export interface Ask {
  /** It was answered, though the change is where it was. */
  readonly closed: boolean;
  readonly round: number;
  readonly at: Instant;
  readonly lastAt: Instant;
  readonly reminders: number;
}

export interface Hold {
  readonly milestone: MilestoneName;
  readonly reasons: readonly HoldReason[];
  readonly since: Instant;
}

/** A card that is out in Teams. */
export interface CardOut {
  readonly activity: string;
  readonly conversation: string;
}

export interface Change {
  readonly id: string;
  /** Number of the last event that changed what people see; a card carries it, a press on another one is outdated. */
  readonly version: number;
  /** Number of all events, those of delivery included. */
  readonly length: number;
  readonly form: string;
  readonly createdAt: Instant;
  /** How far its time has come: the latest instant of all its events. */
  readonly latest: Instant;
  readonly implementer: Person;
  /** What was announced. */
  readonly draft: Draft;
  /** The same with the window as it is by now: delayed, extended. */
  readonly planned: Draft;
  readonly stage: Stage;
  /** Since when the plan is what it is: what would have been due before is not made up for. */
  readonly plannedAt: Instant;
  /** What the approver had in front of them when they last decided; null: nothing yet. */
  readonly seen: Draft | null;
  readonly preparations: readonly Preparation[];
  readonly corrections: readonly Correction[];
  /** What the newest NOGO asks for. */
  readonly nogoTasks: readonly Correction[];
  /** The implementer's words with the newest request for a GO after a NOGO. */
  readonly correctedAfterNogo: string | null;
  readonly snapshot: Snapshot;
  readonly measured: readonly Measured[];
  readonly testsDone: readonly number[];
  /** Minutes after the announced end that the approver agreed to, all extensions together; null before GO. */
  readonly acceptable: number | null;
  readonly delays: readonly Delay[];
  readonly extensions: readonly Extension[];
  /** The newest request, answered or not. */
  readonly moreAsked: MoreAsked | null;
  /** Since when the state of before is being restored; null: it is not. */
  readonly restoring: Instant | null;
  readonly incident: Incident | null;
  readonly hold: Hold | null;
  readonly asks: Readonly<Partial<Record<Question, Ask>>>;
  readonly skipped: readonly MilestoneName[];
  /** When each notice was last decided for the plan as it is. */
  readonly notices: Readonly<Partial<Record<NoticeName, Instant>>>;
  /** What people were told of the window, as far as it may have reached anybody. */
  readonly tellings: readonly Telling[];
  /** The same with what was given up everywhere: it may be sent again. */
  readonly allTellings: readonly Telling[];
  /** What the approver's calendar says of it before it is announced; null: nothing. */
  readonly tentative: Telling | null;
  /** How often something was said of the window: the calendar counts it. */
  readonly sequence: number;
  /** Every notice that was decided, the oldest first. */
  readonly notified: readonly Notified[];
  /** The ledger of the mails, the oldest first. */
  readonly mailings: readonly Mailing[];
  /** What was given up and could be sent again. */
  readonly lost: readonly Posting[];
  readonly decisions: readonly Decision[];
  readonly cards: Readonly<Partial<Record<CardName, CardOut>>>;
  readonly delivered: Readonly<Record<string, Instant>>;
  readonly refusals: readonly RefusedPress[];
  readonly gaveUp: readonly GivenUp[];
}

/** Nothing more can happen to it but reading. */
export function isOver({ stage }: Change): boolean {
  return stage.is === 'closed' || stage.is === 'cancelled';
}

/** Whether a question that was put still waits for its answer; answers close it by moving the change on. */
export function isOpen(change: Change, question: Question): boolean {
  const ask = change.asks[question];
  return ask !== undefined && !ask.closed && OPEN[question](change);
}

const OPEN: Readonly<Record<Question, (change: Change) => boolean>> = {
  prepare: (c) => c.stage.is === 'preparing' && !isMissed(c),
  'pre-check': (c) => c.stage.is === 'prepared' && !isMissed(c),
  corrections: (c) => c.stage.is === 'correcting' && !isMissed(c),
  'go-nogo': (c) => (c.stage.is === 'checked' || wasAskedTogether(c)) && !isMissed(c),
  nogo: (c) => c.stage.is === 'nogo' && !isMissed(c),
  snapshot: (c) =>
    c.stage.is === 'approved' && !isMissed(c) && !isSettled(c.snapshot) && c.snapshot.is !== 'skip requested',
  skip: (c) => c.stage.is === 'approved' && !isMissed(c) && WITHOUT_ONE.includes(c.snapshot.is),
  tests: (c) => c.stage.is === 'in progress',
  'last-rollback': (c) => c.stage.is === 'in progress',
  decide: (c) => c.stage.is === 'in progress',
  more: (c) => c.stage.is === 'in progress',
  incident: (c) => c.stage.is === 'incident',
  close: (c) => c.stage.is === 'ended' || (c.stage.is === 'cancelled' && c.stage.lessons === null),
};

/** Whether anybody expects it: a notice was decided, is not known to have reached nobody, and was not taken back by another. */
export function wasTold(change: Change): boolean {
  return lastTold(change) !== null;
}

/** The approver has to say whether it goes without one. */
const WITHOUT_ONE: readonly Snapshot['is'][] = ['skip requested', 'failed'];

/** The window went by and the change never started: it is moved, or cancelled. */
export function isMissed(change: Change): boolean {
  return change.hold?.reasons.includes('window over') ?? false;
}

/** Nothing is awaited of the snapshot any more. */
export function isSettled(snapshot: Snapshot): boolean {
  return snapshot.is === 'finished' || snapshot.is === 'skipped';
}

/** Minutes by which the end has been moved so far, by a later start or by more time. */
export function extendedBy({ delays, extensions }: Pick<Change, 'delays' | 'extensions'>): number {
  return [...delays, ...extensions].reduce((sum, { minutes }) => sum + minutes, 0);
}

/** Whether a question was put for the plan as it is. */
export function wasAsked({ asks }: Change, question: Question): boolean {
  return (asks[question]?.at ?? NEVER) > NEVER;
}

/** When a question was put that is to be put anew. */
export const NEVER: Instant = -Infinity;

/** Minutes that the end may still be moved by without asking the approver. */
export function extraLeft(change: Change): number {
  return Math.max(0, (change.acceptable ?? 0) - extendedBy(change));
}

/** When the change really started; null: it did not (yet). */
export function startedAt({ stage }: Change): Instant | null {
  if (stage.is === 'in progress') return stage.since;
  return 'startedAt' in stage ? stage.startedAt : null;
}

/** When it was over: it ended, or was cancelled after its start; null: it was not (yet). */
export function endedAt({ stage }: Change): Instant | null {
  if (stage.is === 'closed') return stage.endedAt;
  const over = stage.is === 'ended' || (stage.is === 'cancelled' && stage.startedAt !== null);
  return over ? stage.since : null;
}

/** Whether it is being carried out just now, in trouble or not. */
export function isRunning({ stage }: Change): boolean {
  return stage.is === 'in progress' || stage.is === 'incident';
}

/** The tests, by number, that are not ticked. */
export function untickedTests(change: Change): readonly number[] {
  return change.draft.tests.map((_, index) => index).filter((index) => !change.testsDone.includes(index));
}
