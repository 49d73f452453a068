/** Every notice as it arrives: by SMTP on loopback, read back as a mail client reads it. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { noticeTexts, subjectOf } from '../../src/app/notice-text.ts';
import type { Mailer } from '../../src/app/ports.ts';
import type { Voice } from '../../src/app/words.ts';
import type { CalendarStatus, MailName } from '../../src/domain/posting.ts';
import { smtpMailer } from '../../src/mail/mailer.ts';
import type { PostOffice } from '../../src/rehearsal/post-office.ts';
import { startPostOffice } from '../../src/rehearsal/post-office.ts';
import type { Mail } from '../../src/rehearsal/post-office/mail.ts';
import type { Told } from './given.ts';
import {
  ALL_NAMES,
  END,
  START,
  english,
  eventIn,
  facts,
  fieldsOf,
  french,
  letterOf,
  needsOf,
  read,
  seen,
  sender,
  teachers,
  words,
  NOW,
} from './given.ts';

const IN_ENGLISH = [english];
const IN_BOTH = [english, french];
const LANGUAGES: readonly (readonly [string, readonly Voice[]])[] = [
  ['English', IN_ENGLISH],
  ['French', [french]],
  ['English and French', IN_BOTH],
];
const EACH = ALL_NAMES.flatMap((notice) => LANGUAGES.map(([language, voices]) => ({ notice, language, voices })));

let office: PostOffice;
/** Kept, since the server greets each new connection only after a tenth of a second. */
const mailers = new Map<readonly Voice[], Mailer>();

beforeAll(async () => {
  office = await startPostOffice();
});
afterAll(async () => {
  for (const mailer of mailers.values()) mailer.close();
  await office.close();
});

async function arrived(notice: MailName, told: Told = {}, voices: readonly Voice[] = IN_ENGLISH): Promise<Mail> {
  const mailer = mailers.get(voices) ?? smtpMailer(needsOf(office.port, { voices }));
  mailers.set(voices, mailer);
  const before = office.mails.length;
  await (await mailer.write(letterOf(notice, told))).send(teachers, [], NOW);
  const mail = office.mails[before];
  if (mail === undefined) throw new Error('It did not arrive');
  return mail;
}

