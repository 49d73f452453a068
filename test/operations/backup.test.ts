/** A backup: whole, checked, its owner's alone, and refused in a sentence where it would be none. */
import { appendFile, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, jest, test } from '@jest/globals';
import { backup as backupCommand } from '../../src/operations/backup.ts';
import { verifyBackup } from '../../src/operations/backup/restore.ts';
import { takeBackup } from '../../src/operations/backup/take.ts';
import { restore as restoreCommand } from '../../src/operations/restore.ts';
import { readChangeBeside } from '../../src/storage/beside.ts';
import { emptyFolder } from '../storage/given.ts';
import { created, dataWith, openedIn, refused } from './given.ts';

jest.setTimeout(30_000);

const NOW = new Date('2027-02-06T08:00:00Z');
const NAME = 'change-steward-2027-02-06T08-00-00Z';
const ONE = 'CHG-2027-001';
const TWO = 'CHG-2027-002';

const backup = (args: readonly string[], data: string) => backupCommand(args, { STEWARD_DATA: data }, NOW);
const restore = (made: string, data: string) => restoreCommand([made], { STEWARD_DATA: data });

describe('a backup', () => {
  test('is a folder of its own with every file, a manifest, and rights for its owner alone', async () => {
    const data = await dataWith(ONE, TWO);
    const target = join(await emptyFolder(), 'backups');
    const { says, code } = await backup([target], data);
    expect(code).toBe(0);
    expect(says[0]).toMatch(
      /change-steward-2027-02-06T08-00-00Z is whole: 2 changes in 3 files, \d+ KB, as of 2027-02-06T08:00:00/,
    );
    expect(await readdir(target)).toEqual([NAME]);
    const made = join(target, NAME);
    expect((await readdir(made, { recursive: true })).sort()).toEqual([
      'changes',
      `changes/${ONE}.json`,
      `changes/${TWO}.json`,
      'manifest.json',
      'team.json',
    ]);
    for (const [file, mode] of [
      ['', 0o700],
      ['changes', 0o700],
      ['manifest.json', 0o600],
      [`changes/${ONE}.json`, 0o600],
    ] as const)
      expect([file, (await stat(join(made, file))).mode & 0o777]).toEqual([file, mode]);
    const manifest = JSON.parse(await readFile(join(made, 'manifest.json'), 'utf8')) as Record<string, unknown>;
    expect(manifest).toMatchObject({
      format: 1,
      made: NOW.toISOString(),
      release: '0.1.0',
      changes: 2,
      unreadable: [],
    });
    expect((await backup(['--verify', made], data)).says[0]).toContain('is whole: 2 changes in 3 files');
  });

  test('of the same second has a name of its own', async () => {
    const data = await dataWith(ONE);
    const target = await emptyFolder();
    await backup([target], data);
    await backup([target], data);
    expect((await readdir(target)).sort()).toEqual([NAME, `${NAME}-2`]);
  });

  test('is made while the service has the folder, and leaves its lock, its signature and its temp files out', async () => {
    const data = join(await emptyFolder(), 'data');
    const store = await openedIn(data);
    await store.commit(ONE, 0, { events: [created(ONE)], outbox: [], shown: {} });
    await writeFile(join(data, 'changes', `${TWO}.json.0a1b2c3d.tmp`), 'half a wri');
    const { manifest } = await takeBackup({ data, target: await emptyFolder(), now: NOW, release: '0' });
    expect(manifest.files.map(({ file }) => file)).toEqual([`changes/${ONE}.json`]);
  });

  test('in a storm of commits has a whole version of each change, as new as what was acknowledged before', async () => {
    const data = join(await emptyFolder(), 'data');
    const target = await emptyFolder();
    const store = await openedIn(data);
    const ids = Array.from({ length: 8 }, (_, n) => `CHG-2027-${String(n + 1).padStart(3, '0')}`);
    const acknowledged = new Map<string, number>();
    let isOver = false;
    const storms = ids.map(async (id) => {
      for (let n = 0; !isOver; n += 1) {
        await store.commit(id, n, { events: [n === 0 ? created(id) : refused(n)], outbox: [], shown: {} });
        acknowledged.set(id, n + 1);
      }
    });
    while (acknowledged.size < ids.length) await new Promise(setImmediate);
    try {
      for (let n = 0; n < 4; n += 1) {
        const before = new Map(acknowledged);
        const { backup: made } = await takeBackup({ data, target, now: NOW, release: '0' });
        expect((await verifyBackup(made)).changes).toBe(ids.length);
        for (const id of ids) {
          const events = (await readChangeBeside(made, id))?.events ?? [];
          expect(events.length).toBeGreaterThanOrEqual(before.get(id) ?? 0);
          expect(events.slice(1).map(({ at }) => at)).toEqual(events.slice(1).map((_, i) => i + 1));
        }
      }
    } finally {
      isOver = true;
    }
    await Promise.all(storms);
    expect(Math.min(...acknowledged.values())).toBeGreaterThan(3);
  });

  test('of a folder with a damaged file has that as it is, names it, and the command ends with 1', async () => {
    const data = await dataWith(ONE, TWO);
    await appendFile(join(data, 'changes', `${TWO}.json`), 'x');
    const target = await emptyFolder();
    const { says, code } = await backup([target], data);
    expect(code).toBe(1);
    expect(says[1]).toContain(` changes/${TWO}.json: it is not JSON`);
    expect((await backup(['--verify', join(target, NAME)], data)).code).toBe(0);
  });

  test('that cannot be finished leaves nothing that looks like one', async () => {
    const data = await dataWith(ONE);
    const target = await emptyFolder();
    await writeFile(join(data, 'changes', `${TWO}.json`), '{"format":99,\n"id":"CHG-2027-002"}\n');
    await expect(backup([target], data)).rejects.toThrow(/has format 99; this release reads format/);
    expect(await readdir(target)).toEqual([]);
  });
});

