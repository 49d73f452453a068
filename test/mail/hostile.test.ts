/** Whatever people type is shown as text: it adds no header, no recipient, no markup and no event, and turns nothing around. */
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { reasonSaid } from '../../src/app/notice-text.ts';
import { isolated } from '../../src/app/plain-text.ts';
import type { Mailer } from '../../src/app/ports.ts';
import type { MailName } from '../../src/domain/posting.ts';
import { htmlOf } from '../../src/mail/html.ts';
import { smtpMailer } from '../../src/mail/mailer.ts';
import { textOf, wordingOf } from '../../src/mail/wording.ts';
import type { PostOffice } from '../../src/rehearsal/post-office.ts';
import { startPostOffice } from '../../src/rehearsal/post-office.ts';
import type { Mail } from '../../src/rehearsal/post-office/mail.ts';
import type { Told } from './given.ts';
import {
  english,
  eventIn,
  fieldsOf,
  french,
  letterOf,
  needsOf,
  seen,
  sender,
  tagsOf,
  teachers,
  words,
  NOW,
} from './given.ts';

// Many mails, on a machine that may have more to do.
jest.setTimeout(30_000);

const TYPED = [
  'Upgrade\r\nBcc: everybody@isc-learn.example\r\nX-Injected: yes',
  'Upgrade\nBcc: everybody@isc-learn.example\n\n<b>A body of its own</b>',
  '</td></table><script>alert(1)</script><img src=x onerror=alert(1)>',
  '"><a href="https://isc-learn.example" onclick="alert(1)">press</a>',
  "' onmouseover='alert(1)",
  '</mj-text><mj-include path="/etc/passwd" />]]><![CDATA[',
  '<!-- --><!--[if mso]><b>',
  '&lt;b&gt; &amp;amp; &#60;script&#62;',
  '{{title}} [[title]] $& $1 ${title} {title, select, other {x}}',
  'BEGIN:VEVENT\r\nUID:other\r\nEND:VEVENT\r\nEND:VCALENDAR',
  'ATTENDEE:mailto:everybody@isc-learn.example;,\\n\\;"',
  '**bold** _it_ [link](https://isc-learn.example) # heading\n- one\n- two\n\n> quoted',
  '🚀👩🏽‍💻🇨🇭 e\u0301',
  'שדרוג Moodle 5.0 ל־08:00',
  'ترقية\u202E moodle \u2067',
  'a\0b\u0007c\u2028d\uD83D',
  'x'.repeat(5000),
  'é '.repeat(2500),
];

const typed = fc.oneof(
  fc.constantFrom(...TYPED),
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc
    .array(fc.constantFrom(...TYPED, '\r', '\n', '"', '<', '&', '\u2069'), { maxLength: 4 })
    .map((parts) => parts.join('')),
);

let office: PostOffice;
let mailer: Mailer;

beforeAll(async () => {
  office = await startPostOffice();
  mailer = smtpMailer(needsOf(office.port, { voices: [english, french] }));
});
afterAll(async () => {
  mailer.close();
  await office.close();
});

async function arrived(notice: MailName, facts: NonNullable<Told['facts']> = {}): Promise<Mail> {
  const before = office.mails.length;
  await (await mailer.write(letterOf(notice, { facts }))).send(teachers, [], NOW);
  const mail = office.mails[before];
  if (mail === undefined || office.mails.length > before + 1) throw new Error('There is not one mail');
  return mail;
}

/** What is open to what people type: `cancel` says title and reason, and the service is a name in the site file. */
const withTexts = fc.record({ title: typed, reason: typed, service: typed });

describe('whatever people type', () => {
  test('a mail has the headers, the recipient and the calendar that it would have without', async () => {
    const usual = await arrived('cancel');
    const shape = (mail: Mail): unknown => ({
      headers: [...mail.headers.keys()],
      recipients: mail.envelope.recipients,
      fields: Object.keys(fieldsOf(eventIn(mail.calendar))),
      parts: mail.attachments.map(({ name }) => name),
    });
    await fc.assert(
      fc.asyncProperty(withTexts, async (texts) => {
        const mail = await arrived('cancel', texts);
        expect(shape(mail)).toEqual(shape(usual));
        expect(mail.subject.length).toBeLessThanOrEqual(250);
        expect(mail.subject).not.toMatch(/\p{Cc}/u);
        for (const line of (mail.calendar ?? '').split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
        expect(fieldsOf(eventIn(mail.calendar))).toMatchObject({ uid: 'CHG-2027-001@isc-learn.example' });
      }),
      { numRuns: 60 },
    );
  });

  test('a mail has the markup that it would have without: nothing that runs, nothing to press, nothing to fetch', async () => {
    const markup = async (
      facts: NonNullable<Told['facts']>,
    ): Promise<{ readonly tags: readonly string[]; readonly html: string }> => {
      const wording = wordingOf(letterOf('cancel', { facts }), sender, [english, french]);
      const html = await htmlOf('cancel', wording);
      const tags = tagsOf(html).filter((tag) => tag !== '<br />');
      return { tags: tags.map((tag) => tag.replace(/aria-label="[^"]*"/, '')), html };
    };
    const usual = await markup({});
    await fc.assert(
      fc.asyncProperty(withTexts, async (texts) => {
        const { tags, html } = await markup(texts);
        expect(tags).toEqual(usual.tags);
        expect(html.split('<!--')).toHaveLength(usual.html.split('<!--').length);
      }),
      { numRuns: 100 },
    );
  });

  test('people read it as it was typed, in the text and in the HTML', async () => {
    await fc.assert(
      fc.asyncProperty(withTexts, async (texts) => {
        const wording = wordingOf(letterOf('cancel', { facts: texts }), sender, [english]);
        const text = textOf(wording);
        const shown = { ...texts, reason: reasonSaid(texts.reason) };
        for (const one of Object.values(shown)) expect(words(text)).toContain(words(isolated(one)));
        expect(seen(await htmlOf('cancel', wording))).toBe(words(text));
      }),
      { numRuns: 100 },
    );
  });

  test('the lines of a reason stay lines', async () => {
    const { html, text } = await arrived('cancel', { reason: 'The disk is full.\r\nA new one comes.' });
    expect(text).toContain('The disk is full.\nA new one comes.');
    expect(html).toContain('The disk is full.<br />A new one comes.');
  });

  test('a title of several lines is one line where there is room for one', async () => {
    const { text } = await arrived('announce', { title: 'Upgrade\n\nMoodle' });
    expect(text).toContain('CHG-2027-001 · Upgrade Moodle\n');
  });

  test('right-to-left words turn nothing around beside them', async () => {
    const { subject, text, calendar } = await arrived('announce', { service: 'מודל', title: 'שדרוג\u202E' });
    const { summary, description } = fieldsOf(eventIn(calendar));
    expect(subject).toContain(': \u2068מודל\u2069, Sat 13 Feb 2027, 08:00');
    for (const one of [text, description]) expect(one).toContain('Planned work: \u2068שדרוג\u2069.');
    expect(summary).toContain(': \u2068מודל\u2069');
  });

  test('a calendar keeps the words of a title, and their lines', async () => {
    const title = 'Moodle; Mahara, \\ and "more"\nBEGIN:VEVENT\nthen the rest';
    const { calendar } = await arrived('announce', { title });
    expect(fieldsOf(eventIn(calendar))['description']).toContain(title);
  });
});
