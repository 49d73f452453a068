/** What a calendar says of a change: the entry of a notice, and of every announced change for those who subscribe. */
import type { Change } from './change.ts';
import { endedAt, startedAt } from './change.ts';
import type { Instant } from './event.ts';
import type { CalendarFacts, CalendarStatus, MailName, NoticeFacts } from './posting.ts';
import { serviceOf } from './schedule.ts';
import type { Site } from './site.ts';
import { lastTold } from './telling.ts';
import { endOf, startOf } from './window.ts';

/** The status that a notice gives the entry; null: it says nothing new of the window. */
const STATUS: Readonly<Record<MailName, CalendarStatus | null>> = {
  tentative: 'TENTATIVE',
  announce: 'CONFIRMED',
  moved: 'CONFIRMED',
  delayed: 'CONFIRMED',
  // The window that people know does not hold, and another one follows with its GO.
  postponed: 'TENTATIVE',
  remind: null,
  start: 'IN-PROCESS',
  extend: 'IN-PROCESS',
  overrun: 'IN-PROCESS',
  incident: 'IN-PROCESS',
  'incident-update': 'IN-PROCESS',
  // The service is not back: whoever takes over says when it is.
  'incident-process': 'IN-PROCESS',
  'incident-over': 'COMPLETED',
  end: 'COMPLETED',
  cancel: 'CANCELLED',
};

/** The calendar entry as this notice leaves it. */
export function calendarOf(
  name: MailName,
  { start, end, happened, next }: NoticeFacts,
  change: Change,
): CalendarFacts | null {
  const status = STATUS[name];
  if (status === null) return null;
  const { service } = change.tentative ?? change.tellings.at(-1) ?? change.planned;
  const until = status === 'COMPLETED' ? happened : IN_TROUBLE.includes(name) ? goingOn(end, happened, next) : end;
  const last = Math.max(until, start + MINUTE);
  return { sequence: Math.max(0, change.sequence - 1), status, start, end: last, object: service };
}

const IN_TROUBLE: readonly MailName[] = ['overrun', 'incident', 'incident-update', 'incident-process'];

/** Until it is expected to be done; where nobody knows, a while longer: no calendar may say that it is over by now. */
function goingOn(end: Instant, now: Instant, expected: Instant | null): Instant {
  return Math.max(expected ?? end, now + A_WHILE);
}

const MINUTE = 60_000;
const A_WHILE = 30 * MINUTE;

/** An announced change as everybody may see it. */
export interface CalendarEntry {
  readonly changeId: string;
  readonly title: string;
  readonly service: string;
  /** When something was last said of it. */
  readonly stamp: Instant;
  readonly calendar: CalendarFacts;
}

/** The entry of a change; null: it was never announced, or reached nobody. */
export function entryOf(change: Change, site: Site): CalendarEntry | null {
  const last = change.tellings.at(-1);
  if (last === undefined) return null;
  const { title, service } = last;
  const window = last.is === 'planned' ? windowNow(change, site) : windowOf(last, site);
  const calendar = { sequence: change.sequence - 1, status: statusOf(change), object: service, ...window };
  const stamp = change.notified.at(-1)?.at ?? change.createdAt;
  return { changeId: change.id, title, service: serviceOf(service, site).name, stamp, calendar };
}

/** What is ahead, and what is over for less than a quarter of a year: a calendar that never forgets grows for ever. */
export function inCalendar(entries: readonly CalendarEntry[], now: Instant): readonly CalendarEntry[] {
  return entries.filter(({ calendar }) => calendar.end > now - QUARTER_MS);
}

const QUARTER_MS = 92 * 24 * 60 * 60_000;

type Ends = Pick<CalendarFacts, 'start' | 'end'>;

/** As announced, as it is extended by now, or as it really ended. */
function windowNow(change: Change, site: Site): Ends {
  const told = change.tellings.at(-1) ?? change.planned;
  const { start, end } = windowOf(startedAt(change) === null ? told : change.planned, site);
  return { start, end: Math.max(endedAt(change) ?? end, start + MINUTE) };
}

function windowOf({ window }: Pick<Change['planned'], 'window'>, { timeZone }: Site): Ends {
  return { start: startOf(window, timeZone), end: endOf(window, timeZone) };
}

function statusOf(change: Change): CalendarStatus {
  const last = lastTold(change);
  if (last === null || change.stage.is === 'cancelled') return 'CANCELLED';
  if (last.is === 'postponed') return 'TENTATIVE';
  if (change.stage.is === 'ended' || change.stage.is === 'closed')
    return change.stage.outcome === 'failed' ? 'IN-PROCESS' : 'COMPLETED';
  return startedAt(change) === null ? 'CONFIRMED' : 'IN-PROCESS';
}
