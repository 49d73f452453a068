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

/** Gives the entries as iCalendar text (`text/calendar; charset=utf-8`). An entry has the UID that it has in the mails. */
export function calendarFeed(needs: FeedNeeds): (entries: readonly CalendarEntry[]) => string {
  // Written once: an entry takes 0.5 ms, and a thousand subscribers ask again every hour.
  const written = new WeakMap<CalendarEntry, string>();
  const [head, tail] = frameOf(needs);
  return (entries) => {
    const events = entries.map((entry) => {
      const text = written.get(entry) ?? eventText(entry, needs);
      written.set(entry, text);
      return text;
    });
    return [head, ...events, tail].join('');
  };
}

const END = 'END:VCALENDAR';

/** What stands around the entries. */
function frameOf(needs: FeedNeeds): readonly [string, string] {
  const name = inEach(needs.voices);
  const feed = emptyCalendar('PUBLISH');
  // The library writes a calendar's name as it is.
  feed.name(escape(`${name} · ${oneLine(isolated(needs.site.name))}`, false)).ttl(REFRESH_SECONDS);
  const text = fileOf(feed);
  const end = text.lastIndexOf(END);
  return [text.slice(0, end), text.slice(end)];
}

function eventText({ changeId, title, service, calendar, stamp }: CalendarEntry, needs: FeedNeeds): string {
  const summary = entryName(service, needs.voices);
  const description = `${isolated(title)}\n${changeId}`;
  const alone = emptyCalendar('PUBLISH');
  alone.createEvent(eventOf({ changeId, calendar, stamp, summary, description }, needs));
  const text = fileOf(alone);
  return text.slice(text.indexOf('BEGIN:VEVENT'), text.lastIndexOf(END));
}

/** `Maintenance`, in each language, once where they have the same word. */
function inEach(voices: readonly Voice[]): string {
  return [...new Set(voices.map(({ sentences }) => sentences.say('mail.feed')))].join(' / ');
}
