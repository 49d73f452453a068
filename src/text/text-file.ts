/** A file of sentences: YAML, with the line of each key. */
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import type { Document } from 'yaml';
import { LineCounter, isMap, isNode, isScalar, parseDocument } from 'yaml';

/** What is wrong with the texts: where it is, what was found, what was expected and, after a full stop, the remedy. */
export interface TextFault {
  readonly where: string;
  readonly found: string;
  readonly expected: string;
}

export interface TextFile {
  /** As it is named to people: as short as it is unmistakable. */
  readonly name: string;
  readonly tree: unknown;
  /** The line of the key at a path, or of the one it is missing under. */
  readonly lineOf: (path: readonly string[]) => number;
}

/** A sentence, or what stands where one belongs. */
export interface Leaf {
  readonly path: readonly string[];
  readonly key: string;
  readonly value: unknown;
}

// The check of the start and whoever says the sentences open the same files: 40 ms each.
const opened = new Map<string, TextFile>();

/** Opens a file, or says what keeps it from being read. */
export function openTextFile(file: string): TextFile | readonly TextFault[] {
  const name = nameOfFile(file);
  const lines = new LineCounter();
  try {
    const text = readFileSync(file, 'utf8');
    const known = opened.get(text);
    if (known?.name === name) return known;
    const document = parseDocument(text, { lineCounter: lines, logLevel: 'error' });
    if (document.errors.length > 0) return syntaxFaults(name, document, lines);
    const found = { name, tree: document.toJS() as unknown, lineOf: lineIn.bind(null, document, lines) };
    opened.set(text, found);
    return found;
  } catch (error) {
    const found = error instanceof Error ? error.message : String(error);
    return [{ where: name, found, expected: 'a file of texts in YAML that can be read. Mend it or its rights.' }];
  }
}

function nameOfFile(file: string): string {
  const name = relative(process.cwd(), file);
  return name.startsWith('..') ? file : name;
}

function syntaxFaults(name: string, document: Document.Parsed, lines: LineCounter): readonly TextFault[] {
  return document.errors.map(({ message, pos }) => {
    const { line, col } = lines.linePos(pos[0]);
    const [what = ''] = message.split(/ at line \d|\n/);
    const expected = 'YAML. Mend the line; a sentence is safest between single quotes, with each apostrophe twice.';
    return { where: `${name}:${line}:${col}`, found: what, expected };
  });
}

function lineIn(document: Document.Parsed, lines: LineCounter, path: readonly string[]): number {
  let node: unknown = document.contents;
  let offset = isNode(node) ? (node.range?.[0] ?? 0) : 0;
  for (const key of path) {
    const pair = isMap(node) ? node.items.find((item) => keyOf(item.key) === key) : undefined;
    if (pair === undefined) break;
    offset = isNode(pair.key) ? (pair.key.range?.[0] ?? offset) : offset;
    node = pair.value;
  }
  return lines.linePos(offset).line;
}

function keyOf(key: unknown): string {
  return String(isScalar(key) ? key.value : key);
}

/** Whether the value holds others by their keys. */
export function isTree(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What stands at the ends of a tree: sentences, where it is as it should be. */
export function leavesOf(tree: unknown, path: readonly string[] = []): readonly Leaf[] {
  if (!isTree(tree)) return path.length === 0 ? [] : [{ path, key: path.join('.'), value: tree }];
  return Object.entries(tree).flatMap(([key, value]) => leavesOf(value, [...path, key]));
}
