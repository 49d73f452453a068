/** Whether a folder is in another one, however either of them is named. */
import { realpath } from 'node:fs/promises';
import { basename, dirname, join, sep } from 'node:path';

/** Also for one that is not there yet, and for the same one. Both paths are whole. @throws the disk's error */
export async function isInside(path: string, folder: string): Promise<boolean> {
  const [real, outer] = await Promise.all([realOf(path), realOf(folder)]);
  return real === outer || real.startsWith(outer + sep);
}

/** Symbolic links are followed as far as the path is there. */
async function realOf(path: string): Promise<string> {
  return realpath(path).catch(async (error: unknown) => {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT' || dirname(path) === path) throw error;
    return join(await realOf(dirname(path)), basename(path));
  });
}
