/** A YAML file of the settings, and where its values stand in it. */
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import type { Document } from 'yaml';
import { LineCounter, isNode, parseDocument } from 'yaml';
import type { Fault } from './fault.ts';
import { show, showIf } from './fault.ts';

export type Key = string | number;

export interface Source {
  /** As short as it is unmistakable. */
  readonly file: string;
  readonly document: Document.Parsed;
  readonly lines: LineCounter;
  /** The values as they are, unchecked. */
  readonly raw: unknown;
}

/** Opens the file that a variable names, or says all that keeps it from being read. */
export function openSource(file: string, variable: string, expected: string): Source | readonly Fault[] {
  const name = nameOfFile(file);
  const lines = new LineCounter();
  try {
    // Its warnings go to the console, with what is in the file; what they are about is a fault of the schema as well.
    const document = parseDocument(readFileSync(file, 'utf8'), { lineCounter: lines, logLevel: 'error' });
    return document.errors.length > 0 ? syntaxFaults(name, document, lines) : withValues(name, document, lines);
  } catch (error) {
    const { code = 'no text' } = error as NodeJS.ErrnoException;
    return [{ where: variable, found: `${shownFile(name)} (${code})`, expected }];
  }
}

function nameOfFile(file: string): string {
  const name = relative(process.cwd(), file);
  return name.startsWith('..') ? file : name;
}

/** A name that has the look of a file's. */
function shownFile(name: string): string {
  return showIf(/^[^?#@:\0]*\.ya?ml$/i, name);
}

function syntaxFaults(file: string, document: Document.Parsed, lines: LineCounter): readonly Fault[] {
  return document.errors.map(({ message, pos }) => {
    const { line, col } = lines.linePos(pos[0]);
    const [what = ''] = message.split(/ at line \d|\n/);
    return { where: `${file}:${line}:${col}`, found: show(what), expected: 'YAML. Mend the line.' };
  });
}

/** An alias without its anchor is found only when the values are taken out, and has no line then. */
function withValues(file: string, document: Document.Parsed, lines: LineCounter): Source | readonly Fault[] {
  try {
    return { file, document, lines, raw: document.toJS() as unknown };
  } catch (error) {
    const found = show(error instanceof Error ? error.message : String(error));
    return [{ where: file, found, expected: "YAML. Mend the alias, or put a text that begins with '*' in quotes." }];
  }
}

/** What is wrong with the value at a path, or with its absence. */
export function faultAt(path: readonly Key[], expected: string, source: Source): Fault {
  return {
    where: `${source.file}:${lineOf(path, source)} ${nameOf(path)}`,
    found: isSecret(path) ? 'something' : show(at(source.raw, path)),
    expected,
  };
}

/** No secret belongs into the file; whoever puts one there all the same does not read it in a log. */
function isSecret(path: readonly Key[]): boolean {
  return /pass|secret|token|auth|smtp/i.test(String(path.at(-1) ?? ''));
}

/** The line of the value, or of what it is missing in. */
export function lineOf(path: readonly Key[], source: Source): number {
  const { document, lines } = source;
  const node: unknown = path.length === 0 ? document.contents : document.getIn(path, true);
  if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  return path.length === 0 ? 1 : lineOf(path.slice(0, -1), source);
}

/** `services[0].host` */
export function nameOf(path: readonly Key[]): string {
  const name = path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`)).join('');
  return name === '' ? 'the file' : name.replace(/^\./, '');
}

/** The value at a path; undefined where there is none. */
export function at(value: unknown, path: readonly Key[]): unknown {
  return path.reduce<unknown>((inner, key) => {
    const known = typeof inner === 'object' && inner !== null && Object.hasOwn(inner, key);
    return known ? (inner as Record<Key, unknown>)[key] : undefined;
  }, value);
}

/** The values of a list; none where it is not one. */
export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The keys of a mapping; none where it is not one. */
export function keysOf(value: unknown): readonly string[] {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value) : [];
}

/** A text without spaces around it, in a list; an empty one where it is no text. */
export function textOf(value: unknown): readonly string[] {
  return typeof value === 'string' ? [value.trim()] : [];
}
