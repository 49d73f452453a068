/** Notices to write as mails, the voices of a site, and what people see of a mail. */
import { fileURLToPath } from 'node:url';
import ICAL from 'ical.js';
import { isolated } from '../../src/app/plain-text.ts';
import type { MailLetter } from '../../src/app/ports.ts';
import type { Voice } from '../../src/app/words.ts';
import type { CalendarFacts, MailName, MailPosting, NoticeFacts } from '../../src/domain/posting.ts';
import { postingKey } from '../../src/domain/posting.ts';
import { NOTICES } from '../../src/domain/milestone.ts';
import type { Sender } from '../../src/domain/site.ts';
import type { MailerNeeds } from '../../src/mail/mailer.ts';
import { readSentences } from '../../src/text/sentences.ts';
import { times } from '../../src/text/times.ts';
import { site, upgrade, zurich } from '../support/fixtures.ts';

const TEXTS = fileURLToPath(new URL('../../cards/text', import.meta.url));

export const ALL_NAMES: readonly MailName[] = [...NOTICES, 'tentative'];

export const sender: Sender = {
  name: 'ISC Learn maintenance',
  address: 'steward@isc-learn.example',
  replyTo: 'platform@isc-learn.example',
};

export const teachers = 'teachers@isc-learn.example';
export const students = 'students@isc-learn.example';

function voiceIn(language: string): Voice {
  return { sentences: readSentences(TEXTS, language), times: times(language, site.timeZone), escape: isolated };
}

export const english = voiceIn('en');
export const french = voiceIn('fr');

export const START = zurich('2027-02-13 08:00');
export const END = zurich('2027-02-13 12:00');
const WEEK_MS = 7 * 24 * 60 * 60_000;

export const facts: NoticeFacts = {
  title: upgrade.title,
  service: site.name,
  start: START,
  end: END,
  happened: zurich('2027-02-13 11:40'),
  reason: 'The import of the courses takes longer.',
  before: { service: site.name, start: START - WEEK_MS, end: END - WEEK_MS },
  next: zurich('2027-02-13 14:00'),
  way: null,
  outcome: null,
  days: 1,
};

export const confirmed: CalendarFacts = {
  sequence: 3,
  status: 'CONFIRMED',
  start: START,
  end: END,
  object: 'isc-learn',
};

/** Said in time, with a calendar entry, unless told otherwise. */
export interface Told {
  readonly facts?: Partial<NoticeFacts>;
  readonly calendar?: Partial<CalendarFacts> | null;
  readonly late?: boolean;
  readonly joined?: true;
  readonly version?: number;
}

export const NOW = zurich('2027-02-06 09:00');

export function letterOf(notice: MailName, told: Told = {}): MailLetter {
  const posting: MailPosting = {
    key: postingKey('CHG-2027-001', notice, told.version ?? 12, 'mail'),
    due: NOW - 2 * 60 * 60_000,
    expires: null,
    kind: 'mail',
    notice,
    facts: { ...facts, ...told.facts },
    to: [teachers, students],
    calendar: told.calendar === null ? null : { ...confirmed, ...told.calendar },
    ...(told.joined === undefined ? {} : { joined: told.joined }),
  };
  return { changeId: 'CHG-2027-001', posting, late: told.late ?? false, now: NOW };
}

/** A mailer for a server on loopback that waits for little. */
export function needsOf(port: number, more: Partial<MailerNeeds> = {}): MailerNeeds {
  return {
    smtp: { host: '127.0.0.1', port, secure: false, requireTls: false },
    sender,
    voices: [english],
    site,
    patience: { connection: 500, greeting: 500, socket: 500 },
    ...more,
  };
}

/** The words of a text, without how they are laid out. */
export function words(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

/** The words that people see of an HTML mail, without the lines of it that clients show beside the subject. */
export function seen(html: string): string {
  const body = html.slice(html.indexOf('<body'));
  return words(
    body
      .replace(/<!--[\s\S]*?-->/g, '')
      .replace(/<div style="display:none[^>]*>[^<]*<\/div>/, '')
      .replace(/<[^>]*>/g, ' ')
      .replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => ENTITIES[name] ?? ''),
  );
}

/** Every tag of an HTML text, in its order: `<td class="quiet">`. */
export function tagsOf(html: string): readonly string[] {
  return html.replace(/<!--[\s\S]*?-->/g, '').match(/<[^>]*>/g) ?? [];
}

/** The calendar and its events, as a calendar reads them. @throws when it is none */
export function read(calendar: string | null): {
  readonly method: unknown;
  readonly events: readonly ICAL.Component[];
} {
  const root = new ICAL.Component(ICAL.parse(calendar ?? '') as unknown[]);
  return { method: root.getFirstPropertyValue('method'), events: root.getAllSubcomponents('vevent') };
}

/** The one event of a calendar. */
export function eventIn(calendar: string | null): ICAL.Component {
  const [event, ...others] = read(calendar).events;
  if (event === undefined || others.length > 0) throw new Error('There is not one event');
  return event;
}

/** The fields of an event by name: `{ uid, sequence, … }`; instants as ISO. */
export function fieldsOf(event: ICAL.Component): Readonly<Record<string, string>> {
  const properties = event.getAllProperties();
  return Object.fromEntries(
    properties.map((one) => {
      const value = one.getFirstValue();
      return [one.name, value instanceof ICAL.Time ? value.toJSDate().toISOString() : String(value)];
    }),
  );
}
