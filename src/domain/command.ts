/** What people, and the clock, can ask of a change. */
import type { CardName, Draft, Instant, Preparation } from './event.ts';
import type { Person } from './site.ts';

export type Request =
  | { readonly type: 'create'; readonly form: string; readonly draft: Draft }
  | { readonly type: 'tickPreparations'; readonly items: readonly Preparation[] }
  /** `corrections`: what was written beside the button. */
  | { readonly type: 'acceptPreCheck'; readonly corrections?: readonly string[] }
  | { readonly type: 'needCorrections'; readonly corrections: readonly string[] }
  | { readonly type: 'tickCorrections'; readonly done: readonly number[] }
  | { readonly type: 'giveGo' }
  | { readonly type: 'giveNogo'; readonly reason: string }
  | { readonly type: 'requestGo'; readonly corrected: string }
  | { readonly type: 'startSnapshot' }
  | { readonly type: 'finishSnapshot' }
  | { readonly type: 'failSnapshot'; readonly reason: string }
  | { readonly type: 'requestSkip'; readonly reason: string }
  | { readonly type: 'agreeSkip' }
  | { readonly type: 'refuseSkip'; readonly reason: string }
  | { readonly type: 'tickTests'; readonly done: readonly number[] }
  | { readonly type: 'notYet' }
  /** `done`: tests ticked on the same card, saved with the press; null: the card had no ticks. */
  | { readonly type: 'end'; readonly done: readonly number[] | null; readonly untested: string }
  | { readonly type: 'addLessons'; readonly lessons: string }
  | { readonly type: 'cancel'; readonly reason: string };

/** A person's command; `from` is the card that was pressed, `version` the one on it (absent: not from a card). */
export type PersonCommand = Request & {
  readonly changeId: string;
  readonly by: Person;
  readonly now: Instant;
  readonly version?: number;
  readonly from?: CardName;
};

/** The clock knocks: whatever is due by `now` happens, the oldest first, one a command. */
export interface ClockCommand {
  readonly type: 'fallDue';
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
  | { readonly type: 'recordFailure'; readonly why: string }
);

export type Command = PersonCommand | ClockCommand | DeliveryCommand;
