import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Json } from '../../src/rehearsal/json.ts';
import { cardOf } from '../../src/rehearsal/connector/invoke.ts';
import type { House } from '../support/house.ts';
import { cardWith, house, notices, toldTo } from '../support/house.ts';
import { cardsSeen, complaints, textOf } from '../support/cards-seen.ts';
import { ALL_PREPARED, ALL_TESTED, CHANGE, does, press, said, walkTo } from '../support/stations.ts';

let it: House;
let cards: readonly Json[];
beforeEach(async () => {
  it = await house();
  cards = cardsSeen(it.teams);
});
/** Whatever a story is about: every card in it is one that Teams takes, and nothing went wrong inside. */
afterEach(async () => {
  await it.close();
  expect(cards.flatMap(complaints)).toEqual([]);
  expect(it.log.all.filter(({ level }) => level !== 'info')).toEqual([]);
});

const change = async () => (await it.service.changes.find(CHANGE))?.change;
const shown = (id: string): string => textOf(cardOf(it.teams.message(id).activity));

describe('the page, over the wire', () => {
  test('is walked from the idea to the closing report', async () => {
    await walkTo(it, 'close');
    expect(notices(it.teams)).toEqual([
      expect.stringContaining('Planned maintenance'),
      expect.stringContaining('tomorrow'),
      expect.stringContaining('has started'),
      expect.stringContaining('End of maintenance'),
    ]);
    expect((await change())?.stage).toMatchObject({ is: 'closed', lessons: 'Start earlier.' });
  });

  test('corrections are asked for, ticked one after the other, and lead to GO', async () => {
    await walkTo(it, 'pre-check');
    await does(it, 'approver', 'needCorrections', { corrections: 'Test the login of teachers\n\n Plan more time ' });
    const card = cardWith(it.teams, 'tickCorrections');
    expect(shown(card.id)).toContain('Test the login of teachers');
    await does(it, 'implementer', 'tickCorrections', { 'item-0': 'true' });
    expect((await change())?.stage.is).toBe('correcting');
    await does(it, 'implementer', 'tickCorrections', { 'item-1': 'true' });
    expect((await change())?.stage.is).toBe('checked');
    await it.jump('2027-02-06 09:00');
    await it.settled();
    await does(it, 'approver', 'giveGo');
    expect(notices(it.teams)).toHaveLength(1);
  });

  test('"OK" beside a list of corrections is neither, until the approver says which', async () => {
    await walkTo(it, 'pre-check');
    const answer = await press(it, 'approver', 'acceptPreCheck', { corrections: 'Plan more time' });
    expect(toldTo(answer)).toContain('You have written corrections beside OK.');
    expect((await change())?.stage.is).toBe('prepared');
    await does(it, 'approver', 'acceptPreCheck', { corrections: ' ' });
    expect((await change())?.stage.is).toBe('checked');
  });

  test('a failed snapshot is taken again, and the start waits for nothing else', async () => {
    await walkTo(it, 'snapshot');
    await does(it, 'implementer', 'startSnapshot');
    await does(it, 'implementer', 'failSnapshot', { reason: 'The dashboard timed out' });
    await does(it, 'implementer', 'startSnapshot');
    await does(it, 'implementer', 'finishSnapshot');
    await it.to('2027-02-13 08:00');
    expect((await change())?.stage.is).toBe('in progress');
  });

  test('a skip that the approver agrees to lets the change start without a snapshot', async () => {
    await walkTo(it, 'snapshot');
    await does(it, 'implementer', 'requestSkip', { reason: 'The dashboard is down' });
    expect(textOf(cardOf(cardWith(it.teams, 'agreeSkip').activity))).toContain('The dashboard is down');
    await does(it, 'approver', 'agreeSkip');
    await it.to('2027-02-13 08:00');
    expect((await change())?.stage.is).toBe('in progress');
  });

  test('a skip that the approver refuses asks for the snapshot again', async () => {
    await walkTo(it, 'snapshot');
    const first = cardWith(it.teams, 'startSnapshot').id;
    await does(it, 'implementer', 'requestSkip', { reason: 'No time' });
    await does(it, 'approver', 'refuseSkip', { reason: 'Take the time' });
    const second = cardWith(it.teams, 'startSnapshot').id;
    expect(second).not.toBe(first);
    await does(it, 'implementer', 'startSnapshot');
    expect((await change())?.snapshot.is).toBe('started');
  });

  test('the start is held without a snapshot, both people are told, and it starts as soon as there is one', async () => {
    await walkTo(it, 'snapshot');
    await it.to('2027-02-13 08:00');
    expect((await change())?.stage.is).toBe('approved');
    expect(notices(it.teams).join()).not.toContain('has started');
    const told = it.teams.messages.findLast((m) => String(m.activity.text).includes('on hold'));
    expect(told?.activity.entities).toHaveLength(2);
    await does(it, 'implementer', 'startSnapshot');
    await it.to('2027-02-13 09:00');
    await does(it, 'implementer', 'finishSnapshot');
    await it.to('2027-02-13 09:01');
    expect((await change())?.stage.is).toBe('in progress');
    expect(notices(it.teams).at(-1)).toContain('has started');
  });

  test('at the decision point it is not solved yet, and later it is', async () => {
    await walkTo(it, 'decide');
    expect((await change())?.stage.is).toBe('in progress');
    await it.to('2027-02-13 11:50');
    expect(notices(it.teams).join()).not.toContain('End of maintenance');
    await does(it, 'implementer', 'end', ALL_TESTED);
    expect(notices(it.teams).at(-1)).toContain('End of maintenance');
  });

  test('it ends with unticked tests only for a reason, which the report shows', async () => {
    await walkTo(it, 'start');
    const refused = await does(it, 'implementer', 'end', { 'item-0': 'true' });
    expect(toldTo(refused)).toContain('give a reason');
    expect((await change())?.stage.is).toBe('in progress');
    await does(it, 'implementer', 'end', { 'item-0': 'true', untested: 'No course is open on a Saturday' });
    expect(shown(cardWith(it.teams, 'addLessons').id)).toContain('No course is open on a Saturday');
  });

  test('cancelled before the announcement, nobody hears of it but who reads the thread', async () => {
    await walkTo(it, 'pre-check');
    const before = said(it).length;
    await does(it, 'implementer', 'cancel', { reason: 'The vendor is late' });
    expect(said(it).slice(before)).toEqual([expect.stringContaining('here is the report')]);
    expect((await change())?.stage.is).toBe('cancelled');
  });

  test('cancelled after the announcement, everybody who was told of it is told', async () => {
    await walkTo(it, 'remind');
    await does(it, 'implementer', 'cancel', { reason: 'The vendor is late' });
    expect(notices(it.teams).at(-1)).toContain('Maintenance cancelled');
    expect(shown(it.teams.messages.at(-1)?.id ?? '')).toContain('The vendor is late');
  });

  test('buttons disappear from the cards of a change that is over', async () => {
    await walkTo(it, 'GO / NOGO');
    await does(it, 'implementer', 'cancel', { reason: 'The vendor is late' });
    const buttons = it.teams.messages.filter((m) =>
      JSON.stringify(cardOf(m.activity) ?? null).includes('"Action.Execute","verb"'),
    );
    expect(buttons).toEqual([]);
    expect(() => cardWith(it.teams, 'giveGo')).toThrow('no card');
    expect(() => cardWith(it.teams, 'cancel')).toThrow('no card');
  });

  test('NOGO leads back to the approver when the implementer has corrected it', async () => {
    await walkTo(it, 'GO / NOGO');
    await does(it, 'approver', 'giveNogo', { reason: 'No test of the logins' });
    await does(it, 'implementer', 'requestGo', { corrected: 'Test added' });
    expect(shown(cardWith(it.teams, 'giveGo').id)).toContain('Test added');
    await does(it, 'approver', 'giveGo');
    expect((await change())?.stage.is).toBe('approved');
  });

  test('preparation can be saved half ticked', async () => {
    await walkTo(it, 'prepare');
    await does(it, 'implementer', 'tickPreparations', { 'item-tests': 'true' });
    expect((await change())?.preparations).toEqual(['tests']);
    await does(it, 'implementer', 'tickPreparations', ALL_PREPARED);
    expect((await change())?.stage.is).toBe('prepared');
  });
});
