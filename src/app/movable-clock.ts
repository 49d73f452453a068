/** The clock of a rehearsal: it runs with the real one and can be moved ahead by hand. */
import { Temporal } from 'temporal-polyfill';
import type { Instant } from '../domain/event.ts';
import { gapAround, isWallClock, startOf } from '../domain/window.ts';

/** A move that is not possible; the message is for the person who asked for it. */
export class ClockError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ClockError';
  }
}

interface Needs {
  readonly real: () => Instant;
  readonly zone: string;
  /** The next instant at which something is due. */
  readonly nextDue: () => Instant | null;
  /** Lets happen what is due, and waits until it has been said. */
  readonly settle: () => Promise<void>;
}

export interface MovableClock {
  readonly now: () => Instant;
  /** `next`, `+1h`, `+2d`, `+30m` or `2027-02-06 09:00`. @throws ClockError */
  readonly move: (to: string) => Promise<void>;
}

/** A rehearsal of years passes through fewer milestones than this. */
const MOST_STEPS = 10_000;

/** A clock that stops at everything that is due on its way, so that a leap over a week is no downtime. */
export function movableClock(needs: Needs): MovableClock {
  let ahead = 0;
  const now = (): Instant => needs.real() + ahead;

  async function goTo(target: Instant): Promise<void> {
    let last: Instant | null = null;
    for (let step = 0; step < MOST_STEPS; step += 1) {
      const due = needs.nextDue();
      // What is due still after it was let happen cannot be stored: it does not keep the clock from going on.
      if (due === null || due > target || due === last) break;
      setTo(due);
      await needs.settle();
      last = due;
    }
    setTo(target);
    await needs.settle();
  }

  function setTo(instant: Instant): void {
    ahead = Math.max(ahead, instant - needs.real());
  }

  return {
    now,
    async move(to) {
      const target = targetOf(to.trim().toLowerCase(), now(), needs);
      if (target < now()) throw new ClockError('The clock only moves forward: what has happened cannot be taken back.');
      await goTo(target);
    },
  };
}

function targetOf(to: string, now: Instant, needs: Needs): Instant {
  if (to === 'next') return Math.max(now, needs.nextDue() ?? nothingDue());
  const step = /^\+\s*(\d{1,4})\s*(?:(m)(?:ins?|inutes?)?|(h)(?:ours?)?|(d)(?:ays?)?|(w)(?:eeks?)?)$/.exec(to);
  if (step !== null) return stepOf(Number(step[1]), step.slice(2).find(Boolean) ?? 'h', now, needs.zone);
  const wall = to.replace(/\s+/, 't').toUpperCase();
  if (!isWallClock(wall)) {
    throw new ClockError(
      `I cannot read '${to}' as a time. Say 'clock next', 'clock +1h', 'clock +1d' or 'clock 2027-02-06 09:00'.`,
    );
  }
  const gap = gapAround(wall, needs.zone);
  if (gap !== null)
    throw new ClockError(
      `${wall.replace('T', ' ')} does not exist in ${needs.zone}: the clocks go from ${gap.last} to ${gap.next}.`,
    );
  return startOf({ start: wall, minutes: 0 }, needs.zone);
}

function stepOf(count: number, unit: string, now: Instant, zone: string): Instant {
  const units = { m: 'minutes', h: 'hours', d: 'days', w: 'weeks' } as const;
  const name = units[unit as keyof typeof units];
  return Temporal.Instant.fromEpochMilliseconds(now)
    .toZonedDateTimeISO(zone)
    .add({ [name]: count }).epochMilliseconds;
}

function nothingDue(): never {
  throw new ClockError('Nothing is due: there is no open change with a milestone ahead.');
}
