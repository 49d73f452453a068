/**
 * The shape of the process table (`src/process.ts` holds the table itself, a site may override rows of it).
 * Durations are ISO 8601 (`P14D`, `PT2H30M`); days are calendar days on the wall clock of the site, hours are hours.
 */
export type MilestoneName =
  | 'prepare'
  | 'pre-check'
  | 'go-nogo'
  | 'announce'
  | 'remind'
  | 'snapshot'
  | 'start'
  | 'tests'
  | 'last-rollback'
  | 'decide'
  | 'end'
  | 'extend'
  | 'overrun'
  | 'incident'
  | 'close';

export type Role = 'implementer' | 'approver';

/** A notice to everybody who reads the channel, as opposed to a card that asks somebody. */
export const NOTICES = [
  'announce',
  'moved',
  'postponed',
  'delayed',
  'remind',
  'start',
  'extend',
  'overrun',
  'incident',
  'incident-update',
  'incident-over',
  'incident-process',
  'end',
  'cancel',
] as const;
export type NoticeName = (typeof NOTICES)[number];

/** A named condition of `domain/gates.ts`; a milestone happens only when all of its gates are open. */
export type GateName =
  'prepared' | 'pre-checked' | 'corrected' | 'go holds' | 'snapshot settled' | 'window not over' | 'tests ticked';

/** When a milestone falls due: at once, at an instant of the window, or right after another milestone. */
export type Due =
  /** A change that is created later than `by` before its start comes at short notice. */
  | { readonly at: 'creation'; readonly by: string }
  /** `by` before (or, with `after`, after) the start or end of the window; `hour` moves it to that hour of its day. */
  | { readonly before: 'start' | 'end'; readonly by: string; readonly hour?: string }
  /** The time a snapshot takes on the host, plus the margin `by`, before the start. */
  | { readonly before: 'start'; readonly by: string; readonly plus: 'snapshot' }
  /** The time a restore takes on the host, plus the re-test margin `by`, before the end. */
  | { readonly before: 'end'; readonly by: string; readonly plus: 'restore' }
  | { readonly after: MilestoneName };

/**
 * What becomes of a milestone whose instant passed while the bot was down:
 * sent late and says so, skipped and says so in the history, or sent late only on the day it is meant for.
 */
export type IfLate = 'send late' | 'skip' | 'send late on its day, then skip';

export interface Milestone {
  readonly name: MilestoneName;
  readonly due: Due;
  /** Who is asked by the milestone's card; null when nobody is. */
  readonly asks: Role | null;
  /** The answers on the card, as people read them. */
  readonly answers: readonly string[];
  readonly notice: NoticeName | null;
  readonly gates: readonly GateName[];
  /** A shut gate makes the milestone wait in silence, or puts the change on hold and tells both people. */
  readonly ifShut: 'wait' | 'hold';
  readonly ifLate: IfLate;
  /** An unanswered question is asked again after this time, and again; null: never. */
  readonly again: string | null;
  /** The card comes so long before its instant; null: at it. */
  readonly warn: string | null;
  /** The most it may take in total without asking the approver anew, unless another time is agreed at GO; null: no such limit. */
  readonly limit: string | null;
  /** Off: the milestone does not happen, and its gates for others count as open. */
  readonly on: boolean;
  /** What it leads to, for the table people read. */
  readonly leadsTo: string;
}

export type ProcessTable = Readonly<Record<MilestoneName, Milestone>>;
