/** The knock of every second, by node-cron: the only room with it. What a knock means is the store's to know. */
import type { ScheduledTask } from 'node-cron';
import { schedule } from 'node-cron';
import type { Log } from '../app/ports.ts';

export interface Ticker {
  /** Knocks no more; resolves when the knock under way has ended. */
  stop(): Promise<void>;
  /** When the last knock began, in real milliseconds by the clock as it is now; null: none has. */
  lastAt(): number | null;
}

const SECOND = 1_000;
/** Clocks that are kept right by the network are slewed by less than a millisecond a second. */
const JUMP_MS = 500;
/** So long before its beat node-cron is looked after. */
const AHEAD_MS = 20;

const silent = (): void => undefined;
const SILENT = { info: silent, warn: silent, error: silent, debug: silent };

/**
 * Calls `knock` once a second, never twice at a time. node-cron replays nothing that was missed, and need not: the next knock asks what
 * is due all the same.
 *
 * It waits for a second of the wall clock, though: set back by two hours, that clock stops it for two hours, and set forward it goes
 * through every second that it has missed, 2.8 s for eight hours and 48 s for a week in which nothing else happens (measured with
 * 4.6.0). So shortly before each beat the clock is compared with the steady one, and after a jump there is a new task, which begins
 * with the clock as it is.
 */
export function everySecond(knock: () => Promise<void>, log: Log, now: () => number = Date.now): Ticker {
  /** By the steady clock, which nobody sets: how long ago it was is right after the other one was set back, too. */
  let last: number | null = null;
  let under: Promise<void> | null = null;
  let task = newTask(begin);
  let apart = now() - performance.now();
  let timer = setTimeout(look, untilShortlyBefore(now()));

  function look(): void {
    timer = setTimeout(look, untilShortlyBefore(now()));
    const before = apart;
    apart = now() - performance.now();
    if (Math.abs(apart - before) < JUMP_MS) return;
    void task.destroy();
    task = newTask(begin);
  }

  function begin(): void {
    if (under !== null) return;
    last = performance.now();
    under = knock()
      .catch((error: unknown) => {
        log.error({ err: error }, 'a knock failed; the next one asks again');
      })
      .finally(() => {
        under = null;
      });
  }

  return {
    async stop() {
      clearTimeout(timer);
      await task.stop();
      await under;
      await task.destroy();
    },
    lastAt: () => (last === null ? null : Math.round(now() - (performance.now() - last))),
  };
}

// node-cron would write lines of its own to the console. That a knock takes longer than a second is no news.
function newTask(begin: () => void): ScheduledTask {
  return schedule('* * * * * *', begin, { suppressMissedWarning: true, logger: SILENT });
}

function untilShortlyBefore(now: number): number {
  const left = SECOND - (now % SECOND);
  return left > AHEAD_MS ? left - AHEAD_MS : left + SECOND - AHEAD_MS;
}
