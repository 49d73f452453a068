/** Each recipient for themselves: nobody waits for somebody else, Teams not for the mail, and the mail not for Teams. */
import { describe, expect, test } from '@jest/globals';
import { ledgerOf } from '../../src/app/ledger.ts';
import type { Store } from '../../src/app/ports.ts';
import { SendFailed } from '../../src/app/ports.ts';
import { memoryStore } from '../../src/storage/memory-store.ts';
import type { Desk } from '../support/desk.ts';
import { approvedAt, askedForGo, desk, ID } from '../support/desk.ts';
import { final } from '../support/fake-channel.ts';
import { FakeMailer, greylisted, noConnection, noSuchUser } from '../support/fake-mailer.ts';
import {
  APPROVER_MAIL,
  approver,
  implementer,
  mailingTo,
  mailSite,
  SUPPORT,
  TEACHERS,
  TESTERS,
} from '../support/fixtures.ts';

const STUBBORN = { attempts: 10_000, firstMs: 1, mostMs: 2 };
const NEVER_ENDING = { attempts: 10_000, firstMs: 3_600_000, mostMs: 3_600_000 };

interface Office {
  readonly at: Desk;
  readonly mailer: FakeMailer;
}

async function office(built: Parameters<typeof desk>[0] = {}): Promise<Office> {
  const mailer = new FakeMailer();
  return { mailer, at: await desk({ site: mailSite, mailer, ...built }) };
}

/** The last line of the ledger: `announce: sent, mail 2 of 3, 1 failed, 0 waiting`. */
function ledger({ changes, delivery }: Desk): string {
  const kept = changes.peek(ID);
  if (kept === undefined) throw new Error('it is not in memory');
  const last = ledgerOf(kept.change, kept.outbox, (key, to) => delivery.later(key, to)).at(-1);
  const mail = last?.mail;
  const counts =
    mail == null ? '' : `, mail ${mail.sent} of ${mail.all}, ${mail.failed} failed, ${mail.waiting} waiting`;
  return `${last?.notice ?? 'nothing'}: ${last?.channel?.is ?? 'no channel'}${counts}`;
}

describe('a notice by mail', () => {
  test('goes to each recipient in a mail of their own, written once', async () => {
    const { at, mailer } = await office();
    await approvedAt(at);
    expect(mailer.said).toEqual([
      `tentative to ${APPROVER_MAIL}`,
      ...[APPROVER_MAIL, TEACHERS, SUPPORT].map((to) => `announce to ${to}`),
    ]);
    expect(mailer.written).toHaveLength(2);
    expect(ledger(at)).toBe('announce: sent, mail 3 of 3, 0 failed, 0 waiting');
  });

  test('names the mails of the change that its reader had before, so that they are one thread', async () => {
    const { at, mailer } = await office();
    await approvedAt(at);
    await at.to('2027-02-12 09:00');
    const threads = mailer.sent.filter(({ to }) => to === APPROVER_MAIL).map(({ earlier }) => earlier.length);
    expect(threads).toEqual([0, 1, 2]);
    expect(mailer.sent.findLast(({ to }) => to === TEACHERS)?.earlier).toHaveLength(1);
  });

  test('that comes late says so', async () => {
    const { at, mailer } = await office();
    await approvedAt(at);
    await at.says(implementer, { type: 'cancel', reason: 'No budget' });
    await at.said();
    expect(mailer.sent.every(({ late }) => !late)).toBe(true);
    const { at: second, mailer: after } = await office();
    await approvedAt(second);
    await second.to('2027-02-12 15:00');
    expect(after.sent.filter(({ notice }) => notice === 'remind').map(({ late }) => late)).toEqual([true, true, true]);
  });
});

