/** How anything goes out: a few at once, one at a time per conversation, tried again while it may help, a line in the log a try. */
import type { Instant } from '../domain/event.ts';
import { FewAtOnce } from './few-at-once.ts';
import { Lanes } from './lanes.ts';
import type { Log, Meter, Place, SendOutcome } from './ports.ts';
import type { Pace } from './pace.ts';
import { NO_PACE } from './pace.ts';
import { NO_METER, SendFailed } from './ports.ts';
import { laneOf } from './places.ts';
import type { Later, Patience } from './retry.ts';
import { patiently } from './retry.ts';

/** What goes out: a letter, or a card that is out and has to show the change as it is now. */
export interface Sending {
  readonly kind: 'letter' | 'card';
  readonly key: string;
  readonly place: Place;
  readonly patience: Patience;
}

export interface Sender {
  /** What the task gives. @throws SendFailed when it was given up, `STOPPING` after `stop`, or what else the task throws */
  send<T>(what: Sending, task: () => Promise<T>): Promise<T>;
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
export function sender(log: Log, clock: () => Instant, meter: Meter = NO_METER, pace: Pace = NO_PACE): Sender {
  const conversations = new Lanes();
  const few = new FewAtOnce();
  const waiting = new Map<string, Later>();
  let stopped = false;

  /** First room in its conversation, then one of the few places, then its turn: whoever has it goes at once, and blocks nobody while waiting. */
  async function inTurn<T>({ kind, key, place }: Sending, task: () => Promise<T>): Promise<T> {
    const lane = laneOf(place);
    if (!stopped) await pace.room(lane);
    return few.run(kind, async () => {
      if (!stopped) await pace.turn(lane);
      try {
        return await attempt(key, task);
      } catch (error) {
        // Teams means the conversation: the next letter would meet the same.
        if (error instanceof SendFailed && error.retryAfterMs !== null) pace.rest(lane, error.retryAfterMs);
        throw error;
      }
    });
  }

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
    async send(what, task) {
      const { kind, key, place, patience } = what;
      const count = (outcome: SendOutcome): void => {
        meter.send('teams', kind, outcome);
      };
      const isLater = (delayMs: number, why: string, isUnknown: boolean): void => {
        waiting.set(key, { why, next: clock() + delayMs });
        count(isUnknown ? 'unknown' : 'tried again');
      };
      try {
        const result = await patiently(patience, isLater).execute(() =>
          conversations.run(laneOf(place), () => inTurn(what, task)),
        );
        count('sent');
        return result;
      } catch (error) {
        if (error !== STOPPING) count(isMissed(error) ? 'given up' : 'left out');
        throw error;
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

/** Whether somebody misses what was not sent for this reason. */
export function isMissed(error: unknown): boolean {
  return error !== OVERTAKEN && messageOf(error) !== EXPIRED;
}

/** The reason of a fault, for the log and the history. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
