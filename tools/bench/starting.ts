/** From the start of the process to its first answer, against importing the same packages of others; and what it then holds in memory. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Aim } from './figures.ts';
import { figure, heading } from './figures.ts';
import { median } from './median.ts';
import { packagesOf } from './packages.ts';
import { residentMb, timeToRun } from './processes.ts';
import { MAIN, openRoom, startSteward } from './room.ts';

const IMPORTS = fileURLToPath(new URL('imports.mjs', import.meta.url));
const ROUNDS = 7;
/** In which a started process comes to rest. */
const REST_MS = 5_000;

/** Cold start of the service on an empty data folder, in rounds that alternate with the imports alone. */
export async function measureStart(folder: string): Promise<readonly Aim[]> {
  heading(`Cold start to the first answer, ${ROUNDS} times`);
  await mkdir(folder, { recursive: true });
  const packages = packagesOf(MAIN);
  const imports: number[] = [];
  const starts: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    imports.push(await timeToRun(IMPORTS, packages, fileURLToPath(new URL('../../', import.meta.url))));
    const steward = await startSteward(folder, join(folder, `data-${round}`));
    starts.push(steward.readyMs);
    await steward.stop();
  }
  const ratio = median(starts.map((ms, round) => ms / (imports[round] ?? NaN)));
  figure(`importing its ${packages.length} packages`, `${median(imports).toFixed(0)} ms`);
  figure('Change Steward', `${median(starts).toFixed(0)} ms`);
  return [{ what: 'cold start, of importing the same packages', measured: ratio, most: 1.2 }];
}

/** Resident memory of both bots when nobody asks anything of them. */
export async function measureMemory(folder: string): Promise<readonly Aim[]> {
  heading('Memory at rest');
  const room = await openRoom(folder, 40);
  try {
    await pause(REST_MS);
    figure('bare botbuilder + restify', `${residentMb(room.bare.pid).toFixed(0)} MB`);
    figure('Change Steward, 40 open changes', `${residentMb(room.steward.pid).toFixed(0)} MB`);
    return [];
  } finally {
    await room.close();
  }
}
