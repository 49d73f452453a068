/** What the connector answers, and what delivery makes of it; one try is one call. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Fault } from '../../src/rehearsal/connector/faults.ts';
import { cardOf } from '../../src/rehearsal/connector/invoke.ts';
import type { OutboundRequest } from '../../src/rehearsal/connector/server.ts';
import type { House } from '../support/house.ts';
import { cardWith, cast, house, notices } from '../support/house.ts';
import { textOf } from '../support/cards-seen.ts';
import { ALL_PREPARED, CHANGE, FORM, SAY_NEW, does, press, said, summaryOf, walkTo } from '../support/stations.ts';
import { Tap } from '../support/tap.ts';

let it: House;
let tap: Tap;
beforeEach(async () => {
  tap = new Tap();
  it = await house({ connector: { before: tap.before } });
  tap.watch(it.teams);
});
afterEach(async () => {
  await it.close();
});

const ANNOUNCEMENT = { method: 'POST', body: /Planned maintenance/ };
const tries = (): readonly OutboundRequest[] =>
  it.teams.requests.filter((request) => summaryOf(request)?.startsWith('Planned maintenance'));

/** GO is given while the announcement meets this. */
async function announcedThrough(fault: Omit<Fault, 'times'>, times = 1): Promise<void> {
  await walkTo(it, 'GO / NOGO');
  it.teams.faults.add({ ...ANNOUNCEMENT, times, ...fault });
  await does(it, 'approver', 'giveGo');
}

async function words(text: string): Promise<string> {
  await it.teams.say(cast.member, text, 'personal');
  return textOf(cardOf(it.teams.messages.at(-1)?.activity ?? { type: '' }));
}

describe('a letter that meets something passing', () => {
  test.each([412, 429, 500, 502, 503, 504, 408])('%d, is tried again: two calls, one notice', async (status) => {
    await announcedThrough({ status });
    expect(tries().map((request) => request.status)).toEqual([status, 201]);
    expect(notices(it.teams)).toHaveLength(1);
  });

  test('a connection that breaks before anything is done, is tried again', async () => {
    await announcedThrough({ drop: 'before' });
    expect(tries().map(({ status }) => status)).toEqual(['dropped', 201]);
    expect(notices(it.teams)).toHaveLength(1);
  });

  test('an answer that is lost, is repeated: nobody knows whether it arrived', async () => {
    await announcedThrough({ drop: 'after' });
    expect(tries()).toHaveLength(2);
    expect(notices(it.teams)).toHaveLength(2);
  });

  test('waits as long as it is asked to, and no try comes before', async () => {
    await announcedThrough({ status: 429, retryAfter: 0.3 });
    const [first, second] = tries().map(({ at }) => at.getTime());
    expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(300);
  });

  test('for ever, is given up after so many tries: the status and the history say so, and the change goes on', async () => {
    await announcedThrough({ status: 500 }, Infinity);
    expect(tries()).toHaveLength(4);
    expect(await words('status')).toMatch(/Not delivered\n1\n[^]*planned maintenance notice/);
    expect(await words(`history ${CHANGE}`)).toContain('could not deliver the planned maintenance notice');
    it.teams.faults.clear();
    await it.to('2027-02-12 09:00');
    expect(notices(it.teams)).toEqual([expect.stringContaining('tomorrow')]);
  });
});

describe('a letter that meets something final', () => {
  test.each([400, 401, 403, 404, 413])('%d, is not tried again; the status and the history say so', async (status) => {
    await announcedThrough({ status });
    expect(tries()).toHaveLength(1);
    expect(await words('status')).toMatch(/Not delivered\n1/);
    expect(await words(`history ${CHANGE}`)).toContain(`could not deliver the planned maintenance notice: ${status}`);
  });
});

