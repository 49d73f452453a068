import type { Voice } from '../../app/words.ts';

/** Several things said one after the other in one line: `first; second; third`, each language with its own signs. */
export function inOne(texts: readonly string[], { sentences }: Voice): string {
  const [first = '', ...others] = texts;
  return others.reduce((said, second) => sentences.say('list.both', { first: said, second }), first);
}
