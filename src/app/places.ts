/** Where a letter goes, and which card it brings. */
import type { Change } from '../domain/change.ts';
import type { CardName, Question } from '../domain/event.ts';
import type { Posting } from '../domain/posting.ts';
import type { Kept } from './kept.ts';
import type { Place } from './ports.ts';

/** Letters of one runner wait for each other; those of different runners do not. */
export type Runner = 'channel' | 'thread' | 'cards' | 'lost';

/** Which runner takes a letter; null: it goes by mail. */
export function runnerOf(posting: Posting): Runner | null {
  if (posting.kind === 'mail') return null;
  return posting.kind === 'living' || posting.kind === 'notice' ? 'channel' : 'thread';
}

/** Null: it has to wait until the change has its thread. When the thread could not be made, the channel has to do. */
export function placeOf(posting: Posting, { change, outbox }: Kept): Place | null {
  if (runnerOf(posting) === 'channel') return { in: 'channel' };
  const root = change.cards.living;
  // The thread is where its root was posted, even when the channel of the team has become another one since.
  if (isReport(posting) && outbox.some(({ kind }) => kind === 'notice')) return null;
  if (root !== undefined) return { in: 'conversation', id: root.conversation };
  return outbox.some((p) => p.kind === 'living') ? null : { in: 'channel' };
}

/** The report says when each notice was delivered, the last one too. */
function isReport(posting: Posting): boolean {
  return posting.kind === 'ask' && posting.question === 'close';
}

/** What is sent to one conversation goes one after the other, updates of its cards included. */
export function laneOf(place: Place): string {
  return place.in === 'channel' ? 'channel' : place.id;
}

/**
 * The card a letter puts into Teams; null: it is words only, or a notice, which is never updated. A reminder brings the card
 * of its question along where that is not out: what asked it was given up, and nobody can answer words.
 */
export function cardOf(posting: Posting, change: Change): CardName | null {
  if (posting.kind === 'living') return 'living';
  if (posting.kind === 'ask') return `${posting.question}/${posting.round}`;
  if (posting.kind !== 'reminder') return null;
  const card = cardOfQuestion(posting.question, change);
  return change.cards[card] === undefined ? card : null;
}

/** The card of a question, as it was asked last. */
export function cardOfQuestion(question: Question, change: Change): CardName {
  return `${question}/${change.asks[question]?.round ?? 1}`;
}
