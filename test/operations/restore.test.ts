/** The machine is lost in the middle of a change: its service goes on from a backup on another one, as the people in Teams see it. */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { StoredChange } from '../../src/app/ports.ts';
import { takeBackup } from '../../src/operations/backup/take.ts';
import { restoreBackup, verifyBackup } from '../../src/operations/backup/restore.ts';
import type { Connector } from '../../src/rehearsal/connector.ts';
import { startConnector } from '../../src/rehearsal/connector.ts';
import { asJson, asText } from '../../src/rehearsal/json.ts';
import type { PostOffice } from '../../src/rehearsal/post-office.ts';
import { startPostOffice } from '../../src/rehearsal/post-office.ts';
import { readChangeBeside } from '../../src/storage/beside.ts';
import { ran } from '../support/command.ts';
import { cardWith, cast, toldTo } from '../support/house.ts';
import type { Program } from '../support/program.ts';
import { program } from '../support/program.ts';
import { FORM } from '../support/stations.ts';

jest.setTimeout(60_000);

const DAY = 86_400_000;
const START = new Date(Date.now() + 4 * DAY).toISOString().slice(0, 10);

let folder: string;
let post: PostOffice;
let teams: Connector;
let running: Program[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'steward-restore-'));
  post = await startPostOffice();
  running = [];
});
afterEach(async () => {
  for (const one of running) one.kill('SIGKILL');
  await Promise.all(running.map(({ ended }) => ended));
  await teams.close();
  await post.close();
  await rm(folder, { recursive: true, force: true });
});

/** The machine of this name, with its service running. */
async function machine(name: string): Promise<Program> {
  const it = program(folder, { STEWARD_DATA: join(folder, name), SMTP_URL: post.url });
  running.push(it);
  const url = await it.url;
  if (running.length === 1) {
    teams = await startConnector({ service: url, people: Object.values(cast), patience: 20_000 });
    await teams.install();
  } else teams.retarget(url);
  return it;
}

async function lost(it: Program): Promise<void> {
  it.kill('SIGKILL');
  await it.ended;
}

const backupOf = async (name: string): Promise<string> => {
  const wanted = { data: join(folder, name), target: join(folder, 'backups'), now: new Date(), release: '0' };
  return (await takeBackup(wanted)).backup;
};

/** The same two by their commands, as somebody runs them at a console. */
const byCommand = async (): Promise<void> => {
  const target = join(folder, 'backups');
  const backup = await ran('backup', [target], folder, { STEWARD_DATA: join(folder, 'first') });
  expect([backup.code, backup.stderr]).toEqual([0, '']);
  const [made = ''] = await readdir(target);
  expect(backup.stdout).toContain(`${made} is whole: `);
  const restore = await ran('restore', [join(target, made)], folder, { STEWARD_DATA: join(folder, 'second') });
  expect([restore.code, restore.stderr]).toEqual([0, '']);
  expect(restore.stdout).toContain('is restored and checked: ');
};

/** An emergency: what takes three weeks otherwise is asked at once. Gives its id. */
async function emergency(): Promise<string> {
  await teams.say(cast.implementer, `new emergency Upgrade Moodle on isc-learn ${START} 08:00 for 4h`, 'channel');
  const { id } = cardWith(teams, 'create');
  const first = await teams.press(cast.implementer, id, { verb: 'create' }, FORM);
  const inputs = { ...FORM, reason: 'The vendor ends support' };
  const second = await teams.press(cast.implementer, id, { verb: 'create' }, inputs, { card: first.card });
  return /CHG-\d{4}-\d{3}/.exec(JSON.stringify(second.card))?.[0] ?? '';
}

/** Pre-checked, with GO, announced in the channel and to every recipient. */
async function announced(): Promise<string> {
  const change = await emergency();
  await teams.until((m) => JSON.stringify(m.activity).includes('"verb":"giveGo"'), 'the GO card');
  await teams.press(cast.approver, cardWith(teams, 'giveGo').id, { verb: 'giveGo' });
  await teams.until((m) => summaryOf(m.activity).includes('aintenance: ISC Learn'), 'the announcement');
  await post.until(({ subject }) => subject.includes('maintenance'), 'the announcement by mail');
  return change;
}

const summaryOf = (activity: unknown): string => asText(asJson(activity).summary) ?? '';
const seen = (text: string) => teams.messages.filter((m) => m.from === 'bot' && summaryOf(m.activity).includes(text));

