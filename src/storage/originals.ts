/** Files of an older format, kept as they were before the first one of the present format takes their place. */
import { link, mkdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { Folder } from './folder.ts';
import { FORMAT } from './formats.ts';

/** Where they are, from the data folder on; in it they lie as they lay there, so that going back is a copy over it. */
export const ORIGINALS = `before-format-${FORMAT}`;

export class Originals {
  readonly #root: string;
  readonly #named: typeof link;
  readonly #folders = new Map<string, Promise<Folder>>();

  /** `named` gives a file a second name. */
  constructor(root: string, named: typeof link = link) {
    this.#root = root;
    this.#named = named;
  }

  /**
   * Keeps a file; once this resolves the copy survives a power cut. One that an earlier start has kept is kept already; another one of
   * that name (a file that was put back from a backup) gets a place of its own.
   */
  async keep(from: Folder, name: string): Promise<void> {
    const folder = await this.#folderFor(from);
    const bytes = await readFile(join(from.path, name));
    for (let n = 1; ; n += 1) {
      const as = n === 1 ? name : `${name}.${n}`;
      const there = await readFile(join(folder.path, as)).catch(absent);
      if (there?.equals(bytes) === false) continue;
      if (there === null) await this.#put(join(from.path, name), folder, as, bytes);
      // Also for one that is there already: the start that put it there may have died before its fsync.
      await folder.sync();
      return;
    }
  }

  async close(): Promise<void> {
    await Promise.all([...this.#folders.values()].map(async (folder) => (await folder).close()));
  }

  // A second name for the same bytes costs no space and no write, since files are only ever replaced whole. Some file systems have none.
  async #put(file: string, folder: Folder, as: string, bytes: Uint8Array): Promise<void> {
    await this.#named(file, join(folder.path, as)).catch(() => folder.replace(as, bytes));
  }

  async #folderFor({ path }: Folder): Promise<Folder> {
    const folder = this.#folders.get(path) ?? this.#make(relative(this.#root, path));
    this.#folders.set(path, folder);
    // A disk that was full may have room the next time.
    folder.catch(() => this.#folders.delete(path));
    return folder;
  }

  async #make(within: string): Promise<Folder> {
    const path = join(this.#root, ORIGINALS, within);
    await mkdir(path, { recursive: true, mode: 0o700 });
    for (const above of [this.#root, join(this.#root, ORIGINALS)]) {
      const folder = await Folder.open(above);
      await folder.sync();
      await folder.close();
    }
    return Folder.open(path);
  }
}

function absent(error: unknown): null {
  if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
  throw error;
}
