/** What the data of all cards that ask are made of. */
import type { LedgerLine } from '../../app/ledger.ts';
import type { Change, Correction } from '../../domain/change.ts';
import type { Site } from '../../domain/site.ts';
import type { Warning } from '../../domain/warnings.ts';
import type { Values, Voice } from '../../app/words.ts';
import { clip } from './clip.ts';

/** Whose eyes: everybody's (the base card, with buttons and who may answer), those of who may answer, or of somebody who may only read. */
export type Audience = 'everybody' | 'asked' | 'reader';

export type CardData = Readonly<Record<string, unknown>>;

/** What a card knows besides its change. */
export interface Around {
  readonly warnings: readonly Warning[];
  /** The voice of each language of the site, the first one first. */
  readonly voices: readonly Voice[];
  /** What became of the notices of a change. */
  readonly ledger: (change: Change) => readonly LedgerLine[];
}

/** What the card of one question has besides what all have. */
export type Part = (change: Change, site: Site, voice: Voice, values: Values, around: Around) => CardData;

/** What the longest fields may take of a card, in bytes; twenty tests are the most there can be. */
export const ROOM = { what: 5000, backout: 2500, line: 220 } as const;

// Without an emoji variant: a phone would show one of them large and coloured, and the other one not.
const MARK = { ticked: '✓', open: '☐' } as const;

/** Something that can be ticked: the value of its toggle, and the mark where there is none. */
export function tick(done: boolean): CardData {
  return { value: String(done), mark: done ? MARK.ticked : MARK.open };
}

/** The tests, each with its tick. */
export function tests(change: Change, escape: (text: string) => string): readonly CardData[] {
  return change.draft.tests.map((line, index) => ({
    id: `item-${String(index)}`,
    line: clip(escape(line), ROOM.line),
    ...tick(change.testsDone.includes(index)),
  }));
}

/** A list that people work off. */
export function toTick(items: readonly Correction[], { escape }: Voice): readonly CardData[] {
  return items.map(({ text, done }, index) => ({
    id: `item-${String(index)}`,
    line: clip(escape(text), ROOM.line),
    ...tick(done),
  }));
}
