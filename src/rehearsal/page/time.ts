const SHORT = { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' } as const;

/**
 * As `Sat 13 Feb, 08:00`.
 * @param at ISO
 * @param zone of the site; the browser's own until it is known
 */
export function shownTime(at: string, zone: string | undefined): string {
  return formatted(at, zone, SHORT);
}

/** As `Sat 13 Feb 2027, 08:00 CET`. */
export function fullTime(at: string, zone: string | undefined): string {
  return formatted(at, zone, { ...SHORT, year: 'numeric', timeZoneName: 'short' });
}

function formatted(at: string, zone: string | undefined, format: Intl.DateTimeFormatOptions): string {
  const where = zone === undefined ? {} : { timeZone: zone };
  return new Intl.DateTimeFormat('en-GB', { ...format, ...where }).format(new Date(at));
}
