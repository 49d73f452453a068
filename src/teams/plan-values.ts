/** What the sentences about a plan that changes can name: what people were told, the next date, a snapshot that is late. */
import type { Change } from '../domain/change.ts';
import { isMissed, isRunning } from '../domain/change.ts';
import { delayNeeded, snapshotReadyAt } from '../domain/decide/snapshot.ts';
import type { Instant, Window } from '../domain/event.ts';
import { proposedStart } from '../domain/proposal.ts';
import { scheduleOf } from '../domain/schedule.ts';
import type { Site } from '../domain/site.ts';
import { lastTold, noticeOfGo } from '../domain/telling.ts';
import { endOf, startOf } from '../domain/window.ts';
import type { Values, Voice } from '../app/words.ts';

/** The values of a plan that changes; `asOf`: the instant a card speaks of. */
export function ofPlan(
  change: Change,
  site: Site,
  { times }: Voice,
  asOf: Instant,
  near: (instant: Instant | undefined) => string,
): Values {
  const told = lastTold(change);
  const range = (window: Window): string => times.range(startOf(window, site.timeZone), endOf(window, site.timeZone));
  return {
    told: told?.is ?? 'none',
    toldWindow: told === null ? '' : range(told.window),
    goTells: noticeOfGo(told, change.planned) ?? 'none',
    ...ofProposal(change, site, times, range, asOf),
    snapshotReadyAt: near(snapshotReadyAt(change, site, asOfSnapshot(change, asOf)) ?? undefined),
  };
}

/** Whether people expect another window than the one that is planned, or none, before it has begun. */
export function isToldOtherwise(change: Change): boolean {
  const told = lastTold(change);
  if (told === null || isRunning(change) || 'outcome' in change.stage) return false;
  return told.is === 'postponed' || noticeOfGo(told, change.planned) !== null;
}

/** The date that a NOGO proposes; null: there is none, or nobody asks for one. */
export function proposalOf(change: Change, site: Site, asOf: Instant): Window | null {
  if (change.stage.is !== 'nogo' || isMissed(change)) return null;
  const start = proposedStart(change, site, asOf);
  return start === null ? null : { start, minutes: change.planned.window.minutes };
}

/** By how many minutes the start has to move for the snapshot as it is on the card; null: it is in time. */
export function delayOf(change: Change, site: Site, asOf: Instant): number | null {
  return delayNeeded(change, site, asOfSnapshot(change, asOf));
}

/** The card is drawn anew when somebody is asked, when the change is held, and with each step of the snapshot. */
function asOfSnapshot({ snapshot, hold }: Change, asOf: Instant): Instant {
  return Math.max(asOf, hold?.since ?? 0, 'at' in snapshot ? snapshot.at : 0);
}

function ofProposal(
  change: Change,
  site: Site,
  times: Voice['times'],
  range: (window: Window) => string,
  asOf: Instant,
): Values {
  const window = proposalOf(change, site, asOf);
  if (window === null) return { proposedWindow: '', proposedDay: '', proposedGo: '' };
  const { start, 'go-nogo': go } = scheduleOf({ ...change.planned, window }, site);
  return {
    proposedWindow: range(window),
    proposedDay: times.day(start),
    proposedGo: go === undefined ? '' : times.when(go),
  };
}
