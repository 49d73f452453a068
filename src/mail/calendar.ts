/**
 * The maintenance as an entry of a calendar (RFC 5545), with the fields of the maintenance notification standard
 * (github.com/jda/maintnote-std) for machines that read it.
 */
import {
  ICalCalendar,
  ICalCalendarMethod,
  ICalEventBusyStatus,
  ICalEventStatus,
  ICalEventTransparency,
} from 'ical-generator';
import type { ICalEventData } from 'ical-generator';
import { isolated, oneLine } from '../app/plain-text.ts';
import type { Voice } from '../app/words.ts';
import type { Instant } from '../domain/event.ts';
import type { CalendarFacts, CalendarStatus } from '../domain/posting.ts';
import type { Sender } from '../domain/site.ts';
import { domainOf } from './message-id.ts';

/** Who keeps the calendar. */
export interface Keeper {
  /** Absent: there is no mail, and the entries have no organizer. */
  readonly sender?: Sender | undefined;
  readonly site: { readonly name: string };
}

/** One entry as a notice leaves it; the texts are plain text that is safe among other text, the summary in one line. */
export interface Entry {
  readonly changeId: string;
  readonly summary: string;
  readonly description: string;
  readonly calendar: CalendarFacts;
  /** When this state of it was said (RFC 5545, 3.8.7.2). */
  readonly stamp: Instant;
}

/** What a calendar calls a maintenance of this service, in mails and in the feed: a name that changed would be news each time. */
export function entryName(service: string, [first]: readonly Voice[]): string {
  const said = first?.sentences.say('mail.entry', { service: oneLine(isolated(service)) }) ?? '';
  return oneLine(said, MOST_OF_A_NAME);
}

const MOST_OF_A_NAME = 250;

/** An empty calendar. `PUBLISH` is to be looked at, `REQUEST` and `CANCEL` keep the entry of a recipient up to date (RFC 5546). */
export function emptyCalendar(method: 'PUBLISH' | 'REQUEST' | 'CANCEL'): ICalCalendar {
  return new ICalCalendar({
    prodId: { company: 'Change Steward', product: 'Maintenance', language: 'EN' },
    method: ICalCalendarMethod[method],
  });
}

/** As a file: folded at 75 octets, every line ended (RFC 5545, 3.1), which the library leaves out at the last one. */
export function fileOf(calendar: ICalCalendar): string {
  return `${calendar.toString()}\r\n`;
}

/**
 * The entry. Its times are in UTC: a single event needs no zone, and no rule of summer time, to be right on both days the
 * clocks change; each calendar shows it by the clock of its reader.
 */
export function eventOf({ changeId, summary, description, calendar, stamp }: Entry, keeper: Keeper): ICalEventData {
  const { sender } = keeper;
  return {
    id: `${changeId}@${providerOf(keeper)}`,
    sequence: calendar.sequence,
    stamp: new Date(stamp),
    start: new Date(calendar.start),
    end: new Date(calendar.end),
    summary,
    description,
    status: ICalEventStatus[STATUS[calendar.status]],
    // A service that is away takes nobody's time: those who are told stay free for others.
    transparency: ICalEventTransparency.TRANSPARENT,
    busystatus: ICalEventBusyStatus.FREE,
    ...(sender === undefined ? {} : { organizer: { name: quotable(sender.name), email: sender.address } }),
    x: maintenanceNote(changeId, calendar, keeper),
  };
}

/** iCalendar has three of the five (RFC 5545, 3.8.1.11): what is under way or done was never more than confirmed. */
const STATUS: Readonly<Record<CalendarStatus, 'TENTATIVE' | 'CONFIRMED' | 'CANCELLED'>> = {
  TENTATIVE: 'TENTATIVE',
  CONFIRMED: 'CONFIRMED',
  'IN-PROCESS': 'CONFIRMED',
  COMPLETED: 'CONFIRMED',
  CANCELLED: 'CANCELLED',
};

/**
 * The fields of the standard, 3.6.1 to 3.6.6. The impact is that of the maintenance, not of the moment: a service is taken to be
 * away during its window, the standard's own default (3.6.5), and the notice of a closed window repeats everything but the status
 * (3.7.5.1), so that it stays OUTAGE with COMPLETED and CANCELLED too.
 */
function maintenanceNote(
  changeId: string,
  { object, status }: CalendarFacts,
  keeper: Keeper,
): Readonly<Record<string, string>> {
  return {
    'X-MAINTNOTE-PROVIDER': providerOf(keeper),
    'X-MAINTNOTE-ACCOUNT': oneLine(isolated(keeper.site.name)),
    'X-MAINTNOTE-MAINTENANCE-ID': changeId,
    'X-MAINTNOTE-OBJECT-ID': object,
    'X-MAINTNOTE-IMPACT': 'OUTAGE',
    'X-MAINTNOTE-STATUS': status,
  };
}

/** The domain of the mails; where there are none, the name of the site in letters that a UID may have. */
function providerOf({ sender, site }: Keeper): string {
  if (sender !== undefined) return domainOf(sender.address);
  return site.name.toLowerCase().replace(/[^a-z0-9]+/g, '-') || 'site';
}

/** A parameter in quotes has no way to hold a quote (RFC 5545, 3.2). */
function quotable(name: string): string {
  return oneLine(isolated(name)).replace(/["\\]/g, "'");
}