describe('a notice by mail', () => {
  test.each(EACH)('$notice in $language: subject, text, HTML and calendar say the same', async ({ notice, voices }) => {
    const mail = await arrived(notice, {}, voices);
    const texts = noticeTexts({ notice, facts, lateSince: null }, voices);
    expect(mail.subject).toBe(subjectOf(texts));
    for (const { heading, body } of texts) {
      expect(mail.text).toContain(`${heading}\n\n${body}\n`);
      expect(words(fieldsOf(eventIn(mail.calendar))['description'] ?? '')).toContain(words(body));
    }
    expect(seen(mail.html ?? '')).toBe(words((mail.text ?? '').replace(/^-+$/gm, '')));
  });

  test.each(LANGUAGES)('has an entry of one name in the calendar, whatever becomes of it, in %s', async (_, voices) => {
    const name = voices[0]?.sentences.say('mail.entry', { service: 'ISC Learn' });
    for (const notice of ALL_NAMES)
      expect(fieldsOf(eventIn((await arrived(notice, {}, voices)).calendar))['summary']).toBe(name);
  });

  test('says at its top, in the other language, that this one is further down', async () => {
    const { text, html } = await arrived('announce', {}, IN_BOTH);
    expect(text).toMatch(/^Français ci-dessous\n\nPlanned maintenance: /);
    expect(html).toContain('<span lang="fr" dir="ltr">Français ci-dessous</span>');
    expect((await arrived('announce', {}, [french, english])).text).toMatch(/^English below\n\nMaintenance prévue/);
    expect((await arrived('announce')).text).toMatch(/^Planned maintenance: /);
  });

  test.each([
    ['announce', 'When', 'keeps your calendar up to date'],
    ['postponed', 'Was planned', 'marks the entry in your calendar as tentative'],
    ['cancel', 'Was planned', 'takes the entry out of your calendar'],
  ] as const)('%s: says what has become of the window and of its entry', async (notice, label, calendar) => {
    const { text } = await arrived(notice);
    expect(text).toMatch(new RegExp(`^${label} +Sat 13 Feb 2027, 08:00–12:00`, 'm'));
    expect(text).toContain(`The attached invitation ${calendar}.`);
  });

  test('names service, window and change in a table, says why it comes and where answers go', async () => {
    const { text } = await arrived('announce');
    expect(text).toContain(
      [
        'Service  ISC Learn',
        'When     Sat 13 Feb 2027, 08:00–12:00 CET (UTC+01:00)',
        'Change   CHG-2027-001 · Upgrade Moodle',
      ].join('\n'),
    );
    expect(text).toContain(english.sentences.say('mail.why', { service: 'ISC Learn' }));
    expect(text).toContain('platform@isc-learn.example');
  });

  test('names the window that was announced, and when it is over the time that it really took', async () => {
    const end = END + 60 * 60_000;
    const text = async (notice: MailName, status: CalendarStatus): Promise<string> =>
      (await arrived(notice, { calendar: { status, end } })).text ?? '';
    expect(await text('incident', 'IN-PROCESS')).toContain(english.times.range(START, END));
    expect(await text('end', 'COMPLETED')).toContain(english.times.range(START, end));
  });

  test('comes without a calendar entry, and without a word of one, where it says nothing of the window', async () => {
    const mail = await arrived('remind', { calendar: null });
    expect([mail.calendar, mail.attachments]).toEqual([null, []]);
    expect(mail.text).not.toMatch(/invitation|calendar/);
    expect((await arrived('announce')).text).toMatch(/invitation.*calendar/);
  });

  test('that is sent late says so', async () => {
    const letter = letterOf('announce');
    const lateness = english.sentences.say('notice.late', { due: english.times.when(letter.posting.due) });
    expect((await arrived('announce', { late: true })).text).toContain(`\n\n${lateness}\n\n`);
    expect((await arrived('announce')).text).not.toContain(lateness);
  });

  test('greets those who are new on the list', async () => {
    const greeting = english.sentences.say('mail.joined', { service: 'ISC Learn' });
    expect((await arrived('announce', { joined: true })).text).toContain(`\n\n${greeting}\n\n`);
    expect((await arrived('announce')).text).not.toContain(greeting);
  });

  test('says at its beginning, for those who see no more than that, what it is about', async () => {
    const { html } = await arrived('announce');
    const [, preview] = /<div style="display:none[^>]*>([^<]*)<\/div>/.exec(html ?? '') ?? [];
    expect(words(preview ?? '')).toBe(
      'ISC Learn may be unavailable on Sat 13 Feb 2027, 08:00–12:00 CET (UTC+01:00). Planned work: Upgrade Moodle.',
    );
  });

  test('tells a screen reader which language each part is in', async () => {
    const { html } = await arrived('announce', {}, IN_BOTH);
    expect(html?.match(/<html lang="(\w+)"/)?.[1]).toBe('en');
    expect([...(html ?? '').matchAll(/class="block" lang="(\w+)"/g)].map(([, language]) => language)).toEqual([
      'en',
      'fr',
    ]);
  });

  test('fetches nothing, runs nothing, leads nowhere, and holds in a phone and in the dark', async () => {
    const { html } = await arrived('announce');
    expect(html).not.toMatch(/<(a|img|script|link|iframe|form|object)\b/i);
    expect(html?.replace(/xmlns[:\w]*="[^"]*"/g, '')).not.toMatch(/https?:/);
    expect(html).toContain('name="viewport"');
    expect(html).toContain('name="color-scheme" content="light dark"');
    expect(html).toContain('prefers-color-scheme: dark');
    // Gmail cuts off what is beyond 102 KB.
    expect(html?.length).toBeLessThan(20_000);
  });

  test('goes to one recipient, and says who it is from, when, and that no machine should answer', async () => {
    const mail = await arrived('announce');
    expect(mail.envelope).toEqual({ returnPath: sender.address, recipients: [teachers] });
    expect(mail.from).toBe('"ISC Learn maintenance" <steward@isc-learn.example>');
    expect(mail.replyTo).toBe(sender.replyTo);
    expect(mail.headers.get('to')).toBe(teachers);
    expect(mail.headers.get('date')).toBe('Sat, 06 Feb 2027 08:00:00 +0000');
    expect(mail.autoSubmitted).toBe('auto-generated');
    expect(mail.headers.get('x-auto-response-suppress')).toBe('OOF, AutoReply');
    expect(mail.headers.has('x-mailer')).toBe(false);
  });

  test('answers go to the sender where nobody else is named', async () => {
    const { name, address } = sender;
    const mailer = smtpMailer(needsOf(office.port, { sender: { name, address } }));
    await (await mailer.write(letterOf('announce'))).send(teachers, [], NOW);
    mailer.close();
    const mail = office.mails.at(-1);
    expect([mail?.replyTo, mail?.text?.includes(address)]).toEqual([null, true]);
  });

  test('cancels the entry by the method that calendars go by', async () => {
    const mail = await arrived('cancel', { calendar: { status: 'CANCELLED' } });
    expect([mail.calendarMethod, read(mail.calendar).method]).toEqual(['CANCEL', 'CANCEL']);
    const asked = await arrived('moved');
    expect([asked.calendarMethod, read(asked.calendar).method]).toEqual(['REQUEST', 'REQUEST']);
    expect(asked.attachments.map(({ name, content }) => [name, String(content)])).toEqual([
      ['maintenance.ics', asked.calendar],
    ]);
  });
});
