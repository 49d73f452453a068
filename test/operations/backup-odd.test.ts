/** Backups under odd circumstances: copied by hand, with a manifest that somebody has edited, on a disk that is full. */
import { spawnSync } from 'node:child_process';
import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { backup } from '../../src/operations/backup.ts';
import { restore } from '../../src/operations/restore.ts';
import { canHaveOwnDisk, onOwnDisk } from '../support/own-disk.ts';
import { emptyFolder } from '../storage/given.ts';
import { dataWith } from './given.ts';

const NOW = new Date('2027-02-06T08:00:00Z');
const NAME = 'change-steward-2027-02-06T08-00-00Z';
const ONE = 'CHG-2027-001';
const COMMAND = fileURLToPath(new URL('../../src/operations/backup.ts', import.meta.url));

async function backedUp(): Promise<string> {
  const target = await emptyFolder();
  await backup([target], { STEWARD_DATA: await dataWith(ONE) }, NOW);
  return join(target, NAME);
}

test('a backup that was copied by hand into a data folder is backed up again, with a manifest of its own', async () => {
  const data = join(await emptyFolder(), 'data');
  await cp(await backedUp(), data, { recursive: true });
  const target = await emptyFolder();
  expect((await backup([target], { STEWARD_DATA: data }, NOW)).code).toBe(0);
  expect((await backup(['--verify', join(target, NAME)], {}, NOW)).says[0]).toContain('is whole: 1 change in 2 files');
});

test.each([
  ['null', () => null],
  ['a file that is null', (manifest: object) => ({ ...manifest, files: [null] })],
  ['a file without a name', (manifest: object) => ({ ...manifest, files: [{ bytes: 1, sha256: '' }] })],
  ['no list of what is unreadable', (manifest: object) => ({ ...manifest, unreadable: 'none' })],
])('a manifest that is or has %s is damaged, and says so', async (_, edited) => {
  const made = await backedUp();
  const file = join(made, 'manifest.json');
  await writeFile(file, JSON.stringify(edited(JSON.parse(await readFile(file, 'utf8')) as object)));
  await expect(backup(['--verify', made], {}, NOW)).rejects.toThrow(/manifest.json is damaged: expected the manifest/);
});

test('a manifest that names files outside of its backup takes none of them', async () => {
  const made = await backedUp();
  const file = join(made, 'manifest.json');
  const manifest = JSON.parse(await readFile(file, 'utf8')) as { files: readonly object[] };
  const outside = { file: '../../../../etc/hostname', bytes: 1, sha256: '' };
  await writeFile(file, JSON.stringify({ ...manifest, files: [...manifest.files, outside] }));
  const data = join(await emptyFolder(), 'data');
  await expect(restore([made], { STEWARD_DATA: data })).rejects.toThrow(/etc\/hostname is missing/);
});

const onDisk = canHaveOwnDisk() ? test : test.skip;

onDisk('a full disk is named in a sentence, and what was begun is taken away', async () => {
  const data = await dataWith(ONE);
  const target = await emptyFolder();
  const full = onOwnDisk(target, 64, 'head -c 64k /dev/zero > "$0/full" 2>/dev/null; true');
  const tsx = import.meta.resolve('tsx');
  // Its disk is gone with the process: what is on it is listed before.
  const looked = ['sh', '-c', '"$@"; code=$?; ls "$0"; exit $code', target];
  const ran = spawnSync('env', [...full, ...looked, process.execPath, '--import', tsx, COMMAND, target], {
    encoding: 'utf8',
    env: { ...process.env, STEWARD_DATA: data },
  });
  expect([ran.status, ran.stdout]).toEqual([1, 'full\n']);
  expect(ran.stderr).toMatch(
    / cannot be written: found ENOSPC, expected a folder with room .* name another folder\.\n$/,
  );
});
