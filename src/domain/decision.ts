/** What people decided. */
import type { Instant } from './event.ts';
import type { Person } from './site.ts';

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
    | 'move'
    | 'edit'
    | 'hand over'
    | 'delay'
    | 'keep going'
    | 'restore'
    | 'more time'
    | 'more asked'
    | 'more agreed'
    | 'more refused'
    | 'incident'
    | 'repair'
    | 'repair failed'
    | 'resolved'
    | 'incident process'
    | 'end'
    | 'cancel';
  readonly by: Person;
  /** Whose deputy decided. */
  readonly for?: Person;
  readonly at: Instant;
  /** Where it took one: NOGO, a refused skip, an end with tests unticked, a cancellation. */
  readonly reason: string | null;
}
