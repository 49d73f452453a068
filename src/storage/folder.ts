/** A folder whose files are only ever replaced whole: temp file, fsync, rename, fsync of the folder. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

// Its own in every process, so that one that lost the folder and wakes up cannot write into the next one's temp file.
const TEMP = `.${randomUUID().slice(0, 8)}.tmp`;
const ANY_TEMP = /\.json\.[0-9a-f]{8}\.tmp$/;

export class Folder {
  readonly path: string;
  // Kept open: opening it for every fsync would cost 0.1 ms a write. Windows cannot fsync a folder: null there.
  readonly #handle: FileHandle | null;
  #syncing: Promise<void> = Promise.resolve();
  #nextSync: Promise<void> | null = null;
  #guard: () => void = () => undefined;

  private constructor(path: string, handle: FileHandle | null) {
    this.path = path;
    this.#handle = handle;
  }

  /** The folder of that path, which must exist. */
  static async open(path: string): Promise<Folder> {
    return new Folder(path, process.platform === 'win32' ? null : await open(path, 'r'));
  }

  /**
   * Asks this right before every file that is put in its place: what throws there keeps the file as it is. A process may stand still
   * for hours between its decision to write and the write, and the folder may be another's by then.
   */
  guardedBy(guard: () => void): void {
    this.#guard = guard;
  }

  /** The file's text; null when there is no such file. */
  async read(name: string): Promise<string | null> {
    return readFile(join(this.path, name), 'utf8').catch(absent);
  }

  /**
   * The same for a file that is about to be written again. Synchronous, because a document that this process has written is
   * in the page cache: 0.02 ms, where the way through the thread pool costs 0.2 to 0.3 ms beside the 1 ms of the write.
   */
  readNow(name: string): string | null {
    try {
      return readFileSync(join(this.path, name), 'utf8');
    } catch (error) {
      return absent(error);
    }
  }

  /**
   * Puts the text in the file's place; once this resolves it survives a power cut. Two writes of one file must not overlap.
   *
   * Not by `write-file-atomic`, which writes once and does not look at how much was written: on a full disk it puts a
   * truncated file in the place of the good one and reports success. It also takes twice the time, for `realpath`, `stat`,
   * `chown` and `chmod`, which nobody needs here.
   */
  async replace(name: string, text: string | Uint8Array): Promise<void> {
    const temp = join(this.path, name + TEMP);
    try {
      await writeThrough(temp, text);
      this.#guard();
      await rename(temp, join(this.path, name));
    } catch (error) {
      await rm(temp, { force: true }).catch(() => undefined);
      throw error;
    }
    await this.sync();
  }

  async remove(name: string): Promise<void> {
    await rm(join(this.path, name), { force: true });
    await this.sync();
  }

  /**
   * Makes what was renamed, made or removed in the folder survive a power cut. One fsync serves all who ask while the one
   * before it is under way: it begins after their changes, and ten commits at once cost three or four of them, not ten.
   */
  async sync(): Promise<void> {
    this.#nextSync ??= this.#syncing.catch(() => undefined).then(() => this.#syncNow());
    return this.#nextSync;
  }

  async #syncNow(): Promise<void> {
    this.#nextSync = null;
    this.#syncing = this.#handle?.sync() ?? Promise.resolve();
    return this.#syncing;
  }

  /** Removes what writes that were cut off have left. */
  async tidy(): Promise<void> {
    const left = (await readdir(this.path)).filter(isTemp);
    await Promise.all(left.map((name) => rm(join(this.path, name), { force: true })));
  }

  async close(): Promise<void> {
    await this.#handle?.close();
  }
}

function absent(error: unknown): null {
  if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
  throw error;
}

/** Whether a file of that name is a write under way, or what is left of one. */
export function isTemp(name: string): boolean {
  return ANY_TEMP.test(name);
}

/**
 * Writes a file that survives a power cut. Names and reasons of people stand in it: it is its owner's alone. `flag`: `wx` for one that
 * must not be there yet. @throws the disk's error
 */
export async function writeThrough(path: string, content: string | Uint8Array, flag: 'w' | 'wx' = 'w'): Promise<void> {
  const file = await open(path, flag, 0o600);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}
