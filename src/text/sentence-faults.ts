/** What is wrong with one sentence. */
import type { Message } from './message.ts';
import { countsIn, messageOf, namesIn, piecesOf } from './message.ts';
import type { TextFault } from './text-file.ts';

export type Wrong = Omit<TextFault, 'where'>;

/** The words of a fault, as the other faults of the start have them. */
export interface Words {
  /** The known word that somebody may have meant. */
  readonly nearest: (word: string, known: readonly string[]) => string | undefined;
  /** A value as one short line. */
  readonly show: (value: unknown) => string;
}

/** What a sentence can name, and which of it are numbers. */
export interface Nameable {
  readonly names: readonly string[];
  readonly counts: ReadonlySet<string>;
}

/** All that is wrong with the sentence, which can name these values and no others. */
export function sentenceFaults(
  value: unknown,
  language: string,
  { names, counts }: Nameable,
  words: Words,
): readonly Wrong[] {
  if (typeof value !== 'string' || value.trim() === '')
    return [{ found: words.show(value), expected: "a sentence. Write it between quotes, 'like this'." }];
  const message = read(value.trim(), language, words);
  if (typeof message === 'object' && 'found' in message) return [...dollars(value, names), message];
  return [
    ...dollars(value, names),
    ...braces(value, message, words),
    ...formats(message),
    ...uncounted(message, counts),
    ...strangers(message, names, words),
  ];
}

function read(sentence: string, language: string, { show }: Words): Message | Wrong {
  try {
    return messageOf(sentence, language);
  } catch (error) {
    const why = error instanceof Error ? error.message.toLowerCase().replaceAll('_', ' ') : String(error);
    const expected = `a message (${why}). Write {title} for a value, close every { with a }, and end choices with other {…}.`;
    return { found: show(sentence), expected };
  }
}

function dollars(sentence: string, names: readonly string[]): readonly Wrong[] {
  const found = [...new Set(sentence.match(/\$\{[^{}]*\}?/g))];
  return found.map((each) => {
    const remedy = names.includes(each.slice(2, -1)) ? `Write ${each.slice(1)}, without the $` : 'Take the $ away';
    return { found: each, expected: `a value without a $ before it. ${remedy}.` };
  });
}

/** To ICU an apostrophe before a brace makes it plain text, which is never meant: `l'{service}` would be read as it stands. */
function braces(sentence: string, message: Message, { show }: Words): readonly Wrong[] {
  if (!piecesOf(message).some(({ is, value }) => is === 'text' && /[{}]/.test(value))) return [];
  const expected =
    'braces around values only. Write ’ or two apostrophes before a {, and take out a } that closes nothing.';
  return [{ found: show(sentence), expected }];
}

/** The values are words as people read them: formatted once more a date would be none, and nothing would be said at all. */
function formats(message: Message): readonly Wrong[] {
  return piecesOf(message).flatMap(({ is, value }) =>
    is === 'number' || is === 'date' || is === 'time'
      ? [{ found: `{${value}, ${is}}`, expected: `a value without a format, as people read it. Write {${value}}.` }]
      : [],
  );
}

/** A plural of what is no number says nothing, or NaN. */
function uncounted(message: Message, counts: ReadonlySet<string>): readonly Wrong[] {
  return countsIn(message)
    .filter((name) => !counts.has(name))
    .map((name) => ({
      found: `{${name}, plural}`,
      expected: `a number, of which there may be many: ${[...counts].sort().join(', ')}. Write {${name}}.`,
    }));
}

function strangers(message: Message, names: readonly string[], { nearest }: Words): readonly Wrong[] {
  return namesIn(message)
    .filter((name) => !names.includes(name))
    .map((name) => {
      const near = nearest(name, names);
      const known = names.map((each) => `{${each}}`).join(', ');
      const expected =
        names.length === 0
          ? 'no value: this sentence is given none. Remove it.'
          : `one of the values ${known}. ${near === undefined ? 'Write one of these, or remove it' : `Write {${near}} if that is meant, or remove it`}.`;
      return { found: `{${name}}`, expected };
    });
}
