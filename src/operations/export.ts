/** `npm run export -- CHG-2027-001`: the history of a change as JSON and Markdown, beside a service that runs or does not. */
import { mkdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Environment } from '../settings/environment.ts';
import { dataFolderOf, readEnvFile, siteOf } from '../settings.ts';
import { changesBeside } from '../storage/beside.ts';
import { Folder } from '../storage/folder.ts';
import { textFaults } from '../text/text-faults.ts';
import { cannotWrite, each } from './backup/durable.ts';
import { isInside } from './backup/inside.ts';
import type { Done } from './command.ts';
import { counted, isCommand, Misused, PACKAGE, readArguments, RELEASE, run } from './command.ts';
import type { Texts } from './export/exporter.ts';
import { exporter } from './export/exporter.ts';

const USAGE = `Use:
npm run export -- CHG-2027-001 CHG-2027-002    these changes
npm run export -- --all                        every change
with --to <folder> for the files (else: export), and --addresses to leave mail addresses whole`;

const OPTIONS = {
  all: { type: 'boolean', default: false },
  to: { type: 'string', default: 'export' },
  addresses: { type: 'boolean', default: false },
} as const;

/**
 * Writes two files a change. What cannot be exported is named, and the others are exported all the same.
 * @throws Misused, SettingsError, NewerFormat, or the disk's error
 */
export async function exportChanges(args: readonly string[], env: Environment, now: Date): Promise<Done> {
  const { values, positionals } = readArguments(args, OPTIONS, USAGE);
  if (values.all === positionals.length > 0)
    throw new Misused(`Found ${values.all ? 'ids and --all' : 'neither an id nor --all'}, expected one.\n${USAGE}`);
  const data = dataFolderOf(env);
  const { site, texts } = siteOf(env, textFaults);
  const ids = idsOf(values.all ? null : positionals, await knownIn(data), data);
  const { addresses } = values;
  const write = exporter({ data, site, texts, cards: join(PACKAGE, 'cards'), release: RELEASE, addresses });
  const to = await folderFor(resolve(values.to), data);
  let faults: readonly string[];
  try {
    faults = (await each(ids, async (id) => exportOne(id, to, await write(id, now)))).flat();
  } finally {
    await to.close();
  }
  const done = counted(ids.length - faults.length, 'change');
  return {
    says: [`${to.path} has ${done} of ${data} as JSON and Markdown, as of ${now.toISOString()}.`, ...faults],
    code: faults.length === 0 ? 0 : 1,
  };
}

/** Each replaced whole: whoever reads the files of an earlier export meanwhile has these or those. */
async function exportOne(id: string, to: Folder, { json, markdown, fault }: Texts): Promise<readonly string[]> {
  if (fault !== null) return [`Not exported: ${id}: ${fault}. Put back a copy of its file from a backup.`];
  await to.replace(`${id}.json`, json).catch(cannotWrite(to.path));
  await to.replace(`${id}.md`, markdown).catch(cannotWrite(to.path));
  return [];
}

function idsOf(named: readonly string[] | null, known: readonly string[], data: string): readonly string[] {
  if (named === null) return known;
  const ids = [...new Set(named.map((id) => id.toUpperCase()))];
  const unknown = ids.filter((id) => !known.includes(id));
  if (unknown.length === 0) return ids;
  throw new Misused(`${data}: found no change ${unknown.map((id) => JSON.stringify(id)).join(', ')}. ${newest(known)}`);
}

async function knownIn(data: string): Promise<readonly string[]> {
  const found = await stat(join(data, 'changes')).catch(() => null);
  if (found?.isDirectory() === true) return changesBeside(data);
  throw new Misused(
    `${data}: found no data folder of the service, expected the one that STEWARD_DATA names for it. Set it as there.`,
  );
}

function newest(known: readonly string[]): string {
  const last = known.at(-1);
  return last === undefined
    ? 'There is no change in it yet.'
    : `The newest one is ${last}; --all exports all ${known.length}.`;
}

async function folderFor(path: string, data: string): Promise<Folder> {
  if (await isInside(path, data))
    throw new Misused(
      `${path} is in the data folder ${data}, where only the service writes. Name a folder elsewhere with --to.`,
    );
  await mkdir(path, { recursive: true, mode: 0o700 }).catch(cannotWrite(path));
  return Folder.open(path);
}

if (isCommand(import.meta.url))
  run(() => {
    readEnvFile();
    return exportChanges(process.argv.slice(2), process.env, new Date());
  });
