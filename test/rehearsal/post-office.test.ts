import { afterEach, describe, expect, test } from '@jest/globals';
import { createTransport, type SendMailOptions } from 'nodemailer';
import testCertificate from 'smtp-server/lib/tls-options.js';
import { startPostOffice, type PostOffice } from '../../src/rehearsal/post-office.ts';
import type { Mail } from '../../src/rehearsal/post-office/mail.ts';
import type { PostOfficeOptions } from '../../src/rehearsal/post-office/options.ts';

/** Of a sender that waits for what never comes; long enough for everything that does, also on a busy machine. */
const IMPATIENT = { greetingTimeout: 1_500, socketTimeout: 1_500 };
const ICS = [
  'BEGIN:VCALENDAR',
  'VERSION:2.0',
  'METHOD:REQUEST',
  'BEGIN:VEVENT',
  'UID:CHG-2027-001',
  'SUMMARY:Geplante Wartung: Übung',
  'END:VEVENT',
  'END:VCALENDAR',
  '',
].join('\r\n');
const NOTICE: SendMailOptions = {
  from: 'Change Steward <steward@example.org>',
  to: 'Member <member@example.org>',
  replyTo: 'approver@example.org',
  subject: 'Planned maintenance: ISC Learn – Übung',
  text: 'ISC Learn is down from 08:00.',
  html: '<p>ISC Learn is <b>down</b> from 08:00.</p>',
  messageId: '<2@steward.example.org>',
  inReplyTo: '<1@steward.example.org>',
  references: ['<0@steward.example.org>', '<1@steward.example.org>'],
  headers: { 'Auto-Submitted': 'auto-generated' },
  icalEvent: { method: 'REQUEST', content: ICS },
  attachments: [{ filename: 'maintenance.ics', content: ICS, contentType: 'text/calendar' }],
};

let office: PostOffice;

afterEach(() => office.close());

async function open(options: PostOfficeOptions = {}): Promise<void> {
  office = await startPostOffice(options);
}

/** One mail by a sender that tries once, on a connection of its own. */
async function send(mail: SendMailOptions = {}, options: object = {}): Promise<void> {
  const transport = createTransport({ host: '127.0.0.1', port: office.port, ...options });
  try {
    await transport.sendMail({ from: 'steward@example.org', to: 'member@example.org', subject: 'One', ...mail });
  } finally {
    transport.close();
  }
}

const subjects = (): string[] => office.mails.map(({ subject }) => subject);
const statuses = (): unknown[] => office.attempts.map(({ status }) => status);

describe('a mail that was taken', () => {
  test('is in its box with all that was sent, and what was said of it', async () => {
    const now = new Date('2027-02-12T08:00:00Z');
    await open({ clock: () => now });
    await createTransport(office.url).sendMail(NOTICE);
    const [mail] = office.mails;
    expect(mail).toMatchObject({
      at: now,
      to: 'member@example.org',
      envelope: { returnPath: 'steward@example.org', recipients: ['member@example.org'] },
      from: '"Change Steward" <steward@example.org>',
      replyTo: 'approver@example.org',
      subject: 'Planned maintenance: ISC Learn – Übung',
      messageId: '<2@steward.example.org>',
      inReplyTo: '<1@steward.example.org>',
      references: ['<0@steward.example.org>', '<1@steward.example.org>'],
      autoSubmitted: 'auto-generated',
      text: expect.stringContaining('down from 08:00.') as unknown,
      html: '<p>ISC Learn is <b>down</b> from 08:00.</p>',
      calendarMethod: 'REQUEST',
    });
    expect(mail?.calendar).toContain('SUMMARY:Geplante Wartung: Übung');
    expect(mail?.attachments.map(({ name, type }) => [name, type])).toContainEqual([
      'maintenance.ics',
      'text/calendar',
    ]);
    expect(mail?.headers.get('mime-version')).toBe('1.0');
    expect(mail?.raw.toString('latin1')).toMatch(/^From: Change Steward/m);
  });

  test('has null for every part that it has not', async () => {
    await open();
    await send({ text: 'Only text' });
    await send({ html: '<p>Only HTML</p>' });
    expect(
      office.mails.map(({ text, html, calendar }) => [text, html, calendar].map((part) => part?.trim() ?? null)),
    ).toEqual([
      ['Only text', null, null],
      [null, '<p>Only HTML</p>', null],
    ]);
  });

  test('is in the box of each recipient, and says who else got the very same one', async () => {
    await open();
    await send({ to: 'member@example.org, approver@example.org' });
    expect(office.box('Approver@Example.org').map(({ to, envelope }) => [to, envelope.recipients.length])).toEqual([
      ['approver@example.org', 2],
    ]);
    expect(office.taken).toBe(2);
  });

  test('stands in the order of arrival, however many come at once', async () => {
    await open();
    const transport = createTransport(`${office.url}?pool=true&maxConnections=4`);
    const to = Array.from({ length: 30 }, (_, at) => `member-${at}@example.org`);
    await Promise.all(to.map((one) => transport.sendMail({ from: 'steward@example.org', to: one, text: 'x' })));
    transport.close();
    expect(office.mails.map((mail) => mail.to).sort()).toEqual([...to].sort());
    expect(office.attempts).toHaveLength(30);
    const times = office.mails.map(({ at }) => at.getTime());
    expect(times).toEqual([...times].sort((a, b) => a - b));
  });

  test('is dated only once the clock was read', async () => {
    let now = 0;
    await open({ clock: () => new Date(now), before: () => Promise.resolve(void (now += 1_000)) });
    await send();
    await send();
    expect(office.mails.map(({ at }) => at.getTime())).toEqual([1_000, 2_000]);
  });

  test('is heard of, and can be waited for before it comes', async () => {
    await open();
    const heard: Mail[] = [];
    office.on('mail', (mail) => heard.push(mail));
    const awaited = office.until(({ subject }) => subject === 'Two', 'the second mail');
    await send();
    await send({ subject: 'Two' });
    expect((await awaited).subject).toBe('Two');
    expect(heard).toEqual(office.mails);
  });

  test('that does not come is explained by what did', async () => {
    await open({ patience: 20 });
    await expect(office.until(() => true, 'a mail')).rejects.toThrow('Waited 20 ms for a mail. There is:\n  no mail');
    await send();
    await expect(office.until(({ subject }) => subject === 'Two', 'the reminder')).rejects.toThrow(
      'Waited 20 ms for the reminder. There is:\n  to member@example.org: One',
    );
  });

  test('is only counted where nobody wants to read it', async () => {
    await open({ parse: false });
    const awaited = office.arrived(2);
    await send({ text: 'x'.repeat(200_000) });
    await send();
    await awaited;
    expect([office.taken, office.mails.length, statuses()]).toEqual([2, 0, [250, 250]]);
  });
});

