import { expect, test } from '@jest/globals';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { openStore } from '../../src/storage/open-store.ts';
import { child } from './child.ts';
import { closedLater, emptyFolder, everything } from './given.ts';

test('killed in the middle of many commits: every file is whole, and every acknowledged commit is there', async () => {
  const folder = await emptyFolder();
  const writer = child('never-stops-committing.ts', folder);
  const said: string[] = [];
  while (said.length < 60) said.push(await writer.line());
  writer.kill();
  said.push(...(await writer.rest()));
  const acknowledged = new Map(said.map((line) => line.split(' ') as [id: string, version: string]));

  // Without patience: the lock of a process that is known to be dead is nobody's.
  const store = closedLater(await openStore(folder, { patienceMs: 0 }));
  const kept = await everything(store);
  expect(store.damaged).toEqual([]);
  for (const [id, version] of acknowledged)
    expect(kept.find((one) => one.id === id)?.events.length).toBeGreaterThanOrEqual(Number(version));
  for (const { events } of kept) expect(events.map(({ at }) => at)).toEqual(events.map((_, n) => n));
  expect((await readdir(join(folder, 'changes'))).filter((name) => name.endsWith('.tmp'))).toEqual([]);
});
