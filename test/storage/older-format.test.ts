/** Files of an older release: brought to the present format, and kept as they were. */
import { expect, test } from '@jest/globals';
import { link, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Folder } from '../../src/storage/folder.ts';
import { openStore } from '../../src/storage/open-store.ts';
import { Originals } from '../../src/storage/originals.ts';
import { child } from './child.ts';
import { closedLater, emptyFolder, event, everything, happened, ID, instants } from './given.ts';

const OTHER = 'CHG-2027-002';
const OLD_TEAM = '{"format":1,\n"installation":null,\n"people":{}}\n';

/** As format 1 had it. */
function oldDocument(id: string, events = 1): string {
  const lines = Array.from({ length: events }, (_, n) => JSON.stringify(event(n + 1))).join(',\n');
  return `{"format":1,\n"id":"${id}",\n"events":[\n${lines}\n],\n"outbox":[],\n"shown":{}}\n`;
}

async function oldFolder(ids: readonly string[] = [ID, OTHER]): Promise<string> {
  const folder = await emptyFolder();
  await mkdir(join(folder, 'changes'));
  await writeFile(join(folder, 'team.json'), OLD_TEAM);
  for (const id of ids) await writeFile(join(folder, 'changes', `${id}.json`), oldDocument(id));
  return folder;
}

const formatOf = async (...path: readonly string[]): Promise<unknown> =>
  (JSON.parse(await readFile(join(...path), 'utf8')) as { format: unknown }).format;

test('a start brings every file to the present format and keeps each as it was, in the places where they lay', async () => {
  const folder = await oldFolder();
  const news: string[] = [];
  const store = closedLater(await openStore(folder, { onNews: (what) => news.push(what) }));
  expect((await everything(store)).map(({ id, events }) => [id, events])).toEqual([
    [ID, [event(1)]],
    [OTHER, [event(1)]],
  ]);
  expect(news).toEqual([
    `2 documents were brought to format 2; as they were before they are in ${join(folder, 'before-format-2')}.`,
  ]);
  for (const name of ['team.json', `changes/${ID}.json`, `changes/${OTHER}.json`]) {
    expect(await formatOf(folder, name)).toBe(2);
    expect(await formatOf(folder, 'before-format-2', name)).toBe(1);
  }
  expect(await readFile(join(folder, 'before-format-2', 'changes', `${ID}.json`), 'utf8')).toBe(oldDocument(ID));
  expect(await readFile(join(folder, 'before-format-2', 'team.json'), 'utf8')).toBe(OLD_TEAM);
  expect((await stat(join(folder, 'before-format-2'))).mode & 0o777).toBe(0o700);
});

test('the next start has nothing to bring, and says nothing', async () => {
  const folder = await oldFolder();
  const first = await openStore(folder);
  await everything(first);
  await first.commit(ID, 1, happened(event(2)));
  await first.close();
  const news: string[] = [];
  const second = closedLater(await openStore(folder, { onNews: (what) => news.push(what) }));
  expect(await everything(second)).toHaveLength(2);
  expect(await instants(second)).toEqual([1, 2]);
  expect(news).toEqual([]);
  expect(await readdir(join(folder, 'before-format-2', 'changes'))).toEqual([`${ID}.json`, `${OTHER}.json`]);
});

test('a commit before everything was read keeps the original, too', async () => {
  const folder = await oldFolder();
  const store = closedLater(await openStore(folder));
  await store.commit(ID, 1, happened(event(2)));
  expect(await instants(store)).toEqual([1, 2]);
  expect(await formatOf(folder, 'changes', `${ID}.json`)).toBe(2);
  expect(await readFile(join(folder, 'before-format-2', 'changes', `${ID}.json`), 'utf8')).toBe(oldDocument(ID));
});

