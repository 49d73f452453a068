/** All maintenance as one calendar to subscribe to. */
import { escape } from 'ical-generator';
import { isolated, oneLine } from '../app/plain-text.ts';
import type { Voice } from '../app/words.ts';
import type { CalendarEntry } from '../domain/calendar.ts';
import type { Keeper } from './calendar.ts';
import { emptyCalendar, entryName, eventOf, fileOf } from './calendar.ts';

export interface FeedNeeds extends Keeper {
  readonly voices: readonly Voice[];
}

/** Clients look again after this time (RFC 7986, 5.7); many have a time of their own. */
const REFRESH_SECONDS = 3600;

/** The entries as iCalendar text: `text/calendar; charset=utf-8`. An entry has the UID that it has in the mails. */
export function calendarFeed(entries: readonly CalendarEntry[], needs: FeedNeeds): string {
  const name = inEach(needs.voices);
  const feed = emptyCalendar('PUBLISH');
  // The library writes a calendar's name as it is.
  feed.name(escape(`${name} · ${oneLine(isolated(needs.site.name))}`, false)).ttl(REFRESH_SECONDS);
  for (const { changeId, title, service, calendar, stamp } of entries) {
    const summary = entryName(service, needs.voices);
    const description = `${isolated(title)}\n${changeId}`;
    feed.createEvent(eventOf({ changeId, calendar, stamp, summary, description }, needs));
  }
  return fileOf(feed);
}

/** `Maintenance`, in each language, once where they have the same word. */
function inEach(voices: readonly Voice[]): string {
  return [...new Set(voices.map(({ sentences }) => sentences.say('mail.feed')))].join(' / ');
}
