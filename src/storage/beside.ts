/**
 * A data folder as somebody beside the service reads it, whether that runs or not. Nothing is written and no lock is taken: the service
 * replaces each file whole, so whoever opens one has the whole of one version of it, and keeps that while the next takes its place.
 */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { keptOf, whyNonsense } from '../app/kept.ts';
import type { StoredChange, TeamState } from '../app/ports.ts';
import { isOver } from '../domain/change.ts';
import { isChangeId } from './append.ts';
import { Damaged, documentOf, foundIn, textOf } from './envelope.ts';
import { LOCK } from './folder-lock.ts';
import { isTemp } from './folder.ts';
import { OWNER_FILE } from './owner.ts';
import { changeShape, teamShape } from './shapes.ts';

export const TEAM_FILE = 'team.json';

/** Those of the process that runs; they say nothing to another one. */
const OF_THE_PROCESS: readonly string[] = [LOCK, OWNER_FILE];

/** The folders of a data folder lie no deeper: `before-format-2/changes`. */
const DEEPEST = 3;

/** Every file that is kept there, from the folder on, by name: `changes/CHG-2027-001.json`. @throws the disk's error */
export async function filesIn(folder: string): Promise<readonly string[]> {
  const names = (await namesIn(folder, '', 1)).filter((name) => !OF_THE_PROCESS.includes(name));
  return names.sort();
}

async function namesIn(folder: string, within: string, depth: number): Promise<readonly string[]> {
  const names: string[] = [];
  for (const name of await readdir(join(folder, within)).catch(absent)) {
    const path = within === '' ? name : `${within}/${name}`;
    const found = await stat(join(folder, path)).catch(absent);
    if (Array.isArray(found) || isTemp(name)) continue;
    if (found.isFile()) names.push(path);
    else if (found.isDirectory() && depth <= DEEPEST && path !== LOCK)
      names.push(...(await namesIn(folder, path, depth + 1)));
  }
  return names;
}

/** A file that is replaced or set aside just now may be gone when its turn comes. */
function absent(error: unknown): [] {
  if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
  throw error;
}

/** The id of the change whose document has this name, from the data folder on; null: it is another file. */
export function changeIn(file: string): string | null {
  const [, id = ''] = /^changes\/(.+)\.json$/.exec(file) ?? [];
  return isChangeId(id) ? id : null;
}

/**
 * Why the service could not use a file with this text; null where it can, and for files that are no documents.
 * @throws NewerFormat
 */
export function faultIn(file: string, text: string): string | null {
  const id = changeIn(file);
  try {
    if (file === TEAM_FILE) documentOf(teamShape, text, file);
    if (id !== null) keptOf(documentOf(changeShape(id), text, file));
    return null;
  } catch (error) {
    if (error instanceof Damaged) return error.message;
    if (error instanceof Error && error.name === 'NewerFormat') throw error;
    return whyNonsense(error);
  }
}

/** The format of a document, where it says one that can be read; null for all else. */
export function formatOf(file: string, text: string): number | null {
  const id = changeIn(file);
  if (id === null) return null;
  try {
    return foundIn(changeShape(id), text, file).format;
  } catch {
    return null;
  }
}

/**
 * The text of a change's document without what its cards were noted to show: every one of them is brought up to date at the next start.
 * Null where that is none, or its change is over and does not go on.
 * @throws Damaged, NewerFormat, or what events that make no sense throw
 */
export function withNothingShown(file: string, text: string): string | null {
  const id = changeIn(file);
  if (id === null) return null;
  const stored = documentOf(changeShape(id), text, file);
  const kept = keptOf(stored);
  return kept === undefined || isOver(kept.change) ? null : textOf(changeShape(id), { ...stored, shown: {} });
}

/** Ids of the changes whose documents are in the folder, by name. @throws the disk's error */
export async function changesBeside(folder: string): Promise<readonly string[]> {
  return (await filesIn(folder)).flatMap((file) => changeIn(file) ?? []);
}

/** A change as it is stored; null: there is none of that id. @throws Damaged, NewerFormat, or the disk's error */
export async function readChangeBeside(folder: string, id: string): Promise<StoredChange | null> {
  const file = join(folder, 'changes', `${id}.json`);
  const text = isChangeId(id) ? await readFile(file, 'utf8').catch(absent) : [];
  return typeof text === 'string' ? documentOf(changeShape(id), text, file) : null;
}

/** What the bot knows of its team; null: nothing is written yet. @throws as above */
export async function readTeamBeside(folder: string): Promise<TeamState | null> {
  const file = join(folder, TEAM_FILE);
  const text = await readFile(file, 'utf8').catch(absent);
  return typeof text === 'string' ? documentOf(teamShape, text, file) : null;
}
