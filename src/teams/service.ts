/** What the bot needs of the service behind it: `main.ts` hands it in. */
import type { Changes } from '../app/changes.ts';
import type { LedgerLine } from '../app/ledger.ts';
import type { Handler } from '../app/handle.ts';
import type { Log, Store } from '../app/ports.ts';
import type { Status } from '../app/status.ts';
import type { Team } from '../app/team.ts';
import type { Change } from '../domain/change.ts';
import type { Instant } from '../domain/event.ts';
import type { Site } from '../domain/site.ts';
import type { Deck } from './cards/deck.ts';
import type { Voice } from '../app/words.ts';

export interface Service {
  readonly site: Site;
  readonly changes: Changes;
  readonly handler: Handler;
  readonly store: Store;
  readonly team: Team;
  readonly status: () => Status;
  /** What became of the notices of a change. */
  readonly ledger: (change: Change) => readonly LedgerLine[];
  readonly clock: () => Instant;
  /** Rehearsal and local mode only: moves the clock; what it throws is a sentence for the person. */
  readonly moveClock: ((to: string) => Promise<void>) | null;
  readonly deck: Deck;
  /** For cards. */
  readonly voice: Voice;
  /** A form's id, new each time. */
  readonly newForm: () => string;
  readonly log: Log;
}
