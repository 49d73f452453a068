/** Opens the data folder. */
import { Low } from 'lowdb';
import { resolve } from 'node:path';
import type { Store, TeamState } from '../app/ports.ts';
import { cannotUse } from './cannot-use.ts';
import { ChangesFolder } from './changes-folder.ts';
import { dataFolder } from './data-folder.ts';
import { EmbeddedStore } from './embedded-store.ts';
import { Damaged } from './envelope.ts';
import { FolderLock, PATIENCE_MS } from './folder-lock.ts';
import type { Folder } from './folder.ts';
import { JsonFile } from './json-file.ts';
import { Quarantine } from './quarantine.ts';
import { teamShape } from './shapes.ts';

export interface StoreOptions {
  /** Told once when another process may have taken the folder: nothing can be written any more, so stop. */
  readonly onLost?: (why: Error) => void;
  /** How long to wait for the lock of an owner that cannot be asked whether it lives, in ms; 6,500 when left out. */
  readonly patienceMs?: number;
}

const TEAM_FILE = 'team.json';
const NO_TEAM: TeamState = { installation: null, people: {} };

/**
 * The store in this folder, which is made when it is not there. Resolves once the folder is this process's own.
 * @throws Error with a sentence for the operator: the folder cannot be used (where, what was found, what was expected, what to
 * do), another process has it, or a newer release has written it. The last may also come from `all()`, which reads the changes.
 */
export async function openStore(folder: string, options: StoreOptions = {}): Promise<Store> {
  const path = resolve(folder);
  const [root, changes] = await dataFolder(path).catch(cannotUse(path));
  const lock = new FolderLock(root, options.onLost ?? (() => undefined));
  const letGo = async (): Promise<void> => {
    await lock.release();
    await Promise.all([root.close(), changes.close()]);
  };
  try {
    await lock.take(options.patienceMs ?? PATIENCE_MS).catch(cannotUse(path));
    return await load(root, changes, lock, letGo);
  } catch (error) {
    await letGo();
    throw error;
  }
}

async function load(root: Folder, changes: Folder, lock: FolderLock, letGo: () => Promise<void>): Promise<Store> {
  await Promise.all([root.tidy(), changes.tidy()]);
  const quarantine = await Quarantine.open(root.path);
  const teamFile = new JsonFile(root, TEAM_FILE, teamShape);
  const team = new Low(teamFile, NO_TEAM);
  await team.read().catch(async (error: unknown) => {
    if (!(error instanceof Damaged)) throw error;
    await quarantine.take(root.path, TEAM_FILE, error.message);
  });
  return new EmbeddedStore({ changes: new ChangesFolder(changes), teamFile, team, quarantine, lock, letGo });
}
