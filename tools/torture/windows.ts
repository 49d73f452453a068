/** When the changes are to be: a few mornings ahead that several of them share, so that much falls due at once. */
import type { Instant } from '../../src/domain/event.ts';
import type { Chance } from './chance.ts';

const DAY_MS = 24 * 60 * 60_000;
/** Days ahead: at short notice, after the pre-check's time, in time. */
const AHEAD = [2, 5, 9, 16, 23];

/** `2027-02-13 08:00 for 6h` */
export function windowAt(now: Instant, chance: Chance): string {
  const day = new Date(now + chance.oneOf(AHEAD) * DAY_MS).toISOString().slice(0, 10);
  return `${day} ${chance.oneOf(['08:00', '08:00', '18:00'])} for ${chance.oneOf(['4h', '6h'])}`;
}
