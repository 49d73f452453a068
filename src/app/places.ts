/** Where a letter goes, and which card it brings. */
import type { Change } from '../domain/change.ts';
import type { CardName } from '../domain/event.ts';
import type { Posting } from '../domain/posting.ts';
import type { Kept } from './changes.ts';
import type { Place } from './ports.ts';

/** Letters of one runner wait for each other; those of different runners do not. */
export type Runner = 'channel' | 'thread' | 'cards';

/** Which runner takes a letter. */
export function runnerOf(posting: Posting): Runner {
  return posting.kind === 'living' || posting.kind === 'notice' ? 'channel' : 'thread';
}

/** Null: it has to wait until the change has its thread. When the thread could not be made, the channel has to do. */
export function placeOf(posting: Posting, { change, outbox }: Kept): Place | null {
  if (runnerOf(posting) === 'channel') return { in: 'channel' };
  const root = change.cards.living;
  if (root !== undefined) return { in: 'thread', root: root.activity };
  return outbox.some((p) => p.kind === 'living') ? null : { in: 'channel' };
}

/** What is sent to one conversation goes one after the other, updates of its cards (by their conversation) included. */
export function laneOf(place: Place, change: Change): string {
  if (place.in === 'channel') return 'channel';
  return place.in === 'conversation' ? place.id : (change.cards.living?.conversation ?? place.root);
}

/** The card a letter puts into Teams; null: it is words only, or a notice, which is never updated. */
export function cardOf(posting: Posting): CardName | null {
  if (posting.kind === 'living') return 'living';
  return posting.kind === 'ask' ? `${posting.question}/${posting.round}` : null;
}
