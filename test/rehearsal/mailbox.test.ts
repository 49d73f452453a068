import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createTransport, type SendMailOptions } from 'nodemailer';
import { request } from 'node:http';
import { startConnector, type Connector } from '../../src/rehearsal/connector.ts';
import { send, type Reply } from '../../src/rehearsal/connector/send.ts';
import type { MailParts, MailView, RoomState } from '../../src/rehearsal/page/wire.ts';
import { startPostOffice, type PostOffice } from '../../src/rehearsal/post-office.ts';
import { openRehearsal } from '../../src/rehearsal/rehearsal.ts';
import { startRoom, type RunningRoom } from '../../src/rehearsal/room.ts';
import { RoomClock } from '../../src/rehearsal/room/clock.ts';
import { handClock } from './hand-clock.ts';
import { hear, type Hearing } from './hearing.ts';
import { member, people } from './people.ts';
import { TinyBot } from './tiny-bot.ts';

let bot: TinyBot;
let teams: Connector;
let office: PostOffice;
let room: RunningRoom;
let page: Hearing;

beforeEach(async () => {
  bot = await new TinyBot().start();
  handClock(bot);
  const clock = new RoomClock(bot.url);
  office = await startPostOffice({ clock: () => clock.now(), before: () => clock.read() });
  teams = await startConnector({ service: bot.url, people });
  room = await startRoom(teams, clock, 0, office);
  page = hear(room, member.entraId);
});

afterEach(async () => {
  page.end();
  await room.close();
  await teams.close();
  await office.close();
  await bot.stop();
});

async function mail(more: SendMailOptions = {}): Promise<MailView> {
  const one = { from: 'steward@example.org', to: 'member@example.org', subject: 'Planned maintenance', text: 'Soon.' };
  await createTransport(office.url).sendMail({ ...one, ...more });
  return (await page.next('mail')) as MailView;
}

const state = async (): Promise<RoomState> => (await page.next('state')) as RoomState;
const ask = (body: unknown, headers: Record<string, string> = {}): Promise<Reply> =>
  send(`${room.url}mail`, { body, headers });
const partsOf = async ({ id }: MailView): Promise<MailParts> => (await ask({ mail: id })).body as MailParts;

/** The status, headers and text of an address of the room. */
function get(
  path: string,
  headers: Record<string, string> = {},
): Promise<{ status: number; csp: string; text: string }> {
  return new Promise((resolve, reject) => {
    const outgoing = request(new URL(path, room.url), { agent: false, headers }, (incoming) => {
      let text = '';
      incoming.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      incoming.on('end', () => {
        const csp = String(incoming.headers['content-security-policy']);
        resolve({ status: incoming.statusCode ?? 0, csp, text });
      });
    });
    outgoing.on('error', reject);
    outgoing.end();
  });
}

describe('a page hears of mails', () => {
  test('that were sent before it was opened, and of each one after, without what is in them', async () => {
    expect((await state()).mails).toEqual([]);
    const first = await mail({ subject: 'One', html: '<p>secret</p>' });
    expect(Object.keys(first).sort()).toEqual(['at', 'from', 'id', 'subject', 'thread', 'to']);
    const later = hear(room, member.entraId);
    expect(((await later.next('state')) as RoomState).mails).toEqual([first]);
    later.end();
  });

  test('by the clock of the rehearsal, also where it was moved by somebody else', async () => {
    expect((await mail()).at).toMatch(/^2027-01-15T08:00:/);
    bot.clock('+1d');
    expect((await mail()).at).toMatch(/^2027-01-16T08:00:/);
  });

  test('only where the room has any', async () => {
    const without = await startRoom(teams, new RoomClock(bot.url));
    const other = hear(without, member.entraId);
    expect(((await other.next('state')) as RoomState).mails).toBeNull();
    other.end();
    await without.close();
  });
});

