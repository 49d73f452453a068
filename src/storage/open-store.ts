/** Opens the data folder. */
import { Low } from 'lowdb';
import { join, resolve } from 'node:path';
import type { Store, TeamState } from '../app/ports.ts';
import { cannotUse } from './cannot-use.ts';
import { ChangesFolder } from './changes-folder.ts';
import { dataFolder } from './data-folder.ts';
import { EmbeddedStore } from './embedded-store.ts';
import { Damaged } from './envelope.ts';
import { FolderLock, PATIENCE_MS } from './folder-lock.ts';
import type { Folder } from './folder.ts';
import { FORMAT } from './formats.ts';
import { JsonFile } from './json-file.ts';
import { ORIGINALS, Originals } from './originals.ts';
import { Quarantine } from './quarantine.ts';
import { teamShape } from './shapes.ts';

export interface StoreOptions {
  /** Told once when another process may have taken the folder: nothing can be written any more, so stop. */
  readonly onLost?: (why: Error) => void;
  /** Told what the operator should know of, as a sentence: the folder is a new one, or its files have been brought to the present format. */
  readonly onNews?: (what: string) => void;
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
  const onNews = options.onNews ?? (() => undefined);
  const { root, changes, isNew } = await dataFolder(path).catch(cannotUse(path));
  const lock = new FolderLock(root, options.onLost ?? (() => undefined));
  const originals = new Originals(path);
  const letGo = async (): Promise<void> => {
    await lock.release();
    await Promise.all([root.close(), changes.close(), originals.close()]);
  };
  try {
    await lock.take(options.patienceMs ?? PATIENCE_MS).catch(cannotUse(path));
    // A disk that is not mounted looks like a folder that was never there.
    if (isNew) onNews(`The data folder ${path} is a new one: nothing is stored in it yet.`);
    return await load({ root, changes, originals, lock, letGo, onNews });
  } catch (error) {
    await letGo();
    throw error;
  }
}

interface Opened {
  readonly root: Folder;
  readonly changes: Folder;
  readonly originals: Originals;
  readonly lock: FolderLock;
  readonly letGo: () => Promise<void>;
  readonly onNews: (what: string) => void;
}

async function load({ root, changes, originals, lock, letGo, onNews }: Opened): Promise<Store> {
  for (const folder of [root, changes])
    folder.guardedBy(() => {
      lock.check();
    });
  await Promise.all([root.tidy(), changes.tidy()]);
  const quarantine = await Quarantine.open(root.path);
  const teamFile = new JsonFile(root, TEAM_FILE, teamShape, originals);
  const team = new Low(teamFile, NO_TEAM);
  await team.read().catch(async (error: unknown) => {
    if (!(error instanceof Damaged)) throw error;
    await quarantine.take(root.path, TEAM_FILE, error.message);
  });
  // Where the disk does not take it, the next write does.
  if (teamFile.isOlder) await teamFile.write(team.data).catch(() => undefined);
  const onRenewed = (documents: number): void => {
    onNews(
      `${documents} documents were brought to format ${FORMAT}; as they were before they are in ${join(root.path, ORIGINALS)}.`,
    );
  };
  const files = new ChangesFolder(changes, originals);
  return new EmbeddedStore({ changes: files, teamFile, team, quarantine, lock, letGo, onRenewed });
}
