/** Commits to four changes at once and says each commit once it is acknowledged, until it is killed. */
import { writeSync } from 'node:fs';
import { openStore } from '../../../src/storage/open-store.ts';

const store = await openStore(process.argv[2] ?? '');
const ids = [1, 2, 3, 4].map((n) => `CHG-2027-00${String(n)}`);

async function commitOn(id: string): Promise<never> {
  for (let version = 0; ; version += 1) {
    const event = { type: 'nogoGiven', reason: 'r'.repeat(500), at: version, by: null } as const;
    await store.commit(id, version, { events: [event], outbox: [], shown: {} });
    writeSync(1, `${id} ${String(version + 1)}\n`);
  }
}

await Promise.all(ids.map(commitOn));
