/** The site file: read, checked as a whole, and made into the `Site` of the domain. */
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import type { Document } from 'yaml';
import { LineCounter, isNode, parseDocument } from 'yaml';
import type { z } from 'zod/v4';
import type { ProcessTable } from '../domain/milestone.ts';
import type { Host, Site } from '../domain/site.ts';
import { readDuration } from './duration.ts';
import type { Mode } from './environment.ts';
import type { Fault } from './fault.ts';
import { show } from './fault.ts';
import type { Disorder } from './order.ts';
import { disorders } from './order.ts';
import { overridesSchema, withOverrides } from './process-overrides.ts';
import type { Facts, SiteFile } from './site-schema.ts';
import { siteSchema } from './site-schema.ts';

type Key = string | number;

/** A document and where its values stand in the file. */
interface Source {
  readonly file: string;
  readonly document: Document.Parsed;
  readonly lines: LineCounter;
}

interface Needs {
  /** The whole path. */
  readonly file: string;
  readonly mode: Mode;
  /** The languages that have texts. */
  readonly languages: readonly string[];
}

/** The site, or all that is wrong with its file. */
export function readSite(needs: Needs): { readonly site: Site | null; readonly faults: readonly Fault[] } {
  const source = open(needs.file);
  if (!('document' in source)) return { site: null, faults: [source] };
  const broken = syntaxFaults(source);
  if (broken.length > 0) return { site: null, faults: broken };
  const raw: unknown = source.document.toJS();
  const { data, error } = siteSchema(factsOf(raw, needs)).safeParse(raw);
  const wrong = error?.issues.flatMap((issue) => faultsOf(issue, source, raw)) ?? [];
  const faults = [...wrong, ...orderFaults(raw, source)];
  return { site: data === undefined || faults.length > 0 ? null : siteOf(data), faults };
}

function open(file: string): Source | Fault {
  const name = nameOfFile(file);
  try {
    const lines = new LineCounter();
    return { file: name, lines, document: parseDocument(readFileSync(file, 'utf8'), { lineCounter: lines }) };
  } catch (error) {
    const { code = 'no text' } = error as NodeJS.ErrnoException;
    return { where: 'STEWARD_SITE', found: `${show(name)} (${code})`, expected: FILE };
  }
}

/** As short as it is unmistakable. */
function nameOfFile(file: string): string {
  const name = relative(process.cwd(), file);
  return name.startsWith('..') ? file : name;
}

const FILE = 'a site file that can be read. Name one, such as config/isc-learn.yaml.';

function syntaxFaults({ file, document, lines }: Source): readonly Fault[] {
  return document.errors.map(({ message, pos }) => {
    const { line, col } = lines.linePos(pos[0]);
    const [what = ''] = message.split(/ at line \d|\n/);
    return { where: `${file}:${line}:${col}`, found: show(what), expected: 'YAML. Mend the line.' };
  });
}

/** What other parts of the file are checked against, from the file as it is. */
function factsOf(raw: unknown, { mode, languages }: Needs): Facts {
  const keys = list(at(raw, ['services'])).flatMap((service) => textOf(at(service, ['key'])));
  const [approver] = textOf(at(raw, ['approver', 'entraId'])).map((id) => id.toLowerCase());
  return { mode, languages, hosts: Object.keys(Object(at(raw, ['hosts'])) as object), services: keys, approver };
}

function faultsOf(issue: z.core.$ZodIssue, source: Source, raw: unknown): readonly Fault[] {
  const path = issue.path.map((key) => (typeof key === 'number' ? key : String(key)));
  const sentences = issue.message.split('\n');
  const paths = issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...path, key]) : [path];
  return paths.map((each, index) => faultAt(each, sentences[index] ?? issue.message, source, raw));
}

function faultAt(path: readonly Key[], expected: string, source: Source, raw: unknown): Fault {
  return { where: `${source.file}:${lineOf(path, source)} ${nameOf(path)}`, found: show(at(raw, path)), expected };
}

/** The line of the value, or of what it is missing in. */
function lineOf(path: readonly Key[], source: Source): number {
  const { document, lines } = source;
  const node: unknown = path.length === 0 ? document.contents : document.getIn(path, true);
  if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  return path.length === 0 ? 1 : lineOf(path.slice(0, -1), source);
}

function nameOf(path: readonly Key[]): string {
  const name = path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`)).join('');
  return name === '' ? 'the file' : name.replace(/^\./, '');
}

/** Needs of the file only its `process` and the times of its snapshots: faults elsewhere do not hide these. */
function orderFaults(raw: unknown, source: Source): readonly Fault[] {
  const overrides = overridesSchema().safeParse(at(raw, ['process']) ?? {});
  if (!overrides.success) return [];
  const takes = Object.values(Object(at(raw, ['hosts'])) as object).flatMap((host) =>
    textOf(at(host, ['snapshot', 'takes'])),
  );
  const snapshots = takes.flatMap((text) => readDuration(text) ?? []);
  const table = withOverrides(overrides.data);
  return disorders(table, snapshots).map((disorder) => orderFault(disorder, table, raw, source));
}

function orderFault({ earlier, later, startAt }: Disorder, table: ProcessTable, raw: unknown, source: Source): Fault {
  const moved = at(raw, ['process', later]) === undefined ? earlier : later;
  const { due } = table[moved];
  const found = 'before' in due ? `${due.by}${'hour' in due ? ` at ${due.hour}` : ''}` : 'nothing';
  const expected = `${earlier} to fall due before ${later}, which it does not for a start at ${startAt}. Change 'by' or 'hour' of one of them.`;
  return { where: `${source.file}:${lineOf(['process', moved], source)} process.${moved}`, found, expected };
}

function siteOf({ hosts, process: overrides, freezePeriods, deputies, incidentProcess, ...rest }: SiteFile): Site {
  const named = Object.entries(hosts).map(([name, facts]) => [name, defined({ name, ...facts })]);
  return {
    ...rest,
    hosts: Object.fromEntries(named) as Record<string, Host>,
    deputies: deputies.map(defined),
    freezePeriods,
    ...(incidentProcess === undefined ? {} : { incidentProcess }),
    process: withOverrides(overrides),
  };
}

type Defined<T> = { [K in keyof T]: Exclude<T[K], undefined> };

/** Without the keys whose value is undefined: to the domain a key that is there has a value. */
function defined<T extends object>(value: T): Defined<T> {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as Defined<T>;
}

function at(value: unknown, path: readonly Key[]): unknown {
  return path.reduce<unknown>((inner, key) => {
    const known = typeof inner === 'object' && inner !== null && Object.hasOwn(inner, key);
    return known ? (inner as Record<Key, unknown>)[key] : undefined;
  }, value);
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function textOf(value: unknown): readonly string[] {
  return typeof value === 'string' ? [value.trim()] : [];
}