test('killed after an original was kept and before the new file stood, it goes on from there', async () => {
  const folder = await oldFolder();
  await mkdir(join(folder, 'before-format-2', 'changes'), { recursive: true });
  await link(join(folder, 'changes', `${ID}.json`), join(folder, 'before-format-2', 'changes', `${ID}.json`));
  const store = closedLater(await openStore(folder));
  expect(await everything(store)).toHaveLength(2);
  expect(await readdir(join(folder, 'before-format-2', 'changes'))).toEqual([`${ID}.json`, `${OTHER}.json`]);
  expect(await formatOf(folder, 'changes', `${ID}.json`)).toBe(2);
});

test('killed again and again while it brings a hundred files to the new format, none is lost and each is kept', async () => {
  const ids = Array.from({ length: 100 }, (_, n) => `CHG-2027-${String(n + 1).padStart(3, '0')}`);
  const folder = await oldFolder(ids);
  // Each life is killed after some more files than the one before.
  for (const files of [1, 7, 40]) {
    const one = child('renews-a-folder.ts', folder);
    while (Number(await one.line()) < files);
    one.kill();
    await one.rest();
  }
  const store = closedLater(await openStore(folder, { patienceMs: 0 }));
  expect((await everything(store)).map(({ id, events }) => [id, events])).toEqual(ids.map((id) => [id, [event(1)]]));
  expect(store.damaged).toEqual([]);
  for (const id of ids) {
    expect(await formatOf(folder, 'changes', `${id}.json`)).toBe(2);
    expect(await readFile(join(folder, 'before-format-2', 'changes', `${id}.json`), 'utf8')).toBe(oldDocument(id));
  }
  expect(await readdir(join(folder, 'before-format-2', 'changes'))).toHaveLength(100);
});

test('a file that is put back from a backup is kept beside the one that was kept before', async () => {
  const folder = await oldFolder();
  const first = await openStore(folder);
  await everything(first);
  await first.close();
  await writeFile(join(folder, 'changes', `${ID}.json`), oldDocument(ID, 3));
  const second = closedLater(await openStore(folder));
  await everything(second);
  const kept = join(folder, 'before-format-2', 'changes');
  expect(await readFile(join(kept, `${ID}.json`), 'utf8')).toBe(oldDocument(ID));
  expect(await readFile(join(kept, `${ID}.json.2`), 'utf8')).toBe(oldDocument(ID, 3));
  expect(await instants(second)).toEqual([1, 2, 3]);
});

test('where originals cannot be kept nothing is rewritten, and everything can be read', async () => {
  const folder = await oldFolder();
  // A file stands where their folder should be.
  await writeFile(join(folder, 'before-format-2'), '');
  const store = closedLater(await openStore(folder));
  expect(await everything(store)).toHaveLength(2);
  expect(await formatOf(folder, 'changes', `${ID}.json`)).toBe(1);
  await expect(store.commit(ID, 1, happened(event(2)))).rejects.toThrow(/EEXIST|ENOTDIR/);
  expect(await readFile(join(folder, 'changes', `${ID}.json`), 'utf8')).toBe(oldDocument(ID));
  await rm(join(folder, 'before-format-2'));
  await store.commit(ID, 1, happened(event(2)));
  expect(await instants(store)).toEqual([1, 2]);
});

test('where the file system has no second names for a file, a copy is kept', async () => {
  const folder = await oldFolder([ID]);
  const none = (): Promise<void> => Promise.reject(new Error('EOPNOTSUPP: operation not supported, link'));
  const originals = new Originals(folder, none);
  const changes = await Folder.open(join(folder, 'changes'));
  await originals.keep(changes, `${ID}.json`);
  // As after a kill before the new file stood.
  await originals.keep(changes, `${ID}.json`);
  await Promise.all([originals.close(), changes.close()]);
  const kept = join(folder, 'before-format-2', 'changes');
  expect(await readdir(kept)).toEqual([`${ID}.json`]);
  expect(await readFile(join(kept, `${ID}.json`), 'utf8')).toBe(oldDocument(ID));
});
