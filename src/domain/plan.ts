/**
 * "What is due, and when?" is a pure question to the change. The clock only knocks; after downtime the same question,
 * asked again, catches up by itself.
 */
import type { Change } from './change.ts';
import { isMissed, isOpen, isOver, isSettled, wasAsked } from './change.ts';
import type { Instant, Question } from './event.ts';
import { snapshotSettledGate } from './gates.ts';
import type { MilestoneName, Role } from './milestone.ts';
import type { Schedule } from './schedule.ts';
import { dayPlan } from './plan/day.ts';
import { scheduleOf, snapshotTakes, takesSnapshot } from './schedule.ts';
import { askedAgainAfter, isAskedTogether } from './short-notice.ts';
import type { Site } from './site.ts';
import { lastTold } from './telling.ts';
import { after, endOf, startOf } from './window.ts';

/** The milestone of the table that each question belongs to: its row says who is asked and how often. */
export const MILESTONE_OF: Readonly<Record<Question, MilestoneName>> = {
  prepare: 'prepare',
  'pre-check': 'pre-check',
  corrections: 'pre-check',
  'go-nogo': 'go-nogo',
  nogo: 'go-nogo',
  snapshot: 'snapshot',
  skip: 'snapshot',
  tests: 'tests',
  'last-rollback': 'last-rollback',
  decide: 'decide',
  more: 'extend',
  incident: 'incident',
  close: 'close',
};

/** Who is asked by each question's card. */
export const ROLE_OF: Readonly<Record<Question, Role>> = {
  prepare: 'implementer',
  'pre-check': 'approver',
  corrections: 'implementer',
  'go-nogo': 'approver',
  nogo: 'implementer',
  snapshot: 'implementer',
  skip: 'approver',
  tests: 'implementer',
  'last-rollback': 'implementer',
  decide: 'implementer',
  more: 'approver',
  incident: 'implementer',
  close: 'implementer',
};

export type DueItem = { readonly at: Instant } & (
  | { readonly do: 'ask'; readonly question: Question }
  | { readonly do: 'remind'; readonly question: Question }
  | { readonly do: 'notice'; readonly notice: 'remind' | 'overrun' | 'postponed' }
  | { readonly do: 'hold'; readonly milestone: 'remind' | 'start' }
  | { readonly do: 'start' }
  | { readonly do: 'incident' }
);

/** Everything that falls due on this change by the clock alone, the earliest first. Instants may lie in the past. */
export function plan(change: Change, site: Site): readonly DueItem[] {
  if (isOver(change)) return [];
  if (isMissed(change)) return [...missed(change, site), ...postponed(change, site)].sort((a, b) => a.at - b.at);
  const schedule = scheduleOf(change.planned, site);
  return [...questions(change, site, schedule), ...clockwork(change, site, schedule)].sort((a, b) => a.at - b.at);
}

/** Only a person can move or cancel what did not take place; until then both people hear of it daily. */
function missed({ hold }: Change, { timeZone }: Site): readonly DueItem[] {
  return hold === null ? [] : [{ do: 'hold', milestone: 'start', at: after(hold.since, DAILY, timeZone) }];
}

const DAILY = 'P1D';

/** When the clock has to knock next; null: never, unless somebody does something. */
export function nextDue(change: Change, site: Site): Instant | null {
  return plan(change, site)[0]?.at ?? null;
}

function questions(change: Change, site: Site, schedule: Schedule): readonly DueItem[] {
  const due: DueItem[] = [];
  for (const question of Object.keys(MILESTONE_OF) as Question[]) {
    if (isOpen(change, question)) due.push(...reminder(change, question, site, schedule));
  }
  const together = isAskedTogether(change, site);
  if (change.stage.is === 'prepared' && !together && !wasAsked(change, 'pre-check'))
    due.push(ask('pre-check', change, schedule));
  if ((change.stage.is === 'checked' || together) && !askedSince(change, 'go-nogo'))
    due.push(ask('go-nogo', change, schedule));
  if (change.stage.is === 'approved' && awaitsSnapshot(change, site) && !wasAsked(change, 'snapshot')) {
    due.push(ask('snapshot', change, schedule));
  }
  return due;
}

function awaitsSnapshot({ planned, snapshot }: Change, site: Site): boolean {
  return takesSnapshot(planned, site) && !isSettled(snapshot);
}

/** At its instant, or as soon as the change had come so far. */
function ask(question: 'pre-check' | 'go-nogo' | 'snapshot', change: Change, schedule: Schedule): DueItem {
  return { do: 'ask', question, at: Math.max(schedule[question] ?? 0, change.stage.since, change.plannedAt) };
}

