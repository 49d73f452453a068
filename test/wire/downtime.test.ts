/** The bot was away: what fell due is caught up with as its row of the process table says. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { cardOf } from '../../src/rehearsal/connector/invoke.ts';
import type { Message } from '../../src/rehearsal/connector/board.ts';
import type { Memory } from '../../src/storage/memory-store.ts';
import { zurich } from '../support/fixtures.ts';
import type { House } from '../support/house.ts';
import { cardWith, cast, notices, toldTo } from '../support/house.ts';
import { Houses } from '../support/houses.ts';
import { textOf } from '../support/cards-seen.ts';
import { ALL_TESTED, CHANGE, STATIONS, does, indexOf, press, said, stationOf, walkTo } from '../support/stations.ts';
import { Tap } from '../support/tap.ts';

const houses = new Houses();
const tap = new Tap();
let memory: Memory;
let it: House;
beforeEach(async () => {
  memory = new Map<string, string>();
  it = await houses.build({ memory, connector: { before: tap.before } });
  tap.watch(it.teams);
});
afterEach(async () => {
  await houses.close();
});

/** Walks to the door of a station; the bot is away from there until this time. */
async function awayAt(name: string, until: string): Promise<void> {
  await walkTo(it, STATIONS[indexOf(name) - 1]?.name ?? '');
  await stationOf(name).before(it);
  await it.settled();
  it = await houses.again(it, memory, until);
}

const wordsOf = ({ activity }: Message): string => `${activity.text ?? ''} ${textOf(cardOf(activity))}`;
const change = async () => (await it.service.changes.find(CHANGE))?.change;

describe('away at the time of a card that asks', () => {
  test.each([
    ['pre-check', '2027-01-31 15:00', 'acceptPreCheck', '09:00'],
    ['GO / NOGO', '2027-02-07 15:00', 'giveGo', '09:00'],
    ['snapshot', '2027-02-13 05:40', 'startSnapshot', '05:00'],
    ['decide', '2027-02-13 11:45', 'declareIncident', '11:30'],
  ])('%s is asked late, and says so', async (name, until, verb, due) => {
    await awayAt(name, until);
    expect(wordsOf(cardWith(it.teams, verb))).toMatch(new RegExp(`This is late: it was due.*${due}`));
  });
});

describe('away at the time of a notice', () => {
  test('the start is given late and says so', async () => {
    await awayAt('start', '2027-02-13 08:40');
    expect(notices(it.teams).at(-1)).toContain('has started');
    const notice = it.teams.messages.findLast((m) => String(m.activity.summary).startsWith('Maintenance has started'));
    expect(notice === undefined ? '' : wordsOf(notice)).toMatch(/late.*08:00/i);
    expect((await change())?.stage).toEqual({ is: 'in progress', since: zurich('2027-02-13 08:40') });
  });

  test('the reminder of the day before is given late on its day', async () => {
    await awayAt('remind', '2027-02-12 18:00');
    const notice = it.teams.messages.findLast((m) => String(m.activity.summary).includes('tomorrow'));
    expect(notice === undefined ? '' : wordsOf(notice)).toMatch(/late.*09:00/i);
  });

  test('a reminder that says "tomorrow" is never given on the day itself, and the history says that it was left out', async () => {
    await awayAt('remind', '2027-02-13 05:10');
    expect(said(it).join()).not.toContain('tomorrow');
    expect((await change())?.skipped).toEqual(['remind']);
    expect(cardWith(it.teams, 'startSnapshot')).toBeDefined();
  });

  test('a window that went by unattended is held, and never started', async () => {
    await awayAt('snapshot', '2027-02-14 09:00');
    expect(notices(it.teams).join()).not.toContain('has started');
    expect((await change())?.hold?.reasons).toEqual(['window over']);
    await does(it, 'implementer', 'cancel', { reason: 'Nobody was there' });
    expect(notices(it.teams).at(-1)).toContain('cancelled');
  });

  test('away over the whole window of a started change, the end is still a person’s to say', async () => {
    await awayAt('decide', '2027-02-13 15:00');
    expect(notices(it.teams).join()).not.toContain('End of maintenance');
    await does(it, 'implementer', 'end', ALL_TESTED);
    expect(notices(it.teams).at(-1)).toContain('End of maintenance');
  });
});

describe('stored before, and not sent', () => {
  test('a reminder of yesterday is not sent any more; the history says that it expired', async () => {
    await walkTo(it, 'announce');
    it.teams.faults.add({ method: 'POST', body: /tomorrow/, times: Infinity, drop: 'before' });
    await Promise.all([tap.next(({ body }) => JSON.stringify(body).includes('tomorrow')), it.jump('2027-02-12 09:00')]);
    it = await houses.again(it, memory, '2027-02-13 04:00');
    expect(said(it).join()).not.toContain('tomorrow');
    expect((await change())?.gaveUp).toMatchObject([{ key: expect.stringContaining('/remind/'), why: 'expired' }]);
  });

  test('an announcement that waited says that it is late', async () => {
    await walkTo(it, 'GO / NOGO');
    it.teams.faults.add({ method: 'POST', body: /Planned/, times: Infinity, drop: 'before' });
    await Promise.all([
      tap.next(({ body }) => JSON.stringify(body).includes('Planned')),
      press(it, 'approver', 'giveGo'),
    ]);
    it = await houses.again(it, memory, '2027-02-07 10:00');
    const notice = it.teams.messages.findLast((m) => String(m.activity.summary).includes('Planned'));
    expect(notice === undefined ? '' : wordsOf(notice)).toMatch(/late.*09:00/i);
  });

  test('cards that were out show the present state after the start', async () => {
    await walkTo(it, 'GO / NOGO');
    const asked = cardWith(it.teams, 'giveGo').id;
    it.teams.faults.add({ method: 'PUT', times: Infinity, drop: 'before' });
    await Promise.all([tap.next(({ method }) => method === 'PUT'), press(it, 'approver', 'giveGo')]);
    expect(textOf(cardOf(it.teams.message(asked).activity))).not.toContain('GO by Pierre');
    it = await houses.again(it, memory);
    expect(textOf(cardOf(it.teams.message(asked).activity))).toContain('GO by Pierre André');
    expect(textOf(cardOf(cardWith(it.teams, 'cancel').activity))).toContain('GO, announced');
  });

  test('a press from before the stop is recognised after it, and decides nothing a second time', async () => {
    await walkTo(it, 'GO / NOGO');
    const card = cardWith(it.teams, 'giveGo');
    const first = await it.teams.press(cast.approver, card.id, { verb: 'giveGo' });
    await it.settled();
    it = await houses.again(it, memory);
    const repeat = { activityId: first.activityId, card: cardOf(card.activity) };
    const second = await it.teams.press(cast.approver, card.id, { verb: 'giveGo' }, {}, repeat);
    expect(toldTo(second)).toBe('');
    expect(textOf(second.card)).toContain('GO by Pierre André');
    expect(notices(it.teams)).toHaveLength(1);
  });
});
