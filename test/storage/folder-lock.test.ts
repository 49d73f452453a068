import { expect, test } from '@jest/globals';
import { mkdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { openStore } from '../../src/storage/open-store.ts';
import { child } from './child.ts';
import { closedLater, emptyFolder, event, happened, ID, instants } from './given.ts';

/** As if the owner had stood still for longer than a lock lasts. */
async function letTheLockRunOut(folder: string): Promise<void> {
  const longAgo = new Date('2027-01-01T00:00Z').getTime() / 1000 - 10 * 365 * 86_400;
  await utimes(join(folder, 'lock'), longAgo, longAgo);
}

test('a folder that this process has open cannot be opened again, until it is closed', async () => {
  const folder = await emptyFolder();
  const store = await openStore(folder);
  await expect(openStore(folder)).rejects.toThrow(
    `The data folder ${folder} is in use by process ${process.pid} on host ${hostname()}`,
  );
  await store.close();
  closedLater(await openStore(folder, { patienceMs: 0 }));
});

test('while another process lives, its folder is refused with its number and what to do; once it is killed, it is free at once', async () => {
  const folder = await emptyFolder();
  const other = child('never-stops-committing.ts', folder);
  await other.line();
  await expect(openStore(folder)).rejects.toThrow(
    new RegExp(`in use by process ${other.pid} on host .*Stop that process, or .* STEWARD_DATA`),
  );
  other.kill();
  await other.rest();
  closedLater(await openStore(folder, { patienceMs: 0 }));
});

test('a dead process with the number that this one has now, as in a restarted container, does not keep it out', async () => {
  const folder = await emptyFolder();
  const store = await openStore(folder);
  const owner = JSON.parse(await readFile(join(folder, 'owner.json'), 'utf8')) as object;
  await store.close();
  await mkdir(join(folder, 'lock'));
  await writeFile(join(folder, 'owner.json'), JSON.stringify({ ...owner, token: 'of an earlier life' }));
  closedLater(await openStore(folder, { patienceMs: 0 }));
});

test.each([
  ['that is on another machine', '{"pid":1,"host":"elsewhere","space":"","token":"t"}', 'process 1 on host elsewhere'],
  ['whose name cannot be read', '{', 'a process that left no name'],
])('an owner %s is given time to show that it lives; a lock that runs out is free', async (_, owner, who) => {
  const folder = await emptyFolder();
  await mkdir(join(folder, 'lock'));
  await writeFile(join(folder, 'owner.json'), owner);
  await expect(openStore(folder, { patienceMs: 0 })).rejects.toThrow(`in use by ${who}`);
  await letTheLockRunOut(folder);
  closedLater(await openStore(folder, { patienceMs: 0 }));
});

test('who stood still for so long that another took the folder writes nothing more, is told so, and leaves the lock alone', async () => {
  const folder = await emptyFolder();
  const losses: Error[] = [];
  const first = await openStore(folder, { onLost: (why) => losses.push(why) });
  await first.commit(ID, 0, happened(event(1)));
  await letTheLockRunOut(folder);
  const second = closedLater(await openStore(folder));

  await expect(first.commit(ID, 1, happened(event(2)))).rejects.toThrow(/does not belong to this process any more/);
  await expect(first.writeTeam({ installation: null, people: {} })).rejects.toThrow(/Nothing more is written/);
  expect(losses).toHaveLength(1);
  await first.close();

  await second.commit(ID, 1, happened(event(3)));
  expect(await instants(second)).toEqual([1, 3]);
  await expect(openStore(folder)).rejects.toThrow(/in use/);
});

test('an owner whose lock was removed under its feet notices without writing', async () => {
  const folder = await emptyFolder();
  const lost = new Promise<Error>((tell) => {
    void openStore(folder, { onLost: tell }).then(async (store) => {
      closedLater(store);
      await rm(join(folder, 'lock'), { recursive: true });
    });
  });
  expect((await lost).message).toMatch(/stop this process/);
});
