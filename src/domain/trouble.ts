/** What a bad day leaves on a change: its end moved, more time asked for, an incident and its repair. */
import type { Instant, RepairWay } from './event.ts';
import type { Person } from './site.ts';

/** How a change that took place ended: as planned; with the state of before; repaired after an incident; or it is an incident still. */
export type Outcome = 'completed' | 'restored' | 'repaired' | 'failed';

/** The end was moved; `end` is the instant it was moved to. */
export interface Extension {
  readonly at: Instant;
  readonly by: Person;
  readonly minutes: number;
  readonly reason: string;
  readonly restore: boolean;
  readonly agreed: boolean;
}

/** The start was moved, with the end: the snapshot was not ready. */
export interface Delay {
  readonly at: Instant;
  readonly by: Person;
  readonly minutes: number;
  readonly reason: string;
}

/** More time than was agreed at GO, asked of the approver. */
export interface MoreAsked {
  readonly at: Instant;
  readonly minutes: number;
  readonly reason: string;
}

/** An attempt to repair; `expected`: when it should be done, null where that is not known. */
export interface Repair {
  readonly way: RepairWay;
  readonly since: Instant;
  readonly expected: Instant | null;
}

export interface Incident {
  readonly since: Instant;
  /** Null: it was the clock. */
  readonly by: Person | null;
  readonly reason: string | null;
  readonly repair: Repair | null;
  readonly tried: readonly {
    readonly way: RepairWay;
    readonly since: Instant;
    readonly failedAt: Instant;
    readonly reason: string;
    readonly by: Person;
  }[];
  readonly updates: readonly { readonly at: Instant; readonly text: string }[];
}