describe('a card that is out', () => {
  test('and gone (404), is posted anew, and what is asked from then on is asked in the new thread', async () => {
    await walkTo(it, 'prepare');
    const before = cardWith(it.teams, 'cancel').id;
    it.teams.faults.add({ method: 'PUT', path: new RegExp(`/${before}$`), times: 1, status: 404 });
    await does(it, 'implementer', 'tickPreparations', ALL_PREPARED);
    const root = cardWith(it.teams, 'cancel').id;
    expect(root).not.toBe(before);
    await it.to('2027-01-30 09:00');
    expect(cardWith(it.teams, 'acceptPreCheck').threadRoot).toBe(root);
    await does(it, 'approver', 'acceptPreCheck');
    expect(textOf(cardOf(it.teams.message(root).activity))).toContain('Pre-checked');
  });

  test('and may not be changed (403), is posted anew as well while its question is open', async () => {
    await walkTo(it, 'prepare');
    const before = cardWith(it.teams, 'tickPreparations').id;
    it.teams.faults.add({ method: 'PUT', path: new RegExp(`/${before}$`), times: 1, status: 403 });
    await does(it, 'implementer', 'tickPreparations', { 'item-tests': 'true' });
    const anew = cardWith(it.teams, 'tickPreparations');
    expect(anew.id).not.toBe(before);
    expect(anew.threadRoot).toBe(cardWith(it.teams, 'cancel').id);
    await does(it, 'implementer', 'tickPreparations', ALL_PREPARED);
    expect(textOf(cardOf(it.teams.message(anew.id).activity))).toContain('Prepared by Implementer');
  });

  test('and cannot be updated now, is brought up to date with the next event', async () => {
    await walkTo(it, 'prepare');
    const { id } = cardWith(it.teams, 'tickPreparations');
    it.teams.faults.add({ method: 'PUT', path: new RegExp(`/${id}$`), times: 4, status: 502 });
    await does(it, 'implementer', 'tickPreparations', { 'item-tests': 'true' });
    expect(it.teams.message(id).edits).toBe(0);
    await does(it, 'implementer', 'tickPreparations', ALL_PREPARED);
    expect(textOf(cardOf(it.teams.message(id).activity))).toContain('Prepared by Implementer');
  });

  test('is brought up to date by the round of every minute when no event comes', async () => {
    await walkTo(it, 'prepare');
    const { id } = cardWith(it.teams, 'tickPreparations');
    it.teams.faults.add({ method: 'PUT', path: new RegExp(`/${id}$`), times: 4, status: 502 });
    await does(it, 'implementer', 'tickPreparations', ALL_PREPARED);
    for (let second = 0; second < 60; second += 1) await it.service.tick();
    await it.settled();
    expect(textOf(cardOf(it.teams.message(id).activity))).toContain('Prepared by Implementer');
  });
});

describe('order', () => {
  test('the living card comes first, and what is asked waits for its thread', async () => {
    await it.teams.say(cast.implementer, SAY_NEW, 'channel');
    it.teams.faults.add({ method: 'POST', path: /^\/v3\/conversations$/, times: 2, status: 503 });
    await does(it, 'implementer', 'create', FORM);
    expect(said(it)).toEqual([`${CHANGE}: Upgrade Moodle`, expect.stringContaining('yours to prepare')]);
    expect(cardWith(it.teams, 'tickPreparations').threadRoot).toBe(cardWith(it.teams, 'cancel').id);
  });

  test('where the living card cannot be posted at all, the question is asked in the channel', async () => {
    await it.teams.say(cast.implementer, SAY_NEW, 'channel');
    it.teams.faults.add({ method: 'POST', path: /^\/v3\/conversations$/, times: 1, status: 413 });
    await does(it, 'implementer', 'create', FORM);
    const asked = cardWith(it.teams, 'tickPreparations');
    expect(asked.threadRoot).toBe(asked.id);
  });

  test('notices go on while the thread of the change fails', async () => {
    await walkTo(it, 'announce');
    it.teams.faults.add({ method: 'POST', path: /messageid=/, times: Infinity, hang: 60_000 });
    it.teams.faults.add({ method: 'PUT', times: Infinity, status: 500 });
    const asked = tap.next((request) => summaryOf(request)?.includes('snapshot') === true);
    await it.jump('2027-02-12 09:00');
    await it.jump('2027-02-13 05:00');
    await asked;
    const cancelled = it.teams.until((m) => String(m.activity.summary).includes('cancelled'), 'the cancellation');
    // The card is not brought up to date either: the first press is answered with the present one, the second counts.
    await press(it, 'implementer', 'cancel', { reason: 'The vendor is late' });
    await press(it, 'implementer', 'cancel', { reason: 'The vendor is late' });
    await cancelled;
    expect(notices(it.teams)).toEqual([
      expect.stringContaining('Planned'),
      expect.stringContaining('tomorrow'),
      expect.stringContaining('cancelled'),
    ]);
  });

  test('one conversation gets one call at a time, updates included', async () => {
    await walkTo(it, 'prepare');
    const most = new Map<string, number>();
    const underWay = (): void => {
      const now = new Map<string, number>();
      for (const { status, path, method } of it.teams.requests) {
        if (status !== undefined || method === 'GET') continue;
        const conversation = path.split('/')[3] ?? 'new threads';
        now.set(conversation, (now.get(conversation) ?? 0) + 1);
        most.set(conversation, Math.max(most.get(conversation) ?? 0, now.get(conversation) ?? 0));
      }
    };
    it.teams.faults.add({ times: Infinity, hang: 10 });
    const watch = setInterval(underWay, 2);
    await does(it, 'implementer', 'tickPreparations', ALL_PREPARED);
    await it.to('2027-01-30 09:00');
    await press(it, 'approver', 'needCorrections', { corrections: 'one\ntwo' });
    await it.settled();
    await press(it, 'implementer', 'tickCorrections', { 'item-0': 'true' });
    await it.settled();
    clearInterval(watch);
    expect([...most.values()].every((n) => n === 1)).toBe(true);
    expect(most.size).toBeGreaterThan(0);
  });
});

test('the answer to what somebody wrote is tried again too, and sent once', async () => {
  it.teams.faults.add({ method: 'POST', times: 1, status: 502 });
  await it.teams.say(cast.member, 'help', 'personal');
  expect(it.teams.messages.filter((m) => m.from === 'bot')).toHaveLength(1);
});
