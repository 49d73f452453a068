import { mkdtemp } from 'node:fs/promises';
import { measureRefresh, measurePress } from './bench/rates-try.ts';
import { table } from './bench/figures.ts';
const dir = await mkdtemp('/tmp/bench-try-');
const t0 = performance.now();
const aims = [...(process.argv[2] !== 'press' ? await measureRefresh(dir + '/r') : []), ...(process.argv[2] !== 'refresh' ? await measurePress(dir + '/p') : [])];
console.log(table(aims), (performance.now() - t0) / 1000, dir);
