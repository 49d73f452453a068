/** Commits more than the limit on file sizes lets through, and says what came of it: to a write, that is a disk that is full. */
import { writeSync } from 'node:fs';
import { openStore } from '../../../src/storage/open-store.ts';

// Without a listener the limit would end the process instead of failing the write.
process.on('SIGXFSZ', () => undefined);
const id = 'CHG-2027-001';
const store = await openStore(process.argv[2] ?? '');
await store.commit(id, 0, { events: [{ type: 'goGiven', acceptable: 0, at: 1, by: null }], outbox: [], shown: {} });
const tooLong = { type: 'nogoGiven', reason: 'r'.repeat(100_000), at: 2, by: null } as const;
const result = await store.commit(id, 1, { events: [tooLong], outbox: [], shown: {} }).then(
  () => 'accepted',
  (error: unknown) => `refused: ${String((error as NodeJS.ErrnoException).code)}`,
);
writeSync(1, `${result}\n`);
await store.close();