describe('a sender', () => {
  test('needs neither TLS nor a login, and is offered none', async () => {
    await open();
    await expect(send({}, { requireTLS: true })).rejects.toMatchObject({ code: 'ETLS' });
    await send();
    expect(subjects()).toEqual(['One']);
  });

  test('must log in where a login is asked for', async () => {
    await open({ login: { user: 'steward', pass: 'correct' } });
    await expect(send()).rejects.toMatchObject({ responseCode: 530 });
    await expect(send({}, { auth: { user: 'steward', pass: 'wrong' } })).rejects.toMatchObject({
      code: 'EAUTH',
      responseCode: 535,
    });
    await send({}, { auth: { user: 'steward', pass: 'correct' } });
    expect(office.taken).toBe(1);
  });

  test('can change to TLS where a certificate is given, and must before it logs in', async () => {
    const { key, cert } = testCertificate<{ key: string; cert: string }>();
    await open({ tls: { key, cert }, login: { user: 'steward', pass: 'correct' } });
    const auth = { user: 'steward', pass: 'correct' };
    await expect(send({}, { auth, ignoreTLS: true })).rejects.toMatchObject({ responseCode: 538 });
    await expect(send({}, { auth })).rejects.toMatchObject({ code: 'ESOCKET' });
    await send({}, { auth, requireTLS: true, tls: { rejectUnauthorized: false } });
    expect(office.taken).toBe(1);
  });
});

