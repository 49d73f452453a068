/** The whole page with mail: what people have in their mailboxes and calendars, parsed back and compared with the change. */
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { cardOf } from '../../src/rehearsal/connector/invoke.ts';
import type { PostOffice } from '../../src/rehearsal/post-office.ts';
import { startPostOffice } from '../../src/rehearsal/post-office.ts';
import type { Mail } from '../../src/rehearsal/post-office/mail.ts';
import { eventIn, fieldsOf } from '../mail/given.ts';
import { APPROVER_MAIL, mailingTo, mailSite, SUPPORT, TEACHERS, TESTERS, zurich } from '../support/fixtures.ts';
import type { Built, House } from '../support/house.ts';
import { cardWith, cast, notices, toldTo } from '../support/house.ts';
import { Houses } from '../support/houses.ts';
import { CHANGE, does, press, walkTo } from '../support/stations.ts';

jest.setTimeout(20_000);

const EVERYBODY = [APPROVER_MAIL, TEACHERS, SUPPORT];
const BOTH = { ...mailSite, languages: ['en', 'fr'] };

let post: PostOffice;
let houses: Houses;
let it: House;

beforeEach(async () => {
  post = await startPostOffice();
  houses = new Houses();
});
afterEach(async () => {
  await houses.close();
  await post.close();
});

async function build(built: Built = {}): Promise<House> {
  it = await houses.build({ post, ...built });
  return it;
}

const subjects = (address: string): readonly string[] => post.box(address).map(({ subject }) => subject);
const entry = (mail: Mail | undefined): Entry => entryIn(mail?.calendar ?? '');

interface Entry {
  readonly uid: string | undefined;
  readonly sequence: number;
  readonly status: string | undefined;
  readonly maintenance: string | undefined;
  readonly start: number;
  readonly end: number;
}

/** The one entry of a calendar, as a calendar reads it. */
function entryIn(calendar: string): Entry {
  const { uid, sequence, status, dtstart = '', dtend = '', ...rest } = fieldsOf(eventIn(calendar));
  const window = { start: Date.parse(dtstart), end: Date.parse(dtend) };
  return { uid, status, sequence: Number(sequence), maintenance: rest['x-maintnote-status'], ...window };
}

/** What the card of the change says of its last notice. */
function lastNotice(): string {
  const card = JSON.stringify(cardOf(cardWith(it.teams, 'openHandOver').activity));
  return /"title":"Last\u00a0notice","value":"([^"]*)"/.exec(card)?.[1] ?? '';
}

async function asks(text: string, who: keyof typeof cast = 'member'): Promise<string> {
  const before = it.teams.messages.length;
  await it.teams.say(cast[who], text, 'personal');
  const answer = await it.teams.until(
    (m) => it.teams.messages.indexOf(m) >= before && m.from === 'bot' && m.owner?.entraId === cast[who].entraId,
    'an answer',
  );
  return JSON.stringify(answer.activity);
}

