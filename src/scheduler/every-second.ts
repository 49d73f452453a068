/** The knock of every second, by node-cron: the only room with it. What a knock means is the store's to know. */
import { schedule } from 'node-cron';
import type { Log } from '../app/ports.ts';

export interface Ticker {
  /** Knocks no more; resolves when the knock under way has ended. */
  stop(): Promise<void>;
  /** When the last knock began, in real milliseconds; null: none has. */
  lastAt(): number | null;
}

const silent = (): void => undefined;
const SILENT = { info: silent, warn: silent, error: silent, debug: silent };

/**
 * Calls `knock` once a second, never twice at a time. node-cron replays nothing that was missed, and need not:
 * the next knock asks what is due all the same.
 */
export function everySecond(knock: () => Promise<void>, log: Log): Ticker {
  let last: number | null = null;
  let under: Promise<void> = Promise.resolve();
  const task = schedule(
    '* * * * * *',
    () => {
      last = Date.now();
      under = knock().catch((error: unknown) => {
        log.error({ err: error }, 'a knock failed; the next one asks again');
      });
      return under;
    },
    // node-cron would write lines of its own to the console. That a knock takes longer than a second is no news.
    { noOverlap: true, suppressMissedWarning: true, logger: SILENT },
  );
  return {
    async stop() {
      await task.stop();
      await under;
      await task.destroy();
    },
    lastAt: () => last,
  };
}
