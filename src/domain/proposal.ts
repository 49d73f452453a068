/** The next date that keeps the lead times, for a change that cannot take place when it was planned. */
import type { Change } from './change.ts';
import { freezePeriodsIn } from './clashes.ts';
import type { Instant } from './event.ts';
import { firstCheck } from './plan.ts';
import { scheduleOf } from './schedule.ts';
import type { Site } from './site.ts';
import { gapAround, weeksLater } from './window.ts';

/** Nobody plans further. */
const MOST_WEEKS = 104;

/** The start of the earliest week, same day and hour, whose pre-check or GO lies ahead and that is in no freeze period; null: none. */
export function proposedStart(change: Change, site: Site, now: Instant): string | null {
  const { planned } = change;
  for (let weeks = 1; weeks <= MOST_WEEKS; weeks += 1) {
    const window = { ...planned.window, start: weeksLater(planned.window.start, weeks) };
    const schedule = scheduleOf({ ...planned, window }, site);
    const ahead = (schedule[nextCheck(change, site)] ?? schedule.start) > now;
    if (ahead && gapAround(window.start, site.timeZone) === null && freezePeriodsIn(window, site).length === 0)
      return window.start;
  }
  return null;
}

function nextCheck({ stage }: Change, site: Site): 'pre-check' | 'go-nogo' {
  return stage.is === 'preparing' || stage.is === 'prepared' ? firstCheck(site) : 'go-nogo';
}
