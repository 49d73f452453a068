/** How things are right now, as figures for whoever watches from outside. */
import type { Instant } from '../domain/event.ts';
import type { Changes } from './changes.ts';
import type { Store } from './ports.ts';
import type { Team } from './team.ts';

export interface Vitals {
  readonly openChanges: number;
  /** Still to be sent to Teams. */
  readonly letters: number;
  /** Still to be sent by mail, one a recipient. */
  readonly mails: number;
  readonly damagedFiles: number;
  readonly channelKnown: boolean;
  /** When the day begins on which the client secret expires; null: it is not known. */
  readonly secretExpiresAt: Instant | null;
}

/** Looked up at some 20 ns a change, and in no order: a list of open changes, which people read, is sorted. */
export function vitalsOf(changes: Changes, store: Store, team: Team, secretExpiresAt: Instant | null): Vitals {
  const { letters, mails } = changes.unsent();
  return {
    openChanges: changes.plans().length,
    letters,
    mails,
    damagedFiles: store.damaged.length,
    channelKnown: team.installation !== null,
    secretExpiresAt,
  };
}
