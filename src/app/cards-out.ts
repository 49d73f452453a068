/** Cards that are out in Teams: which of them lag behind their change, and which will not change any more. */
import type { Change } from '../domain/change.ts';
import { isOpen, isOver } from '../domain/change.ts';
import type { CardName, Instant, Question } from '../domain/event.ts';
import type { Kept } from './kept.ts';
import { cardOf, cardOfQuestion } from './places.ts';
import { openQuestions } from './view.ts';

/** Cards that show an older version than the change has. */
export function behind(kept: Kept): readonly CardName[] {
  const { change, shown } = kept;
  return (Object.keys(change.cards) as CardName[]).filter((card) => (shown[card] ?? 0) < change.version);
}

/** The cards that say what became of the notices show nothing of what happened from this event on. */
export function behindSince(event: number, shown: Kept['shown']): Kept['shown'] {
  const telling = (Object.keys(shown) as CardName[]).filter(
    (card) => card.startsWith('living') || card.startsWith('close/'),
  );
  return { ...shown, ...Object.fromEntries(telling.map((card) => [card, -event])) };
}

/**
 * Cards that should be out and are not, though no letter on its way brings them: what did was given up. Without them the thread
 * would have no root, or a question nobody who could answer it.
 */
export function lost({ change, outbox }: Kept): readonly CardName[] {
  if (isOver(change)) return [];
  const wanted: readonly CardName[] = ['living', ...openQuestions(change).map((q) => cardOfQuestion(q, change))];
  const onTheirWay = outbox.map((posting) => cardOf(posting, change));
  return wanted.filter((card) => change.cards[card] === undefined && !onTheirWay.includes(card));
}

/** While a change runs, its living card counts down in steps of this: a post is edited twelve times an hour, not sixty. */
export const COUNTDOWN_STEP_MS = 5 * 60_000;

/** The instant down from which the living card counts; null: it counts nothing. */
export function countedAt({ stage }: Change, now: Instant): Instant | null {
  return stage.is === 'in progress' ? Math.floor(now / COUNTDOWN_STEP_MS) * COUNTDOWN_STEP_MS : null;
}

/** A card whose question is answered, or that belongs to a change that is over, is updated once more and then left alone. */
export function isFinal(card: CardName, change: Change): boolean {
  // Lessons may still come to a change that was cancelled.
  if (isOver(change) && !(card.startsWith('close/') && isOpen(change, 'close'))) return true;
  if (card === 'living' || card.startsWith('living@')) return false;
  const [question = '', round = ''] = card.split('/');
  if (change.asks[question as Question]?.round !== Number(round)) return true;
  // A skip that is asked for leaves the snapshot's own question unanswered until the approver has decided.
  if (question === 'snapshot' && change.snapshot.is === 'skip requested') return false;
  return !isOpen(change, question as Question);
}