describe('a fault', () => {
  test('breaks the connection before the greeting, as often as asked for', async () => {
    await open();
    office.faults.add({ at: 'connection', drop: 'before', times: 2 });
    for (let time = 0; time < 2; time += 1) await expect(send()).rejects.toMatchObject({ code: 'ECONNECTION' });
    await send();
    expect(office.taken).toBe(1);
  });

  test('greets with 421 until it is cleared', async () => {
    await open();
    office.faults.add({ at: 'connection', status: 421 });
    for (let time = 0; time < 3; time += 1) await expect(send()).rejects.toMatchObject({ responseCode: 421 });
    office.faults.clear();
    await send();
    expect(office.taken).toBe(1);
  });

  test('is taken back alone, and its like stays', async () => {
    await open();
    const gone = { at: 'recipient', to: 'gone@example.org', status: 550 } as const;
    office.faults.add({ ...gone, times: 1 });
    office.faults.add(gone);
    office.faults.remove(gone);
    await expect(send({ to: 'gone@example.org' })).rejects.toMatchObject({ responseCode: 550 });
    await send({ to: 'gone@example.org' });
    expect(office.taken).toBe(1);
  });

  test('takes the connection and never says a word', async () => {
    await open();
    office.faults.add({ at: 'connection', hang: Infinity, times: 1 });
    await expect(send({}, IMPATIENT)).rejects.toMatchObject({ code: 'ETIMEDOUT' });
    await send();
    expect(office.taken).toBe(1);
  });

  test('refuses a login that is right', async () => {
    await open({ login: { user: 'steward', pass: 'correct' } });
    const auth = { user: 'steward', pass: 'correct' };
    office.faults.add({ at: 'login', status: 535, times: 1 });
    await expect(send({}, { auth })).rejects.toMatchObject({ code: 'EAUTH', responseCode: 535 });
    await send({}, { auth });
    expect(office.taken).toBe(1);
  });

  test('greylists each recipient for a number of times of its own', async () => {
    await open();
    office.faults.add({ at: 'recipient', status: 451, times: 2, each: true });
    const tries = ['a', 'b', 'a', 'A', 'b', 'b'].map((name) => `${name}@example.org`);
    const answers: number[] = [];
    for (const to of tries) {
      answers.push(
        await send({ to }).then(
          () => 250,
          (fault: unknown) => (fault as { responseCode: number }).responseCode,
        ),
      );
    }
    expect(answers).toEqual([451, 451, 451, 250, 451, 250]);
    expect(office.attempts.map(({ to, status }) => [to[0], status])).toEqual(
      answers.map((status, at) => [tries[at]?.[0], status]),
    );
  });

  test('knows nobody of one address, whatever its case, and takes the mails of all others', async () => {
    await open();
    office.faults.add({ at: 'recipient', to: 'Gone@example.org', status: 550 });
    await expect(send({ to: 'gone@example.org' })).rejects.toMatchObject({ code: 'EENVELOPE', responseCode: 550 });
    await send({ to: 'gone@example.org, member@example.org' });
    expect(office.mails.map(({ to }) => to)).toEqual(['member@example.org']);
    expect(statuses()).toEqual([550, 550, 250]);
  });

  test.each([552, 554])('refuses the whole message with %i once it was sent', async (status) => {
    await open();
    office.faults.add({ at: 'message', to: 'member@example.org', status, times: 1 });
    await send({ to: 'approver@example.org' });
    await expect(send()).rejects.toMatchObject({ code: 'EMESSAGE', responseCode: status });
    expect([office.taken, statuses()]).toEqual([1, [250, status]]);
  });

  test('takes the message and never answers', async () => {
    await open();
    office.faults.add({ at: 'message', hang: Infinity, times: 1 });
    await expect(send({}, IMPATIENT)).rejects.toMatchObject({ code: 'ETIMEDOUT' });
    expect(subjects()).toEqual(['One']);
  });

  test('never answers, and has not taken the message either', async () => {
    await open();
    office.faults.add({ at: 'message', hang: Infinity, drop: 'before', times: 1 });
    await expect(send({}, IMPATIENT)).rejects.toMatchObject({ code: 'ETIMEDOUT' });
    expect(subjects()).toEqual([]);
  });

  test('breaks the connection after the message: lost before it was taken, kept after', async () => {
    await open();
    office.faults.add({ at: 'message', drop: 'before', times: 1 });
    await expect(send({ subject: 'lost' })).rejects.toMatchObject({ code: 'ECONNECTION' });
    office.faults.add({ at: 'message', drop: 'after', times: 1 });
    await expect(send({ subject: 'kept' })).rejects.toMatchObject({ code: 'ECONNECTION' });
    expect([subjects(), statuses()]).toEqual([['kept'], ['dropped', 'dropped']]);
  });
});

describe('the end', () => {
  test('does not wait for a sender that holds its connection open, nor for a step that hangs', async () => {
    await open();
    const pooled = createTransport(`${office.url}?pool=true`);
    await pooled.sendMail({ from: 'steward@example.org', to: 'member@example.org', text: 'x' });
    office.faults.add({ at: 'message', hang: Infinity });
    const hanging = expect(send()).rejects.toMatchObject({ code: 'ECONNECTION' });
    await office.arrived(2);
    const before = performance.now();
    await office.close();
    expect(performance.now() - before).toBeLessThan(5_000);
    await hanging;
    pooled.close();
  });

  test('frees the port, and a new one can be opened there', async () => {
    await open();
    const { port } = office;
    await office.close();
    await expect(send()).rejects.toMatchObject({ code: 'ESOCKET' });
    await open({ port });
    await send();
    await expect(startPostOffice({ port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});

test('a web page that sends its requests there gets nowhere', async () => {
  await open();
  await expect(
    fetch(`http://127.0.0.1:${office.port}/`, { method: 'POST', body: 'MAIL FROM:<a@b.c>' }),
  ).rejects.toThrow();
  expect(office.attempts).toEqual([]);
});
