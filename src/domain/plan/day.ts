/** What falls due while the change is carried out: the last moment for a restore, the decision point, and what silence leads to. */
import type { Change } from '../change.ts';
import { isOpen, startedAt } from '../change.ts';
import type { Instant } from '../event.ts';
import type { DueItem } from '../plan.ts';
import type { Schedule } from '../schedule.ts';
import { canRestore, scheduleOf } from '../schedule.ts';
import type { Site } from '../site.ts';
import { after, before } from '../window.ts';

const MINUTE = 60_000;

/** Everything of the day itself that the clock does; the answers to what is asked are people's. */
export function dayPlan(change: Change, site: Site): readonly DueItem[] {
  const schedule = scheduleOf(change.planned, site);
  return [
    ...lastRollback(change, site, schedule),
    ...decisionPoint(change, site, schedule),
    ...silence(change, site, schedule),
  ];
}

/** Since when the end is what it is: the start, or the last extension. */
function begun({ extensions, ...change }: Change): Instant {
  return extensions.at(-1)?.at ?? startedAt({ extensions, ...change }) ?? 0;
}

/** Asked ahead of its instant, once for every end there is; where the instant is past already there is nothing to ask. */
function lastRollback(change: Change, site: Site, schedule: Schedule): readonly DueItem[] {
  const { on, warn } = site.process['last-rollback'];
  const at = schedule['last-rollback'];
  const since = begun(change);
  if (!on || at === undefined || at <= since || !canRestore(change, site)) return [];
  const asked = change.asks['last-rollback']?.at ?? -Infinity;
  if (asked >= since || change.skipped.includes('last-rollback')) return [];
  const warned = warn === null ? at : before(at, warn, site.timeZone);
  return [{ do: 'ask', question: 'last-rollback', at: Math.max(warned, since) }];
}

/** Once for every end there is; somebody who asked for it before its time is asked again at it. */
function decisionPoint(change: Change, site: Site, schedule: Schedule): readonly DueItem[] {
  const at = decisionAt(change, site, schedule);
  const asked = change.asks.decide?.at ?? -Infinity;
  if (at === null || asked >= at || change.skipped.includes('decide')) return [];
  return [{ do: 'ask', question: 'decide', at }];
}

/**
 * The decision point of the end as it is by now; null where the site has none. Where that is past when the end is set (an extension
 * of ten minutes, a start an hour late), it is half-way to the end: asked at once, nobody would know more.
 */
export function decisionAt(
  change: Change,
  site: Site,
  schedule: Schedule = scheduleOf(change.planned, site),
): Instant | null {
  if (!site.process.decide.on || schedule.decide === undefined) return null;
  const since = begun(change);
  if (schedule.decide > since || schedule.end <= since) return Math.max(schedule.decide, since);
  return since + Math.floor((schedule.end - since) / 2 / MINUTE) * MINUTE;
}

/** When the acceptable extra time is used up. */
function outOfTime(change: Change, site: Site): Instant {
  return scheduleOf(change.draft, site).end + (change.acceptable ?? 0) * MINUTE;
}

/** When silence becomes an incident. */
function incidentAt(change: Change, site: Site, schedule: Schedule): Instant {
  return Math.max(outOfTime(change, site), schedule.end, timeToAnswer(change, site, schedule));
}

/** Past the end nobody has spoken: everybody is told that work goes on, again and again, until the acceptable extra time is used up. */
function silence(change: Change, site: Site, schedule: Schedule): readonly DueItem[] {
  const incident = incidentAt(change, site, schedule);
  const due: DueItem[] = [{ do: 'incident', at: incident }];
  const { on, again } = site.process.overrun;
  if (!on) return due;
  const told = change.notices.overrun ?? -Infinity;
  const at = told < schedule.end ? schedule.end : again === null ? Infinity : after(told, again, site.timeZone);
  if (at < incident) due.push({ do: 'notice', notice: 'overrun', at });
  return due;
}

/** Silence is one only where the question was put: after the bot was down, people get the time that they have by the table. */
function timeToAnswer(change: Change, site: Site, schedule: Schedule): Instant {
  const { due } = site.process.decide;
  const asked = lastAsked(change, site, schedule);
  return asked === -Infinity || !('by' in due) ? -Infinity : after(asked, due.by, site.timeZone);
}

/** Whoever waits for the approver has spoken: the silence is the approver's from then on. */
function lastAsked(change: Change, site: Site, schedule: Schedule): Instant {
  const { decide, more } = change.asks;
  const at = change.skipped.includes('decide') ? null : decisionAt(change, site, schedule);
  const waiting = more !== undefined && isOpen(change, 'more') ? more.at : -Infinity;
  return Math.max(at === null ? -Infinity : Math.max(decide?.at ?? at, at), waiting);
}

/** When everybody is told next that work goes on, or that it has become an incident. */
export function nextUpdate(change: Change, site: Site, now: Instant): Instant {
  const { again } = site.process.overrun;
  const incident = incidentAt(change, site, scheduleOf(change.planned, site));
  return again === null ? incident : Math.min(after(now, again, site.timeZone), incident);
}
