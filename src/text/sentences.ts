/**
 * The sentences people read, from `cards/text/<language>.yaml`: ICU messages (`{title}`, plurals), so that a team edits
 * words without code and every language has its own grammar. The only room with intl-messageformat.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { IntlMessageFormat } from 'intl-messageformat';
import { parse } from 'yaml';
import type { Sentences, Values } from '../app/words.ts';

/** Reads the sentences of a language. @throws an Error that names the file and every sentence in it that cannot be read. */
export function readSentences(folder: string, language: string): Sentences {
  const file = join(folder, `${language}.yaml`);
  const messages = compile(flatten(parse(readFileSync(file, 'utf8'))), language, file);

  function say(key: string, values: Values = {}): string {
    const message = messages.get(key);
    if (message === undefined) throw new Error(`${file} has no sentence '${key}'`);
    return typeof message === 'string' ? message : String(message.format(values));
  }

  return {
    language,
    say,
    section(prefix, values) {
      const keys = sections(messages, prefix);
      return Object.fromEntries(keys.map((key) => [key.slice(prefix.length + 1), say(key, values)]));
    },
    has: (key) => messages.has(key),
    keys: [...messages.keys()],
  };
}

type Message = string | IntlMessageFormat;

const below = new WeakMap<ReadonlyMap<string, Message>, Map<string, readonly string[]>>();

function sections(messages: ReadonlyMap<string, Message>, prefix: string): readonly string[] {
  const known = below.get(messages) ?? new Map<string, readonly string[]>();
  below.set(messages, known);
  const keys = known.get(prefix) ?? [...messages.keys()].filter((key) => key.startsWith(`${prefix}.`));
  known.set(prefix, keys);
  return keys;
}

/** A sentence without values stays text: most are, and formatting costs some 5 µs. */
function compile(sentences: ReadonlyMap<string, string>, language: string, file: string): ReadonlyMap<string, Message> {
  const faults: string[] = [];
  const messages = new Map<string, Message>();
  for (const [key, sentence] of sentences) {
    try {
      messages.set(
        key,
        sentence.includes('{') ? new IntlMessageFormat(sentence, language, undefined, { ignoreTag: true }) : sentence,
      );
    } catch (error) {
      faults.push(
        `${key}: '${sentence}' is not a message (${error instanceof Error ? error.message : String(error)}); write {name} for a value`,
      );
    }
  }
  if (faults.length > 0) throw new Error(`${file} has sentences that cannot be read:\n${faults.join('\n')}`);
  return messages;
}

function flatten(tree: unknown, prefix = ''): ReadonlyMap<string, string> {
  const flat = new Map<string, string>();
  if (typeof tree !== 'object' || tree === null) return flat;
  for (const [key, value] of Object.entries(tree)) {
    const path = prefix === '' ? key : `${prefix}.${key}`;
    if (typeof value === 'string') flat.set(path, value.trim());
    else for (const [deeper, sentence] of flatten(value, path)) flat.set(deeper, sentence);
  }
  return flat;
}
