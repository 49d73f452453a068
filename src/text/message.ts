/** A sentence as an ICU message (`{title}`, plurals), and what it is made of. The only file with intl-messageformat. */
import { IntlMessageFormat } from 'intl-messageformat';
import type { Values } from '../app/words.ts';

/** A sentence without values stays text: most are, and formatting costs some 5 µs. */
export type Message = string | Filled | IntlMessageFormat;

// A start reads each of them to check it, to know what it names, and to say it: once costs 0.1 s less.
const read = new Map<string, Filled | IntlMessageFormat>();

/** Reads a sentence. @throws an Error that says what is wrong with it in the words of the library */
export function messageOf(sentence: string, language: string): Message {
  if (!sentence.includes('{')) return sentence;
  const key = `${language} ${sentence}`;
  const message = read.get(key) ?? newMessage(sentence, language);
  read.set(key, message);
  return message;
}

/** Nothing but text and values: no choice, and no apostrophe that would quote what follows it. */
const ONLY_VALUES = /^(?:[^{}']|\{[A-Za-z]\w*\}|'(?![{}<>']))*$/;

// Four sentences of five are of that kind: the library takes 25 µs to read one and 5 µs to say it, this one and 0.3.
function newMessage(sentence: string, language: string): Filled | IntlMessageFormat {
  if (ONLY_VALUES.test(sentence)) return new Filled(sentence);
  return new IntlMessageFormat(sentence, language, undefined, { ignoreTag: true });
}

/** A sentence of text and values, said as the library says it. */
export class Filled {
  /** Text and the names of values in turn, a text first. */
  readonly #parts: readonly string[];
  /** What it is made of. */
  readonly pieces: readonly Piece[];

  constructor(sentence: string) {
    this.#parts = sentence.split(/[{}]/);
    const pieces = this.#parts.map((value, index): Piece => ({ is: index % 2 === 0 ? 'text' : 'value', value }));
    this.pieces = pieces.filter(({ value }) => value !== '');
  }

  /** @throws Error where a value is missing */
  format(values: Values): string {
    return this.#parts.map((part, index) => (index % 2 === 0 ? part : valueOf(part, values))).join('');
  }
}

function valueOf(name: string, values: Values): string {
  if (!Object.hasOwn(values, name)) throw new Error(`the value {${name}} was not given`);
  return String(values[name] ?? '');
}

/** A piece of a message: text that is said as it is, or a value and how it is formatted. */
export interface Piece {
  readonly is: 'text' | 'value' | 'number' | 'date' | 'time' | 'choice' | 'count';
  /** The text, or the name of the value. */
  readonly value: string;
}

const taken = new WeakMap<IntlMessageFormat, readonly Piece[]>();

/** The pieces of a message, those within its choices too. */
export function piecesOf(message: Message): readonly Piece[] {
  if (typeof message === 'string') return [{ is: 'text', value: message }];
  if (message instanceof Filled) return message.pieces;
  const pieces = taken.get(message) ?? piecesIn(message.getAst());
  taken.set(message, pieces);
  return pieces;
}

/** A node as the library has it: of its types only these numbers are its own. */
interface Node {
  readonly type: number;
  readonly value?: string;
  readonly options?: Readonly<Record<string, { readonly value: readonly Node[] }>>;
}

const KINDS: Readonly<Record<number, Piece['is']>> = {
  0: 'text',
  1: 'value',
  2: 'number',
  3: 'date',
  4: 'time',
  5: 'choice',
  6: 'count',
};

function piecesIn(nodes: readonly Node[]): readonly Piece[] {
  return nodes.flatMap(({ type, value, options }) => {
    const is = KINDS[type];
    // The # of a plural is none of these.
    if (is === undefined || value === undefined) return [];
    const within = Object.values(options ?? {}).flatMap((option) => piecesIn(option.value));
    return [{ is, value }, ...within];
  });
}

/** The values of which a message says how many there are, each once. */
export function countsIn(message: Message): readonly string[] {
  return [...new Set(piecesOf(message).flatMap(({ is, value }) => (is === 'count' ? [value] : [])))];
}

/** The values that a message names, each once. */
export function namesIn(message: Message): readonly string[] {
  const names = piecesOf(message).flatMap(({ is, value }) => (is === 'text' ? [] : [value]));
  return [...new Set(names)];
}
