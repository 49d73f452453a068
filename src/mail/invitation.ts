/** The calendar entry that goes with a notice: calendars put it in, move it and strike it out by themselves. */
import type { MailLetter } from '../app/ports.ts';
import type { Address } from '../domain/site.ts';
import type { Keeper } from './calendar.ts';
import { emptyCalendar, eventOf, fileOf } from './calendar.ts';
import type { Wording } from './wording.ts';
import { descriptionOf } from './wording.ts';

export interface Invitation {
  readonly method: 'REQUEST' | 'CANCEL';
  /** The iCalendar text for one recipient. */
  to(address: Address): string;
}

/**
 * The entry of a notice; null when it says nothing of the window. It is a request to each recipient (RFC 5546, 3.2.2) and not
 * a publication, because calendars update and cancel by themselves only what they were asked to keep.
 */
export function invitation(letter: MailLetter, wording: Wording, keeper: Keeper): Invitation | null {
  const { changeId, now, posting } = letter;
  const { calendar } = posting;
  if (calendar === null) return null;
  const method = calendar.status === 'CANCELLED' ? 'CANCEL' : 'REQUEST';
  const entry = { changeId, calendar, stamp: now, summary: wording.summary, description: descriptionOf(wording) };
  const file = emptyCalendar(method);
  file.createEvent(eventOf(entry, keeper));
  return { method, to: withAttendee(fileOf(file)) };
}

/** Written once, for 1,000 recipients too: only the line that names the recipient is put in for each. */
function withAttendee(file: string): Invitation['to'] {
  const at = file.lastIndexOf('\r\nEND:VEVENT\r\n');
  const [before, after] = [file.slice(0, at), file.slice(at)];
  return (address) => `${before}\r\n${folded(attendee(address))}${after}`;
}

/** Nobody has to come, and nobody is asked for an answer: it would go to a mailbox that maybe nobody reads. */
function attendee(address: Address): string {
  return `ATTENDEE;ROLE=OPT-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=FALSE:mailto:${uri(address)}`;
}

/** At 75 octets, the space that begins a line included (RFC 5545, 3.1); of plain ASCII, so that none is split. */
function folded(line: string): string {
  return line.match(/.{1,74}/g)?.join('\r\n ') ?? '';
}

/** What means something in a URI is encoded, such as `%` and `?` in the part before the `@` (RFC 6068, 2). */
function uri(address: Address): string {
  return encodeURI(address).replace(/[?#&;,/]/g, encodeURIComponent);
}
