/** What a change still has to say: saved in the same write as the events that caused it, removed when it is delivered or given up. */
import type { Outcome } from './trouble.ts';
import type { HoldReason, Instant, Question, RepairWay } from './event.ts';
import type { Urgency } from './short-notice.ts';
import type { MilestoneName, NoticeName, Role } from './milestone.ts';

/** `changeId/milestone/audience/revision`: makes a repeat recognisable. */
export type PostingKey = string;

/** The key of what an event has to say: a version has one of a kind. */
export function postingKey(changeId: string, milestone: string, version: number): PostingKey {
  return `${changeId}/${milestone}/channel/${version}`;
}

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
  | (Base & { readonly kind: 'notice'; readonly notice: NoticeName; readonly facts: NoticeFacts });

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
