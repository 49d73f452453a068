/** The data folder as it lies there, read without the store: nothing is tidied, set aside or locked by looking. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { StoredChange } from '../../src/app/ports.ts';
import { isChangeId } from '../../src/storage/append.ts';
import { documentOf } from '../../src/storage/envelope.ts';
import { changeShape, teamShape } from '../../src/storage/shapes.ts';
import { isTemp } from '../../src/storage/folder.ts';

export interface Disk {
  readonly changes: ReadonlyMap<string, StoredChange>;
  /** Files that cannot be read, with why. */
  readonly unreadable: readonly string[];
  /** What writes that were cut off have left. */
  readonly temps: readonly string[];
  /** What was set aside. */
  readonly damaged: readonly string[];
  /** Whether the team's file says where the bot is installed. */
  readonly installed: boolean;
}

/** Reads a folder again and again; a file that is the same as before is not parsed again. */
export function diskReader(folder: string): () => Disk {
  const known = new Map<string, { readonly seal: string; readonly document: StoredChange }>();

  function documentIn(name: string): StoredChange {
    const path = join(folder, 'changes', name);
    const { ino, mtimeMs, size } = statSync(path);
    const seal = `${ino}/${mtimeMs}/${size}`;
    const before = known.get(name);
    if (before?.seal === seal) return before.document;
    const document = documentOf(changeShape(name.replace(/\.json$/, '')), readFileSync(path, 'utf8'), path);
    known.set(name, { seal, document });
    return document;
  }

  return () => {
    const names = listed(join(folder, 'changes'));
    const changes = new Map<string, StoredChange>();
    const unreadable: string[] = [];
    for (const name of names.filter((one) => !isTemp(one))) {
      try {
        if (!isChangeId(name.replace(/\.json$/, ''))) throw new Error('it is not named like a change');
        const document = documentIn(name);
        changes.set(document.id, document);
      } catch (error) {
        unreadable.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    const team = teamIn(folder);
    return {
      changes,
      unreadable: team.why === null ? unreadable : [...unreadable, team.why],
      temps: [...names, ...listed(folder)].filter(isTemp),
      damaged: listed(join(folder, 'damaged')),
      installed: team.installed,
    };
  };
}

function listed(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

function teamIn(folder: string): { readonly installed: boolean; readonly why: string | null } {
  const path = join(folder, 'team.json');
  try {
    return { installed: documentOf(teamShape, readFileSync(path, 'utf8'), path).installation !== null, why: null };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { installed: false, why: null };
    return { installed: false, why: `team.json: ${error instanceof Error ? error.message : String(error)}` };
  }
}
