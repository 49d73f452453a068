/** A change: the fold of its events. */
import type { CardName, Draft, Event, HoldReason, Instant, Preparation, Question } from './event.ts';
import type { MilestoneName, NoticeName } from './milestone.ts';
import type { Person } from './site.ts';

/** Where the change is on its way; `since` is the event that brought it there. */
export type Stage =
  | { readonly is: 'preparing'; readonly since: Instant }
  | { readonly is: 'prepared'; readonly since: Instant }
  | { readonly is: 'correcting'; readonly since: Instant }
  | { readonly is: 'checked'; readonly since: Instant }
  | { readonly is: 'nogo'; readonly since: Instant; readonly reason: string }
  | { readonly is: 'approved'; readonly since: Instant }
  | { readonly is: 'in progress'; readonly since: Instant }
  | { readonly is: 'completed'; readonly since: Instant; readonly startedAt: Instant; readonly untested: string | null }
  | {
      readonly is: 'closed';
      readonly since: Instant;
      readonly startedAt: Instant;
      readonly endedAt: Instant;
      readonly untested: string | null;
      readonly lessons: string;
    }
  | { readonly is: 'cancelled'; readonly since: Instant; readonly reason: string };

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
  readonly round: number;
  readonly at: Instant;
  readonly lastAt: Instant;
  readonly reminders: number;
}

/** Something a person decided, for the report. */
export interface Decision {
  readonly what:
    | 'prepared'
    | 'pre-check OK'
    | 'corrections needed'
    | 'GO'
    | 'NOGO'
    | 'skip agreed'
    | 'skip refused'
    | 'not yet'
    | 'end'
    | 'cancel';
  readonly by: Person;
  readonly at: Instant;
  /** Where it took one: NOGO, a refused skip, an end with tests unticked, a cancellation. */
  readonly reason: string | null;
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
  readonly implementer: Person;
  readonly draft: Draft;
  readonly stage: Stage;
  readonly preparations: readonly Preparation[];
  readonly corrections: readonly Correction[];
  /** The implementer's words with the newest request for a GO after a NOGO. */
  readonly correctedAfterNogo: string | null;
  readonly snapshot: Snapshot;
  readonly testsDone: readonly number[];
  readonly hold: Hold | null;
  readonly asks: Readonly<Partial<Record<Question, Ask>>>;
  readonly skipped: readonly MilestoneName[];
  /** When each notice was decided; a notice that is not here was never meant for anybody. */
  readonly notices: Readonly<Partial<Record<NoticeName, Instant>>>;
  readonly decisions: readonly Decision[];
  readonly cards: Readonly<Partial<Record<CardName, CardOut>>>;
  readonly delivered: Readonly<Record<string, Instant>>;
  /** Presses refused at this version. */
  readonly refusals: readonly RefusedPress[];
  readonly gaveUp: readonly { readonly key: string; readonly why: string; readonly at: Instant }[];
}

/** A refused press: who pressed what, why not, and when. */
export interface RefusedPress {
  readonly entraId: string;
  readonly command: string;
  readonly why: string;
  readonly at: Instant;
}

/** Clients send a press again after some 15 s: what is refused for the same reason within a minute is one press. */
const RESENT_WITHIN_MS = 60_000;

/** Whether this refused press stands in the history already. */
export function isKnownRefusal({ refusals }: Change, press: RefusedPress): boolean {
  return refusals.some(
    ({ entraId, command, why, at }) =>
      entraId === press.entraId && command === press.command && why === press.why && press.at - at < RESENT_WITHIN_MS,
  );
}

/** Nothing more can happen to it but reading. */
export function isOver(change: Change): boolean {
  return change.stage.is === 'closed' || change.stage.is === 'cancelled';
}

/** Events that are about the bot's own letters and refusals: they change nothing that a card shows. */
export function isSilent(event: Event): boolean {
  return event.type === 'refused' || event.type === 'delivered' || event.type === 'gaveUp';
}

/** Whether a question that was put still waits for its answer; answers close it by moving the change on. */
export function isOpen(change: Change, question: Question): boolean {
  return change.asks[question] !== undefined && OPEN[question](change);
}

const OPEN: Readonly<Record<Question, (change: Change) => boolean>> = {
  prepare: (c) => c.stage.is === 'preparing' && !isMissed(c),
  'pre-check': (c) => c.stage.is === 'prepared' && !isMissed(c),
  corrections: (c) => c.stage.is === 'correcting' && !isMissed(c),
  'go-nogo': (c) => c.stage.is === 'checked' && !isMissed(c),
  nogo: (c) => c.stage.is === 'nogo' && !isMissed(c),
  snapshot: (c) =>
    c.stage.is === 'approved' && !isMissed(c) && !isSettled(c.snapshot) && c.snapshot.is !== 'skip requested',
  skip: (c) => c.stage.is === 'approved' && !isMissed(c) && c.snapshot.is === 'skip requested',
  tests: (c) => c.stage.is === 'in progress',
  decide: (c) => c.stage.is === 'in progress',
  close: (c) => c.stage.is === 'completed',
};

/** Whether anybody heard of it: a notice was decided, and is not known to have reached nobody. */
export function wasTold({ notices, delivered, gaveUp }: Change): boolean {
  const named = (keys: readonly string[], notice: string): boolean => keys.some((key) => key.split('/')[1] === notice);
  const lost = gaveUp.map(({ key }) => key);
  return Object.keys(notices).some((notice) => named(Object.keys(delivered), notice) || !named(lost, notice));
}

/** The window went by and the change never started: only cancelling is left. */
export function isMissed(change: Change): boolean {
  return change.hold?.reasons.includes('window over') ?? false;
}

/** Nothing is awaited of the snapshot any more. */
export function isSettled(snapshot: Snapshot): boolean {
  return snapshot.is === 'finished' || snapshot.is === 'skipped';
}

/** The tests, by number, that are not ticked. */
export function untickedTests(change: Change): readonly number[] {
  return change.draft.tests.map((_, index) => index).filter((index) => !change.testsDone.includes(index));
}
