/** The embedded store: a folder with one document per change and one for the team. */
import type { Low } from 'lowdb';
import type { Commit, Store, StoredChange, TeamState } from '../app/ports.ts';
import { readAhead } from './ahead.ts';
import { append, isChangeId, requireChangeId } from './append.ts';
import type { ChangesFolder } from './changes-folder.ts';
import { fileOf } from './changes-folder.ts';
import { Damaged } from './envelope.ts';
import type { FolderLock } from './folder-lock.ts';
import type { JsonFile } from './json-file.ts';
import { install } from './json-file.ts';
import type { Quarantine, SetAside } from './quarantine.ts';
import { Turns } from './turns.ts';

export interface Parts {
  readonly changes: ChangesFolder;
  readonly teamFile: JsonFile<TeamState>;
  readonly team: Low<TeamState>;
  readonly quarantine: Quarantine;
  readonly lock: FolderLock;
  /** Told after the reading of everything how many documents it has brought to the present format, when there were any. */
  readonly onRenewed: (documents: number) => void;
  /** Lets go of the folder. */
  readonly letGo: () => Promise<void>;
}

const TEAM = 'team';

export class EmbeddedStore implements Store {
  readonly #parts: Parts;
  readonly #turns = new Turns();
  #team: Low<TeamState>;
  #closing: Promise<void> | null = null;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#team = parts.team;
  }

  get damaged(): readonly SetAside[] {
    return this.#parts.quarantine.files;
  }

  async read(id: string): Promise<StoredChange | undefined> {
    if (!isChangeId(id)) return undefined;
    return this.#run(id, async () => (await this.#parts.changes.read(id).catch(sayIfDamaged(id))) ?? undefined);
  }

  async commit(id: string, expected: number, commit: Commit): Promise<void> {
    requireChangeId(id);
    return this.#run(id, () =>
      this.#parts.changes.replace(id, (before) => append(before, id, expected, commit)).catch(sayIfDamaged(id)),
    );
  }

  async *all(): AsyncGenerator<StoredChange> {
    const { changes } = this.#parts;
    const { ids, foreign } = await changes.list();
    for (const name of foreign) await this.#setAside(name, 'it is not named like the document of a change');
    let renewed = 0;
    for await (const read of readAhead(ids, (id) => this.#run(id, () => this.#readOrSetAside(id)))) {
      if (read.renewed) renewed += 1;
      if (read.stored !== null) yield read.stored;
    }
    if (renewed > 0) this.#parts.onRenewed(renewed);
  }

  async setAside(id: string, why: string): Promise<void> {
    requireChangeId(id);
    return this.#run(id, () => this.#setAside(fileOf(id), why));
  }

  async readTeam(): Promise<TeamState> {
    return this.#run(TEAM, () => Promise.resolve(this.#team.data));
  }

  async writeTeam(state: TeamState): Promise<void> {
    return this.#run(TEAM, async () => {
      this.#team = await install(this.#parts.teamFile, this.#team.data, state);
    });
  }

  /** Ends what is under way, then lets go of the folder. */
  async close(): Promise<void> {
    this.#closing ??= this.#turns.ended().then(() => this.#parts.letGo());
    return this.#closing;
  }

  async #run<T>(document: string, task: () => Promise<T>): Promise<T> {
    if (this.#closing !== null) throw new Error('The store is closed.');
    return this.#turns.run(document, task);
  }

  async #readOrSetAside(id: string): ReturnType<ChangesFolder['readAndRenew']> {
    try {
      return await this.#parts.changes.readAndRenew(id);
    } catch (error) {
      if (!(error instanceof Damaged)) throw error;
      await this.#setAside(fileOf(id), error.message);
      return { stored: null, renewed: false };
    }
  }

  async #setAside(name: string, why: string): Promise<void> {
    this.#parts.lock.check();
    await this.#parts.quarantine.take(this.#parts.changes.path, name, why);
  }
}

function sayIfDamaged(id: string): (error: unknown) => never {
  return (error) => {
    if (!(error instanceof Damaged)) throw error;
    throw new Error(`${fileOf(id)} is damaged: ${error.message}. It is set aside at the next start.`, { cause: error });
  };
}
