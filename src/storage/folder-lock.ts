/** One process owns the data folder at a time. */
import { randomUUID } from 'node:crypto';
import { statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { check, lock } from 'proper-lockfile';
import { Folder } from './folder.ts';
import { OWNER_FILE, type Owner, readOwner, resign, sign, stateOf } from './owner.ts';

/** The lock's name in the data folder. */
export const LOCK = 'lock';
// A lock that was not renewed for 5 s is free: so long a restart may have to wait, and so long a process may stand still.
const STALE_MS = 5_000;
const RENEW_MS = 1_000;
/** As long as the lock of a dead owner can last: a new lock's time stamp may be up to a second ahead. */
export const PATIENCE_MS = STALE_MS + 1_500;
const ASK_AGAIN_MS = 250;

export class FolderLock {
  readonly #folder: Folder;
  readonly #onLost: (why: Error) => void;
  readonly #token = randomUUID();
  #unlock: () => Promise<void> = () => Promise.resolve();
  #seal = '';
  #lost: Error | null = null;
  #released = false;

  constructor(folder: Folder, onLost: (why: Error) => void) {
    this.#folder = folder;
    this.#onLost = onLost;
  }

  /**
   * Takes the lock: at once when it is free or its owner is a dead process of this machine, else after up to `patienceMs`,
   * in which the lock of an owner that cannot be asked may run out.
   * @throws Error that says who holds the folder and what to do.
   */
  async take(patienceMs: number): Promise<void> {
    const until = performance.now() + patienceMs;
    while (!(await this.#tryToLock())) {
      const owner = await readOwner(this.#folder);
      const state = stateOf(owner);
      if (state === 'dead') await this.#clearAway();
      else if (state === 'alive' || performance.now() >= until) throw new Error(inUse(this.#folder.path, owner));
      else await pause(ASK_AGAIN_MS);
    }
    await this.#sign();
  }

  /**
   * Asked right before every file is put in its place: a process that was stopped for long must not write into a folder that has another owner by now.
   * Synchronous because a `stat` takes 3 µs so, and 50 µs by way of the thread pool.
   * @throws Error when the lock is lost.
   */
  check(): void {
    if (this.#lost === null && this.#readSeal() !== this.#seal) this.#lose();
    if (this.#lost !== null) throw this.#lost;
  }

  /** Gives the folder back; one that is lost is left to its new owner. */
  async release(): Promise<void> {
    resign(this.#token);
    this.#released = true;
    if (this.#lost !== null || this.#readSeal() !== this.#seal) return;
    await this.#folder.remove(OWNER_FILE);
    await this.#unlock();
  }

  async #sign(): Promise<void> {
    try {
      await sign(this.#folder, this.#token);
      this.#seal = this.#readSeal();
    } catch (error) {
      await this.#unlock();
      throw error;
    }
  }

  async #tryToLock(): Promise<boolean> {
    try {
      this.#unlock = await lock(this.#folder.path, {
        lockfilePath: join(this.#folder.path, LOCK),
        stale: STALE_MS,
        update: RENEW_MS,
        onCompromised: (error) => {
          if (isRefusedByDisk(error)) void this.#regain();
          else this.#lose();
        },
      });
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ELOCKED') return false;
      throw error;
    }
  }

  /**
   * The disk takes nothing: it is read-only, or fails. While the signature is ours nobody else has the folder, and people are better
   * served by a process that says so than by none: the lock is taken again as soon as the disk allows it.
   */
  async #regain(): Promise<void> {
    while (this.#lost === null && !this.#released) {
      if (this.#readSeal() !== this.#seal) this.#lose();
      else if (await this.#tryToLock().catch(() => false)) return;
      await pause(RENEW_MS, undefined, { ref: false });
    }
  }

  // The signature goes first: who comes in between finds an owner it cannot ask, and waits.
  async #clearAway(): Promise<void> {
    await this.#folder.remove(OWNER_FILE);
    await rm(join(this.#folder.path, LOCK), { recursive: true, force: true });
  }

  #lose(): void {
    if (this.#lost !== null) return;
    resign(this.#token);
    this.#lost = new Error(
      `The data folder ${this.#folder.path} does not belong to this process any more: its lock was not renewed for ` +
        `${STALE_MS / 1000} s or was removed, and another process may have taken it. Nothing more is written; stop this process.`,
    );
    this.#onLost(this.#lost);
  }

  // Every signature is a new file.
  #readSeal(): string {
    const signature = statSync(join(this.#folder.path, OWNER_FILE), { throwIfNoEntry: false });
    return signature === undefined ? 'none' : `${signature.ino}/${signature.mtimeMs}`;
  }
}

/**
 * Who has this folder just now, said as `process 7 on host steward`; null: nobody, or only the traces of a dead process. Takes and
 * writes nothing.
 */
export async function holderOf(path: string): Promise<string | null> {
  const folder = await Folder.open(path);
  try {
    const owner = await readOwner(folder);
    const state = stateOf(owner);
    if (state === 'dead') return null;
    // Who cannot be asked is there as long as the lock is renewed.
    const isThere = state === 'alive' || (await check(path, { lockfilePath: join(path, LOCK), stale: STALE_MS }));
    return isThere ? nameOf(owner) : null;
  } finally {
    await folder.close();
  }
}

/** The lock is there, and could not be touched. */
function isRefusedByDisk({ syscall }: NodeJS.ErrnoException): boolean {
  return syscall === 'utime';
}

function inUse(folder: string, owner: Owner | null): string {
  return (
    `The data folder ${folder} is in use by ${nameOf(owner)}, and only one process at a time may own it. ` +
    'Stop that process, or give this one a folder of its own with STEWARD_DATA. ' +
    `If there is no such process, wait ${STALE_MS / 1000} s and start again.`
  );
}

function nameOf(owner: Owner | null): string {
  return owner === null ? 'a process that left no name' : `process ${owner.pid} on host ${owner.host}`;
}
