/** A sentence as an ICU message (`{title}`, plurals), and what it is made of. The only file with intl-messageformat. */
import { IntlMessageFormat } from 'intl-messageformat';

/** A sentence without values stays text: most are, and formatting costs some 5 µs. */
export type Message = string | IntlMessageFormat;

// A start reads each of them to check it, to know what it names, and to say it: once costs 0.1 s less.
const read = new Map<string, IntlMessageFormat>();

/** Reads a sentence. @throws an Error that says what is wrong with it in the words of the library */
export function messageOf(sentence: string, language: string): Message {
  if (!sentence.includes('{')) return sentence;
  const key = `${language} ${sentence}`;
  const message = read.get(key) ?? new IntlMessageFormat(sentence, language, undefined, { ignoreTag: true });
  read.set(key, message);
  return message;
}

/** A piece of a message: text that is said as it is, or a value and how it is formatted. */
export interface Piece {
  readonly is: 'text' | 'value' | 'number' | 'date' | 'time' | 'choice' | 'count';
  /** The text, or the name of the value. */
  readonly value: string;
}

/** The pieces of a message, those within its choices too. */
export function piecesOf(message: Message): readonly Piece[] {
  if (typeof message === 'string') return [{ is: 'text', value: message }];
  return piecesIn(message.getAst());
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
