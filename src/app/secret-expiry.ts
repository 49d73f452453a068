/** The day on which the client secret of the bot expires: without a new one nothing is sent from then on, and nobody is answered. */
import type { Instant } from '../domain/event.ts';
import { daysFrom, startOf } from '../domain/window.ts';
import type { Voice } from './words.ts';

export interface SecretExpiry {
  /** `2027-06-01` */
  readonly expires: string;
  /** When that day begins. The portal says no hour: this one is never too late. */
  readonly at: Instant;
  /** Calendar days until then: 0 is today, less is past. */
  readonly days: number;
}

/** It is said when so many days are left, and on every day from that day on. */
const STEPS = [1, 3, 7, 14, 30];

/** How things are with a secret that expires on this day. */
export function secretExpiry(expires: string, now: Instant, zone: string): SecretExpiry {
  const at = startOf({ start: `${expires}T00:00`, minutes: 0 }, zone);
  return { expires, at, days: daysFrom(now, at, zone) };
}

/** Which warning is due, by the days that it is said ahead; null: there is more time than that. */
export function stepOf({ days }: SecretExpiry): number | null {
  return days < 1 ? days : (STEPS.find((step) => days <= step) ?? null);
}

/** `expires on Tue 1 Jun 2027 (in 12 days)` */
export function secretSaid(secret: SecretExpiry, voice: Pick<Voice, 'sentences' | 'times'>): string {
  return voice.sentences.say(secret.days < 0 ? 'secret.expired' : 'secret.expires', valuesOf(secret, voice));
}

/** What the channel reads: how things are, and what has to be done. */
export function secretWarning(secret: SecretExpiry, voice: Pick<Voice, 'sentences' | 'times'>): string {
  const key = secret.days < 0 ? 'secret.warnExpired' : 'secret.warn';
  return voice.sentences.say(key, valuesOf(secret, voice));
}

function valuesOf({ at, days }: SecretExpiry, { times }: Pick<Voice, 'times'>): { day: string; days: number } {
  return { day: times.day(at), days };
}
