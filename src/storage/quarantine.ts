/** Files that could not be read: moved out of the way, never deleted, and named until somebody removes them. */
import { access, mkdir, readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';

const FOLDER = 'damaged';

export interface SetAside {
  /** Where it is now, from the data folder on: `damaged/CHG-2027-001.json`. */
  readonly file: string;
  readonly why: string;
}

export class Quarantine {
  readonly #root: string;
  readonly #files: SetAside[];

  private constructor(root: string, names: readonly string[]) {
    this.#root = root;
    this.#files = names.map((name) => ({ file: `${FOLDER}/${name}`, why: 'set aside by an earlier run' }));
  }

  /** With what earlier runs have set aside. */
  static async open(root: string): Promise<Quarantine> {
    await mkdir(join(root, FOLDER), { recursive: true });
    return new Quarantine(root, await readdir(join(root, FOLDER)));
  }

  /** By name. */
  get files(): readonly SetAside[] {
    return this.#files.toSorted((a, b) => (a.file < b.file ? -1 : 1));
  }

  /** Moves a file out of its folder. */
  async take(folder: string, name: string, why: string): Promise<void> {
    const file = await this.#freePlace(name);
    await rename(join(folder, name), join(this.#root, file));
    this.#files.push({ file, why });
  }

  async #freePlace(name: string): Promise<string> {
    for (let n = 1; ; n += 1) {
      const file = `${FOLDER}/${n === 1 ? name : `${name}.${String(n)}`}`;
      const taken = this.#files.some((other) => other.file === file) || (await exists(join(this.#root, file)));
      if (!taken) return file;
    }
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
