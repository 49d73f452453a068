/**
 * `npm run bench [-- refresh press start memory growth mails lag soak drain]`: the speed of the service, as ratios against a baseline that runs
 * beside it in the same run. It prints figures and never fails for them.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Aim } from './bench/figures.ts';
import { table } from './bench/figures.ts';
import { measureDrain } from './bench/drain.ts';
import { measureGrowth } from './bench/growth.ts';
import { measureLag } from './bench/lag.ts';
import { measureMails } from './bench/mails.ts';
import { measurePress, measureRefresh } from './bench/rates.ts';
import { measureSoak } from './bench/soak.ts';
import { measureMemory, measureStart } from './bench/starting.ts';

const PARTS: Readonly<Record<string, (folder: string) => Promise<readonly Aim[]>>> = {
  refresh: measureRefresh,
  press: measurePress,
  start: measureStart,
  memory: measureMemory,
  growth: measureGrowth,
  mails: measureMails,
  lag: measureLag,
  soak: measureSoak,
  drain: measureDrain,
};
/** Minutes long: only when they are named. */
const LONG = ['drain'];

const wanted = process.argv.slice(2);
const unknown = wanted.filter((part) => !Object.hasOwn(PARTS, part));
if (unknown.length > 0) {
  console.error(
    `There is no part '${unknown.join(' ')}': say some of ${Object.keys(PARTS).join(', ')}, or nothing for all.`,
  );
  process.exit(1);
}

console.log(
  `Node ${process.version}, ${cpus().length} cores of ${cpus()[0]?.model ?? 'some processor'}. Both bots, the load and the other end share them.`,
);
const folder = await mkdtemp(join(tmpdir(), 'change-steward-bench-'));
const aims: Aim[] = [];
try {
  for (const [name, measure] of Object.entries(PARTS)) {
    if (wanted.length === 0 ? !LONG.includes(name) : wanted.includes(name))
      aims.push(...(await measure(join(folder, name))));
  }
  console.log(`\n${table(aims)}`);
} finally {
  await rm(folder, { recursive: true, force: true });
}