describe('one bad address', () => {
  test('does not hold the others, and is named', async () => {
    const { at, mailer } = await office();
    mailer.meets(TEACHERS, noSuchUser());
    await approvedAt(at);
    expect(mailer.said.filter((one) => one.startsWith('announce'))).toEqual([
      `announce to ${APPROVER_MAIL}`,
      `announce to ${SUPPORT}`,
    ]);
    expect(ledger(at)).toBe('announce: sent, mail 2 of 3, 1 failed, 0 waiting');
    expect(at.change().gaveUp).toMatchObject([{ to: TEACHERS, why: '550 5.1.1 no such user' }]);
  });

  test('is not in the log, though the server repeats it', async () => {
    const { at, mailer } = await office();
    mailer.meets(TEACHERS, new SendFailed('final', `550 5.1.1 <${TEACHERS}>: no such user`));
    await approvedAt(at);
    expect(at.change().gaveUp.at(-1)?.why).toContain(TEACHERS);
    const lines = [at.log.info, at.log.warn, at.log.error].map(({ mock }) => JSON.stringify(mock.calls));
    expect(lines.join()).toContain('550 5.1.1 <…>: no such user');
    expect(lines.join()).not.toContain('@isc-learn');
  });

  test('is tried again where the server says later, and the others do not wait for it', async () => {
    const { at, mailer } = await office({ patience: STUBBORN });
    mailer.meets(SUPPORT, greylisted(), greylisted());
    await approvedAt(at);
    expect(mailer.tries.filter((one) => one === `announce to ${SUPPORT}`)).toHaveLength(3);
    expect(ledger(at)).toBe('announce: sent, mail 3 of 3, 0 failed, 0 waiting');
  });

  test('that waits is in the ledger with why, and until when, while the others are there', async () => {
    const { at, mailer } = await office({ patience: NEVER_ENDING });
    await askedForGo(at);
    mailer.meets(SUPPORT, greylisted());
    await at.says(approver, { type: 'giveGo' });
    await eventually(() => ledger(at) === 'announce: sent, mail 2 of 3, 0 failed, 1 waiting');
    const mailing = at.change().mailings.at(-1)?.key ?? '';
    expect(at.delivery.later(mailing, SUPPORT)?.why).toBe('451 4.7.1 greylisted');
    expect(at.delivery.later(mailing, TEACHERS)).toBeUndefined();
    await at.delivery.stop(0);
  });

  test('gets its mails in their order, however long the first one waits', async () => {
    const { at, mailer } = await office({ patience: STUBBORN });
    await askedForGo(at);
    mailer.meets(SUPPORT, ...Array.from({ length: 20 }, greylisted));
    await at.says(approver, { type: 'giveGo' });
    await at.to('2027-02-12 09:00');
    const toSupport = mailer.sent.filter(({ to }) => to === SUPPORT).map(({ notice }) => notice);
    expect(toSupport).toEqual(['announce', 'remind']);
  });
});

describe('the mail server away', () => {
  test('holds nothing in Teams, and everybody gets everything when it is back', async () => {
    const { at, mailer } = await office({ patience: STUBBORN });
    await askedForGo(at);
    let tries = 0;
    mailer.always = () => (++tries <= 30 ? noConnection() : null);
    await at.says(approver, { type: 'giveGo' });
    await at.said();
    expect(at.channel.said).toContain('announce in channel');
    expect(mailer.sent.filter(({ notice }) => notice === 'announce')).toHaveLength(3);
  });

  test('for too long is given up for each, and said so', async () => {
    const { at, mailer } = await office();
    await askedForGo(at);
    mailer.always = noConnection;
    await at.says(approver, { type: 'giveGo' });
    await at.said();
    expect(ledger(at)).toBe('announce: sent, mail 0 of 3, 3 failed, 0 waiting');
  });
});

describe('Teams away', () => {
  test('holds no mail', async () => {
    const { at, mailer } = await office();
    await askedForGo(at);
    at.channel.known = false;
    await at.says(approver, { type: 'giveGo' });
    await at.said();
    expect(mailer.said.filter((one) => one.startsWith('announce'))).toHaveLength(3);
    expect(ledger(at)).toBe('announce: queued, mail 3 of 3, 0 failed, 0 waiting');
  });
});

