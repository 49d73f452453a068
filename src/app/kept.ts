/** A change in memory. */
import type { Change } from '../domain/change.ts';
import { isOver } from '../domain/change.ts';
import type { CardName } from '../domain/event.ts';
import { fold } from '../domain/evolve.ts';
import type { Posting } from '../domain/posting.ts';
import { behind } from './cards-out.ts';
import type { StoredChange } from './ports.ts';

/** A change with its letters still to be sent and the version each of its cards shows. */
export interface Kept {
  readonly change: Change;
  readonly outbox: readonly Posting[];
  readonly shown: Readonly<Partial<Record<CardName, number>>>;
}

/** The change that is stored; undefined where there is none in it. */
export function keptOf(stored: StoredChange): Kept | undefined {
  const change = fold(stored.events);
  return change === undefined ? undefined : { change, outbox: stored.outbox, shown: stored.shown };
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
