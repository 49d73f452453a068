import { mkdtemp } from 'node:fs/promises';
import { openRoom } from './bench/room.ts';
import { pressOn } from './bench/presses.ts';
import { PEOPLE } from './bench/people.ts';
const dir = await mkdtemp('/tmp/bench-try-');
const t0 = performance.now();
const room = await openRoom(dir, 800);
console.log('open', performance.now() - t0, room.steward.readyMs, room.bare.readyMs);
const people = Object.values(PEOPLE);
const refresh = Array.from({length: 2000}, (_, i) => pressOn(i % 2 ? 'living' : 'go-nogo', 'refresh', people[i % 3]!, room.changes[(i >> 1) % 50]!, room.serviceUrl));
for (let r = 0; r < 0; r++) {
  for (const s of ['bare','steward'] as const)
    console.log(s, await room.client.ask({ url: room[s].url, bodies: refresh, connections: 16, expected: '"statusCode":200' }));
}
const gos = room.changes.map((c) => pressOn('go-nogo', 'giveGo', PEOPLE.approver, c, room.serviceUrl));
for (let r = 0; r < 2; r++) {
  const before = await room.calls();
  console.log('go', await room.client.ask({ url: room.steward.url, bodies: gos.slice(r*400, r*400+400), connections: 16, expected: '"statusCode":200' }));
  const t = performance.now();
  for (;;) { const n = await room.calls(); if (n - before >= 1200) break; await new Promise(r => setTimeout(r, 20)); if (performance.now()-t>15000) {console.log('only', n-before); break;} }
  console.log('drained after', performance.now() - t);
  await new Promise(r => setTimeout(r, 1500));
}
await room.close();
console.log(dir);
