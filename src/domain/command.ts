/** What people, and the clock, can ask of a change. */
import type { CardName, Draft, Happening, Instant, Preparation, RepairWay, Texts, Window } from './event.ts';
import type { Posting } from './posting.ts';
import type { Person } from './site.ts';

/** A duration that somebody wrote, in minutes; 'none' where the field was empty. */
export type SaidMinutes = number | 'none' | 'unreadable';

export type Request =
  | { readonly type: 'create'; readonly form: string; readonly draft: Draft }
  | { readonly type: 'tickPreparations'; readonly items: readonly Preparation[] }
  /** `corrections`: what was written beside the button. */
  | { readonly type: 'acceptPreCheck'; readonly corrections?: readonly string[] }
  | { readonly type: 'needCorrections'; readonly corrections: readonly string[] }
  | { readonly type: 'tickCorrections'; readonly done: readonly number[] }
  /** `acceptable`: how long after the announced end it may take at most; the site's usual time where none is said. */
  | { readonly type: 'giveGo'; readonly acceptable?: SaidMinutes }
  | { readonly type: 'giveNogo'; readonly reason: string }
  | { readonly type: 'tickNogoTasks'; readonly done: readonly number[] }
  /** `done`: tasks ticked on the same card, saved with the press. */
  | { readonly type: 'requestGo'; readonly corrected: string; readonly done?: readonly number[] }
  /** `done`: tasks of a NOGO ticked on the same card; `snapshotTakes`: what the use case knows that one takes. */
  | {
      readonly type: 'reschedule';
      readonly window: Window;
      readonly reason: string;
      readonly done?: readonly number[];
      readonly snapshotTakes?: number;
    }
  | { readonly type: 'edit'; readonly texts: Texts; readonly snapshotTakes?: number }
  /** `to` is null where nobody was named. */
  | { readonly type: 'handOver'; readonly to: Person | null; readonly reason: string }
  | { readonly type: 'delayStart'; readonly minutes: SaidMinutes; readonly reason: string }
  | { readonly type: 'startSnapshot' }
  | { readonly type: 'finishSnapshot' }
  | { readonly type: 'failSnapshot'; readonly reason: string }
  | { readonly type: 'requestSkip'; readonly reason: string }
  | { readonly type: 'agreeSkip' }
  | { readonly type: 'refuseSkip'; readonly reason: string }
  | { readonly type: 'tickTests'; readonly done: readonly number[] }
  /** The decision point before its time: it does not go to plan. */
  | { readonly type: 'askToDecide' }
  | { readonly type: 'keepGoing' }
  | { readonly type: 'restore' }
  /** `minutes`: the extra delay. */
  | { readonly type: 'extend'; readonly minutes: SaidMinutes; readonly reason: string }
  /** Beyond what was agreed at GO: the approver is asked. */
  | { readonly type: 'requestMore'; readonly minutes: SaidMinutes; readonly reason: string }
  | { readonly type: 'agreeMore' }
  | { readonly type: 'refuseMore'; readonly reason: string }
  | { readonly type: 'declareIncident'; readonly reason: string }
  /** `minutes`: the estimate. */
  | { readonly type: 'startRepair'; readonly way: RepairWay | null; readonly minutes: SaidMinutes }
  | { readonly type: 'updateIncident'; readonly text: string; readonly minutes: SaidMinutes }
  | { readonly type: 'failRepair'; readonly reason: string }
  | { readonly type: 'resolveIncident'; readonly done: readonly number[] | null; readonly untested: string }
  | { readonly type: 'handOverIncident'; readonly reason: string }
  /** `done`: tests ticked on the same card, saved with the press; null: the card had no ticks. */
  | { readonly type: 'end'; readonly done: readonly number[] | null; readonly untested: string }
  | { readonly type: 'addLessons'; readonly lessons: string }
  /** What could not be delivered goes again, to those who have not got it. */
  | { readonly type: 'resend' }
  | { readonly type: 'cancel'; readonly reason: string };

/** A person's command; `from` is the card that was pressed, `version` the one on it (absent: not from a card). */
export type PersonCommand = Request & {
  readonly changeId: string;
  readonly by: Person;
  readonly now: Instant;
  readonly version?: number;
  readonly from?: CardName;
};

/**
 * The clock knocks: whatever is due by `now` happens, the oldest first, one a command. After a start the site may have other
 * recipients: `meetRecipients` tells the new ones how an announced change stands.
 */
export interface ClockCommand {
  readonly type: 'fallDue' | 'meetRecipients';
  readonly changeId: string;
  readonly now: Instant;
}

/** What became of a send; `card` when it put a card into Teams. */
export type DeliveryCommand = { readonly changeId: string; readonly now: Instant; readonly key: string } & (
  | {
      readonly type: 'recordDelivery';
      readonly card: CardName | null;
      readonly activity: string;
      readonly conversation: string;
    }
  /** `lost`: the letter, where it is a notice that could be sent again. */
  | { readonly type: 'recordFailure'; readonly why: string; readonly lost?: Posting }
  | (Omit<Extract<Happening, { type: 'mailed' }>, 'type' | 'key'> & { readonly type: 'recordMails' })
);

export type Command = PersonCommand | ClockCommand | DeliveryCommand;
