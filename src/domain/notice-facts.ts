/** What a notice says, as it is when it is decided. */
import type { Change } from './change.ts';
import type { Instant } from './event.ts';
import type { NoticeName } from './milestone.ts';
import type { MailName, NoticeFacts } from './posting.ts';
import { nextUpdate } from './plan/day.ts';
import { scheduleOf, serviceOf } from './schedule.ts';
import { urgencyOf } from './short-notice.ts';
import type { Site } from './site.ts';
import type { Telling } from './telling.ts';
import { lastTold, noticeOfGo, toldBy } from './telling.ts';
import { daysFrom, endOf, startOf } from './window.ts';

/** The facts of a notice about something that happened just now. */
export function facts(name: MailName, change: Change, happened: Instant, site: Site): NoticeFacts {
  // What does not take place is what people knew, not what is planned by now.
  const said = name === 'cancel' || name === 'postponed' ? (change.tentative ?? change.tellings.at(-1)) : null;
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
  const tellings = [...change.tellings, toldBy(notice, '', change.planned, change.tellings)];
  return { notice, facts: facts(notice, { ...change, tellings }, now, site) };
}

type More = Pick<NoticeFacts, 'reason' | 'before' | 'next' | 'way' | 'outcome' | 'urgency'>;

const NOTHING_MORE: More = { reason: null, before: null, next: null, way: null, outcome: null };

const nothingMore = (): More => NOTHING_MORE;

/** What a notice says besides what is planned. */
const MORE: Readonly<Record<MailName, (change: Change, site: Site, now: Instant) => More>> = {
  tentative: nothingMore,
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
