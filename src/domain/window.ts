/**
 * Wall-clock time in the site's zone. A week before Sunday 18:00 is Sunday 18:00, whatever the clocks did in between:
 * days are counted on the calendar, hours and minutes by the clock on the wall's own second hand.
 */
import { Temporal } from 'temporal-polyfill';
import type { Instant, Window } from './event.ts';

const MINUTE = 60_000;

// Cards and notices ask for the same few windows again and again, and Temporal takes 20 µs for each.
const starts = new Map<string, Instant>();
const MOST_STARTS = 10_000;

/** The start as an instant. In the hour that comes twice in autumn it is the first of the two. */
export function startOf({ start }: Window, zone: string): Instant {
  const key = `${start} ${zone}`;
  const known = starts.get(key) ?? Temporal.PlainDateTime.from(start).toZonedDateTime(zone).epochMilliseconds;
  if (starts.size >= MOST_STARTS) starts.clear();
  starts.set(key, known);
  return known;
}

/** The end as an instant: so many minutes of real time after the start. */
export function endOf(window: Window, zone: string): Instant {
  return startOf(window, zone) + window.minutes * MINUTE;
}

/** `duration` (ISO 8601) before `instant`, on the wall clock; with `hour` ('09:00'), at that hour of the day it falls on. */
export function before(instant: Instant, duration: string, zone: string, hour?: string): Instant {
  const moved = at(instant, zone).subtract(durationOf(duration));
  return (hour === undefined ? moved : moved.withPlainTime(Temporal.PlainTime.from(hour))).epochMilliseconds;
}

/** `duration` (ISO 8601) after `instant`, on the wall clock. */
export function after(instant: Instant, duration: string, zone: string): Instant {
  return at(instant, zone).add(durationOf(duration)).epochMilliseconds;
}

/** The day of an instant in the zone, as `2027-02-13`. */
export function dayOf(instant: Instant, zone: string): string {
  return at(instant, zone).toPlainDate().toString();
}

/** Calendar days from the day of one instant to the day of another: 1 is tomorrow. */
export function daysFrom(instant: Instant, later: Instant, zone: string): number {
  return at(instant, zone).toPlainDate().until(at(later, zone).toPlainDate()).days;
}

/** The first instant of the day after the one `instant` is in. */
export function endOfDay(instant: Instant, zone: string): Instant {
  return at(instant, zone).add({ days: 1 }).startOfDay().epochMilliseconds;
}

/** As the clock on the wall shows both: people subtract the times they read. */
export function minutesBetween(from: Instant, to: Instant): number {
  return Math.floor(to / MINUTE) - Math.floor(from / MINUTE);
}

/** The wall clock at an instant, as `2027-02-13T08:00`. */
export function wallClock(instant: Instant, zone: string): string {
  return at(instant, zone).toPlainDateTime().toString({ smallestUnit: 'minute' });
}

/** The same wall clock so many weeks later. */
export function weeksLater(start: string, weeks: number): string {
  return Temporal.PlainDateTime.from(start).add({ weeks }).toString({ smallestUnit: 'minute' });
}

/**
 * The valid wall-clock times around one that the spring change leaves out (02:30 on 2027-03-28 in Zurich: 01:59 and 03:00);
 * null when the time exists.
 */
export function gapAround(start: string, zone: string): { readonly last: string; readonly next: string } | null {
  const wall = Temporal.PlainDateTime.from(start);
  const earlier = wall.toZonedDateTime(zone, { disambiguation: 'earlier' });
  if (earlier.toPlainDateTime().equals(wall)) return null;
  const change = earlier.getTimeZoneTransition('next') ?? earlier;
  return { last: show(change.subtract({ minutes: 1 })), next: show(change) };
}

/** Whether the text is a wall-clock time such as `2027-02-13T08:00` that the calendar has. */
export function isWallClock(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(text)) return false;
  try {
    Temporal.PlainDateTime.from(text);
    return true;
  } catch {
    return false;
  }
}

// Reading one costs as much as the sum it is for, and the process table and the site have a handful of them.
const durations = new Map<string, Temporal.Duration>();

function durationOf(iso: string): Temporal.Duration {
  const duration = durations.get(iso) ?? Temporal.Duration.from(iso);
  durations.set(iso, duration);
  return duration;
}

/** `2027-03-28 03:00`, as people are asked to write it. */
function show(time: Temporal.ZonedDateTime): string {
  return time.toPlainDateTime().toString({ smallestUnit: 'minute' }).replace('T', ' ');
}

function at(instant: Instant, zone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone);
}
