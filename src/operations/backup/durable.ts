/** Files and folders that survive a power cut, and are their owner's alone: names and reasons of people stand in them. */
import { mkdir, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { readAhead } from '../../storage/ahead.ts';
import { writeThrough } from '../../storage/folder.ts';
import { Misused } from '../command.ts';

/** A new file in a folder that is made where it is missing. @throws the disk's error, EEXIST where there is such a file */
export async function putFile(folder: string, name: string, content: string | Uint8Array): Promise<void> {
  const path = join(folder, name);
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await writeThrough(path, content, 'wx');
}

/** Makes what was made and renamed in a folder survive. Windows has no such thing for folders. */
export async function settle(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Makes the folders of these files, from this one on, survive: the inner ones first. */
export async function settleFoldersOf(files: readonly string[], folder: string): Promise<void> {
  const inner = files.flatMap((file) => file.split('/').map((_, depth, parts) => parts.slice(0, depth).join('/')));
  for (const one of [...new Set(['', ...inner])].sort().toReversed()) await settle(join(folder, one));
}

/** Does it for each, some at a time: a disk takes sixteen fsyncs hardly longer than one. */
export async function each<I, T>(items: readonly I[], task: (item: I) => Promise<T>): Promise<readonly T[]> {
  const done: T[] = [];
  for await (const one of readAhead(items, task)) done.push(one);
  return done;
}

/** Turns a fault of the disk on which something is to be written into a sentence. @throws always */
export function cannotWrite(folder: string): (error: unknown) => never {
  return (error) => {
    const { code = 'an error' } = error as NodeJS.ErrnoException;
    throw new Misused(
      `${folder} cannot be written: found ${code}, expected a folder with room that this user may write. ` +
        'Make space or mend its rights, or name another folder.',
    );
  };
}