describe('mails are one thread', () => {
  const id = (name: string): string => `<${name}@steward.example.org>`;

  test('where one names another among its references, or answers it', async () => {
    const first = await mail({ messageId: id('1') });
    const second = await mail({ messageId: id('2'), references: [id('1')] });
    const third = await mail({ messageId: id('3'), inReplyTo: id('2') });
    const other = await mail({ messageId: id('4') });
    expect([second.thread, third.thread]).toEqual([first.thread, first.thread]);
    expect(other.thread).not.toBe(first.thread);
  });

  test('where both name one that nobody has', async () => {
    const first = await mail({ messageId: id('1'), references: [id('0')] });
    const second = await mail({ messageId: id('2'), references: [id('0')] });
    expect(second.thread).toBe(first.thread);
  });

  test('of one recipient only, whatever they name', async () => {
    const first = await mail({ messageId: id('1') });
    const second = await mail({ messageId: id('2'), references: [id('1')], to: 'approver@example.org' });
    expect(second.thread).not.toBe(first.thread);
  });
});

describe('an opened mail', () => {
  const event = (...lines: string[]): string =>
    ['BEGIN:VCALENDAR', 'METHOD:REQUEST', 'BEGIN:VEVENT', 'UID:1', ...lines, 'END:VEVENT', 'END:VCALENDAR', ''].join(
      '\r\n',
    );
  const invited = (content: string): SendMailOptions => ({ icalEvent: { method: 'REQUEST', content } });

  test('has its text, the address of its HTML, its headers and the names of what is attached', async () => {
    const view = await mail({ html: '<p>Soon.</p>', attachments: [{ filename: 'plan.txt', content: 'x' }] });
    const parts = await partsOf(view);
    expect(parts).toMatchObject({
      html: `/mails/${view.id}`,
      text: 'Soon.',
      calendar: null,
      invitation: null,
      attachments: [{ name: 'plan.txt', size: 1 }],
    });
    expect(parts.source).toContain('Subject: Planned maintenance');
    expect(parts.source).not.toContain('Soon.');
  });

  test('has its calendar entry read: a time in UTC as an instant, another one as it is written', async () => {
    const utc = event(
      'SUMMARY:Down\\, all of it',
      'STATUS:CONFIRMED',
      'SEQUENCE:3',
      'DTSTART:20270213T070000Z',
      'DURATION:PT4H',
    );
    expect((await partsOf(await mail(invited(utc)))).invitation).toEqual({
      what: 'Down, all of it',
      from: '2027-02-13T07:00:00.000Z',
      to: '2027-02-13T11:00:00.000Z',
      status: 'CONFIRMED',
      sequence: 3,
      method: 'REQUEST',
    });
    const zurich = event('DTSTART;TZID=Europe/Zurich:20270213T080000', 'DTEND;TZID=Europe/Zurich:20270213T120000');
    expect((await partsOf(await mail(invited(zurich)))).invitation).toMatchObject({
      from: '2027-02-13 08:00 Europe/Zurich',
      to: '2027-02-13 12:00 Europe/Zurich',
      status: null,
    });
  });

  test.each([
    ['no calendar at all', 'It cannot be read'],
    ['BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n', 'There is no event in it.'],
    [event('SUMMARY:When?'), 'Its event has no start.'],
  ])('says what is wrong with its calendar entry: %j', async (content, fault) => {
    const { calendar, invitation } = await partsOf(await mail(invited(content)));
    expect(calendar?.trim()).toBe(content.trim());
    expect(invitation).toMatchObject({ fault: expect.stringContaining(fault) as unknown });
  });

  test('is served as a document in which nothing runs, loads, or is framed by others', async () => {
    const { id } = await mail({ html: '<link rel="preconnect" href="https://evil.example"><p>Soon.</p>' });
    const { status, csp, text } = await get(`/mails/${id}`);
    expect(status).toBe(200);
    expect(csp.split('; ')).toEqual(
      expect.arrayContaining([
        'sandbox allow-same-origin',
        "default-src 'none'",
        "form-action 'none'",
        "frame-ancestors 'self'",
      ]),
    );
    expect(csp).not.toMatch(/script|https?:/);
    expect(csp).not.toMatch(/allow-(?!same-origin)/);
    expect(text).toMatch(/^<!doctype html><base target="_blank"><p>Soon\.<\/p>/);
  });

  test('is there for the room’s own page only', async () => {
    const { id } = await mail({ html: '<p>Soon.</p>' });
    expect(await ask({ mail: id }, { origin: 'http://evil.example' })).toMatchObject({ status: 403 });
    expect(await ask({ mail: id }, { 'content-type': 'text/plain' })).toMatchObject({ status: 403 });
    expect(await get(`/mails/${id}`, { host: 'evil.example' })).toMatchObject({ status: 403 });
    expect(await get(`/mails/${id}`, { origin: 'http://evil.example' })).toMatchObject({ status: 403 });
  });

  test('that is none is refused with a sentence', async () => {
    const { id } = await mail();
    expect(await ask({ mail: 'x' })).toMatchObject({
      status: 400,
      body: { message: 'That mail is not there any more.' },
    });
    expect(await get('/mails/x')).toMatchObject({ status: 404 });
    expect(await get(`/mails/${id}`)).toMatchObject({ status: 404 });
  });
});

