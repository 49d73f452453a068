/** What the sentences about a change can name: the same values for every card, notice and reply. */
import { lastOf } from '../app/view.ts';
import type { Change, Snapshot } from '../domain/change.ts';
import { endedAt, isMissed, startedAt, untickedTests } from '../domain/change.ts';
import { firstCheck } from '../domain/plan.ts';
import { decisionAt } from '../domain/plan/day.ts';
import { hostOf, scheduleOf, serviceOf, snapshotTakes } from '../domain/schedule.ts';
import type { Site } from '../domain/site.ts';
import { after, before, minutesBetween } from '../domain/window.ts';
import type { Times, Values, Voice } from '../app/words.ts';
import { clip, ROOM_OF_A_REASON } from './cards/clip.ts';
import { ofPlan } from './plan-values.ts';
import { ofTrouble } from './trouble-values.ts';
import { ofUrgency, whoDecided } from './urgency.ts';

const MINUTE = 60_000;

/** Every value of a change, as text. What lies before `asOf` is past: when somebody was last asked, unless a card says otherwise. */
export function valuesOf(change: Change, site: Site, voice: Voice, asOf: number = lastAsked(change)): Values {
  const { draft } = change;
  const { times, escape } = voice;
  const schedule = scheduleOf(change.planned, site);
  const announced = scheduleOf(draft, site);
  const when = (instant: number | undefined): string => (instant === undefined ? '' : times.when(instant));
  const near = nearTo(schedule.start, times);
  const correctionsDone = change.corrections.filter((c) => c.done).length;
  return {
    id: change.id,
    title: escape(draft.title),
    service: escape(serviceOf(draft.service, site).name),
    host: escape(hostOf(draft, site).name),
    what: escape(draft.what),
    backout: escape(draft.backout),
    start: when(schedule.start),
    end: when(schedule.end),
    window: times.range(schedule.start, schedule.end),
    startTime: near(schedule.start),
    endTime: near(schedule.end),
    decideTime: near(decisionAt(change, site) ?? undefined),
    announced: times.range(announced.start, announced.end),
    announcedSpan: times.span(draft.window.minutes),
    duration: times.span(change.planned.window.minutes),
    implementer: escape(change.implementer.name),
    approver: escape(site.approver.name),
    stageIs: change.stage.is,
    preCheckOn: yes(site.process['pre-check'].on),
    preCheckAt: when(schedule[firstCheck(site)]),
    preCheckLate: yes(isPast(schedule[firstCheck(site)], asOf)),
    goAt: when(schedule['go-nogo']),
    goLate: yes(isPast(schedule['go-nogo'], asOf)),
    endLate: yes(isPast(schedule.end, asOf)),
    missed: yes(isMissed(change)),
    lastRollback: near(schedule['last-rollback']),
    testsCount: draft.tests.length,
    openTests: untickedTests(change).length,
    correctionsCount: change.corrections.length,
    correctionsDone,
    corrected: clip(escape(change.correctedAfterNogo ?? ''), ROOM_OF_A_REASON),
    ...ofSnapshot(change, site, voice, asOf),
    ...ofEnding(change, voice),
    ...ofTrouble(change, site, voice, near),
    ...ofUrgency(change, site, voice),
    ...ofPlan(change, site, voice, asOf, near),
  };
}

function yes(is: boolean): 'yes' | 'no' {
  return is ? 'yes' : 'no';
}

/** A card says the same to whoever looks, whenever they look: what is past on it is what was when somebody was last asked. */
export function lastAsked({ createdAt, asks }: Change): number {
  return Math.max(createdAt, ...Object.values(asks).map(({ lastAt }) => lastAt));
}

function isPast(instant: number | undefined, asOf: number): boolean {
  return instant !== undefined && instant < asOf;
}

/** A time beside which the day of the window is said: without its own day, where that is the same. */
function nearTo(start: number, times: Times): (instant: number | undefined) => string {
  const day = times.day(start);
  return (instant) => {
    if (instant === undefined) return '';
    return times.day(instant) === day ? times.clock(instant) : times.when(instant);
  };
}

function ofSnapshot(change: Change, site: Site, { times, escape }: Voice, asOf: number): Values {
  const host = hostOf(change.draft, site);
  const { start } = scheduleOf(change.planned, site);
  const decide = decisionAt(change, site);
  const near = nearTo(start, times);
  const { snapshot } = change;
  const takes = snapshotTakes(change.planned, site);
  const latest = takes === undefined ? undefined : before(start, takes, site.timeZone);
  return {
    snapshotWhere: escape(host.snapshot?.where ?? ''),
    snapshotTake: escape(host.snapshot?.take ?? ''),
    snapshotAvoid: escape(host.snapshot?.avoid ?? ''),
    snapshotTakes: takes === undefined ? '' : times.span(minutesOf(takes, site)),
    snapshotLatest: latest === undefined ? '' : near(latest),
    snapshotIs: snapshot.is,
    // After a failure it is begun anew: then is now.
    snapshotLate: yes(isPast(latest, snapshot.is === 'failed' ? Math.max(asOf, snapshot.at) : asOf)),
    snapshotReady:
      takes === undefined || snapshot.is !== 'started' ? '' : near(after(snapshot.at, takes, site.timeZone)),
    snapshotAt: snapshot.is === 'none' ? '' : near(snapshot.at),
    snapshotReason: reasonOf(snapshot, escape),
    skipReason: reasonOf(snapshot, escape),
    restoreTakes: host.restoreTakes === undefined ? '' : times.span(minutesOf(host.restoreTakes, site)),
    restoreEnd:
      host.restoreTakes === undefined || decide === null ? '' : near(after(decide, host.restoreTakes, site.timeZone)),
    backups: host.backups.map(escape).join(', '),
  };
}

function ofEnding(change: Change, { times, escape }: Voice): Values {
  const { stage } = change;
  const start = startedAt(change);
  const end = endedAt(change);
  return {
    nogoReason: clip(escape(lastOf(change, ['NOGO'])?.reason ?? ''), ROOM_OF_A_REASON),
    cancelReason: clip(escape(stage.is === 'cancelled' ? stage.reason : ''), ROOM_OF_A_REASON),
    startedAt: start === null ? '' : times.when(start),
    endedAt: end === null ? '' : times.when(end),
    ran: start === null || end === null ? '' : times.range(start, end),
    real: start === null || end === null ? '' : times.span(minutesBetween(start, end)),
  };
}

/** Who decided it last, and when: for the sentence on an answered card. */
export function decisionValues(change: Change, kinds: Parameters<typeof lastOf>[1], voice: Voice): Values {
  const decision = lastOf(change, kinds);
  return {
    by: decision === undefined ? '' : whoDecided(decision.by, decision.for, voice),
    at: decision === undefined ? '' : voice.times.when(decision.at),
    reason: clip(voice.escape(decision?.reason ?? ''), ROOM_OF_A_REASON),
  };
}

function reasonOf(snapshot: Snapshot, escape: Voice['escape']): string {
  return clip(escape('reason' in snapshot ? snapshot.reason : ''), ROOM_OF_A_REASON);
}

/** The minutes of an ISO 8601 duration. */
export function minutesOf(duration: string, site: Site): number {
  return Math.round(after(0, duration, site.timeZone) / MINUTE);
}
