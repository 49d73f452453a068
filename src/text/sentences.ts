/**
 * The sentences people read, from `cards/text/<language>.yaml`: ICU messages (`{title}`, plurals), so that a team edits
 * words without code and every language has its own grammar. A site may have single sentences of its own.
 */
import { join } from 'node:path';
import type { Sentences, Values } from '../app/words.ts';
import type { Message } from './message.ts';
import { messageOf } from './message.ts';
import { isTree, openTextFile } from './text-file.ts';

/**
 * Reads the sentences of a language, those of the site's own file (its whole path) in place of the others.
 * @throws an Error that names the file and every sentence in it that cannot be read
 */
export function readSentences(folder: string, language: string, overrides: string | null = null): Sentences {
  const file = join(folder, `${language}.yaml`);
  const shipped = compile(flatten(read(file)), language, file);
  const own = overrides === null ? [] : compile(flatten(below(read(overrides), language)), language, overrides);
  const messages = new Map([...shipped, ...own]);

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

/** @throws an Error that says what keeps the file from being read */
function read(file: string): unknown {
  const opened = openTextFile(file);
  if ('tree' in opened) return opened.tree;
  throw new Error(
    opened.map(({ where, found, expected }) => `${where}: found ${found}, expected ${expected}`).join('\n'),
  );
}

function below(tree: unknown, language: string): unknown {
  return isTree(tree) && Object.hasOwn(tree, language) ? tree[language] : undefined;
}

const known = new WeakMap<ReadonlyMap<string, Message>, Map<string, readonly string[]>>();

function sections(messages: ReadonlyMap<string, Message>, prefix: string): readonly string[] {
  const found = known.get(messages) ?? new Map<string, readonly string[]>();
  known.set(messages, found);
  const keys = found.get(prefix) ?? [...messages.keys()].filter((key) => key.startsWith(`${prefix}.`));
  found.set(prefix, keys);
  return keys;
}

function compile(sentences: ReadonlyMap<string, string>, language: string, file: string): ReadonlyMap<string, Message> {
  const faults: string[] = [];
  const messages = new Map<string, Message>();
  for (const [key, sentence] of sentences) {
    try {
      messages.set(key, messageOf(sentence, language));
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
