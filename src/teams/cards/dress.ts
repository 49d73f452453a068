/** What Teams wants of every card, put to it in one place, so that the templates say only what is theirs. */
import type { Sentences } from '../../app/words.ts';
import { plain } from '../markdown.ts';
import { fit } from './fit.ts';
import type { Card } from './template.ts';

/** What a pressed button brings back: never state, only which card it was. */
export interface CardMark {
  readonly changeId: string;
  readonly milestone: string;
  readonly version: number;
  readonly [more: string]: string | number;
}

/** At most so many people get a view of their own: the platform's limit for `refresh.userIds`. */
export const MOST_REFRESHED = 60;

/**
 * Gives every `Action.Execute` its data and an `Action.Submit` as fallback for clients that do not know it, and the card
 * its `refresh` for these people (Teams ids).
 * Source: Teams documentation, "Universal Actions for Adaptive Cards" (backward compatibility, user specific views).
 */
export function dress(card: Card, mark: CardMark | null, refreshed: readonly string[], sentences: Sentences): Card {
  const dressed = mark === null ? card : (withData(card, mark) as Card);
  const fallbackText = typeof card.fallbackText === 'string' ? plain(card.fallbackText) : '';
  const base = { ...dressed, fallbackText, lang: sentences.language, msteams: { width: 'Full' } };
  if (mark === null || refreshed.length === 0) return fit(base);
  const action = { type: 'Action.Execute', title: sentences.say('cards.common.refresh'), verb: 'refresh', data: mark };
  return fit({ ...base, refresh: { action, userIds: refreshed.slice(0, MOST_REFRESHED) } });
}

/** The node with its buttons dressed; what has none in it stays what it is. */
function withData(node: unknown, mark: CardMark): unknown {
  if (typeof node !== 'object' || node === null) return node;
  if (Array.isArray(node)) {
    const items = node.map((item) => withData(item, mark));
    return items.some((item, index) => item !== node[index]) ? items : node;
  }
  let dressed = node as Readonly<Record<string, unknown>>;
  for (const [key, value] of Object.entries(node)) {
    const inner = withData(value, mark);
    if (inner !== value) dressed = { ...dressed, [key]: inner };
  }
  return dressed.type === 'Action.Execute' ? execute(dressed, mark) : dressed;
}

function execute(action: Readonly<Record<string, unknown>>, mark: CardMark): Readonly<Record<string, unknown>> {
  const data = { ...mark, verb: action.verb };
  const fallback = {
    type: 'Action.Submit',
    title: action.title,
    data,
    ...(action.style === undefined ? {} : { style: action.style }),
  };
  return { ...action, data, fallback };
}
