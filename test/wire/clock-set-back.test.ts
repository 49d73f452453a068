/** The machine's clock is set back, or forward, in the middle of a change: nothing comes twice, nothing is lost, the history stays in order. */
import { afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { cardOf } from '../../src/rehearsal/connector/invoke.ts';
import { textOf } from '../support/cards-seen.ts';
import { zurich } from '../support/fixtures.ts';
import type { House } from '../support/house.ts';
import { cardWith, house, notices, toldTo } from '../support/house.ts';
import { ALL_TESTED, CHANGE, STATIONS, does, indexOf, pass, press, said, walkTo } from '../support/stations.ts';

const HOUR = 3_600_000;
const HOW_FAR = [
  ['two hours', 2 * HOUR],
  ['a day', 24 * HOUR],
] as const;

let it: House;
let uninterrupted: readonly string[];
beforeAll(async () => {
  const other = await house();
  await walkTo(other, 'close');
  uninterrupted = said(other);
  await other.close();
});
beforeEach(async () => {
  it = await house();
});
afterEach(async () => {
  await it.close();
});

async function setClock(byMs: number): Promise<void> {
  await it.jump(it.service.clock.now() + byMs);
  await it.settled();
}

const change = async () => (await it.service.changes.find(CHANGE))?.change;
const instants = async (): Promise<readonly number[]> =>
  (await it.store.read(CHANGE))?.events.map(({ at }) => at) ?? [];

async function expectInOrder(): Promise<void> {
  const at = await instants();
  expect(at).toEqual([...at].sort((a, b) => a - b));
}

describe.each(HOW_FAR)('set back by %s', (_, ms) => {
  test.each(STATIONS.slice(0, -1).map(({ name }) => name))(
    'after %s, everything is said once and in its order to the end',
    async (name) => {
      await walkTo(it, name);
      const before = said(it);
      await setClock(-ms);
      expect(said(it)).toEqual(before);
      for (const station of STATIONS.slice(indexOf(name) + 1)) await pass(it, station);
      expect(said(it)).toEqual(uninterrupted);
      await expectInOrder();
      expect((await change())?.stage.is).toBe('closed');
      expect(it.log.all.filter(({ level }) => level !== 'info')).toEqual([]);
    },
  );
});

describe('what is told by comparing instants stays right', () => {
  test('GO is asked for again after a NOGO, at once and not when the clock has caught up', async () => {
    await walkTo(it, 'GO / NOGO');
    await setClock(-2 * HOUR);
    await does(it, 'approver', 'giveNogo', { reason: 'Not that week' });
    await does(it, 'implementer', 'requestGo', { corrected: 'Another week it is' });
    await it.service.tick();
    await it.settled();
    expect((await change())?.asks['go-nogo']?.round).toBe(2);
    await does(it, 'approver', 'giveGo');
    expect(notices(it.teams)).toHaveLength(1);
    await expectInOrder();
  });

  test('the last moment for a restore is asked for again when the end has moved', async () => {
    await walkTo(it, 'start');
    await it.jump('2027-02-13 10:15');
    await it.settled();
    expect((await change())?.asks['last-rollback']?.round).toBe(1);
    await it.jump('2027-02-13 11:30');
    await it.settled();
    await setClock(-1.5 * HOUR);
    await does(it, 'implementer', 'extend', { minutes: '2 h', reason: 'It takes longer' });
    await it.jump('2027-02-13 12:15');
    await it.settled();
    expect((await change())?.asks['last-rollback']?.round).toBe(2);
  });

  test('a snapshot that ends before it began was not timed, and no time in the report is negative', async () => {
    await walkTo(it, 'snapshot');
    await does(it, 'implementer', 'startSnapshot');
    await setClock(-2 * HOUR);
    await does(it, 'implementer', 'finishSnapshot');
    expect(await change()).toMatchObject({
      measured: [],
      snapshot: { is: 'finished', at: zurich('2027-02-13 05:00') },
    });
    await it.jump('2027-02-13 08:00');
    await setClock(-HOUR);
    await does(it, 'implementer', 'end', ALL_TESTED);
    const report = textOf(cardOf(cardWith(it.teams, 'addLessons').activity));
    expect(report).not.toMatch(/[-−]\d+ (?:min|h)/);
    expect((await change())?.stage).toMatchObject({
      startedAt: zurich('2027-02-13 08:00'),
      since: zurich('2027-02-13 08:00'),
    });
  });

  test('a wrong press is refused and kept once, whatever the clock showed', async () => {
    await walkTo(it, 'GO / NOGO');
    expect(toldTo(await press(it, 'member', 'giveGo'))).toContain('approver');
    await setClock(-24 * HOUR);
    expect(toldTo(await press(it, 'member', 'giveGo'))).toContain('approver');
    expect((await it.store.read(CHANGE))?.events.filter(({ type }) => type === 'refused')).toHaveLength(1);
    await expectInOrder();
  });
});

describe('set forward by mistake, and back again', () => {
  // A day ahead it is the day itself: the reminder that says "tomorrow" is left out, as after a downtime.
  test.each([
    ['two hours', 2 * HOUR, 1],
    ['a day', 24 * HOUR, 0],
  ])('by %s: what came early does not come again', async (_, ms, reminders) => {
    await walkTo(it, 'announce');
    await it.jump('2027-02-12 08:00');
    await it.settled();
    const before = said(it);
    await setClock(ms);
    const early = said(it);
    expect(early.length).toBeGreaterThan(before.length);
    await setClock(-ms);
    expect(said(it)).toEqual(early);
    await it.jump('2027-02-12 10:00');
    await it.settled();
    expect(said(it)).toEqual(early);
    expect(early.filter((text) => text.includes('tomorrow'))).toHaveLength(reminders);
    await expectInOrder();
  });

  test('a window that the wrong clock jumped over is held, and can be moved', async () => {
    await walkTo(it, 'remind');
    await setClock(7 * 24 * HOUR);
    expect((await change())?.hold?.reasons).toEqual(['window over']);
    await setClock(-7 * 24 * HOUR);
    await does(it, 'implementer', 'cancel', { reason: 'The clock was wrong' });
    expect((await change())?.stage.is).toBe('cancelled');
  });
});
