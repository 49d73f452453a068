/** Who owns a data folder: written beside the lock, so that a process that comes later can tell a dead owner from a live one. */
import { readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import type { Folder } from './folder.ts';

export const OWNER_FILE = 'owner.json';

export interface Owner {
  readonly pid: number;
  readonly host: string;
  /** In which numbering of processes the pid counts: every container has its own, and in each the bot may be number 1. */
  readonly space: string;
  /** Another one every time a folder is opened. */
  readonly token: string;
}

// What this process owns now: its own pid in the file may also be that of a dead one, as with pid 1 in a container.
const held = new Set<string>();

/** Signs as owner. The folder's lock must be held. */
export async function sign(folder: Folder, token: string): Promise<void> {
  const owner: Owner = { pid: process.pid, host: hostname(), space: processSpace(), token };
  held.add(token);
  await folder.replace(OWNER_FILE, `${JSON.stringify(owner)}\n`);
}

/** No longer the owner; the file is another's by now, or is removed with the lock. */
export function resign(token: string): void {
  held.delete(token);
}

/** Who signed last; null when nobody did, or it cannot be read. */
export async function readOwner(folder: Folder): Promise<Owner | null> {
  try {
    return JSON.parse((await folder.read(OWNER_FILE)) ?? 'null') as Owner | null;
  } catch {
    return null;
  }
}

/** 'unknown' when it is another machine's or container's process, which cannot be asked from here. */
export function stateOf(owner: Owner | null): 'alive' | 'dead' | 'unknown' {
  if (owner?.host !== hostname() || owner.space !== processSpace()) return 'unknown';
  const alive = owner.pid === process.pid ? held.has(owner.token) : isRunning(owner.pid);
  return alive ? 'alive' : 'dead';
}

function isRunning(pid: number): boolean {
  try {
    // Signal 0 asks only whether the process is there.
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

function processSpace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return '';
  }
}
