import type { Times } from '../app/words.ts';

/** Formats for one language and zone (IANA name), by `Intl`. */
export function times(language: string, timeZone: string): Times {
  const locale = language === 'en' ? 'en-GB' : language;
  const format = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
    new Intl.DateTimeFormat(locale, { timeZone, ...options });
  const dayFormat = format({ weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' });
  const timeFormat = format({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const zoneFormat = format({ timeZoneName: 'short' });
  const offsetFormat = format({ timeZoneName: 'longOffset' });

  const day = remembered((instant) => dayFormat.format(instant).replace(/^(\w+),/, '$1'));
  const time = remembered((instant) => timeFormat.format(instant));
  const zoneOf = remembered((quarter) => {
    const offset = part(offsetFormat, quarter * QUARTER_MS).replace('GMT', 'UTC');
    return `${part(zoneFormat, quarter * QUARTER_MS)} (${offset})`;
  });
  const zone = (instant: number): string => zoneOf(Math.floor(instant / QUARTER_MS));
  const clock = (instant: number): string => `${time(instant)} ${zone(instant)}`;
  const when = (instant: number): string => `${day(instant)}, ${clock(instant)}`;
  const range = (start: number, end: number): string => {
    if (zone(start) !== zone(end)) return `${when(start)} – ${when(end)}`;
    if (day(start) !== day(end)) return `${day(start)}, ${time(start)} – ${when(end)}`;
    return `${day(start)}, ${time(start)}–${clock(end)}`;
  };
  return { day, time, zone, clock, when, range, span };
}

/** Clocks are changed at a full quarter of an hour, wherever it is done. */
const QUARTER_MS = 15 * 60_000;
const MOST_REMEMBERED = 10_000;

/** A card names the same few instants again and again, and `Intl` takes some 10 µs for each. */
function remembered(format: (instant: number) => string): (instant: number) => string {
  const known = new Map<number, string>();
  return (instant) => {
    const before = known.get(instant);
    if (before !== undefined) return before;
    if (known.size >= MOST_REMEMBERED) known.clear();
    const said = format(instant);
    known.set(instant, said);
    return said;
  };
}

function part(format: Intl.DateTimeFormat, instant: number): string {
  return format.formatToParts(instant).find(({ type }) => type === 'timeZoneName')?.value ?? '';
}

function span(minutes: number): string {
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  if (hours === 0) return `${String(rest)} min`;
  return rest === 0 ? `${String(hours)} h` : `${String(hours)} h ${String(rest)} min`;
}
