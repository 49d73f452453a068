/** What has to be said because something happened: from events to the outbox, in the same write. */
import type { Change } from './change.ts';
import { isOpen } from './change.ts';
import type { Event, Instant, Question } from './event.ts';
import type { NoticeName, Role } from './milestone.ts';
import { ROLE_OF } from './plan.ts';
import type { NoticeFacts, Posting } from './posting.ts';
import { postingKey } from './posting.ts';
import { nextUpdate } from './plan/day.ts';
import { scheduleOf, serviceOf } from './schedule.ts';
import { urgencyOf } from './short-notice.ts';
import type { Site } from './site.ts';
import type { Telling } from './telling.ts';
import { lastTold, noticeOfGo, toldBy } from './telling.ts';
import { daysFrom, endOf, endOfDay, startOf } from './window.ts';

/** What an event puts into the outbox; `change` is the change after it. Most events only change the cards that are out. */
export function postings(change: Change, event: Event, site: Site): readonly Posting[] {
  switch (event.type) {
    case 'created':
      return [{ ...base(change, 'created', event.at), kind: 'living' }];
    case 'asked': {
      const round = change.asks[event.question]?.round ?? 1;
      return [{ ...base(change, letterOf(event.question), event.due), kind: 'ask', question: event.question, round }];
    }
    case 'reminded': {
      const role = ROLE_OF[event.question];
      const to: readonly Role[] = event.escalated && role === 'implementer' ? [role, 'approver'] : [role];
      return [
        {
          ...base(change, letterOf(event.question), event.at),
          kind: 'reminder',
          question: event.question,
          to,
          deputies: event.escalated && role === 'approver',
        },
      ];
    }
    case 'held':
      return [
        {
          ...base(change, 'hold', event.at),
          kind: 'hold',
          milestone: event.milestone,
          reasons: event.reasons,
        },
      ];
    case 'noticed':
      return [notice(change, event.notice, event, site)];
    case 'incidentHandedOver':
      return [{ ...base(change, 'ready-text', event.at), kind: 'ready text', reason: event.reason }];
    case 'preparationTicked':
    case 'prepared':
    case 'preCheckAccepted':
    case 'correctionsNeeded':
    case 'correctionsTicked':
    case 'corrected':
    case 'goGiven':
    case 'nogoGiven':
    case 'nogoTasksTicked':
    case 'goRequested':
    case 'rescheduled':
    case 'edited':
    case 'handedOver':
    case 'startDelayed':
    case 'skipped':
    case 'released':
    case 'snapshotStarted':
    case 'snapshotFinished':
    case 'snapshotFailed':
    case 'skipRequested':
    case 'skipAgreed':
    case 'skipRefused':
    case 'started':
    case 'testsTicked':
    case 'keptGoing':
    case 'restoreStarted':
    case 'extended':
    case 'moreRequested':
    case 'moreRefused':
    case 'incidentDeclared':
    case 'repairStarted':
    case 'incidentUpdated':
    case 'repairFailed':
    case 'incidentResolved':
    case 'ended':
    case 'closed':
    case 'cancelled':
    case 'refused':
    case 'delivered':
    case 'gaveUp':
      return [];
  }
}

/** The name of a question's letters: an incident is a notice already. */
function letterOf(question: Question): string {
  return question === 'incident' ? 'repair' : question;
}

/** Whether a posting still makes sense for the change as it is now; one that does not is left out of the outbox. */
export function isWorthSaying(posting: Posting, change: Change): boolean {
  if (posting.kind === 'reminder') return isOpen(change, posting.question);
  if (posting.kind === 'ask')
    return isOpen(change, posting.question) && change.asks[posting.question]?.round === posting.round;
  // Whoever hears of the end, or that it is an incident, needs not be told late that work goes on.
  if (posting.kind === 'notice' && posting.notice === 'overrun') return change.stage.is === 'in progress';
  // Nobody needs to be reminded of, or told late of the delay of, what has another plan by now.
  if (posting.kind === 'notice' && posting.notice === 'remind')
    return change.stage.is === 'approved' && change.notices.remind !== undefined;
  if (posting.kind === 'notice' && posting.notice === 'postponed') return lastTold(change)?.is === 'postponed';
  if (posting.kind === 'hold') return change.hold?.milestone === posting.milestone;
  return true;
}

function notice(change: Change, name: NoticeName, event: Extract<Event, { type: 'noticed' }>, site: Site): Posting {
  const expires = name === 'remind' ? endOfDay(event.at, site.timeZone) : null;
  return {
    ...base(change, name, event.due),
    expires,
    kind: 'notice',
    notice: name,
    facts: facts(name, change, event.at, site),
  };
}