describe('no backup is made', () => {
  test('into the data folder, also by another way to it', async () => {
    const data = await dataWith(ONE);
    await expect(backup([join(data, 'backups')], data)).rejects.toThrow(
      /is in the data folder .*Name a folder elsewhere/,
    );
    await expect(backup([join(data, 'changes', '..')], data)).rejects.toThrow(/is in the data folder/);
    expect((await readdir(data)).sort()).toEqual(['changes', 'damaged', 'team.json']);
  });

  test('where the disk for it is not mounted, or a file stands there', async () => {
    const data = await dataWith(ONE);
    const target = await emptyFolder();
    await expect(backup([join(target, 'mnt', 'backups')], data)).rejects.toThrow(
      /found no folder, expected one to put/,
    );
    await writeFile(join(target, 'file'), '');
    await expect(backup([join(target, 'file')], data)).rejects.toThrow(/found a file, expected a folder/);
  });

  test('of what is no data folder, and of another one than was meant', async () => {
    const target = await emptyFolder();
    await expect(backup([target], join(target, 'nowhere'))).rejects.toThrow(
      /nowhere: found nothing, expected the folder/,
    );
    await expect(backup([target], target)).rejects.toThrow(/found no data folder of the service/);
    await expect(backupCommand([target], { STEWARD_DTA: target }, NOW)).rejects.toThrow(/STEWARD_DATA. Rename it/);
  });

  test.each([[[]], [['a', 'b']], [['--keep', 'a']]])('for %j', async (args) => {
    await expect(backupCommand(args, {}, NOW)).rejects.toThrow(/npm run backup -- <folder for backups>/);
  });
});