describe('a cancellation', () => {
  const cancel = { type: 'cancel', reason: 'No budget' } as const;

  test('right behind the announcement reaches whoever that reached, though it is not written down yet', async () => {
    const { at, mailer } = await office();
    await askedForGo(at);
    await at.says(approver, { type: 'giveGo' });
    await at.says(implementer, cancel);
    await at.said();
    const toTeachers = mailer.sent.filter(({ to }) => to === TEACHERS).map(({ notice }) => notice);
    expect([[], ['announce', 'cancel']]).toContainEqual(toTeachers);
  });

  test('spares who was waiting for the announcement both', async () => {
    const { at, mailer } = await office({ patience: STUBBORN });
    await askedForGo(at);
    let isAway = true;
    mailer.always = (to) => (isAway && to === SUPPORT ? greylisted() : null);
    await at.says(approver, { type: 'giveGo' });
    await eventually(() => mailer.said.includes(`announce to ${TEACHERS}`));
    await at.says(implementer, cancel);
    isAway = false;
    await at.said();
    expect(mailer.said.filter((one) => one.endsWith(SUPPORT))).toEqual([]);
    expect(mailer.said.filter((one) => one.endsWith(TEACHERS))).toEqual([
      `announce to ${TEACHERS}`,
      `cancel to ${TEACHERS}`,
    ]);
  });
});

describe('the cards that say what became of a notice', () => {
  const updatesOf = ({ channel }: Desk, from: number): readonly string[] =>
    channel.updates.slice(from).map(({ card }) => card);

  test('rest while mails go out, and say it once at the end', async () => {
    const many = mailingTo(...Array.from({ length: 200 }, (_, index) => `reader-${String(index)}@isc-learn.example`));
    const { at, mailer } = await office({ site: many });
    await askedForGo(at);
    // So slow that the fates are noted many times.
    const slow = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));
    for (const { recipients = [] } of many.services) for (const to of recipients) mailer.meets(to, slow);
    const before = at.channel.updates.length;
    await at.says(approver, { type: 'giveGo' });
    await at.said();
    const living = updatesOf(at, before).filter((card) => card === 'living');
    expect(living.length).toBeLessThanOrEqual(3);
    expect(updatesOf(at, before).filter((card) => card === 'go-nogo/1').length).toBeLessThanOrEqual(1);
    expect(ledger(at)).toBe('announce: sent, mail 201 of 201, 0 failed, 0 waiting');
  });

  test('of one change do not wait for the mails of another one', async () => {
    const { at, mailer } = await office({ patience: NEVER_ENDING });
    await askedForGo(at);
    await at.says(approver, { type: 'giveGo' });
    await eventually(() => ledger(at).includes('mail 3 of 3'));
    await eventually(() => at.channel.showing.living === at.change().version);
    const before = at.channel.updates.length;
    mailer.meets(SUPPORT, greylisted());
    await at.says(implementer, { type: 'cancel', reason: 'No budget' });
    await eventually(() => mailer.said.includes(`cancel to ${TEACHERS}`));
    await eventually(() => updatesOf(at, before).filter((card) => card === 'living').length >= 2);
    await at.delivery.stop(0);
  });
});

describe('a mail whose answer was lost', () => {
  test('is followed by the cancellation: it may have arrived', async () => {
    const { at, mailer } = await office({ patience: STUBBORN });
    await askedForGo(at);
    let isAway = true;
    mailer.always = (to) =>
      isAway && to === SUPPORT ? new SendFailed('passing', 'ECONNECTION closed', null, true) : null;
    await at.says(approver, { type: 'giveGo' });
    await eventually(() => mailer.tries.filter((one) => one === `announce to ${SUPPORT}`).length > 1);
    await at.says(implementer, { type: 'cancel', reason: 'No budget' });
    isAway = false;
    await at.said();
    expect(mailer.said.filter((one) => one.endsWith(SUPPORT))).toEqual([`cancel to ${SUPPORT}`]);
  });

  test('also where the process was killed in between', async () => {
    const { at, mailer: before } = await office({ patience: NEVER_ENDING });
    await askedForGo(at);
    before.meets(SUPPORT, new SendFailed('passing', 'ECONNECTION closed', null, true));
    await at.says(approver, { type: 'giveGo' });
    await eventually(() => ledger(at).includes('mail 2 of 3'));
    await at.delivery.stop(0);
    const mailer = new FakeMailer();
    const memory = at.memory;
    const after = await desk({ site: mailSite, mailer, memory, channel: at.channel, now: '2027-02-06 10:00' });
    await after.says(implementer, { type: 'cancel', reason: 'No budget' });
    await after.said();
    expect(mailer.said).toContain(`cancel to ${SUPPORT}`);
  });
});

