import { expect, test } from '@jest/globals';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openStore } from '../../src/storage/open-store.ts';
import { closedLater, emptyFolder, event, everything, happened, ID } from './given.ts';

const OTHER = 'CHG-2027-002';

/** A folder with two changes; then something else stands in the file of the second. */
async function folderWith(text: string, name = `${OTHER}.json`): Promise<string> {
  const folder = await emptyFolder();
  const store = await openStore(folder);
  await store.commit(ID, 0, happened(event(1)));
  await store.commit(OTHER, 0, happened(event(1)));
  await store.close();
  await writeFile(join(folder, 'changes', name), text);
  return folder;
}

const DAMAGES = [
  ['an empty file', '', 'it is empty'],
  ['a file of zeros', '\0'.repeat(64), 'it is not JSON (64 characters)'],
  ['half a document', '{"format":1,\n"id":"CHG-2027-002","events":[{"ty', 'it is not JSON (47 characters)'],
  ['a list', '[]', 'it is not a JSON object'],
  ['an object of nobody', '{}', 'it does not say its format'],
  ['an unknown format', '{"format":0}', 'there is no format 0'],
  ['half a format', '{"format":1.5}', 'there is no format 1.5'],
  ['a file without its checksum', '{"format":2,\n"id":"CHG-2027-002"}', 'its checksum is another one'],
  ['a copy of another change', '{"format":1,"id":"CHG-2027-001"}', 'it is the document of another change'],
  ['no events', `{"format":1,"id":"${OTHER}","events":[],"outbox":[],"shown":{}}`, 'its "events" is missing'],
  ['an event of no type', `{"format":1,"id":"${OTHER}","events":[{"at":1}]}`, 'its "events" is missing'],
  [
    'an event of no time',
    `{"format":1,"id":"${OTHER}","events":[{"type":"goGiven","at":1e999}]}`,
    'its "events" is missing',
  ],
  [
    'no outbox',
    `{"format":1,"id":"${OTHER}","events":[{"type":"goGiven","at":1,"by":null}]}`,
    'its "outbox" is missing',
  ],
] as const;

test.each(DAMAGES)('%s is set aside with the reason, and the others go on', async (_, text, why) => {
  const folder = await folderWith(text);
  const store = closedLater(await openStore(folder));
  expect((await everything(store)).map(({ id }) => id)).toEqual([ID]);
  expect(store.damaged).toEqual([
    { file: `damaged/${OTHER}.json`, why: expect.stringContaining(why) as unknown as string },
  ]);
  expect(await readFile(join(folder, 'damaged', `${OTHER}.json`), 'utf8')).toBe(text);
  expect(await readdir(join(folder, 'changes'))).toEqual([`${ID}.json`]);
});

test('a foreign file is set aside too; hidden files and folders are left alone', async () => {
  const folder = await folderWith('my notes', 'CHG-2027-001 (copy).json');
  await writeFile(join(folder, 'changes', '.gitkeep'), '');
  await mkdir(join(folder, 'changes', 'lost+found'));
  const store = closedLater(await openStore(folder));
  expect(await everything(store)).toHaveLength(2);
  expect(store.damaged.map(({ file }) => file)).toEqual(['damaged/CHG-2027-001 (copy).json']);
});

test('what was set aside is still named after a restart, and a second one of that name gets a place of its own', async () => {
  const folder = await folderWith('first');
  const first = await openStore(folder);
  await everything(first);
  await first.close();
  await writeFile(join(folder, 'changes', `${OTHER}.json`), 'second');

  const second = closedLater(await openStore(folder));
  expect(second.damaged).toEqual([{ file: `damaged/${OTHER}.json`, why: 'set aside by an earlier run' }]);
  await everything(second);
  expect(second.damaged.map(({ file }) => file)).toEqual([`damaged/${OTHER}.json`, `damaged/${OTHER}.json.2`]);
  expect(await readFile(join(folder, 'damaged', `${OTHER}.json.2`), 'utf8')).toBe('second');
});

test('a damaged document is not taken for a change that is not there', async () => {
  const folder = await folderWith('{');
  const store = closedLater(await openStore(folder));
  await expect(store.read(OTHER)).rejects.toThrow(`${OTHER}.json is damaged: it is not JSON`);
  await expect(store.commit(OTHER, 0, happened(event(9)))).rejects.toThrow(`${OTHER}.json is damaged`);
});

test('a damaged team is set aside, and the team starts empty', async () => {
  const folder = await emptyFolder();
  await writeFile(join(folder, 'team.json'), '{"format":1,"installation":7}');
  const store = closedLater(await openStore(folder));
  expect(await store.readTeam()).toEqual({ installation: null, people: {} });
  expect(store.damaged).toEqual([
    { file: 'damaged/team.json', why: 'its "installation" is missing or not what it should be' },
  ]);
});

test('a document of a newer release is not damaged: it stays, and the store says which release to start', async () => {
  const folder = await folderWith('{"format":3}');
  const store = closedLater(await openStore(folder));
  await expect(everything(store)).rejects.toThrow(/CHG-2027-002\.json has format 3; this release reads format 2/);
  expect(await readdir(join(folder, 'changes'))).toContain(`${OTHER}.json`);
  expect(store.damaged).toEqual([]);
});

test('a team of a newer release keeps the store from opening, and the folder stays free', async () => {
  const folder = await emptyFolder();
  await writeFile(join(folder, 'team.json'), '{"format":3}');
  await expect(openStore(folder)).rejects.toThrow(/start that release/);
  await writeFile(join(folder, 'team.json'), '{"format":1,"installation":null,"people":{}}');
  closedLater(await openStore(folder, { patienceMs: 0 }));
});

test('what a cut-off write has left is removed', async () => {
  const folder = await folderWith('{"form', `${OTHER}.json.0a1b2c3d.tmp`);
  await writeFile(join(folder, 'team.json.0a1b2c3d.tmp'), '{');
  const store = closedLater(await openStore(folder));
  expect(await everything(store)).toHaveLength(2);
  expect(await readdir(join(folder, 'changes'))).toEqual([`${ID}.json`, `${OTHER}.json`]);
  expect(await readdir(folder)).not.toContain('team.json.0a1b2c3d.tmp');
});
