import type { Times } from '../app/words.ts';

/**
 * Formats for one language and zone (IANA name), by `Intl`. English is that of Europe, with the day before the month; French is
 * plain `fr`, which says all of this as `fr-CH` does.
 */
export function times(language: string, timeZone: string): Times {
  const locale = language === 'en' ? 'en-GB' : language;
  const format = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
    new Intl.DateTimeFormat(locale, { timeZone, ...options });
  const dayFormat = format({ weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' });
  const timeFormat = format({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const sayZone = zoneSaid(language, format);

  const day = remembered((instant) => {
    const said = dayFormat.format(instant).replace(/^(\w+),/, '$1');
    return language === 'fr' ? said.replace(' 1 ', ' 1er ') : said;
  });
  const time = remembered((instant) => timeFormat.format(instant));
  const zoneOf = remembered((quarter) => sayZone(quarter * QUARTER_MS));
  const zone = (instant: number): string => zoneOf(Math.floor(instant / QUARTER_MS));
  const clock = (instant: number): string => `${time(instant)} ${zone(instant)}`;
  const when = (instant: number): string => `${day(instant)}, ${clock(instant)}`;
  const range = (start: number, end: number): string => {
    if (zone(start) !== zone(end)) return `${when(start)} – ${when(end)}`;
    if (day(start) !== day(end)) return `${day(start)}, ${time(start)} – ${when(end)}`;
    return `${day(start)}, ${time(start)}–${clock(end)}`;
  };
  return { day, time, zone, clock, when, range, span: spanSaid(language, locale) };
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

/**
 * `CET (UTC+01:00)`, or `(heure d’Europe centrale, UTC+01:00)` in a language that has no abbreviation of the zone: what `Intl`
 * gives for one is the offset then, which would be said twice. English names such a zone by its offset all the same.
 */
function zoneSaid(
  language: string,
  format: (options: Intl.DateTimeFormatOptions) => Intl.DateTimeFormat,
): (instant: number) => string {
  const shortFormat = format({ timeZoneName: 'short' });
  const nameFormat = format({ timeZoneName: 'longGeneric' });
  const offsetFormat = format({ timeZoneName: 'longOffset' });
  return (instant) => {
    const short = part(shortFormat, instant);
    const offset = part(offsetFormat, instant).replace('GMT', 'UTC');
    if (language === 'en' || !OFFSET.test(short)) return `${short} (${offset})`;
    const name = part(nameFormat, noonOf(instant));
    return OFFSET.test(name) ? `(${offset})` : `(${name}, ${offset})`;
  };
}

/** In the hour that comes twice `Intl` adds the country to some names, `heure d’Europe centrale (Suisse)`: at noon it does not. */
function noonOf(instant: number): number {
  return (Math.floor(instant / DAY_MS) + 0.5) * DAY_MS;
}

const DAY_MS = 24 * 60 * 60_000;

/** `UTC+1`, `GMT-05:00`; the minus is U+2212 in French. `UTC` alone is a name. */
const OFFSET = /^(?:UTC|GMT)[-+\u2212]\d/;

function part(format: Intl.DateTimeFormat, instant: number): string {
  return format.formatToParts(instant).find(({ type }) => type === 'timeZoneName')?.value ?? '';
}

/** `h` and `min` are symbols in every language; but for English, no line is broken between a number and its unit. */
function spanSaid(language: string, locale: string): (minutes: number) => string {
  const gap = language === 'en' ? ' ' : '\u00a0';
  const numberFormat = new Intl.NumberFormat(locale, { useGrouping: false });
  const amount = (count: number, unit: string): string => `${numberFormat.format(count)}${gap}${unit}`;
  return (minutes) => {
    const hours = Math.floor(minutes / 60);
    const rest = minutes % 60;
    if (hours === 0) return amount(rest, 'min');
    return rest === 0 ? amount(hours, 'h') : `${amount(hours, 'h')}${gap}${amount(rest, 'min')}`;
  };
}