describe('a mail that may have arrived and is not needed any more', () => {
  test('is taken back all the same, however often the process was killed meanwhile', async () => {
    const { at, mailer: first } = await office({ patience: NEVER_ENDING });
    await askedForGo(at);
    first.meets(SUPPORT, new SendFailed('passing', 'ECONNECTION closed', null, true));
    await at.says(approver, { type: 'giveGo' });
    await eventually(() => ledger(at).includes('mail 2 of 3'));
    await at.says(implementer, { type: 'cancel', reason: 'No budget' });
    await at.delivery.stop(0);
    const built = { site: mailSite, memory: at.memory, channel: at.channel, patience: NEVER_ENDING };
    const second = await desk({ ...built, mailer: busyFor(SUPPORT), now: '2027-02-06 10:00' });
    second.delivery.knockAll();
    await eventually(() => isLeftOut(second, 'announce', SUPPORT));
    await second.delivery.stop(0);
    const mailer = new FakeMailer();
    const third = await desk({ ...built, mailer, now: '2027-02-06 11:00' });
    third.delivery.knockAll();
    await third.said();
    expect(mailer.said).toContain(`cancel to ${SUPPORT}`);
  });

  test('also where it was given up after the kill', async () => {
    const { at, mailer: first } = await office({ patience: NEVER_ENDING });
    await askedForGo(at);
    first.meets(SUPPORT, new SendFailed('passing', 'ECONNECTION closed', null, true));
    await at.says(approver, { type: 'giveGo' });
    await eventually(() => ledger(at).includes('mail 2 of 3'));
    await at.delivery.stop(0);
    const mailer = new FakeMailer();
    mailer.meets(SUPPORT, noSuchUser());
    const built = { site: mailSite, mailer, memory: at.memory, channel: at.channel };
    const second = await desk({ ...built, now: '2027-02-06 10:00' });
    second.delivery.knockAll();
    await second.said();
    await second.says(implementer, { type: 'cancel', reason: 'No budget' });
    await second.said();
    expect(mailer.said).toContain(`cancel to ${SUPPORT}`);
  });
});

function busyFor(address: string): FakeMailer {
  const mailer = new FakeMailer();
  mailer.always = (to) => (to === address ? greylisted() : null);
  return mailer;
}

function isLeftOut({ changes }: Desk, notice: string, to: string): boolean {
  const mailing = changes.peek(ID)?.change.mailings.find((one) => one.notice === notice);
  return mailing?.to.get(to)?.is === 'left out';
}

describe('resend what failed', () => {
  test('sends only that', async () => {
    const { at, mailer } = await office();
    mailer.meets(TEACHERS, noSuchUser());
    await approvedAt(at);
    const before = mailer.tries.length;
    await at.says(implementer, { type: 'resend' });
    await at.said();
    expect(mailer.tries.slice(before)).toEqual([`announce to ${TEACHERS}`]);
    expect(ledger(at)).toBe('announce: sent, mail 3 of 3, 0 failed, 0 waiting');
  });

  test('while another mail of the notice still waits, sends it at once', async () => {
    const { at, mailer } = await office({ patience: NEVER_ENDING });
    await askedForGo(at);
    mailer.meets(TEACHERS, noSuchUser());
    mailer.meets(SUPPORT, greylisted());
    await at.says(approver, { type: 'giveGo' });
    await eventually(() => ledger(at) === 'announce: sent, mail 1 of 3, 1 failed, 1 waiting');
    await at.says(implementer, { type: 'resend' });
    await eventually(() => mailer.said.includes(`announce to ${TEACHERS}`));
    const keys = at.changes.peek(ID)?.outbox.map(({ key }) => key) ?? [];
    expect(new Set(keys).size).toBe(keys.length);
    await at.delivery.stop(0);
  });

  test('brings a notice that the channel refused', async () => {
    const { at } = await office();
    at.channel.meets('announce', final());
    await approvedAt(at);
    expect(ledger(at)).toMatch(/^announce: given up/);
    await at.says(approver, { type: 'resend' });
    await at.said();
    expect(ledger(at)).toMatch(/^announce: sent/);
  });
});

