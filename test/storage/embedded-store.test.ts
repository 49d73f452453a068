import { expect, test } from '@jest/globals';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { openStore } from '../../src/storage/open-store.ts';
import { closedLater, emptyFolder, event, everything, happened, ID, instants } from './given.ts';
import { keepsTheContract } from './store-contract.ts';

keepsTheContract(async () => closedLater(await openStore(await emptyFolder())));

test('a store opened on the folder of a closed one sees everything and goes on', async () => {
  const folder = await emptyFolder();
  const first = await openStore(folder);
  await first.commit(ID, 0, happened(event(1)));
  await first.writeTeam({ installation: null, people: { someone: { id: '29:x', name: 'X' } } });
  const before = [await everything(first), await first.readTeam()];
  await first.close();

  const second = closedLater(await openStore(folder));
  expect([await everything(second), await second.readTeam()]).toEqual(before);
  await second.commit(ID, 1, happened(event(2)));
  expect(await instants(second)).toEqual([1, 2]);
});

test('there is one file per change and one for the team; nothing else is left when it is closed', async () => {
  const folder = await emptyFolder();
  const store = await openStore(folder);
  await store.commit('CHG-2027-001', 0, happened(event(1)));
  await store.commit('CHG-2027-1000', 0, happened(event(1)));
  await store.writeTeam({ installation: null, people: {} });
  await store.close();
  expect(await readdir(join(folder, 'changes'))).toEqual(['CHG-2027-001.json', 'CHG-2027-1000.json']);
  expect(await readdir(folder)).toEqual(['changes', 'damaged', 'team.json']);
});

test('a document says its format and its checksum, is for its owner alone, and has a line for every event', async () => {
  const folder = await emptyFolder();
  const store = closedLater(await openStore(folder));
  await store.commit(ID, 0, happened(event(1), event(2)));
  const file = join(folder, 'changes', `${ID}.json`);
  const text = await readFile(file, 'utf8');
  const checksum = expect.stringMatching(/^[0-9a-f]{8}$/) as unknown;
  expect(JSON.parse(text)).toEqual({ format: 2, checksum, id: ID, ...happened(event(1), event(2)) });
  expect(text.split('\n').filter((line) => line.includes('"type"'))).toHaveLength(2);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});
