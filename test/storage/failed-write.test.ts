import { describe, expect, test } from '@jest/globals';
import { readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Folder } from '../../src/storage/folder.ts';
import { install, JsonFile } from '../../src/storage/json-file.ts';
import { Originals } from '../../src/storage/originals.ts';
import { openStore } from '../../src/storage/open-store.ts';
import { teamShape } from '../../src/storage/shapes.ts';
import { childWithShortFiles } from './child.ts';
import { closedLater, emptyFolder, event, happened, ID, instants } from './given.ts';

describe('a write that fails leaves everything as it was', () => {
  test('when the file cannot be replaced: the next commit goes on from the version that was there', async () => {
    const folder = await emptyFolder();
    const store = closedLater(await openStore(folder));
    await store.commit(ID, 0, happened(event(1)));
    const changes = join(folder, 'changes');
    await rename(changes, join(folder, 'elsewhere'));

    await expect(store.commit('CHG-2027-002', 0, happened(event(2)))).rejects.toThrow(/ENOENT/);
    await rename(join(folder, 'elsewhere'), changes);
    await store.commit(ID, 1, happened(event(3)));
    expect(await instants(store)).toEqual([1, 3]);
    expect(await readdir(changes)).toEqual([`${ID}.json`]);
  });

  test('on a disk that is full in the middle of the write', async () => {
    const folder = await emptyFolder();
    const writer = childWithShortFiles(64, 'fills-the-disk.ts', folder);
    expect(await writer.line()).toBe('refused: EFBIG');
    await writer.rest();

    const store = closedLater(await openStore(folder));
    expect(await instants(store)).toEqual([1]);
    expect(await readdir(join(folder, 'changes'))).toEqual([`${ID}.json`]);
  });

  test('when only the fsync of the folder fails, after the file was already replaced', async () => {
    const path = await emptyFolder();
    const folder = await Folder.open(path);
    const file = new JsonFile(folder, 'team.json', teamShape, new Originals(path));
    const [before, next] = ['before', 'next'].map((name) => ({
      installation: null,
      people: { x: { id: '29', name } },
    }));
    if (before === undefined || next === undefined) throw new Error('two states');
    await install(file, null, before);
    // A folder that cannot be synced any more.
    await folder.close();

    await expect(install(file, before, next)).rejects.toThrow();
    expect(await file.read()).toEqual(before);
    await expect(install(file, null, next)).rejects.toThrow();
    expect(await file.read()).toBeNull();
  });
});

test('a file is not put in its place once the folder is another’s, however long the write stood still', async () => {
  const path = await emptyFolder();
  const folder = await Folder.open(path);
  await folder.replace('team.json', 'before');
  folder.guardedBy(() => {
    throw new Error('it belongs to another process');
  });
  await expect(folder.replace('team.json', 'after')).rejects.toThrow('another process');
  expect(await folder.read('team.json')).toBe('before');
  expect(await readdir(path)).toEqual(['team.json']);
  await folder.close();
});

test('a file in the place of the folder: the sentence says where, what was found, what was expected and what to do', async () => {
  const path = join(await emptyFolder(), 'data');
  await writeFile(path, 'not a folder');
  await expect(openStore(path)).rejects.toThrow(
    `The data folder ${path} cannot be used: a file stands where a folder should be (ENOTDIR). ` +
      'Expected a folder that this process may create, read and write. ' +
      'Move that file away, or name another folder with STEWARD_DATA.',
  );
  expect(await readFile(path, 'utf8')).toBe('not a folder');
});

test('a folder that is not there is made, with those above it', async () => {
  const path = join(await emptyFolder(), 'not', 'yet');
  const store = closedLater(await openStore(path));
  await store.commit(ID, 0, happened(event(1)));
  expect(await instants(store)).toEqual([1]);
});
