/** Each command and each try to send is counted once, where it happens. */
import { beforeEach, describe, expect, test } from '@jest/globals';
import { SendFailed } from '../../src/app/ports.ts';
import { Team } from '../../src/app/team.ts';
import { vitalsOf } from '../../src/app/vitals.ts';
import type { Metrics } from '../../src/metrics/meter.ts';
import { metrics } from '../../src/metrics/meter.ts';
import { approvedAt, desk, ID } from '../support/desk.ts';
import { final, passing } from '../support/fake-channel.ts';
import { FakeMailer, greylisted, noSuchUser } from '../support/fake-mailer.ts';
import {
  ALL_PREPARATIONS,
  APPROVER_MAIL,
  implementer,
  mailSite,
  member,
  SUPPORT,
  TEACHERS,
  zurich,
} from '../support/fixtures.ts';
import { failingStore } from '../support/stores.ts';
import { valueIn } from './reading.ts';

let meter: Metrics;
beforeEach(() => {
  meter = metrics('1.2.3');
});

const read = () =>
  meter.read({
    openChanges: 0,
    letters: 0,
    mails: 0,
    damagedFiles: 0,
    channelKnown: true,
    secretExpiresAt: null,
    tickAgeMs: 0,
  });

const LETTER = 'channel="teams",kind="letter"';
const MAIL = 'channel="mail",kind="letter"';

async function sends(what: string): Promise<Readonly<Record<string, number>>> {
  const text = await read();
  const counts = ['sent', 'tried again', 'unknown', 'given up', 'left out'].map((outcome) => {
    const value = valueIn(text, `change_steward_sends_total{${what},outcome="${outcome}"}`);
    return [outcome, value ?? 0] as const;
  });
  return Object.fromEntries(counts.filter(([, value]) => value > 0));
}

async function commands(command: string): Promise<Readonly<Record<string, number>>> {
  const found = [...(await read()).matchAll(/^change_steward_commands_total\{(.*)\} (\d+)$/gm)];
  const own = found.filter(([, labels = '']) => labels.includes(`command="${command}"`));
  const outcomeOf = (labels: string): string => /outcome="(.*)"/.exec(labels)?.[1] ?? '';
  return Object.fromEntries(own.map(([, labels = '', value]): [string, number] => [outcomeOf(labels), Number(value)]));
}

describe('a command', () => {
  test('is counted as what became of it', async () => {
    const at = await desk({ meter });
    await at.create();
    const ticks = { type: 'tickPreparations', items: ALL_PREPARATIONS } as const;
    await at.says(member, ticks);
    await at.says(implementer, ticks);
    await at.says(implementer, ticks, { version: 1 });
    expect(await commands('create')).toEqual({ done: 1 });
    expect(await commands('tickPreparations')).toEqual({ refused: 1, done: 1, outdated: 1 });
    expect(valueIn(await read(), 'change_steward_refusals_total{reason="not the implementer"}')).toBe(1);
  });

  test('that could not be stored has failed', async () => {
    const store = failingStore();
    const at = await desk({ meter, store });
    await at.create();
    await at.said();
    store.fails = { why: new Error('ENOSPC') };
    await at.to('2027-01-16 10:00');
    expect(await commands('fallDue')).toEqual({ failed: 1 });
  });
});

describe('a letter', () => {
  test('that goes at the third try was tried again twice, once of it without knowing whether it had arrived', async () => {
    const at = await desk({ meter });
    at.channel.meets('created', passing(), new SendFailed('passing', 'ECONNRESET', null, true));
    await at.create();
    await at.said();
    expect(await sends(LETTER)).toEqual({ sent: 2, 'tried again': 1, unknown: 1 });
  });

  test('that nobody will take is given up, at once or after the last try', async () => {
    const at = await desk({ meter });
    at.channel.meets('created', passing(), passing(), passing(), passing());
    at.channel.meets('prepare', final());
    await at.create();
    await at.said();
    expect(await sends(LETTER)).toEqual({ 'tried again': 3, 'given up': 2 });
  });

  test('that has outlived its day is left out: nobody misses it', async () => {
    const at = await desk({ meter });
    await approvedAt(at);
    const before = await sends(LETTER);
    at.channel.known = false;
    await at.to('2027-02-12 09:00');
    at.clockAt('2027-02-13 00:00');
    at.channel.known = true;
    at.delivery.knockAll();
    await at.said();
    expect(await sends(LETTER)).toEqual({ ...before, 'left out': 1 });
  });

  test('is as late as the time since it was due', async () => {
    const at = await desk({ meter });
    at.channel.known = false;
    await at.create();
    at.clockAt('2027-01-09 10:02');
    at.channel.known = true;
    at.delivery.knockAll();
    await at.said();
    const text = await read();
    expect(valueIn(text, 'change_steward_send_lag_seconds_count{channel="teams"}')).toBe(2);
    expect(valueIn(text, 'change_steward_send_lag_seconds_sum{channel="teams"}')).toBe(240);
  });
});

test('cards that are out are counted apart from letters: one that is not brought up to date is no lost notice', async () => {
  const at = await desk({ meter });
  at.channel.meets('update prepare/1', final());
  await at.create();
  await at.said();
  await at.says(implementer, { type: 'tickPreparations', items: ALL_PREPARATIONS });
  await at.said();
  expect(await sends('channel="teams",kind="card"')).toMatchObject({ 'given up': 1 });
  expect(await sends(LETTER)).toEqual({ sent: 2 });
});

test('mails are counted by recipient, each try once', async () => {
  const mailer = new FakeMailer();
  mailer.meets(TEACHERS, greylisted(), new SendFailed('passing', 'the connection broke', null, true));
  mailer.meets(SUPPORT, noSuchUser());
  const at = await desk({ meter, mailer, site: mailSite });
  await approvedAt(at);
  expect(mailer.said.filter((one) => one.endsWith(APPROVER_MAIL))).toHaveLength(2);
  expect(await sends(MAIL)).toEqual({ sent: 3, 'tried again': 1, unknown: 1, 'given up': 1 });
  expect(valueIn(await read(), 'change_steward_send_lag_seconds_count{channel="mail"}')).toBe(3);
});

test('what waits to be sent is told by where it goes', async () => {
  const stubborn = { attempts: 10, firstMs: 3_600_000, mostMs: 3_600_000 };
  const mailer = new FakeMailer();
  const at = await desk({ mailer, site: mailSite, patience: stubborn });
  await approvedAt(at);
  mailer.always = (to) => (to === SUPPORT ? null : greylisted());
  at.channel.known = false;
  at.clockAt('2027-02-12 09:00');
  await at.handler.handle({ type: 'fallDue', changeId: ID, now: zurich('2027-02-12 09:00') });
  const vitals = vitalsOf(at.changes, at.store, new Team(at.store), null);
  expect(vitals).toMatchObject({ openChanges: 1, letters: 1, mails: 3, channelKnown: false });
  await at.delivery.stop(0);
});
