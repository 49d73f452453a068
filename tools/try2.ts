import { mkdtemp } from 'node:fs/promises';
import { awaitingGo, idOf } from './bench/stories.ts';
import { SITE } from './bench/people.ts';
import { openStore } from '../src/storage/open-store.ts';
const dir = await mkdtemp('/tmp/bench-try2-');
let t=performance.now();
const docs = Array.from({length: 1000}, (_, i) => awaitingGo(idOf(i), Date.now(), SITE, (c) => ({conversation: '19:x;messageid=1', activity: '1'})));
console.log('build', performance.now()-t);
const store = await openStore(dir);
for (const conc of [1, 4, 16, 64]) {
  t=performance.now(); let n = 0; const per = conc === 1 ? 200 : 250;
  const mine = docs.splice(0, per);
  await Promise.all(Array.from({length: conc}, async () => { for (let d = mine.pop(); d; d = mine.pop()) { const {change, ...commit} = d; await store.commit(change.id, 0, commit); n++; } }));
  const ms = performance.now()-t; console.log(conc, 'per second', n/ms*1000);
}
await store.close();
