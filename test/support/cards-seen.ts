/** Every card that anybody gets to see: posted, replaced, or in a view of their own; and what is wrong with it. */
import { AdaptiveCard, SerializationContext, Versions } from 'adaptivecards';
import type { Connector } from '../../src/rehearsal/connector.ts';
import type { Json } from '../../src/rehearsal/json.ts';
import { asJson } from '../../src/rehearsal/json.ts';
import { cardOf } from '../../src/rehearsal/connector/invoke.ts';

/** The budget of a card for bots. */
export const MOST_BYTES = 25 * 1024;

/** Collects from now on; the list grows. */
export function cardsSeen(teams: Connector): readonly Json[] {
  const seen = new Map<string, Json>();
  const list: Json[] = [];
  const keep = (card: unknown): void => {
    const text = JSON.stringify(card);
    if (card === undefined || seen.has(text)) return;
    seen.set(text, asJson(card));
    list.push(asJson(card));
  };
  teams.on('change', (message) => {
    if (message.from !== 'bot') return;
    keep(cardOf(message.activity));
    for (const { card } of message.views.values()) keep(card);
  });
  return list;
}

/** What is wrong with a card, in words; nothing when nothing is. */
export function complaints(card: Json): readonly string[] {
  const text = JSON.stringify(card);
  return [
    ...(card.version === '1.5' ? [] : [`version ${String(card.version)}`]),
    ...(Buffer.byteLength(text) <= MOST_BYTES ? [] : [`${Buffer.byteLength(text)} bytes`]),
    ...(text.includes('${') ? ['a ${name} is left'] : []),
    ...(typeof card.fallbackText === 'string' && card.fallbackText !== '' ? [] : ['no fallbackText']),
    ...parsed(card),
  ];
}

function parsed(card: Json): readonly string[] {
  const context = new SerializationContext(Versions.v1_5);
  const made = new AdaptiveCard();
  // Its check of `lang` keeps the place of the search before, so that every second card would fail.
  made.parse({ ...card, lang: undefined }, context);
  const events = Array.from({ length: context.eventCount }, (_, index) => context.getEventAt(index).message);
  return [...events, ...made.validateProperties().validationEvents.map(({ message }) => message)];
}

/** Every text, label and title of a card, as one string to look into; spaces that do not break are spaces. */
export function textOf(card: unknown): string {
  if (Array.isArray(card)) return card.map(textOf).join('\n');
  if (typeof card !== 'object' || card === null) return '';
  return Object.entries(card)
    .flatMap(([key, value]) => (typeof value === 'string' && READ.has(key) ? [value] : [textOf(value)]))
    .filter((line) => line !== '')
    .join('\n')
    .replaceAll('\u00a0', ' ');
}

const READ = new Set(['text', 'title', 'label', 'value', 'placeholder', 'errorMessage']);