describe('a mailbox refuses mail', () => {
  const refuse = (body: object, headers: Record<string, string> = {}): Promise<Reply> =>
    send(`${room.url}refuse`, { body, headers });
  const refused = { responseCode: 550, response: expect.stringContaining('5.1.1') as unknown };
  const to = 'Member@example.org';

  test('as long as the page wants it to, and every page hears of it', async () => {
    await mail({ to });
    expect((await state()).refusing).toEqual([]);
    expect(await refuse({ address: to, refuses: true })).toMatchObject({ status: 200 });
    expect(await page.next('refusing')).toEqual(['member@example.org']);
    const later = hear(room, member.entraId);
    expect(((await later.next('state')) as RoomState).refusing).toEqual(['member@example.org']);
    later.end();
    await expect(mail()).rejects.toMatchObject(refused);
    await mail({ to: 'approver@example.org' });
    await refuse({ address: to, refuses: false });
    expect(await page.next('refusing')).toEqual([]);
    await mail();
    expect(office.mails).toHaveLength(3);
  });

  test('also where it is asked for twice, and no other fault goes with it', async () => {
    await mail({ to });
    office.faults.add({ at: 'recipient', to: 'approver@example.org', status: 550 });
    for (const refuses of [true, true, false, false]) await refuse({ address: to, refuses });
    await mail();
    await expect(mail({ to: 'approver@example.org' })).rejects.toMatchObject(refused);
  });

  test('for the room’s own page only, and only where it was sent something', async () => {
    await mail({ to });
    const body = { address: to, refuses: true };
    expect(await refuse(body, { origin: 'http://evil.example' })).toMatchObject({ status: 403 });
    expect(await refuse(body, { 'content-type': 'text/plain' })).toMatchObject({ status: 403 });
    expect(await refuse({ address: 'x@example.org', refuses: true })).toMatchObject({
      status: 400,
      body: { message: 'Nobody was sent a mail at that address yet.' },
    });
    await mail();
  });
});

test('a whole rehearsal with mail says where to read it', async () => {
  const approver = { name: 'The approver', entraId: '00000000-0000-4000-8000-0000000000c1' };
  const rehearsal = await openRehearsal(
    bot.url,
    { channel: 'Platform', approver, deputies: [] },
    { postOffice: office },
  );
  expect(rehearsal.steps.at(-1)).toContain('"Mailbox" what people are sent, or let an address refuse');
  const other = hear(rehearsal, '00000000-0000-4000-8000-0000000000b1');
  await other.next('state');
  const sent = await mail();
  expect(await other.next('mail')).toMatchObject({ id: sent.id });
  other.end();
  await rehearsal.close();
});
