/** Durations as people write them (`14 days`, `2h30`, `PT30M`), as ISO 8601 in days, hours and minutes. */
import parse from 'parse-duration';
import { Temporal } from 'temporal-polyfill';

/** Days are read here and not by the library: to it a day is 24 hours, to the process a date on the calendar. */
const CALENDAR = /^(\d{1,4})\s*(weeks?|w|days?|d)(?![a-z])\s*/i;
/** The library leaves out what it does not know, and takes a comma for a thousands separator: only this gets through to it. */
const CLOCK =
  /^(?:\d{1,5}(?:\.\d{1,2})?\s*(?:hours?|hrs?|h)\s*)?(?:\d{1,5}\s*(?:minutes?|mins?|m)?)?$|^\d{1,5}\s*(?:minutes?|mins?|m)$/i;
const ISO = /^P(?!$)(?:\d{1,4}W)?(?:\d{1,4}D)?(?:T(?=\d)(?:\d{1,5}H)?(?:\d{1,5}M)?)?$/i;

/** `PT2H30M` for `2h30`, `P14D` for `14 days` or `2 weeks`; null when the text is no duration. Days never become hours. */
export function readDuration(text: string): string | null {
  const words = text.trim();
  if (ISO.test(words)) return fromIso(words);
  const { days, rest } = calendarPart(words);
  const minutes = clockPart(rest, days === null);
  return minutes === null ? null : toIso(days ?? 0, minutes);
}

function fromIso(text: string): string {
  const { weeks, days, hours, minutes } = Temporal.Duration.from(text.toUpperCase());
  return toIso(weeks * 7 + days, hours * 60 + minutes);
}

function calendarPart(text: string): { readonly days: number | null; readonly rest: string } {
  let days: number | null = null;
  let rest = text;
  for (let match = CALENDAR.exec(rest); match !== null; match = CALENDAR.exec(rest)) {
    const [whole, count = '0', unit = 'd'] = match;
    days = (days ?? 0) + Number(count) * (unit.toLowerCase().startsWith('w') ? 7 : 1);
    rest = rest.slice(whole.length);
  }
  return { days, rest };
}

function clockPart(text: string, required: boolean): number | null {
  if (text === '') return required ? null : 0;
  if (!CLOCK.test(text) || /^\d+$/.test(text)) return null;
  const minutes = parse(text, 'm');
  return minutes === null || !Number.isInteger(minutes) ? null : minutes;
}

function toIso(days: number, minutes: number): string {
  return Temporal.Duration.from({ days, hours: Math.floor(minutes / 60), minutes: minutes % 60 }).toString();
}

/** The duration in minutes with days of 24 hours: to compare it with a limit, not to compute an instant. */
export function roughMinutes(iso: string): number {
  return Temporal.Duration.from(iso).total({ unit: 'minutes', relativeTo: '2027-06-01' });
}