describe('from GO to the end', () => {
  test('everybody gets each notice once, in a mail of their own, with the sentences of the card', async () => {
    await walkTo(await build(), 'close');
    for (const address of EVERYBODY) {
      const mails = post.box(address).filter(({ subject }) => !subject.startsWith('Maintenance requested'));
      expect(mails.map(({ subject }) => subject.split(',')[0])).toEqual([
        'Planned maintenance: ISC Learn',
        'Reminder: maintenance tomorrow',
        'Maintenance has started: ISC Learn',
        'End of maintenance: ISC Learn',
      ]);
      expect(mails.every(({ envelope }) => envelope.recipients.join() === address)).toBe(true);
    }
    for (const mail of post.mails) {
      expect(EVERYBODY.filter((address) => mail.raw.includes(address))).toEqual([mail.to]);
      expect([mail.autoSubmitted, mail.replyTo]).toEqual(['auto-generated', 'isc-learn@isc-learn.example']);
    }
    const card = it.teams.messages.find((m) => (m.activity.summary ?? '').startsWith('End of maintenance'));
    const body = 'ISC Learn has been available again since Sat 13 Feb 2027, 11:30 CET (UTC+01:00).';
    expect(JSON.stringify(card?.activity)).toContain(body);
    expect(post.box(TEACHERS).at(-1)?.text?.replace(/\s+/g, ' ')).toContain(body);
    expect(it.log.all.filter(({ level }) => level !== 'info')).toEqual([]);
  });

  test('the approver has the entry before everybody else, tentative until there is GO', async () => {
    await walkTo(await build(), 'pre-check');
    expect(post.mails.map(({ to }) => to)).toEqual([APPROVER_MAIL]);
    expect(entry(post.mails[0])).toMatchObject({ status: 'TENTATIVE', sequence: 0, maintenance: 'TENTATIVE' });
    expect(notices(it.teams)).toEqual([]);
  });

  test('what the approver sees on the GO card is what people read: each language, the subject, how many', async () => {
    await walkTo(await build({ site: BOTH }), 'GO / NOGO');
    const card = JSON.stringify(cardOf(cardWith(it.teams, 'giveGo').activity));
    await does(it, 'approver', 'giveGo');
    const mail = post.box(TEACHERS).at(-1);
    expect(card).toContain('By mail to 3 recipients');
    expect(card).toContain(JSON.stringify(mail?.subject).slice(1, -1));
    const announced = it.teams.messages.find((m) => (m.activity.summary ?? '').startsWith('Planned'));
    for (const text of ['ISC Learn may be unavailable on Sat 13 Feb 2027', 'sam. 13 févr. 2027']) {
      expect(card).toContain(text);
      expect(mail?.text?.replace(/\s+/g, ' ')).toContain(text);
      expect(JSON.stringify(announced?.activity)).toContain(text);
    }
  });

  test('two languages are one notice with both, in the order of the site', async () => {
    await walkTo(await build({ site: { ...mailSite, languages: ['fr', 'en'] } }), 'announce');
    expect(post.box(TEACHERS)).toHaveLength(1);
    const [mail] = post.box(TEACHERS);
    expect(mail?.subject).toMatch(/^Maintenance prévue.* \/ Planned maintenance: ISC Learn$/);
    const text = mail?.text ?? '';
    expect(text.indexOf('févr.')).toBeLessThan(text.indexOf('13 Feb 2027'));
    expect(notices(it.teams)).toHaveLength(1);
  });
});

