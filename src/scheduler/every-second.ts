/** The knock of every second, by node-cron: the only room with it. What a knock means is the store's to know. */
import { schedule } from 'node-cron';

export interface Ticker {
  /** Knocks no more; resolves when the knock under way has ended. */
  stop(): Promise<void>;
  /** When the last knock began, in real milliseconds; null: none has. */
  lastAt(): number | null;
}

/**
 * Calls `knock` once a second, never twice at a time. node-cron replays nothing that was missed, and need not:
 * the next knock asks what is due all the same.
 */
export function everySecond(knock: () => Promise<void>): Ticker {
  let last: number | null = null;
  let under: Promise<void> = Promise.resolve();
  const task = schedule(
    '* * * * * *',
    () => {
      last = Date.now();
      under = knock();
      return under;
    },
    { noOverlap: true },
  );
  return {
    async stop() {
      await task.stop();
      await under.catch(() => undefined);
      await task.destroy();
    },
    lastAt: () => last,
  };
}
