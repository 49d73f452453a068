/**
 * Everything that can have happened to a change. The state is a fold of these, so they are the audit trail too:
 * nothing is removed and nothing is rewritten.
 */
import type { Part } from './fingerprint.ts';
import type { LeftOut } from './mailing.ts';
import type { MilestoneName, NoticeName, Role } from './milestone.ts';
import type { MailName, MailPosting, Posting } from './posting.ts';
import type { Address, Person } from './site.ts';

/** Milliseconds since 1970-01-01T00:00Z, as `Date.now()` gives them. */
export type Instant = number;

/** The announced window: a wall-clock start in the site's zone (`2027-02-13T08:00`) and a length in minutes. */
export interface Window {
  readonly start: string;
  readonly minutes: number;
}

/** What the form asks for. */
export interface Draft {
  readonly title: string;
  /** Key of a service of the site. */
  readonly service: string;
  readonly what: string;
  readonly tests: readonly string[];
  readonly backout: string;
  readonly window: Window;
  /** Minutes that a snapshot of the host really took by the time it was planned; absent: nobody had measured one. */
  readonly snapshotTakes?: number;
  /** Created later than the process wants it: what had passed already, and why it is wanted all the same. */
  readonly shortNotice?: ShortNotice;
  /** It cannot wait for its preparation either: pre-check and GO, both past, are asked together at once. */
  readonly emergency?: true;
}

export interface ShortNotice {
  readonly missed: readonly MilestoneName[];
  readonly reason: string;
}

/** What can be edited: all but the window, which is rescheduled. */
export type Texts = Pick<Draft, 'title' | 'service' | 'what' | 'tests' | 'backout'>;

/** The cards that ask somebody something; each is a template in `cards/` of the same name. */
export type Question =
  | 'prepare'
  | 'pre-check'
  | 'corrections'
  | 'go-nogo'
  | 'nogo'
  | 'snapshot'
  | 'skip'
  | 'tests'
  | 'last-rollback'
  | 'decide'
  | 'more'
  | 'incident'
  | 'close';

/** The three things the page asks for three weeks ahead. */
export const PREPARATIONS = ['limits', 'tests', 'window'] as const;
export type Preparation = (typeof PREPARATIONS)[number];

/** Why a change is held, each with a sentence of its own. */
export type HoldReason = 'no GO' | 'no snapshot' | 'window over';

/** What an incident is repaired from: the snapshot, or the backup of this name. */
export type RepairWay = { readonly is: 'snapshot' } | { readonly is: 'backup'; readonly name: string };

/** Which card: the living one, a copy of it that somebody asked to see, or the n-th asking of a question. */
export type CardName = 'living' | `living@${string}` | `${Question}/${number}`;

