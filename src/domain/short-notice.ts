/** Changes that come later than the process wants them: what they missed, and what is asked together for it. */
import type { Change } from './change.ts';
import type { Draft, Instant } from './event.ts';
import type { Milestone, MilestoneName } from './milestone.ts';
import { scheduleOf } from './schedule.ts';
import type { Site } from './site.ts';
import { before, startOf } from './window.ts';

export type Urgency = 'short notice' | 'emergency';

/** Steps with a time of their own that only people can make: without them there is no GO. */
const STEPS = ['prepare', 'pre-check', 'go-nogo'] as const;

/** An emergency waits for nobody's day: its question is asked again after this time. */
const AGAIN_IN_AN_EMERGENCY = 'PT30M';

/** The steps whose time has passed for a change of this draft that is created now; none: it comes in good time. */
export function missedMilestones(draft: Draft, site: Site, now: Instant): readonly MilestoneName[] {
  return STEPS.filter((name) => site.process[name].on && (lastMoment(name, draft, site) ?? Infinity) < now);
}

/** When a step is due. The preparation is asked for at once, whenever that is; what can be late is the creation. */
export function lastMoment(name: MilestoneName, draft: Draft, site: Site): Instant | undefined {
  const { due } = site.process[name];
  if ('at' in due) return before(startOf(draft.window, site.timeZone), due.by, site.timeZone);
  return scheduleOf(draft, site)[name];
}

/**
 * Whether pre-check and GO are one question: at short notice, when both are past by the time the change is prepared. In an
 * emergency always.
 */
export function isAskedTogether({ stage, draft, planned, plannedAt }: Change, site: Site): boolean {
  if (stage.is !== 'prepared' || draft.shortNotice === undefined) return false;
  const { 'pre-check': preCheck = -Infinity, 'go-nogo': go = -Infinity } = scheduleOf(planned, site);
  return draft.emergency === true || Math.max(preCheck, go) <= Math.max(stage.since, plannedAt);
}

/** Whether the one question for both has been put. */
export function wasAskedTogether({ stage, asks }: Change): boolean {
  return stage.is === 'prepared' && (asks['go-nogo']?.at ?? -Infinity) >= stage.since;
}

/** Whether GO is the pre-check's OK too: nobody was asked for that alone. */
export function goAnswersPreCheck({ decisions, skipped }: Change, site: Site): boolean {
  const done = decisions.some(({ what }) => what === 'pre-check OK' || what === 'corrections needed');
  return !done && !skipped.includes('pre-check') && site.process['pre-check'].on;
}

/** How urgent a change is; null: it came in good time. */
export function urgencyOf({ shortNotice, emergency }: Draft): Urgency | null {
  if (emergency === true) return 'emergency';
  return shortNotice === undefined ? null : 'short notice';
}

/** How long the question of GO / NOGO waits before it is put again. */
export function askedAgainAfter({ draft }: Change, row: Milestone): string | null {
  return draft.emergency === true && row.name === 'go-nogo' ? AGAIN_IN_AN_EMERGENCY : row.again;
}