describe('other recipients after the announcement', () => {
  test('the new ones get the present state, the removed ones nothing more', async () => {
    const { at } = await office();
    await approvedAt(at);
    await at.delivery.stop(100);
    const mailer = new FakeMailer();
    const site = mailingTo(TEACHERS, TESTERS);
    const later = await desk({ site, mailer, memory: at.memory, channel: at.channel, now: '2027-02-08 10:00' });
    await later.said();
    expect(mailer.said).toEqual([`announce to ${TESTERS}`]);
    await later.to('2027-02-12 09:00');
    expect(mailer.said.slice(1).sort()).toEqual(
      [APPROVER_MAIL, TEACHERS, TESTERS].map((to) => `remind to ${to}`).sort(),
    );
  });

  test('who was removed while a mail to them waited does not get it', async () => {
    const { at, mailer: before } = await office({ patience: NEVER_ENDING });
    await askedForGo(at);
    before.meets(SUPPORT, greylisted());
    await at.says(approver, { type: 'giveGo' });
    await eventually(() => ledger(at).includes('mail 2 of 3'));
    await at.delivery.stop(0);
    const mailer = new FakeMailer();
    const later = await desk({ site: mailingTo(TEACHERS), mailer, memory: at.memory, channel: at.channel });
    later.delivery.knockAll();
    await later.said();
    expect(mailer.sent).toEqual([]);
    expect(later.change().mailings.at(-1)?.to.get(SUPPORT)).toMatchObject({ is: 'left out', why: 'removed' });
    expect(ledger(later)).toBe('announce: sent, mail 2 of 2, 0 failed, 0 waiting');
  });
});

describe('a thousand recipients', () => {
  const many = mailingTo(...Array.from({ length: 1_000 }, (_, index) => `reader-${String(index)}@isc-learn.example`));

  test('cost few writes, and each gets one mail', async () => {
    const writes: string[] = [];
    const store = counting(writes);
    const { at, mailer } = await office({ site: many, store });
    await askedForGo(at);
    const before = writes.length;
    await at.says(approver, { type: 'giveGo' });
    await at.said();
    expect(new Set(mailer.sent.filter(({ notice }) => notice === 'announce').map(({ to }) => to)).size).toBe(1_001);
    expect(mailer.sent).toHaveLength(1_002);
    expect(writes.length - before).toBeLessThan(30);
  });

  test('after a kill between a send and its note nobody is left out, and only those come twice', async () => {
    const memory = new Map<string, string>();
    const { at, mailer } = await office({ site: many, memory });
    await askedForGo(at);
    let taken = 0;
    mailer.always = () => (++taken > 500 ? noConnection() : null);
    await at.says(approver, { type: 'giveGo' });
    await eventually(() => taken > 500);
    // What is stored at this moment is all that a killed process leaves.
    const left = new Map(memory);
    await at.delivery.stop(0);
    const second = new FakeMailer();
    const after = await desk({
      site: many,
      mailer: second,
      memory: left,
      channel: at.channel,
      now: '2027-02-06 09:00',
    });
    after.delivery.knockAll();
    await after.said();
    const announced = [...mailer.sent, ...second.sent].filter(({ notice }) => notice === 'announce');
    expect(new Set(announced.map(({ to }) => to)).size).toBe(1_001);
    expect(ledger(after)).toBe('announce: sent, mail 1001 of 1001, 0 failed, 0 waiting');
  });
});

/** A store that counts its writes. */
function counting(writes: string[]): Store {
  const store = memoryStore(new Map());
  return Object.assign(Object.create(store) as Store, {
    commit: (...args: Parameters<Store['commit']>) => {
      writes.push(args[0]);
      return store.commit(...args);
    },
  });
}

/** Lets everything go on that can, until it is so. */
async function eventually(isSo: () => boolean): Promise<void> {
  for (let turn = 0; turn < 5_000 && !isSo(); turn += 1) await new Promise((resolve) => setImmediate(resolve));
  expect(isSo()).toBe(true);
}
