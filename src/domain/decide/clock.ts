/** What the clock may do: ask, remind, hold, give notice, start. It never approves, and never says that it is over. */
import type { Change } from '../change.ts';
import type { Outcome } from '../decide.ts';
import type { Happening, Instant, Question } from '../event.ts';
import { holdReasons, shutGates } from '../gates.ts';
import type { DueItem } from '../plan.ts';
import { MILESTONE_OF, ROLE_OF, plan } from '../plan.ts';
import { scheduleOf } from '../schedule.ts';
import type { Site } from '../site.ts';
import { dayOf } from '../window.ts';
import { incident } from './incident.ts';

/** What comes more than this after its instant is late and says so; a tick that is a minute slow is not. */
export const LATE_AFTER_MS = 5 * 60_000;

/** The earliest thing that is due by `now`, decided; nothing when nothing is. */
export function fallDue(change: Change, now: Instant, site: Site): Outcome {
  const item = plan(change, site)[0];
  if (item === undefined || item.at > now) return [];
  const late = now - item.at > LATE_AFTER_MS;
  switch (item.do) {
    case 'ask':
      return [asked(change, item.question, item.at, now, late, site)];
    case 'remind':
      return [{ type: 'reminded', question: item.question, escalated: isEscalated(change, item.question) }];
    case 'notice':
      if (item.notice === 'remind') return [dayBefore(change, item.at, now, late, site)];
      return [{ type: 'noticed', notice: item.notice, due: item.at, late }];
    case 'incident':
      return incident(null, now);
    case 'hold':
      return hold(change, item, now, site);
    case 'start':
      return start(change, item.at, now, late, site);
  }
}

function asked(change: Change, question: Question, due: Instant, now: Instant, late: boolean, site: Site): Happening {
  const milestone = MILESTONE_OF[question];
  // Everything but these two is waited for: asked late is the only way on, whatever the row says.
  const skip =
    (late && question === 'decide' && site.process.decide.ifLate === 'skip') ||
    (late && question === 'last-rollback' && now >= (scheduleOf(change.planned, site)['last-rollback'] ?? Infinity));
  return skip ? { type: 'skipped', milestone, due } : { type: 'asked', question, due, late };
}

/** First whoever is asked; from the second reminder on the approver's deputies too, and on a bad day the approver. In an emergency at once. */
function isEscalated(change: Change, question: Question): boolean {
  const followed = ROLE_OF[question] === 'approver' || question === 'decide' || question === 'incident';
  const urgent = ROLE_OF[question] === 'approver' && change.draft.emergency === true;
  // Who waits for more time waits in the window: nobody has another quarter of an hour to be polite.
  return question === 'more' || urgent || (followed && (change.asks[question]?.reminders ?? 0) >= 1);
}

/** A reminder that says "tomorrow" is never sent on the day itself. */
function dayBefore(change: Change, due: Instant, now: Instant, late: boolean, site: Site): Happening {
  const { ifLate } = site.process.remind;
  const [itsDay, today, theDay] = [due, now, scheduleOf(change.planned, site).start].map((at) =>
    dayOf(at, site.timeZone),
  );
  const skip =
    today === theDay ||
    (late && ifLate === 'skip') ||
    (today !== itsDay && ifLate === 'send late on its day, then skip');
  return skip ? { type: 'skipped', milestone: 'remind', due } : { type: 'noticed', notice: 'remind', due, late };
}

function hold(change: Change, item: Extract<DueItem, { do: 'hold' }>, now: Instant, site: Site): Outcome {
  const row = site.process[item.milestone];
  return [{ type: 'held', milestone: item.milestone, reasons: holdReasons(shutGates(row, change, site, now)) }];
}

function start(change: Change, due: Instant, now: Instant, late: boolean, site: Site): Outcome {
  const shut = shutGates(site.process.start, change, site, now);
  if (shut.length > 0) return [{ type: 'held', milestone: 'start', reasons: holdReasons(shut) }];
  return [
    { type: 'started', due, late },
    { type: 'noticed', notice: 'start', due, late },
    { type: 'asked', question: 'tests', due: now, late: false },
  ];
}
