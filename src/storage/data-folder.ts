/** Makes the data folder where it is not there yet. */
import { constants } from 'node:fs';
import { access, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Folder } from './folder.ts';

export interface DataFolder {
  readonly root: Folder;
  readonly changes: Folder;
  /** It was not there before. */
  readonly isNew: boolean;
}

/** The data folder itself, and the one of the changes in it. @throws the disk's error */
export async function dataFolder(path: string): Promise<DataFolder> {
  const changes = join(path, 'changes');
  // Names and reasons of people stand in it: it is its owner's alone.
  const made = await mkdir(changes, { recursive: true, mode: 0o700 });
  if (made !== undefined) await settle(path, dirname(made));
  await Promise.all([path, changes].map((folder) => access(folder, constants.R_OK | constants.W_OK | constants.X_OK)));
  return { root: await Folder.open(path), changes: await Folder.open(changes), isNew: made !== undefined };
}

/** Makes new folders survive a power cut, from the inner one out. */
async function settle(inner: string, outer: string): Promise<void> {
  const folder = await Folder.open(inner);
  await folder.sync();
  await folder.close();
  if (inner !== outer && inner !== dirname(inner)) await settle(dirname(inner), outer);
}
