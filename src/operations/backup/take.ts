/**
 * Takes a backup: a copy of the data folder in a new folder of its own.
 *
 * The service need not stop, and its lock is not asked for. Changes are independent documents, one file each, and a file is only ever
 * replaced whole: whatever is read here is one version of a change with its events and its outbox, as one commit left it. So the copy
 * is what the disk would hold had each change been killed at some moment between the first file and the last, and that is what
 * every start can go on from. No two documents have to be of the same moment: what the team's file says is learnt again from Teams.
 */
import { mkdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { changeIn, faultIn, filesIn } from '../../storage/beside.ts';
import { Misused } from '../command.ts';
import { cannotWrite, each, putFile, settle, settleFoldersOf } from './durable.ts';
import { isInside } from './inside.ts';
import type { FileNote, Manifest } from './manifest.ts';
import { faultsBy, listed, MANIFEST, manifestOf, noteOf } from './manifest.ts';

export interface Wanted {
  /** The data folder. */
  readonly data: string;
  /** Where backups are kept, each in a folder of its own. */
  readonly target: string;
  /** When it is. */
  readonly now: Date;
  readonly release: string;
}

export interface Taken {
  /** The whole path of the new folder. */
  readonly backup: string;
  readonly manifest: Manifest;
}

/** What is under way, or was cut off, has another name than what is whole. */
export const INCOMPLETE = '.incomplete';

/**
 * Makes one more backup in the folder for them. It has its name once it is whole, checked and on the disk.
 * @throws Misused for a data folder or a target that will not do, NewerFormat, or the disk's error
 */
export async function takeBackup({ data, target, now, release }: Wanted): Promise<Taken> {
  await requireData(data);
  const into = await placeFor(resolve(target), data);
  const backup = await freeName(join(into, nameAt(now)));
  const unfinished = backup + INCOMPLETE;
  await mkdir(unfinished, { mode: 0o700 }).catch(cannotWrite(into));
  try {
    const { notes, unreadable } = await copyAll(data, unfinished);
    const manifest = manifestOf(now, release, notes, unreadable);
    await putFile(unfinished, MANIFEST, `${JSON.stringify(manifest, null, 2)}\n`).catch(cannotWrite(into));
    const faults = await faultsBy(manifest, unfinished);
    if (faults.length > 0)
      throw new Error(`The backup is not what was written: ${listed(faults)}. The disk at ${into} may fail.`);
    await settleFoldersOf(
      notes.map(({ file }) => file),
      unfinished,
    );
    await rename(unfinished, backup);
    await settle(into);
    return { backup, manifest };
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true }).catch(() => undefined);
    throw error;
  }
}

async function requireData(data: string): Promise<void> {
  const found = await stat(data).catch(() => null);
  const changes = await stat(join(data, 'changes')).catch(() => null);
  if (found?.isDirectory() === true && changes?.isDirectory() === true) return;
  const what = found === null ? 'nothing' : 'no data folder of the service';
  throw new Misused(
    `${data}: found ${what}, expected the folder that STEWARD_DATA names for the service. Set it as there.`,
  );
}

/** The folder for backups; it is made, but not the one above it: a disk that is not mounted looks like a folder that is not there. */
async function placeFor(target: string, data: string): Promise<string> {
  const above = await stat(dirname(target)).catch(() => null);
  if (above?.isDirectory() !== true)
    throw new Misused(
      `${dirname(target)}: found no folder, expected one to put backups in. Mount that disk, or make the folder.`,
    );
  if (await isInside(target, data))
    throw new Misused(
      `${target} is in the data folder ${data}: what happens to that disk happens to both. Name a folder elsewhere.`,
    );
  const found = await stat(target).catch(() => null);
  if (found === null) await mkdir(target, { mode: 0o700 }).catch(cannotWrite(target));
  else if (!found.isDirectory())
    throw new Misused(`${target}: found a file, expected a folder to put backups in. Name another one.`);
  return target;
}

/** `change-steward-2027-02-06T08-00-00Z`: in the order of time, and no colon, which some file systems refuse. */
function nameAt(now: Date): string {
  return `change-steward-${now.toISOString().slice(0, 19).replaceAll(':', '-')}Z`;
}

async function freeName(path: string): Promise<string> {
  for (let n = 1; ; n += 1) {
    const name = n === 1 ? path : `${path}-${n}`;
    const taken = await Promise.all([name, name + INCOMPLETE].map((one) => stat(one).catch(() => null)));
    if (taken.every((one) => one === null)) return name;
  }
}

interface Copied {
  readonly notes: readonly FileNote[];
  readonly unreadable: Manifest['unreadable'];
}

/**
 * Some file systems leave a name out of a listing while another file takes its place, so the folder is listed until there is nothing
 * new. In a storm of new changes that would never end: five times is more than it takes for those that were there at the beginning.
 */
const MOST_LISTINGS = 5;

async function copyAll(data: string, into: string): Promise<Copied> {
  const copied = new Map<string, FileNote | null>();
  const unreadable: { file: string; why: string }[] = [];
  for (let listing = 0; listing < MOST_LISTINGS; listing += 1) {
    // A manifest comes there with a backup that was copied by hand.
    const fresh = (await filesIn(data)).filter((file) => !copied.has(file) && file !== MANIFEST);
    if (fresh.length === 0) break;
    for (const one of await each(fresh, (file) => copyOne(data, file, into))) {
      copied.set(one.file, one.note);
      if (one.why !== null) unreadable.push({ file: one.file, why: one.why });
    }
  }
  const notes = [...copied.values()].filter((note) => note !== null);
  return { notes: notes.sort((a, b) => (a.file < b.file ? -1 : 1)), unreadable };
}

async function copyOne(
  data: string,
  file: string,
  into: string,
): Promise<{ readonly file: string; readonly note: FileNote | null; readonly why: string | null }> {
  const content = await readFile(join(data, file)).catch((error: unknown) => {
    // Set aside since it was listed: it has another name by now.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  });
  if (content === null) return { file, note: null, why: null };
  const why = faultIn(file, content.toString('utf8')) ?? foreign(file);
  await putFile(into, file, content).catch(cannotWrite(dirname(into)));
  return { file, note: noteOf(file, content), why };
}

/** The service would set it aside. */
function foreign(file: string): string | null {
  const isOurs = !file.startsWith('changes/') || changeIn(file) !== null;
  return isOurs ? null : 'it is not named like the document of a change';
}
