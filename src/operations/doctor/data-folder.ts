/** Whether the bot can keep what it has to keep, by looking only: nothing is made, written or locked. */
import { constants } from 'node:fs';
import { access, readFile, readdir, stat, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { changeIn, faultIn, filesIn } from '../../storage/beside.ts';
import { cannotUse } from '../../storage/cannot-use.ts';
import { holderOf } from '../../storage/folder-lock.ts';
import { counted } from '../command.ts';
import type { Finding } from './finding.ts';
import { leftOut, ok, warning, wrong } from './finding.ts';

const USED = constants.R_OK | constants.W_OK | constants.X_OK;

/** Whether this user may use the folder, or make it. */
export async function folderStep(folder: string): Promise<Finding> {
  const there = await isThere(folder);
  const looked = there ? [folder, join(folder, 'changes')] : [await nearestOf(folder)];
  try {
    for (const each of looked) if (await isThere(each)) await usable(each);
  } catch (error) {
    return cannot(folder, error);
  }
  if (there) return ok(`${folder} can be read and written`);
  return warning(
    `${folder} is not there yet`,
    'It is made at the first start; mount the disk first where it should be on one',
  );
}

async function usable(folder: string): Promise<void> {
  if (!(await stat(folder)).isDirectory()) throw Object.assign(new Error(folder), { code: 'ENOTDIR' });
  await access(folder, USED);
}

function cannot(folder: string, error: unknown): Finding {
  try {
    return cannotUse(folder)(error);
  } catch (told) {
    const [found = '', remedy = ''] = (told as Error).message.split(/\. Expected [^.]*\. /);
    return wrong(found, `${remedy.replace(/\.$/, '')}. Run the doctor as the user of the service`);
  }
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    (error: unknown) => (error as NodeJS.ErrnoException).code !== 'ENOENT',
  );
}

async function nearestOf(folder: string): Promise<string> {
  return (await isThere(folder)) ? folder : nearestOf(dirname(folder));
}

const MB = 1024 * 1024;
/** A change of a busy day is 50 KB, and every write makes a second copy for a moment. */
const LEAST_MB = 20;
const ENOUGH_MB = 200;

/** Whether the disk has room. */
export async function spaceStep(folder: string, measure: typeof statfs = statfs): Promise<Finding> {
  const { bavail, bsize, files, ffree } = await measure(await nearestOf(folder));
  const free = Math.floor((bavail * bsize) / MB);
  const said = free >= 2048 ? `${Math.floor(free / 1024)} GB free` : `${free} MB free`;
  const remedy = 'Make space on the disk of the data folder';
  if (files > 0 && ffree === 0) return wrong('the disk takes no more files: it has no inode left', remedy);
  if (free < LEAST_MB) return wrong(said, remedy);
  return free < ENOUGH_MB ? warning(said, remedy) : ok(said);
}

/** Whether every document can be read. */
export async function documentsStep(folder: string): Promise<Finding> {
  if (!(await isThere(folder))) return leftOut('nothing is stored yet');
  try {
    const { changes, unreadable } = await documentsIn(folder);
    if (unreadable.length > 0)
      return wrong(
        `${counted(unreadable.length, 'document')} cannot be used`,
        'Put them back from a backup while the service is stopped; at its next start it sets them aside in damaged/',
        unreadable,
      );
    const damaged = await namesIn(join(folder, 'damaged'));
    if (damaged.length === 0) return ok(counted(changes, 'change'));
    return warning(
      `${counted(changes, 'change')}, and in damaged/ ${counted(damaged.length, 'file')} set aside: ${damaged.join(', ')}`,
      'Put them back from a backup, or remove them',
    );
  } catch (error) {
    return leftOut(`the files cannot be read (${(error as NodeJS.ErrnoException).code ?? (error as Error).message})`);
  }
}

async function documentsIn(folder: string): Promise<{ changes: number; unreadable: readonly string[] }> {
  const files = (await filesIn(folder)).filter((file) => file === 'team.json' || changeIn(file) !== null);
  const unreadable: string[] = [];
  for (const file of files) {
    const fault = faultOf(file, await readFile(join(folder, file), 'utf8'));
    if (fault !== null) unreadable.push(`${file}: ${fault}`);
  }
  return { changes: files.filter((file) => changeIn(file) !== null).length, unreadable };
}

function faultOf(file: string, text: string): string | null {
  try {
    return faultIn(file, text);
  } catch (error) {
    // Written by a newer release.
    return (error as Error).message;
  }
}

async function namesIn(folder: string): Promise<readonly string[]> {
  return (await isThere(folder)) ? readdir(folder) : [];
}

/** Which process has the folder; null: none, or the folder is not there or cannot be read. */
export async function holderIn(folder: string): Promise<string | null> {
  return holderOf(folder).catch(() => null);
}