function facts(name: NoticeName, change: Change, happened: Instant, site: Site): NoticeFacts {
  // What does not take place is what people knew, not what is planned by now.
  const said = name === 'cancel' || name === 'postponed' ? change.tellings.at(-1) : undefined;
  const { title, ...rest } = said ?? change.planned;
  const { start, end, service } = windowOf(rest, site);
  return {
    title,
    service,
    start,
    end,
    happened,
    days: daysFrom(happened, start, site.timeZone),
    ...MORE[name](change, site, happened),
  };
}

/** What people would read at a GO; null: they know all of it. */
export function noticeOfGoNow(
  change: Change,
  site: Site,
  now: Instant,
): { readonly notice: NoticeName; readonly facts: NoticeFacts } | null {
  const notice = noticeOfGo(lastTold(change), change.planned);
  if (notice === null) return null;
  const tellings = toldBy(notice, '', change.planned, change.tellings);
  return { notice, facts: facts(notice, { ...change, tellings }, now, site) };
}

type More = Pick<NoticeFacts, 'reason' | 'before' | 'next' | 'way' | 'outcome' | 'urgency'>;

const NOTHING_MORE: More = { reason: null, before: null, next: null, way: null, outcome: null };

const nothingMore = (): More => NOTHING_MORE;

/** What a notice says besides what is planned. */
const MORE: Readonly<Record<NoticeName, (change: Change, site: Site, now: Instant) => More>> = {
  announce: ({ draft }) => {
    const urgency = urgencyOf(draft);
    return urgency === null ? NOTHING_MORE : { ...NOTHING_MORE, urgency };
  },
  moved: (change, site) => ({
    ...NOTHING_MORE,
    reason: whyMoved(change, change.stage.is === 'approved' ? -2 : -1),
    before: before(change, site),
  }),
  postponed: (change) => ({ ...NOTHING_MORE, reason: whyMoved(change, -1) }),
  delayed: (change, site) => ({
    ...NOTHING_MORE,
    reason: change.delays.at(-1)?.reason ?? null,
    before: before(change, site),
  }),
  remind: nothingMore,
  start: nothingMore,
  extend: (change, site) => {
    const last = change.extensions.at(-1);
    const { start, end } = scheduleOf(change.planned, site);
    return {
      ...NOTHING_MORE,
      reason: last?.reason ?? null,
      before: {
        service: serviceOf(change.planned.service, site).name,
        start,
        end: end - (last?.minutes ?? 0) * MINUTE,
      },
      way: last?.restore === true ? { is: 'snapshot' } : null,
    };
  },
  overrun: (change, site, now) => ({ ...NOTHING_MORE, next: nextUpdate(change, site, now) }),
  incident: ({ incident }) => ({ ...NOTHING_MORE, reason: incident?.reason ?? null }),
  'incident-update': ({ incident }, _site, now) => ({
    ...NOTHING_MORE,
    reason: incident?.updates.findLast(({ at }) => at === now)?.text ?? null,
    next: incident?.repair?.expected ?? null,
    way: incident?.repair?.way ?? null,
  }),
  'incident-over': ({ stage }) => ({ ...NOTHING_MORE, outcome: stage.is === 'ended' ? stage.outcome : null }),
  'incident-process': nothingMore,
  end: ({ stage }) => ({ ...NOTHING_MORE, outcome: stage.is === 'ended' ? stage.outcome : null }),
  cancel: ({ stage }) => ({ ...NOTHING_MORE, reason: 'reason' in stage ? stage.reason : null }),
};

/** What people were told before the notice that is being written. */
function before(change: Change, site: Site): NoticeFacts['before'] {
  const told = change.tellings.at(-2);
  return told === undefined ? null : windowOf(told, site);
}

function windowOf(
  { service, window }: Pick<Telling, 'service' | 'window'>,
  site: Site,
): { readonly service: string; readonly start: Instant; readonly end: Instant } {
  return {
    service: serviceOf(service, site).name,
    start: startOf(window, site.timeZone),
    end: endOf(window, site.timeZone),
  };
}

/** Why it was moved since the last GO (-1), or since the one before it (-2); what was edited is said by what differs. */
function whyMoved({ decisions }: Change, go: -1 | -2): string | null {
  const gos = decisions.flatMap(({ what }, index) => (what === 'GO' ? [index] : []));
  const since = gos.at(go) ?? -1;
  return decisions.slice(since + 1).findLast(({ what }) => what === 'move')?.reason ?? null;
}

const MINUTE = 60_000;

function base(change: Change, milestone: string, due: Instant): { key: string; due: Instant; expires: Instant | null } {
  return { key: postingKey(change.id, milestone, change.version), due, expires: null };
}
