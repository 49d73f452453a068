/** What a press gets: a card, a refusal in private, or the word that the button is not known. */
import type { Change } from '../domain/change.ts';
import type { CardName, Question } from '../domain/event.ts';
import type { Refusal } from '../domain/refusal.ts';
import type { Person } from '../domain/site.ts';
import { cardOfMark } from './cards/deck.ts';
import type { Card } from './cards/template.ts';
import type { Press } from './press.ts';
import { refusalSaid } from './refused.ts';
import type { Service } from './service.ts';

/**
 * What the presser gets: a card in place of the one they pressed, a refusal in private, or the word that this button is not
 * known. `shared` draws the card as everybody should see it; `share` says that nothing else brings it there.
 */
export type PressResult =
  | {
      readonly is: 'card';
      readonly card: Card;
      readonly shared: () => Card;
      readonly share: boolean;
      /** What is said beside it, in the same conversation. */
      readonly reply?: Card;
    }
  | { readonly is: 'refused'; readonly sentence: string }
  | { readonly is: 'unknown'; readonly sentence: string };

export type Shown = Extract<PressResult, { is: 'card' }>;

/** The card that was pressed, as it is now. */
export function present(press: Press, change: Change, by: Person, { deck, clock }: Service): Shown {
  const card = cardFor(press, change);
  const shared = (): Card => deck.base(card, change);
  return { is: 'card', card: deck.personal(card, change, by, clock()), shared, share: false };
}

/** A mark that names no card of this change gets the living one. */
export function cardFor(press: Press, change: Change): CardName {
  const ask = Object.hasOwn(change.asks, press.milestone) ? change.asks[press.milestone as Question] : undefined;
  return ask !== undefined && press.round >= 1 && press.round <= ask.round ? cardOfMark(press) : 'living';
}

/** The form once more. */
export function again(card: Card): PressResult {
  return { is: 'card', card, shared: () => card, share: false };
}

/** A button of another version. */
export function unknown({ voice }: Service): PressResult {
  return { is: 'unknown', sentence: voice.sentences.say('refusal.unknown action') };
}

/** Told in private. */
export function refused(refusal: Refusal, { voice }: Service): PressResult {
  return { is: 'refused', sentence: refusalSaid(refusal, voice) };
}
