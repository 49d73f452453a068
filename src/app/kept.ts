/** A change in memory. */
import type { Change } from '../domain/change.ts';
import { isOver } from '../domain/change.ts';
import type { CardName } from '../domain/event.ts';
import { fold, UnknownEvent } from '../domain/evolve.ts';
import type { Posting } from '../domain/posting.ts';
import { behind } from './cards-out.ts';
import type { StoredChange } from './ports.ts';

/** A change with its letters still to be sent and the version each of its cards shows. */
export interface Kept {
  readonly change: Change;
  readonly outbox: readonly Posting[];
  readonly shown: Readonly<Partial<Record<CardName, number>>>;
}

/** The change that is stored; undefined where there is none in it. @throws where its events make none */
export function keptOf(stored: StoredChange): Kept | undefined {
  const change = fold(stored.events);
  if (change === undefined) return undefined;
  if (change.id !== stored.id) throw new Error('its events are those of another change');
  return { change, outbox: stored.outbox, shown: stored.shown };
}

/** Why nothing can be made of a document that could be read, without a word of what is in it. */
export function whyNonsense(error: unknown): string {
  if (error instanceof UnknownEvent) return error.message;
  return 'it can be read, and something in its events makes no sense';
}

/** Whether it can leave memory: it is over, and all is said and shown. */
export function isDoneWith(kept: Kept): boolean {
  return isOver(kept.change) && kept.outbox.length === 0 && behind(kept).length === 0;
}

/** A notice by mail is a letter to each of its recipients. */
export function lettersIn(kept: Kept | undefined): number {
  const letters = kept?.outbox.map((posting) => (posting.kind === 'mail' ? posting.to.length : 1)) ?? [];
  return letters.reduce((sum, count) => sum + count, 0);
}

/** The letters that go by mail. */
export function mailsIn({ outbox }: Kept): number {
  return outbox.reduce((sum, posting) => (posting.kind === 'mail' ? sum + posting.to.length : sum), 0);
}

/** Whether a card has fallen behind since this was noted of it. */
export function isBehindSince(shown: number | undefined, before: number | undefined): boolean {
  return shown !== undefined && shown < 0 && shown !== before;
}

/** What the cards show after a write: notes that were made meanwhile are newer, but for cards that the write leaves behind. */
export function notedSince(before: Kept | undefined, after: Kept, now: Kept | undefined): Kept['shown'] {
  const notes = Object.entries(now?.shown ?? {}).filter(([name, version]) => {
    const card = name as CardName;
    return before?.shown[card] !== version && !isBehindSince(after.shown[card], before?.shown[card]);
  });
  return { ...after.shown, ...Object.fromEntries(notes) };
}

/** Whether the same is noted of every card. */
export function isSameShown(one: Kept, other: Kept): boolean {
  const cards = Object.entries(one.shown) as [CardName, number][];
  return cards.every(([card, version]) => other.shown[card] === version);
}
