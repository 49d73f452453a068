/** How anything goes out: a few at once, one at a time per conversation, tried again while it may help, a line in the log a try. */
import type { Instant } from '../domain/event.ts';
import { Lanes } from './lanes.ts';
import type { Log, Place } from './ports.ts';
import { SendFailed } from './ports.ts';
import { laneOf } from './places.ts';
import type { Later, Patience } from './retry.ts';
import { fewAtOnce, patiently } from './retry.ts';

export interface Sender {
  /** What the task gives. @throws SendFailed when it was given up, `STOPPING` after `stop`, or what else the task throws */
  send<T>(key: string, place: Place, patience: Patience, task: () => Promise<T>): Promise<T>;
  /** Why a letter waits, and until when; undefined: it does not. */
  later(key: string): Later | undefined;
  /** Nothing leaves any more: nobody would note that it went. */
  stop(): void;
}

export const STOPPING = new SendFailed('final', 'the service stops');
/** Why a letter was given up that outlived its day: nobody misses it, and it is not sent again. */
export const EXPIRED = 'expired';
/** What the letter was about went by while it waited: it has left the outbox, and is not missed. */
export const OVERTAKEN = new SendFailed('final', 'overtaken by what happened since');

/** A sender that logs ids and outcomes, never texts. */
export function sender(log: Log, clock: () => Instant): Sender {
  const conversations = new Lanes();
  const sends = fewAtOnce();
  const waiting = new Map<string, Later>();
  let stopped = false;

  async function attempt<T>(key: string, task: () => Promise<T>): Promise<T> {
    if (stopped) throw STOPPING;
    try {
      const result = await task();
      log.info({ send: key, outcome: 'sent' }, 'send');
      return result;
    } catch (error) {
      if (error === OVERTAKEN) log.info({ send: key, outcome: 'overtaken' }, 'send');
      else log.warn({ send: key, outcome: outcomeOf(error), why: messageOf(error) }, 'send');
      throw error;
    }
  }

  return {
    async send(key, place, patience, task) {
      const isLater = (delayMs: number, why: string): void => {
        waiting.set(key, { why, next: clock() + delayMs });
      };
      try {
        return await patiently(patience, isLater).execute(() =>
          conversations.run(laneOf(place), () => sends.execute(() => attempt(key, task))),
        );
      } finally {
        waiting.delete(key);
      }
    },
    later: (key) => waiting.get(key),
    stop() {
      stopped = true;
    },
  };
}

function outcomeOf(error: unknown): string {
  return error instanceof SendFailed ? error.kind : 'failed';
}

/** The reason of a fault, for the log and the history. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