export type Happening =
  | { readonly type: 'created'; readonly id: string; readonly form: string; readonly draft: Draft }
  | { readonly type: 'asked'; readonly question: Question; readonly due: Instant; readonly late: boolean }
  /** `escalated`: who stands behind the one who is asked hears of it too. */
  | { readonly type: 'reminded'; readonly question: Question; readonly escalated: boolean }
  | { readonly type: 'preparationTicked'; readonly items: readonly Preparation[] }
  | { readonly type: 'prepared' }
  | { readonly type: 'preCheckAccepted' }
  | { readonly type: 'correctionsNeeded'; readonly corrections: readonly string[] }
  | { readonly type: 'correctionsTicked'; readonly done: readonly number[] }
  | { readonly type: 'corrected' }
  /** `acceptable`: how many minutes after the announced end are agreed to, all extensions together. */
  | { readonly type: 'goGiven'; readonly acceptable: number }
  | { readonly type: 'nogoGiven'; readonly reason: string }
  | { readonly type: 'nogoTasksTicked'; readonly done: readonly number[] }
  | { readonly type: 'goRequested'; readonly corrected: string }
  /** Another window: every milestone is another one, and GO is given anew. */
  | {
      readonly type: 'rescheduled';
      readonly window: Window;
      readonly snapshotTakes?: number;
      /** What is still to be done and has passed already for this window. */
      readonly missed?: readonly MilestoneName[];
      readonly reason: string;
    }
  /** `parts`: what differs, none where it is only how it is written; `voids`: GO had been given for something else. */
  | { readonly type: 'edited'; readonly draft: Draft; readonly parts: readonly Part[]; readonly voids: boolean }
  | { readonly type: 'handedOver'; readonly to: Person; readonly reason: string }
  /** The start and the end move by so many minutes, for the snapshot; GO stays. `start` is the new one on the wall clock. */
  | { readonly type: 'startDelayed'; readonly minutes: number; readonly start: string; readonly reason: string }
  | { readonly type: 'noticed'; readonly notice: NoticeName; readonly due: Instant; readonly late: boolean }
  | { readonly type: 'skipped'; readonly milestone: MilestoneName; readonly due: Instant }
  | { readonly type: 'held'; readonly milestone: MilestoneName; readonly reasons: readonly HoldReason[] }
  | { readonly type: 'released'; readonly milestone: MilestoneName }
  | { readonly type: 'snapshotStarted' }
  | { readonly type: 'snapshotFinished' }
  | { readonly type: 'snapshotFailed'; readonly reason: string }
  | { readonly type: 'skipRequested'; readonly reason: string }
  | { readonly type: 'skipAgreed' }
  | { readonly type: 'skipRefused'; readonly reason: string }
  | { readonly type: 'started'; readonly due: Instant; readonly late: boolean }
  | { readonly type: 'testsTicked'; readonly done: readonly number[] }
  | { readonly type: 'keptGoing' }
  | { readonly type: 'restoreStarted' }
  /** The end moves by so many minutes; `restore`: because a restore takes them; `agreed`: what the approver agreed to beyond GO. */
  | {
      readonly type: 'extended';
      readonly minutes: number;
      readonly reason: string;
      readonly restore: boolean;
      readonly agreed: boolean;
    }
  | { readonly type: 'moreRequested'; readonly minutes: number; readonly reason: string }
  | { readonly type: 'moreRefused'; readonly reason: string }
  /** `reason` is null when it was the clock: the acceptable extra time was used up and nobody had answered. */
  | { readonly type: 'incidentDeclared'; readonly reason: string | null }
  /** `minutes`: the estimate; null: not known yet. */
  | { readonly type: 'repairStarted'; readonly way: RepairWay; readonly minutes: number | null }
  | { readonly type: 'incidentUpdated'; readonly text: string; readonly minutes: number | null }
  | { readonly type: 'repairFailed'; readonly reason: string }
  | { readonly type: 'incidentResolved'; readonly untested: string | null }
  | { readonly type: 'incidentHandedOver'; readonly reason: string }
  | { readonly type: 'ended'; readonly untested: string | null }
  | { readonly type: 'closed'; readonly lessons: string }
  | { readonly type: 'cancelled'; readonly reason: string }
  | { readonly type: 'refused'; readonly command: string; readonly why: string; readonly version: number }
  | {
      readonly type: 'delivered';
      readonly key: string;
      readonly card: CardName | null;
      readonly activity: string;
      readonly conversation: string;
    }
  /** `lost`: the notice, so that it can be sent again. */
  | { readonly type: 'gaveUp'; readonly key: string; readonly why: string; readonly lost?: Posting }
  /** Who is told by mail, right after what they are told; `joined`: they are new among the recipients. */
  | {
      readonly type: 'addressed';
      readonly notice: MailName;
      readonly due: Instant;
      readonly to: readonly Address[];
      readonly joined?: true;
    }
  /** What became of mails of one key, several recipients at once; `lost`: what was given up, so that it can be sent again. */
  | {
      readonly type: 'mailed';
      readonly key: string;
      readonly sent: readonly { readonly to: Address; readonly id: string }[];
      readonly gaveUp: readonly { readonly to: Address; readonly why: string; readonly maybe?: true }[];
      readonly leftOut: readonly { readonly to: Address; readonly why: LeftOut; readonly maybe?: true }[];
      readonly lost?: MailPosting;
    }
  /** What had been given up is sent again, to those who have not got it. */
  | { readonly type: 'resent'; readonly letters: readonly Posting[] };

/** Who made it happen: a person, or the clock (`null`); for whom, where it was a deputy; and from which card, where it was by a button. */
export type Event = Happening & {
  readonly at: Instant;
  readonly by: Person | null;
  readonly for?: Person;
  readonly from?: CardName;
};

/** Events that are about the bot's own letters and refusals: they change nothing that a card shows. */
export function isSilent({ type }: Event): boolean {
  return SILENT.includes(type);
}

const SILENT: readonly Event['type'][] = ['refused', 'addressed', 'delivered', 'mailed', 'gaveUp'];

export type { Role };
