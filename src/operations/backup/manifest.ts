/** What a backup says of itself: every file with its size and digest, so that damage and loss are seen before it is needed. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { changeIn, faultIn, filesIn } from '../../storage/beside.ts';
import { isFields } from '../../storage/envelope.ts';
import { FORMAT } from '../../storage/formats.ts';
import { counted } from '../command.ts';
import { each } from './durable.ts';

export const MANIFEST = 'manifest.json';

/** The format of the manifest itself. */
const MANIFEST_FORMAT = 1;

export interface FileNote {
  /** From the folder on: `changes/CHG-2027-001.json`. */
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
}

export interface Manifest {
  readonly what: 'a backup of the data folder of Change Steward';
  readonly format: number;
  /** When it began, ISO 8601: every change is in it as it was then, or a little later. */
  readonly made: string;
  /** The release that made it. */
  readonly release: string;
  /** The format of documents which that release writes. */
  readonly dataFormat: number;
  readonly changes: number;
  readonly files: readonly FileNote[];
  /** Files that the service could not use when the backup was made; they are copied as they were. */
  readonly unreadable: readonly { readonly file: string; readonly why: string }[];
}

/** The manifest of these files. */
export function manifestOf(
  made: Date,
  release: string,
  files: readonly FileNote[],
  unreadable: Manifest['unreadable'],
): Manifest {
  return {
    what: 'a backup of the data folder of Change Steward',
    format: MANIFEST_FORMAT,
    made: made.toISOString(),
    release,
    dataFormat: FORMAT,
    changes: files.filter(({ file }) => changeIn(file) !== null).length,
    files,
    unreadable,
  };
}

/** A file as the manifest has it. */
export function noteOf(file: string, content: Uint8Array): FileNote {
  return { file, bytes: content.length, sha256: createHash('sha256').update(content).digest('hex') };
}

/** The manifest of a backup. @throws Error with a sentence where there is none that this release can read */
export async function readManifest(backup: string): Promise<Manifest> {
  const path = join(backup, MANIFEST);
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    const { code = 'unreadable' } = error as NodeJS.ErrnoException;
    const hint = /\.incomplete\/?$/.test(backup)
      ? 'This backup was cut off before it was complete: use another one'
      : HINT;
    throw new Error(
      `${path}: found ${code === 'ENOENT' ? 'nothing' : code}, expected the manifest of a backup. ${hint}.`,
    );
  });
  const manifest = parsed(text);
  if (manifest === null) throw new Error(`${path} is damaged: expected the manifest of a backup. Use another backup.`);
  if (manifest.format > MANIFEST_FORMAT || manifest.dataFormat > FORMAT)
    throw new Error(
      `${backup} was made by release ${manifest.release}, which is newer than this one: restore it with that release.`,
    );
  return manifest;
}

const HINT = 'Name the folder that the backup command has printed, such as change-steward-2027-02-06T08-00-00Z';

function parsed(text: string): Manifest | null {
  try {
    const value: unknown = JSON.parse(text);
    return isManifest(value) ? value : null;
  } catch {
    return null;
  }
}

function isManifest(value: unknown): value is Manifest {
  if (!isFields(value)) return false;
  const { format, dataFormat, made, release, changes, files, unreadable } = value;
  const numbers = [format, dataFormat, changes].every((one) => typeof one === 'number');
  const texts = [made, release].every((one) => typeof one === 'string');
  return numbers && texts && isListOf(files, ['file', 'sha256']) && isListOf(unreadable, ['file', 'why']);
}

function isListOf(value: unknown, texts: readonly string[]): boolean {
  const isOne = (item: unknown): boolean => isFields(item) && texts.every((text) => typeof item[text] === 'string');
  return Array.isArray(value) && value.every(isOne);
}

/** All that is wrong with the files of a folder by this manifest, a sentence each: none is missing, foreign, changed, or damaged. */
export async function faultsBy(manifest: Manifest, folder: string): Promise<readonly string[]> {
  const there = (await filesIn(folder)).filter((file) => file !== MANIFEST);
  const names = new Set(there);
  const noted = new Map(manifest.files.map((note) => [note.file, note]));
  const missing = [...noted.keys()].filter((file) => !names.has(file)).map((file) => `${file} is missing`);
  // Some at a time: a process may have 1,024 files open on many systems.
  const found = await each(there, (file) => faultOf(file, noted.get(file), folder, manifest));
  return [...missing, ...found.filter((fault) => fault !== null)];
}

async function faultOf(
  file: string,
  noted: FileNote | undefined,
  folder: string,
  { unreadable }: Manifest,
): Promise<string | null> {
  if (noted === undefined) return `${file} is in no manifest`;
  const content = await readFile(join(folder, file));
  const note = noteOf(file, content);
  if (note.bytes !== noted.bytes) return `${file} has ${note.bytes} bytes, expected ${noted.bytes}`;
  if (note.sha256 !== noted.sha256) return `${file} is not what was copied: its digest is another one`;
  if (unreadable.some((one) => one.file === file)) return null;
  const why = faultIn(file, content.toString('utf8'));
  return why === null ? null : `${file} is damaged: ${why}`;
}

const MOST_NAMED = 5;

/** The faults in a sentence. */
export function listed(faults: readonly string[]): string {
  const more = faults.length - MOST_NAMED;
  return `${faults.slice(0, MOST_NAMED).join('; ')}${more > 0 ? `; and ${more} more` : ''}`;
}

/** `12 changes in 14 files, 120 KB, as of 2027-02-06T08:00:00.000Z` */
export function saidOf({ changes, files, made }: Manifest): string {
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  return `${counted(changes, 'change')} in ${counted(files.length, 'file')}, ${Math.ceil(bytes / 1024)} KB, as of ${made}`;
}

/** Which files the service could not use; nothing where there are none. */
export function unreadableSaid({ unreadable }: Manifest): readonly string[] {
  if (unreadable.length === 0) return [];
  const files = listed(unreadable.map(({ file, why }) => `${file}: ${why}`));
  return [`The service cannot use, copied as found: ${files}. Put back an older copy of it.`];
}
