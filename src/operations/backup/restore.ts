/** Restores a backup into an empty data folder, on this machine or another one. */
import { readFile, rename, rm, rmdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { filesIn, withNothingShown } from '../../storage/beside.ts';
import { cannotUse } from '../../storage/cannot-use.ts';
import { dataFolder } from '../../storage/data-folder.ts';
import { FolderLock, holderOf } from '../../storage/folder-lock.ts';
import { counted, Misused } from '../command.ts';
import { each, putFile, settle, settleFoldersOf } from './durable.ts';
import type { Manifest } from './manifest.ts';
import { faultsBy, listed, readManifest } from './manifest.ts';

/** Where files are until all of them are there. What is left of it is of a restore that was cut off. */
const RESTORING = 'restoring';
const CHANGES = 'changes';

/** The manifest of a backup that is whole. @throws Error with a sentence that says what is wrong with it */
export async function verifyBackup(backup: string): Promise<Manifest> {
  const path = resolve(backup);
  const manifest = await readManifest(path);
  const faults = await faultsBy(manifest, path);
  if (faults.length > 0)
    throw new Error(`The backup ${path} is damaged: ${listed(faults)}. Nothing was restored from it; use another one.`);
  return manifest;
}

/**
 * Puts the files of a backup into the data folder, and looks at them there again. The folder is locked meanwhile, so that a service
 * which somebody starts too early is refused; it has all of the changes or none, whenever this is cut off.
 * @throws Misused where the folder is in use or not empty; Error where the backup is damaged; or the disk's error
 */
export async function restoreBackup(backup: string, data: string): Promise<Manifest> {
  const manifest = await verifyBackup(backup);
  await requireEmpty(data);
  const { root, changes } = await dataFolder(data).catch(cannotUse(data));
  const lock = new FolderLock(root, () => undefined);
  try {
    await changes.close();
    await lock.take(0);
    await requireEmpty(data, true);
    await bringIn(resolve(backup), data, manifest);
    lock.check();
  } finally {
    await lock.release();
    await root.close();
  }
  return manifest;
}

/** `isOurs`: the lock is this process's own. */
async function requireEmpty(data: string, isOurs = false): Promise<void> {
  const isThere = await stat(data).then(
    (found) => found.isDirectory(),
    () => false,
  );
  const holder = isOurs || !isThere ? null : await holderOf(data);
  if (holder !== null)
    throw new Misused(
      `The data folder ${data} is in use by ${holder}. Stop that process, and move the folder away or name another one with STEWARD_DATA.`,
    );
  const files = await filesIn(data);
  const [first] = files;
  if (first === undefined) return;
  const found = `${counted(files.length, 'file')}, such as ${first}`;
  throw new Misused(
    `The data folder ${data} is not empty: found ${found}. A backup is restored into an empty folder only, so that nothing is lost: ` +
      (first.startsWith(`${RESTORING}/`)
        ? 'this is what a restore that was cut off has left; remove it and restore again.'
        : 'move the folder away, or name another one with STEWARD_DATA.'),
  );
}

async function bringIn(backup: string, data: string, manifest: Manifest): Promise<void> {
  const restoring = join(data, RESTORING);
  const files = manifest.files.map(({ file }) => file);
  try {
    await each(files, async (file) => {
      await putFile(restoring, file, await readFile(join(backup, file)));
    });
    const faults = await faultsBy(manifest, restoring);
    if (faults.length > 0)
      throw new Error(`What was written is not what was restored: ${listed(faults)}. The disk of ${data} may fail.`);
    await forgetWhatIsShown(restoring, manifest);
    await settleFoldersOf(files, restoring);
    await moveUp(restoring, data, [...new Set(files.map((file) => file.split('/')[0] ?? ''))]);
  } finally {
    await rm(restoring, { recursive: true, force: true });
  }
}

/**
 * The cards in Teams may be newer than the backup: the one that shows a GO which nobody has given any more could not be pressed. So
 * what they show counts as unknown, and all cards of changes that go on are brought to what is restored.
 */
async function forgetWhatIsShown(restoring: string, { files, unreadable }: Manifest): Promise<void> {
  const usable = files.filter(({ file }) => unreadable.every((one) => one.file !== file));
  await each(usable, async ({ file }) => {
    const next = withNothingShown(file, await readFile(join(restoring, file), 'utf8'));
    if (next === null) return;
    await rm(join(restoring, file));
    await putFile(restoring, file, next);
  });
}

/** The changes come last and all at once, by one rename. */
async function moveUp(from: string, to: string, names: readonly string[]): Promise<void> {
  for (const name of names.toSorted((a, b) => Number(a === CHANGES) - Number(b === CHANGES))) {
    // An empty one is in the way on some systems.
    await rmdir(join(to, name)).catch(() => undefined);
    await rename(join(from, name), join(to, name));
  }
  await settle(to);
}
