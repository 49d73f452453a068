/** A card that is too large is not taken by Teams at all: then its longest texts are cut short, all of them alike. */
import { clip } from './clip.ts';
import type { Card } from './template.ts';

/** Teams takes 28 KB a message; the rest is for the words and mentions beside the card. */
const MOST_BYTES = 25_000;

/** What a text may take, in bytes: tried one after the other, until the card fits. */
const STEPS: readonly number[] = [2500, 1200, 600, 300, 150];

/** The card as it is, or with its texts cut short. What people can type over again, the values of inputs, stays whole. */
export function fit(card: Card): Card {
  let fitting = card;
  for (const most of STEPS) {
    if (Buffer.byteLength(JSON.stringify(fitting)) <= MOST_BYTES) return fitting;
    fitting = shortened(card, most) as Card;
  }
  return fitting;
}

/** What is read of each kind of element. */
const READ: Readonly<Record<string, string>> = { TextBlock: 'text', 'Input.Toggle': 'title' };

function shortened(node: unknown, most: number): unknown {
  if (Array.isArray(node)) return node.map((each) => shortened(each, most));
  if (typeof node !== 'object' || node === null) return node;
  const copy = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, shortened(value, most)]));
  if (copy.type === 'FactSet')
    return { ...copy, facts: (copy.facts as readonly Fact[]).map((fact) => clipped(fact, most)) };
  const key = typeof copy.type === 'string' ? READ[copy.type] : undefined;
  const text = key === undefined ? undefined : copy[key];
  return key !== undefined && typeof text === 'string' ? { ...copy, [key]: clip(text, most) } : copy;
}

interface Fact {
  readonly value: string;
}

function clipped(fact: Fact, most: number): Fact {
  return { ...fact, value: clip(fact.value, most) };
}