describe('a backup that is damaged is refused with what is wrong', () => {
  const change = join('changes', `${ONE}.json`);
  test.each<readonly [string, (made: string) => Promise<void>, RegExp]>([
    [
      'a letter is another one',
      (made) => swapped(join(made, change)),
      /changes\/CHG-2027-001.json is not what was copied/,
    ],
    [
      'a file is cut off',
      (made) => writeFile(join(made, change), '{"format"'),
      /CHG-2027-001.json has 9 bytes, expected/,
    ],
    ['a file is missing', (made) => rm(join(made, 'team.json')), /team.json is missing/],
    [
      'a file came from elsewhere',
      (made) => writeFile(join(made, 'changes', `${TWO}.json`), '{}'),
      /002.json is in no manifest/,
    ],
    [
      'the manifest is half',
      (made) => writeFile(join(made, 'manifest.json'), '{"format":1,'),
      /manifest.json is damaged/,
    ],
    [
      'the manifest is gone',
      (made) => rm(join(made, 'manifest.json')),
      /found nothing, expected the manifest of a backup/,
    ],
    ['a newer release made it', (made) => newer(made), /was made by release 9.0.0, which is newer/],
  ])('%s', async (_, damage, says) => {
    const data = await dataWith(ONE);
    const target = await emptyFolder();
    await backup([target], data);
    const made = join(target, NAME);
    await damage(made);
    const empty = join(await emptyFolder(), 'data');
    await expect(backup(['--verify', made], data)).rejects.toThrow(says);
    await expect(restore(made, empty)).rejects.toThrow(says);
    await expect(stat(empty)).rejects.toThrow('ENOENT');
  });

  test('and one that was cut off says so', async () => {
    const cutOff = join(await emptyFolder(), `${NAME}.incomplete`);
    await mkdir(cutOff);
    await expect(verifyBackup(cutOff)).rejects.toThrow(/was cut off before it was complete: use another one/);
  });
});

describe('a backup is restored', () => {
  test('into an empty folder, event by event, and its store goes on', async () => {
    const data = await dataWith(ONE, TWO);
    const target = await emptyFolder();
    await backup([target], data);
    const elsewhere = join(await emptyFolder(), 'data');
    const { says } = await restore(join(target, NAME), elsewhere);
    expect(says[0]).toMatch(
      /data is restored and checked: 2 changes in 3 files, .*\. What happened after that is not in it\./,
    );
    for (const file of ['team.json', `changes/${ONE}.json`, `changes/${TWO}.json`])
      expect(await readFile(join(elsewhere, file), 'utf8')).toBe(await readFile(join(data, file), 'utf8'));
    expect((await readdir(elsewhere)).sort()).toEqual(['changes', 'team.json']);
    expect((await stat(elsewhere)).mode & 0o777).toBe(0o700);
    const store = await openedIn(elsewhere);
    await store.commit(ONE, 1, { events: [refused(1)], outbox: [], shown: {} });
    expect(store.damaged).toEqual([]);
  });

  test('into no folder that has a file in it, and not under a running service', async () => {
    const data = await dataWith(ONE);
    const target = await emptyFolder();
    await backup([target], data);
    const made = join(target, NAME);
    await expect(restore(made, data)).rejects.toThrow(/is not empty: found 2 files, such as changes\/CHG/);
    await rename(data, `${data}-away`);
    await openedIn(data);
    await expect(restore(made, data)).rejects.toThrow(/is in use by process \d+ on host .*Stop that process/);
  });

  test('over what one that was cut off has left only when somebody has looked at it', async () => {
    const data = await dataWith(ONE);
    const target = await emptyFolder();
    await backup([target], data);
    const half = join(await emptyFolder(), 'data');
    await mkdir(join(half, 'restoring', 'changes'), { recursive: true });
    await writeFile(join(half, 'restoring', 'changes', `${ONE}.json`), '{');
    await expect(restore(join(target, NAME), half)).rejects.toThrow(/a restore that was cut off has left/);
  });
});

async function swapped(file: string): Promise<void> {
  const text = await readFile(file, 'utf8');
  await writeFile(file, text.replace('Moodle', 'Noodle'));
}

async function newer(made: string): Promise<void> {
  const file = join(made, 'manifest.json');
  const manifest = JSON.parse(await readFile(file, 'utf8')) as object;
  await writeFile(file, JSON.stringify({ ...manifest, release: '9.0.0', dataFormat: 99 }));
}
