/** The calendar to subscribe to: whoever knows its token may read it, and nobody learns more than that there is no such page. */
import type { Request, Response } from 'restify';
import { HttpFault } from './fault.ts';
import { isSameSecret } from './same-secret.ts';

export interface CalendarRoute {
  /** Null: there is no feed. */
  readonly token: string | null;
  /** All announced changes, as iCalendar text. */
  readonly read: () => string;
}

/** `GET /calendar.ics?token=…`. @throws HttpFault 404 where the token is wrong, missing, or there is none */
export function answerCalendar({ url = '' }: Request, res: Response, { token, read }: CalendarRoute): void {
  const said = new URL(url, 'http://localhost').searchParams.getAll('token');
  if (token === null || said.length !== 1 || !isSameSecret(said[0] ?? '', token)) throw new HttpFault(404);
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
