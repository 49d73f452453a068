/** The calendar to subscribe to: whoever knows its token may read it, and nobody learns more than that there is no such page. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { Request, Response } from 'restify';
import { HttpFault } from './fault.ts';

export interface CalendarRoute {
  /** Null: there is no feed. */
  readonly token: string | null;
  /** All announced changes, as iCalendar text. */
  readonly read: () => string;
}

/** `GET /calendar.ics?token=…`. @throws HttpFault 404 where the token is wrong, missing, or there is none */
export function answerCalendar({ url = '' }: Request, res: Response, { token, read }: CalendarRoute): void {
  const said = new URL(url, 'http://localhost').searchParams.getAll('token');
  if (token === null || said.length !== 1 || !isSame(said[0] ?? '', token)) throw new HttpFault(404);
  const text = read();
  res.sendRaw(200, text, {
    'content-type': 'text/calendar; charset=utf-8',
    'content-length': String(Buffer.byteLength(text)),
    'cache-control': 'private, max-age=300',
    'x-content-type-options': 'nosniff',
    // The token is in the address: it goes nowhere from here.
    'referrer-policy': 'no-referrer',
  });
}

/** By their digests, which have one length: how long it takes says nothing of the token. */
function isSame(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
