/** One document in one file, as lowdb reads and writes it. */
import type { Adapter } from 'lowdb';
import { Low } from 'lowdb';
import { join } from 'node:path';
import type { Shape } from './envelope.ts';
import { Damaged, foundIn, textOf } from './envelope.ts';
import type { Folder } from './folder.ts';
import { FORMAT } from './formats.ts';
import type { Originals } from './originals.ts';

export class JsonFile<T> implements Adapter<T> {
  readonly #folder: Folder;
  readonly #name: string;
  readonly #shape: Shape<T>;
  readonly #originals: Originals;
  /** What stands in the file, as far as it was read. */
  #format = FORMAT;

  constructor(folder: Folder, name: string, shape: Shape<T>, originals: Originals) {
    this.#folder = folder;
    this.#name = name;
    this.#shape = shape;
    this.#originals = originals;
  }

  /** Whether an older release has written what was read. */
  get isOlder(): boolean {
    return this.#format < FORMAT;
  }

  /** The document; null when there is no file. @throws Damaged, NewerFormat, or the disk's error. */
  async read(): Promise<T | null> {
    return this.#document(await this.#folder.read(this.#name).catch(damage));
  }

  /** The same, at once: for a document that is about to be written again. */
  readNow(): T | null {
    try {
      return this.#document(this.#folder.readNow(this.#name));
    } catch (error) {
      return damage(error);
    }
  }

  /** Puts the document in the file's place; one of an older format is kept before. */
  async write(document: T): Promise<void> {
    if (this.isOlder) await this.#originals.keep(this.#folder, this.#name);
    await this.#folder.replace(this.#name, textOf(this.#shape, document));
    this.#format = FORMAT;
  }

  async remove(): Promise<void> {
    await this.#folder.remove(this.#name);
  }

  #document(text: string | null): T | null {
    if (text === null) return null;
    const { document, format } = foundIn(this.#shape, text, join(this.#folder.path, this.#name));
    this.#format = format;
    return document;
  }
}

// Other errors (no permission, too many open files) are no damage: the document may be as good as ever.
function damage(error: unknown): never {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EISDIR') throw new Damaged('a folder stands in its place', { cause: error });
  if (code === 'EIO') throw new Damaged('the disk cannot read it', { cause: error });
  throw error;
}

/**
 * Writes the next document in the place of the one before (null: there was none) and gives it back installed. lowdb's `update`
 * changes its data before it writes; here nothing is installed that is not on the disk.
 * @throws when it could not be written; the file then holds what it held.
 */
export async function install<T>(file: JsonFile<T>, before: T | null, next: T): Promise<Low<T>> {
  const installed = new Low(file, next);
  try {
    await installed.write();
    return installed;
  } catch (error) {
    // The rename may have happened and only the folder's fsync failed: what was reported as failed must not stay.
    await (before === null ? file.remove() : file.write(before)).catch(() => undefined);
    throw error;
  }
}
