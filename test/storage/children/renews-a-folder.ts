/** Reads everything of a folder of an older format and says how many documents it has seen, until it is killed. */
import { writeSync } from 'node:fs';
import { openStore } from '../../../src/storage/open-store.ts';

const store = await openStore(process.argv[2] ?? '');
let seen = 0;
for await (const stored of store.all()) {
  seen += stored.events.length;
  writeSync(1, `${String(seen)}\n`);
}
await store.close();