describe('one thread, and one entry of the calendar', () => {
  test('across announcement, move, more time and end', async () => {
    await walkTo(await build(), 'announce');
    await press(it, 'implementer', 'openReschedule');
    await it.teams.until((m) => JSON.stringify(m.activity).includes('"verb":"sendReschedule"'), 'the form');
    await does(it, 'implementer', 'sendReschedule', {
      start: '2027-02-27 08:00',
      duration: '4h',
      reason: 'The vendor is late',
    });
    await it.to('2027-02-20 09:00');
    await does(it, 'approver', 'giveGo');
    await it.to('2027-02-27 05:00');
    await does(it, 'implementer', 'startSnapshot');
    await does(it, 'implementer', 'finishSnapshot');
    await it.to('2027-02-27 11:30');
    await does(it, 'implementer', 'extend', { minutes: '1h', reason: 'The theme takes longer' });
    await it.to('2027-02-27 12:40');
    await does(it, 'implementer', 'end', { 'item-0': 'true', 'item-1': 'true' });

    const mails = post.box(TEACHERS);
    expect(mails.map(({ subject }) => subject.split(':')[0])).toEqual([
      'Planned maintenance',
      'Maintenance postponed',
      'Maintenance moved',
      'Reminder',
      'Maintenance has started',
      'Maintenance takes longer',
      'End of maintenance',
    ]);
    const ids = mails.map(({ messageId }) => messageId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(mails.map(({ references }) => references)).toEqual(ids.map((_, index) => ids.slice(0, index)));
    expect(mails.slice(1).map(({ inReplyTo }) => inReplyTo)).toEqual(ids.slice(0, -1));

    const entries = mails.filter(({ calendar }) => calendar !== null).map(entry);
    expect(new Set(entries.map(({ uid }) => uid)).size).toBe(1);
    const sequences = entries.map(({ sequence }) => sequence);
    expect(sequences).toEqual([...new Set(sequences)].sort((a, b) => a - b));
    expect(entries.map(({ maintenance, start, end }) => [maintenance, start, end])).toEqual([
      ['CONFIRMED', zurich('2027-02-13 08:00'), zurich('2027-02-13 12:00')],
      ['TENTATIVE', zurich('2027-02-13 08:00'), zurich('2027-02-13 12:00')],
      ['CONFIRMED', zurich('2027-02-27 08:00'), zurich('2027-02-27 12:00')],
      ['IN-PROCESS', zurich('2027-02-27 08:00'), zurich('2027-02-27 12:00')],
      ['IN-PROCESS', zurich('2027-02-27 08:00'), zurich('2027-02-27 13:00')],
      ['COMPLETED', zurich('2027-02-27 08:00'), zurich('2027-02-27 12:40')],
    ]);
  });

  test('a cancellation cancels it', async () => {
    await walkTo(await build(), 'announce');
    await does(it, 'implementer', 'cancel', { reason: 'No budget' });
    const last = post.box(TEACHERS).at(-1);
    expect(last?.subject).toMatch(/^Maintenance cancelled: ISC Learn/);
    expect(last?.calendarMethod).toBe('CANCEL');
    expect(entry(last)).toMatchObject({ status: 'CANCELLED', maintenance: 'CANCELLED' });
    expect(entry(last).uid).toBe(entry(post.box(TEACHERS)[0]).uid);
  });

  test('the calendar to subscribe to has all announced changes, for whoever knows its token', async () => {
    const token = 'a-token-of-a-test-that-nobody-can-guess';
    await walkTo(await build({ token }), 'pre-check');
    const get = (query: string): Promise<Response> => fetch(`${it.url}/calendar.ics${query}`);
    expect(await (await get(`?token=${token}`)).text()).not.toContain('BEGIN:VEVENT');
    await does(it, 'approver', 'acceptPreCheck');
    await it.to('2027-02-06 09:00');
    await does(it, 'approver', 'giveGo');
    const feed = await get(`?token=${token}`);
    expect(feed.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
    const shown = entryIn(await feed.text());
    expect(shown).toMatchObject({ maintenance: 'CONFIRMED', start: zurich('2027-02-13 08:00') });
    expect(shown.uid).toBe(entry(post.box(TEACHERS)[0]).uid);
    for (const wrong of ['', '?token=', '?token=wrong', `?token=${token}x`, `?token=${token}&token=${token}`])
      expect([wrong, (await get(wrong)).status]).toEqual([wrong, 404]);
  });

  test('without a token there is none', async () => {
    await build();
    expect((await fetch(`${it.url}/calendar.ics?token=null`)).status).toBe(404);
  });
});

describe('the mail server', () => {
  test.each([
    ['refuses every connection for a while', { at: 'connection', drop: 'before', times: 8 }],
    ['says that it is busy', { at: 'connection', status: 421, times: 8 }],
    ['greylists every recipient', { at: 'recipient', status: 451, times: 1, each: true }],
    ['refuses a message for now', { at: 'message', status: 452, times: 3 }],
    ['drops the connection before it has taken the message', { at: 'message', drop: 'before', times: 3 }],
    ['hangs', { at: 'message', hang: Infinity, times: 1 }],
  ] as const)('%s: everybody gets the announcement all the same, and Teams does not wait', async (_name, fault) => {
    await walkTo(await build(), 'GO / NOGO');
    const before = post.taken;
    post.faults.add(fault);
    await press(it, 'approver', 'giveGo');
    await it.teams.until((m) => (m.activity.summary ?? '').startsWith('Planned'), 'the announcement');
    await it.settled();
    const taken = post.mails.slice(before);
    expect(new Set(taken.map(({ to }) => to))).toEqual(new Set(EVERYBODY));
    expect(lastNotice()).toBe('planned maintenance, Sat 6 Feb 2027: Teams sent 09:00 CET (UTC+01:00), mail 3 of 3');
  });

  test('drops the connection after DATA: the mail comes twice, and shows that it is the same one', async () => {
    await walkTo(await build(), 'GO / NOGO');
    post.faults.add({ at: 'message', drop: 'after', to: TEACHERS, times: 1 });
    await does(it, 'approver', 'giveGo');
    const [first, second] = post.box(TEACHERS);
    expect(second?.messageId).toBe(first?.messageId);
    expect(post.box(SUPPORT)).toHaveLength(1);
  });

  test('does not know one recipient: the others have their mail, and who lacks it is named everywhere', async () => {
    await walkTo(await build(), 'GO / NOGO');
    post.faults.add({ at: 'recipient', status: 550, to: SUPPORT });
    await does(it, 'approver', 'giveGo');
    expect([...new Set(post.mails.map(({ to }) => to))]).toEqual([APPROVER_MAIL, TEACHERS]);
    expect(lastNotice()).toContain('mail 2 of 3, one not delivered');
    expect(await asks(`history ${CHANGE}`)).toContain(
      'could not mail the planned maintenance notice to s…@isc-learn.example',
    );
    const ledger = await asks(`history ${CHANGE} mail`, 'implementer');
    expect(ledger).toContain(
      'teachers@isc-learn.example: sent 09:00 CET (UTC+01:00), Message-ID CHG-2027-001.announce',
    );
    expect(ledger).toContain('support@isc-learn.example: not delivered, given up 09:00 CET (UTC+01:00)');
    expect(await asks('status')).toContain('the planned maintenance notice by mail to s…@isc-learn.example');
    expect(JSON.stringify(it.log.all)).not.toContain('@isc-learn.example');
  });

  test('is no list of addresses: who they are reads who can do something about it, alone', async () => {
    await walkTo(await build(), 'announce');
    expect(await asks(`history ${CHANGE} mail`, 'approver')).toContain(TEACHERS);
    const forMembers = await asks(`history ${CHANGE} mail`);
    expect(forMembers).toContain('mail 3 of 3');
    expect(forMembers).not.toContain(TEACHERS);
    await it.teams.say(cast.implementer, `history ${CHANGE} mail`, 'channel');
    await it.settled();
    const inChannel = it.teams.messages.filter(({ owner }) => owner === undefined);
    expect(JSON.stringify(inChannel)).not.toContain(TEACHERS);
  });

  test('makes somebody wait: the card says so, and the ledger why and until when', async () => {
    const patience = { attempts: 50, firstMs: 3_600_000, mostMs: 3_600_000 };
    await walkTo(await build({ patience }), 'GO / NOGO');
    post.faults.add({ at: 'recipient', status: 451, to: SUPPORT });
    await press(it, 'approver', 'giveGo');
    await it.teams.until(() => lastNotice().includes('mail 2 of 3'), 'what became of the announcement');
    expect(lastNotice()).toContain('mail 2 of 3, one waits');
    const ledger = await asks(`history ${CHANGE} mail`, 'implementer');
    expect(ledger).toMatch(/support@isc-learn\.example: waits until [\d:]+ CET \(UTC\+01:00\) \(451/);
    expect(await asks('status')).toMatch(/Tried again: CHG-2027-001 the planned maintenance notice by mail to s…/);
  });
});

describe('Teams away', () => {
  test('holds no mail', async () => {
    await walkTo(await build({ patience: { attempts: 2, firstMs: 1, mostMs: 1 } }), 'GO / NOGO');
    it.teams.faults.add({ method: 'POST', status: 403, times: 1_000 });
    await does(it, 'approver', 'giveGo');
    expect(post.box(TEACHERS)).toHaveLength(1);
  });
});

describe('resend what failed', () => {
  async function withOneLost(): Promise<void> {
    await walkTo(await build(), 'GO / NOGO');
    post.faults.add({ at: 'recipient', status: 550, to: SUPPORT });
    await does(it, 'approver', 'giveGo');
    post.faults.clear();
  }

  test('sends only that, by the button on the card of the change', async () => {
    await withOneLost();
    const before = post.taken;
    await does(it, 'implementer', 'resend');
    expect(post.mails.slice(before).map(({ to }) => to)).toEqual([SUPPORT]);
    expect(lastNotice()).toContain('mail 3 of 3');
    expect(JSON.stringify(cardOf(cardWith(it.teams, 'openHandOver').activity))).not.toContain('"verb":"resend"');
  });

  test('is refused to a member in private, and a double press sends it once', async () => {
    await withOneLost();
    const card = cardWith(it.teams, 'resend').id;
    const refused = await it.teams.press(cast.member, card, { verb: 'resend' });
    expect(toldTo(refused)).toContain('Only the implementer, Implementer, or the approver, Pierre André');
    await Promise.all([1, 2].map(() => it.teams.press(cast.implementer, card, { verb: 'resend' })));
    await it.settled();
    expect(post.box(SUPPORT)).toHaveLength(1);
  });

  test('works in chat, also when the change is over', async () => {
    await walkTo(await build(), 'decide');
    post.faults.add({ at: 'recipient', status: 550, to: SUPPORT });
    await does(it, 'implementer', 'end', { 'item-0': 'true', 'item-1': 'true' });
    await does(it, 'implementer', 'addLessons', { lessons: '' });
    post.faults.clear();
    await it.teams.say(cast.implementer, `resend ${CHANGE}`, 'personal');
    await it.settled();
    expect(subjects(SUPPORT).at(-1)).toMatch(/^End of maintenance/);
  });
});

describe('a restart', () => {
  test('in the middle of a mailing leaves nobody out', async () => {
    const memory = new Map<string, string>();
    await walkTo(await build({ memory }), 'GO / NOGO');
    post.faults.add({ at: 'recipient', status: 451, to: SUPPORT });
    await press(it, 'approver', 'giveGo');
    await post.until(({ to, subject }) => to === TEACHERS && subject.startsWith('Planned'), 'the announcement');
    await it.kill();
    post.faults.clear();
    it = await houses.build({ post, memory, teams: it.teams, start: zurich('2027-02-06 09:01') });
    await it.settled();
    // A try that was on its way at the kill may have arrived as well: then it is the same mail.
    expect(new Set(post.box(SUPPORT).map(({ messageId }) => messageId)).size).toBe(1);
    expect(lastNotice()).toContain('mail 3 of 3');
  });

  test('without a mail server leaves out what waited for it', async () => {
    const memory = new Map<string, string>();
    await walkTo(await build({ memory }), 'GO / NOGO');
    post.faults.add({ at: 'recipient', status: 451, to: SUPPORT });
    await press(it, 'approver', 'giveGo');
    await post.until(({ to, subject }) => to === TEACHERS && subject.startsWith('Planned'), 'the announcement');
    await it.kill();
    it = await new Houses().build({ memory, teams: it.teams, start: zurich('2027-02-06 09:01') });
    await it.settled();
    expect(lastNotice()).toMatch(/mail \d of \d$/);
    expect(it.service.changes.undelivered).toBe(0);
    await it.kill();
  });

  test('with other recipients tells the new ones how it stands, and the removed ones nothing more', async () => {
    const memory = new Map<string, string>();
    await walkTo(await build({ memory }), 'announce');
    await it.kill();
    const site = mailingTo(TEACHERS, TESTERS);
    it = await houses.build({ post, memory, site, teams: it.teams, start: zurich('2027-02-08 10:00') });
    await it.settled();
    const [joined] = post.box(TESTERS);
    expect(joined?.text).toContain('You are new among those who are told of maintenance of ISC Learn');
    expect(entry(joined)).toMatchObject({ maintenance: 'CONFIRMED', start: zurich('2027-02-13 08:00') });
    await it.to('2027-02-12 09:00');
    expect([SUPPORT, TEACHERS, TESTERS].map((address) => post.box(address).length)).toEqual([1, 2, 2]);
  });
});

describe('whatever is typed', () => {
  const HOSTILE = 'Bcc: all@x.example "quoted" <b>bold</b> **bold** \u202Eabc שלום 🚀 ${title} {service}';

  test('is shown as text: in the card, the mail and the calendar', async () => {
    await build();
    await it.teams.say(cast.implementer, 'new x on isc-learn 2027-02-13 08:00 for 4h', 'channel');
    const form = { title: HOSTILE, service: 'isc-learn', tests: 'One', backout: 'Back' };
    const create = (length: number) =>
      it.teams.press(
        cast.implementer,
        cardWith(it.teams, 'create').id,
        { verb: 'create' },
        { ...form, what: 'x'.repeat(length) },
      );
    expect(JSON.stringify((await create(5_000)).card)).toContain('This has 5000 characters, 4000 fit.');
    await create(4_000);
    await it.settled();
    await does(it, 'implementer', 'tickPreparations', {
      'item-limits': 'true',
      'item-tests': 'true',
      'item-window': 'true',
    });
    await it.to('2027-01-30 09:00');
    await does(it, 'approver', 'acceptPreCheck');
    await it.to('2027-02-06 09:00');
    await does(it, 'approver', 'giveGo');
    const [mail] = post.box(TEACHERS);
    expect(mail?.text).toContain('**bold**');
    expect(mail?.text).not.toContain('\u202E');
    expect(mail?.html).toContain('&lt;b&gt;bold&lt;/b&gt;');
    expect(mail?.html).not.toContain('<b>bold</b>');
    expect([mail?.headers.get('bcc'), mail?.envelope.recipients]).toEqual([undefined, [TEACHERS]]);
    expect(mail?.calendar?.match(/BEGIN:VEVENT/g)).toHaveLength(1);
    expect(mail?.text).toContain('${title} {service}');
    const announced = it.teams.messages.find((m) => (m.activity.summary ?? '').startsWith('Planned'));
    expect(JSON.stringify(announced?.activity)).toContain('\\\\*\\\\*bold\\\\*\\\\*');
  });
});
