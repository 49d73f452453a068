/** A refusal as its person reads it. */
import type { Refusal } from '../domain/refusal.ts';
import type { Voice } from '../app/words.ts';

/** What a refusal counts in minutes. */
const SPANS: readonly string[] = ['minutes', 'agreed', 'left', 'over'];

/** The sentence of a refusal. */
export function refusalSaid({ refused, values }: Refusal, voice: Voice): string {
  const said = Object.fromEntries(Object.entries(values).map(([key, value]) => [key, sayable(key, value, voice)]));
  return voice.sentences.say(`refusal.${refused}`, said);
}

function sayable(key: string, value: string | number, { escape, times }: Voice): string | number {
  if (typeof value === 'string') return escape(value);
  return SPANS.includes(key) ? times.span(value) : value;
}
