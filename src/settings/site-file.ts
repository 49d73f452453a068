/** The site file: read, checked as a whole, and made into the `Site` of the domain. */
import { dirname, resolve } from 'node:path';
import type { z } from 'zod/v4';
import type { ProcessTable } from '../domain/milestone.ts';
import type { Host, Site } from '../domain/site.ts';
import { readDuration } from './duration.ts';
import type { Mode } from './environment.ts';
import type { Fault } from './fault.ts';
import type { Disorder } from './order.ts';
import { disorders } from './order.ts';
import { overridesSchema, withOverrides } from './process-overrides.ts';
import { mailFaults, senderOf, serviceOf } from './site-mail.ts';
import type { Facts, SiteFile } from './site-schema.ts';
import { isReadable, siteSchema } from './site-schema.ts';
import type { Source } from './source.ts';
import { at, faultAt, keysOf, lineOf, list, openSource, textOf } from './source.ts';

interface Needs {
  /** The whole path. */
  readonly file: string;
  readonly mode: Mode;
  /** The languages that have texts. */
  readonly languages: readonly string[];
  /** Whether `SMTP_URL` is set, right or wrong. */
  readonly smtp: boolean;
}

interface Read {
  /** Null: there are faults. */
  readonly site: Site | null;
  readonly faults: readonly Fault[];
  /** The site's languages that have texts, also where something else is wrong. */
  readonly languages: readonly string[];
  /** The whole path of the site's own sentences; null: it has none, or they cannot be read. */
  readonly texts: string | null;
}

/** The site, or all that is wrong with its file. */
export function readSite(needs: Needs): Read {
  const source = openSource(needs.file, 'STEWARD_SITE', FILE);
  if (!('document' in source)) return { site: null, faults: source, languages: [], texts: null };
  const { raw } = source;
  const facts = factsOf(raw, needs);
  const { data, error } = siteSchema(facts).safeParse(raw);
  const wrong = error?.issues.flatMap((issue) => faultsOf(issue, source)) ?? [];
  const faults = [...wrong, ...mailFaults(source, needs), ...orderFaults(source)];
  return {
    site: data === undefined || faults.length > 0 ? null : siteOf(data),
    faults,
    languages: needs.languages.filter((language) => facts.listed.includes(language)),
    texts: textsOf(raw, facts),
  };
}

const FILE = 'a site file that can be read. Name one, such as config/isc-learn.yaml.';

/** What other parts of the file are checked against, from the file as it is. */
function factsOf(raw: unknown, { file, mode, languages }: Needs): Facts {
  const [approver] = textOf(at(raw, ['approver', 'entraId'])).map((id) => id.toLowerCase());
  return {
    mode,
    folder: dirname(file),
    languages,
    listed: list(at(raw, ['languages'])).flatMap(textOf),
    hosts: keysOf(at(raw, ['hosts'])),
    services: list(at(raw, ['services'])).flatMap((service) => textOf(at(service, ['key']))),
    lists: keysOf(at(raw, ['mail', 'lists'])).flatMap(textOf),
    approver,
  };
}

function textsOf(raw: unknown, { folder }: Facts): string | null {
  const [named] = textOf(at(raw, ['texts'])).map((path) => resolve(folder, path));
  return named !== undefined && isReadable(named) ? named : null;
}

function faultsOf(issue: z.core.$ZodIssue, source: Source): readonly Fault[] {
  const path = issue.path.map((key) => (typeof key === 'number' ? key : String(key)));
  const sentences = issue.message.split('\n');
  const paths = issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...path, key]) : [path];
  return paths.map((each, index) => faultAt(each, sentences[index] ?? issue.message, source));
}

/** Needs of the file only its `process` and the times of its snapshots: faults elsewhere do not hide these. */
function orderFaults(source: Source): readonly Fault[] {
  const { raw } = source;
  const overrides = overridesSchema().safeParse(at(raw, ['process']) ?? {});
  if (!overrides.success) return [];
  const hosts = keysOf(at(raw, ['hosts']));
  const takes = hosts.flatMap((host) => textOf(at(raw, ['hosts', host, 'snapshot', 'takes'])));
  const snapshots = takes.flatMap((text) => readDuration(text) ?? []);
  const table = withOverrides(overrides.data);
  return disorders(table, snapshots).map((disorder) => orderFault(disorder, table, source));
}

function orderFault({ earlier, later, startAt }: Disorder, table: ProcessTable, source: Source): Fault {
  const moved = at(source.raw, ['process', later]) === undefined ? earlier : later;
  const { due } = table[moved];
  const found = 'before' in due ? `${due.by}${'hour' in due ? ` at ${due.hour}` : ''}` : 'nothing';
  const expected = `${earlier} to fall due before ${later}, which it does not for a start at ${startAt}. Change 'by' or 'hour' of one of them.`;
  return { where: `${source.file}:${lineOf(['process', moved], source)} process.${moved}`, found, expected };
}

function siteOf(file: SiteFile): Site {
  const { name, timeZone, languages, channel, ownApproval, onCall, freezePeriods, mail, incidentProcess } = file;
  const hosts = Object.entries(file.hosts).map(([host, facts]) => [host, defined({ name: host, ...facts })]);
  return {
    ...{ name, timeZone, languages, channel, ownApproval, onCall, freezePeriods },
    approver: defined(file.approver),
    deputies: file.deputies.map(defined),
    hosts: Object.fromEntries(hosts) as Record<string, Host>,
    services: file.services.map((service) => serviceOf(service, mail)),
    ...(mail === undefined ? {} : { mail: senderOf(mail) }),
    ...(incidentProcess === undefined ? {} : { incidentProcess }),
    process: withOverrides(file.process),
  };
}

type Defined<T> = { [K in keyof T]: Exclude<T[K], undefined> };

/** Without the keys whose value is undefined: to the domain a key that is there has a value. */
function defined<T extends object>(value: T): Defined<T> {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as Defined<T>;
}