/** The document as soon as it is so: the service writes it, and nobody tells us when. */
async function stored(name: string, id: string, is: (change: StoredChange) => boolean): Promise<StoredChange> {
  for (;;) {
    const change = await readChangeBeside(join(folder, name), id);
    if (change !== null && is(change)) return change;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** It is cancelled and everybody has read so by mail, but not in the channel. */
const isCancelledByMail = ({ events, outbox }: StoredChange): boolean =>
  events.some((e) => e.type === 'noticed' && e.notice === 'cancel') && outbox.every(({ kind }) => kind !== 'mail');

/** The card of this change with a button of this verb. */
const cardOf = (change: string, verb: string) => {
  const found = teams.messages.findLast((m) => {
    const text = JSON.stringify(m.activity);
    return m.from === 'bot' && text.includes(`"verb":"${verb}"`) && text.includes(change);
  });
  if (found === undefined) throw new Error(`no card of ${change} with '${verb}' is out`);
  return found;
};

describe('on another machine', () => {
  test('what had been sent is not sent again, what waited is sent, and the change goes on', async () => {
    const first = await machine('first');
    const change = await announced();
    await stored('first', change, (it) => it.outbox.length === 0);
    // Teams is away: the cancellation waits for the channel, and goes out by mail.
    teams.faults.add({ method: 'POST', times: Infinity, status: 503 });
    await teams.press(cast.implementer, cardWith(teams, 'cancel').id, { verb: 'cancel' }, { reason: 'Not needed' });
    const before = await stored('first', change, isCancelledByMail);
    expect(before.outbox.length).toBeGreaterThan(0);
    const mails = post.taken;
    await byCommand();
    await lost(first);
    expect((await readChangeBeside(join(folder, 'second'), change))?.events).toEqual(before.events);
    teams.faults.clear();
    const second = await machine('second');
    await teams.until((m) => summaryOf(m.activity).includes('ancelled'), 'the cancellation');
    await stored('second', change, (it) => it.outbox.length === 0);
    expect(seen('aintenance: ISC Learn').filter((m) => !summaryOf(m.activity).includes('ancelled'))).toHaveLength(1);
    expect(seen('ancelled').filter((m) => m.threadRoot === m.id)).toHaveLength(1);
    expect(post.taken).toBe(mails);
    expect(await emergency()).toBe(change.replace(/1$/, '2'));
    second.kill('SIGTERM');
    expect(await second.ended).toMatchObject({ code: 0, stderr: '' });
  });

  test('a backup that was made while people press, and the clock knocks, is whole each time', async () => {
    const first = await machine('first');
    const change = await announced();
    let isOver = false;
    const presses = Array.from({ length: 4 }, async () => {
      while (!isOver)
        await teams.press(cast.member, cardWith(teams, 'cancel').id, { verb: 'cancel' }, { reason: 'No' });
    });
    for (let n = 0; n < 5; n += 1) await verifyBackup(await backupOf('first'));
    isOver = true;
    await Promise.all(presses);
    await emergency();
    const from = await backupOf('first');
    await lost(first);
    await restoreBackup(from, join(folder, 'second'));
    const kept = async (name: string) => ({ ...(await readChangeBeside(join(folder, name), change)), shown: {} });
    expect(await kept('second')).toEqual(await kept('first'));
    const second = await machine('second');
    expect(second.lines.filter(({ msg }) => msg.includes('set aside'))).toEqual([]);
    second.kill('SIGTERM');
    expect(await second.ended).toMatchObject({ code: 0, stderr: '' });
  });
});

describe('from a backup that is older than what people have seen', () => {
  test('every card is brought back to what is known, GO is given anew, and what was lost is said', async () => {
    const first = await machine('first');
    const change = await emergency();
    await teams.until((m) => JSON.stringify(m.activity).includes('"verb":"giveGo"'), 'the GO card');
    await stored('first', change, (it) => it.outbox.length === 0 && it.shown['go-nogo/1'] !== undefined);
    const from = await backupOf('first');
    const go = cardOf(change, 'giveGo').id;
    await teams.press(cast.approver, go, { verb: 'giveGo' });
    await teams.until(
      (m) => m.id === go && JSON.stringify(m.activity).includes('GO by Pierre André'),
      'GO on its card',
    );
    await teams.until((m) => summaryOf(m.activity).includes('aintenance: ISC Learn'), 'the announcement');
    const later = await emergency();
    await teams.until((m) => summaryOf(m.activity).startsWith(later), 'the card of a change that will be lost');
    await stored('first', later, (it) => it.outbox.length === 0);
    await lost(first);
    const lostCard = cardOf(later, 'cancel').id;

    await restoreBackup(from, join(folder, 'second'));
    const second = await machine('second');
    await teams.until(
      (m) => m.id === go && JSON.stringify(m.activity).includes('"verb":"giveGo"'),
      'the question again',
    );
    const told = await teams.press(cast.implementer, lostCard, { verb: 'cancel' }, { reason: 'Not needed' });
    expect(toldTo(told)).toBe(`There is no change ${later}.`);
    await teams.press(cast.approver, go, { verb: 'giveGo' });
    await stored('second', change, (it) => it.events.some(({ type }) => type === 'goGiven') && it.outbox.length === 0);
    // Nobody knows any more that it was said.
    expect(seen('aintenance: ISC Learn')).toHaveLength(2);
    // The number is free again as far as anybody knows: the thread of the lost change in Teams has the same one.
    expect(await emergency()).toBe(later);
    second.kill('SIGTERM');
    expect(await second.ended).toMatchObject({ code: 0, stderr: '' });
  });
});
