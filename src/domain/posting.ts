/** What a change still has to say: saved in the same write as the events that caused it, removed when it is delivered or given up. */
import type { Outcome } from './trouble.ts';
import type { HoldReason, Instant, Question, RepairWay } from './event.ts';
import type { Urgency } from './short-notice.ts';
import type { MilestoneName, NoticeName, Role } from './milestone.ts';
import type { Address } from './site.ts';

/** `changeId/milestone/audience/revision`: makes a repeat recognisable. */
export type PostingKey = string;

/** Who is told: those who read the channel, those who are written to. */
export type Audience = 'channel' | 'mail';

/** The key of what an event has to say: a version has one of a kind for an audience. */
export function postingKey(
  changeId: string,
  milestone: string,
  version: number,
  audience: Audience = 'channel',
): PostingKey {
  return `${changeId}/${milestone}/${audience}/${version}`;
}

/** A notice by mail: those of the channel, and to the approver alone that a change is asked for but not approved. */
export type MailName = NoticeName | 'tentative';

/** The status of the maintenance notification standard (github.com/jda/maintnote-std, 3.6.6). */
export type CalendarStatus = 'TENTATIVE' | 'CONFIRMED' | 'IN-PROCESS' | 'COMPLETED' | 'CANCELLED';

/** The calendar entry as a notice leaves it. */
export interface CalendarFacts {
  /** Counted up with every notice that says something of the window, from 0 (RFC 5545, 3.8.7.4). */
  readonly sequence: number;
  readonly status: CalendarStatus;
  readonly start: Instant;
  readonly end: Instant;
  /** The key of the service. */
  readonly object: string;
}

/** A notice by mail, to each of these; whoever is settled is taken off the list. */
export type MailPosting = Base & {
  readonly kind: 'mail';
  readonly notice: MailName;
  readonly facts: NoticeFacts;
  readonly to: readonly Address[];
  /** Null: it says nothing new of the window. */
  readonly calendar: CalendarFacts | null;
  /** They were put on the list after the announcement, and read how things are by now. */
  readonly joined?: true;
};

interface Base {
  readonly key: PostingKey;
  /** When it was meant to be said; a delivery much later than this says so. */
  readonly due: Instant;
  /** Not said any more from here on; null: always worth saying. */
  readonly expires: Instant | null;
}

export type Posting =
  /** The root of the change's thread. */
  | (Base & { readonly kind: 'living' })
  /** A reply that asks, with a mention of who is asked. */
  | (Base & { readonly kind: 'ask'; readonly question: Question; readonly round: number })
  /** A reply that reminds those who have not answered. */
  | (Base & {
      readonly kind: 'reminder';
      readonly question: Question;
      readonly to: readonly Role[];
      readonly deputies: boolean;
    })
  /** A reply that tells both people that the change is on hold, and the way out. */
  | (Base & { readonly kind: 'hold'; readonly milestone: MilestoneName; readonly reasons: readonly HoldReason[] })
  /** A reply with the text that the incident process begins with. */
  | (Base & { readonly kind: 'ready text'; readonly reason: string })
  /** A new post in the channel for everybody. */
  | (Base & { readonly kind: 'notice'; readonly notice: NoticeName; readonly facts: NoticeFacts })
  | MailPosting;

/** What a notice says, as it was when it was decided: later events must not change what people were told. */
export interface NoticeFacts {
  readonly title: string;
  readonly service: string;
  readonly start: Instant;
  readonly end: Instant;
  /** When it really happened: the start, the end, the cancellation. */
  readonly happened: Instant;
  /** Why: of the cancellation, the extension, the incident; or what is new in it. */
  readonly reason: string | null;
  /** What people were told before. */
  readonly before: { readonly service: string; readonly start: Instant; readonly end: Instant } | null;
  /** When there is news again, or when it should be repaired. */
  readonly next: Instant | null;
  /** What it is restored or repaired from. */
  readonly way: RepairWay | null;
  readonly outcome: Outcome | null;
  /** Told by the announcement of a change that came late. */
  readonly urgency?: Urgency;
  /** Calendar days until the start: 1 is tomorrow. */
  readonly days: number;
}