function askedSince(change: Change, question: Question): boolean {
  return (change.asks[question]?.at ?? -Infinity) >= change.stage.since;
}

function reminder(change: Change, question: Question, site: Site, schedule: Schedule): readonly DueItem[] {
  const asked = change.asks[question];
  const again = askedAgainAfter(change, site.process[MILESTONE_OF[question]]);
  if (asked === undefined || again === null) return [];
  return [{ do: 'remind', question, at: remindAt(change, question, asked.lastAt, again, site, schedule) }];
}

function remindAt(
  change: Change,
  question: Question,
  lastAt: Instant,
  again: string,
  site: Site,
  schedule: Schedule,
): Instant {
  const regular = after(lastAt, again, site.timeZone);
  if (question === 'prepare') return nextOf(lastAt, [regular, schedule[firstCheck(site)]]);
  if (question === 'corrections' || question === 'nogo') return nextOf(lastAt, [regular, schedule['go-nogo']]);
  if (question === 'incident') return expectedOr(regular, change, lastAt);
  if (question === 'snapshot' && change.snapshot.is === 'started') return snapshotReady(change, site, lastAt, again);
  return regular;
}

/** What the preparation leads to at this site. */
export function firstCheck({ process }: Site): 'pre-check' | 'go-nogo' {
  return process['pre-check'].on ? 'pre-check' : 'go-nogo';
}

/** While a snapshot runs nobody is asked; when it should be ready, they are. */
function snapshotReady(change: Change, site: Site, lastAt: Instant, again: string): Instant {
  const takes = snapshotTakes(change.planned, site) ?? 'PT0M';
  const startedAt = change.snapshot.is === 'started' ? change.snapshot.at : lastAt;
  return Math.max(after(startedAt, takes, site.timeZone), after(lastAt, again, site.timeZone));
}

/** While a repair is under way nobody is asked before it should be done. */
function expectedOr(regular: Instant, { incident }: Change, lastAt: Instant): Instant {
  const expected = incident?.repair?.expected ?? null;
  return expected === null || expected <= lastAt ? regular : expected;
}

/** The earliest of the instants that is after `last`. */
function nextOf(last: Instant, instants: readonly (Instant | undefined)[]): Instant {
  return Math.min(...instants.filter((instant) => instant !== undefined).filter((instant) => instant > last));
}

/** What the clock does without asking anybody: the reminder, the start, and holding the change where either may not be. */
function clockwork(change: Change, site: Site, schedule: Schedule): readonly DueItem[] {
  switch (change.stage.is) {
    case 'preparing':
    case 'prepared':
    case 'correcting':
    case 'checked':
    case 'nogo':
      return [...holds(change, site, schedule), ...postponed(change, site)];
    case 'approved':
      return [...dayBefore(change, site, schedule), ...startOrHold(change, site, schedule)];
    case 'in progress':
      return dayPlan(change, site);
    case 'incident':
    case 'ended':
    case 'closed':
    case 'cancelled':
      return [];
  }
}

function holds(change: Change, site: Site, schedule: Schedule): readonly DueItem[] {
  const due: DueItem[] = [];
  const remind = schedule.remind ?? -Infinity;
  if (change.hold === null && site.process.remind.on && remind > change.plannedAt)
    due.push({ do: 'hold', milestone: 'remind', at: remind });
  if (change.hold?.milestone !== 'start') due.push({ do: 'hold', milestone: 'start', at: schedule.start });
  else due.push({ do: 'hold', milestone: 'start', at: schedule.end });
  return due;
}

/** People who expect it hear in time that it does not take place as announced: at the start they know, or once its window is over. */
function postponed(change: Change, { timeZone }: Site): readonly DueItem[] {
  const told = lastTold(change);
  if (told === null || told.is === 'postponed') return [];
  const approved = change.stage.is === 'approved';
  const at = approved ? endOf(told.window, timeZone) : startOf(told.window, timeZone);
  return [{ do: 'notice', notice: 'postponed', at: Math.max(at, change.stage.since) }];
}

function dayBefore(change: Change, site: Site, schedule: Schedule): readonly DueItem[] {
  const done = change.notices.remind !== undefined || change.skipped.includes('remind');
  if (done || !site.process.remind.on || schedule.remind === undefined) return [];
  return [{ do: 'notice', notice: 'remind', at: schedule.remind }];
}

function startOrHold(change: Change, site: Site, schedule: Schedule): readonly DueItem[] {
  if (snapshotSettledGate(change, site, schedule.start)) return [{ do: 'start', at: schedule.start }];
  const held = change.hold?.milestone === 'start';
  return [{ do: 'hold', milestone: 'start', at: held ? schedule.end : schedule.start }];
}
