/** The approver names a deputy in chat, who is asked in person and answers in the approver's name. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Person } from '../../src/rehearsal/connector/people.ts';
import { person } from '../../src/rehearsal/connector/people.ts';
import type { Spot } from '../../src/rehearsal/connector/options.ts';
import { cardOf } from '../../src/rehearsal/connector/invoke.ts';
import type { Memory } from '../../src/storage/memory-store.ts';
import type { House } from '../support/house.ts';
import { cast, house, toldTo } from '../support/house.ts';
import { textOf } from '../support/cards-seen.ts';
import { CHANGE, does, press, said, walkTo } from '../support/stations.ts';

let it: House;
let memory: Memory;
beforeEach(async () => {
  memory = new Map();
  it = await house({ memory });
});
afterEach(async () => {
  await it.close();
});

async function answer(who: Person, text: string, spot: Spot = 'channel'): Promise<string> {
  const { message } = await it.teams.say(who, text, spot);
  const reply = it.teams.messages.findLast((m) => m.from === 'bot' && Number(m.id) > Number(message.id));
  if (reply === undefined) throw new Error(`no answer to '${text}'`);
  return textOf(cardOf(reply.activity));
}

const DELEGATE = 'delegate @Member 2027-02-03 to 2027-02-10';

describe('delegate', () => {
  test('makes a colleague a deputy, who is asked with the approver and answers for them', async () => {
    await walkTo(it, 'pre-check');
    expect(await answer(cast.approver, DELEGATE)).toContain(
      'Member stands in for Pierre André from Wed 3 Feb 2027 to Wed 10 Feb 2027',
    );
    await does(it, 'approver', 'acceptPreCheck');
    await it.to('2027-02-06 09:00');
    expect(said(it).at(-1)).toBe('Pierre André, Deputy approver, Member GO or NOGO for CHG-2027-001?');
    await does(it, 'member', 'giveGo');
    const { change } = it.service.changes.peek(CHANGE) ?? {};
    expect(change?.decisions.at(-1)).toMatchObject({
      what: 'GO',
      by: { name: 'Member' },
      for: { name: 'Pierre André' },
    });
    expect(await answer(cast.implementer, `history ${CHANGE}`)).toContain('Member (deputy for Pierre André): GO');
  });

  test('holds on its days only', async () => {
    await walkTo(it, 'GO / NOGO');
    await answer(cast.approver, 'delegate @Member 2027-02-07 to 2027-02-08');
    expect(toldTo(await press(it, 'member', 'giveGo'))).toContain('You stand in for Pierre André from 2027-02-07');
    await it.to('2027-02-07 10:00');
    await does(it, 'member', 'giveGo');
    expect(it.service.changes.peek(CHANGE)?.change.stage.is).toBe('approved');
  });

  test('says what waits for an answer when the days have begun', async () => {
    await walkTo(it, 'GO / NOGO');
    const text = await answer(cast.approver, 'delegate @Member 2027-02-06 to 2027-02-08');
    expect(text).toContain(`Waiting for an answer now: ${CHANGE} (GO / NOGO).`);
  });

  test('is taken back by "end", and shown by the word alone', async () => {
    await answer(cast.approver, DELEGATE);
    expect(await answer(cast.member, 'delegate')).toContain('Member: from Wed 3 Feb 2027 to Wed 10 Feb 2027');
    expect(await answer(cast.approver, 'delegate @Member end')).toContain('Member does not stand in');
    expect(await answer(cast.member, 'delegate')).not.toContain('Member:');
    expect(await answer(cast.approver, 'delegate @Member end')).toContain('is no deputy of yours by delegate');
  });

  test('outlives a restart', async () => {
    await answer(cast.approver, DELEGATE);
    await it.kill();
    it = await house({ memory, teams: it.teams, start: '2027-02-04 10:00' });
    expect(await answer(cast.member, 'delegate')).toContain('Member: from Wed 3 Feb 2027');
    expect(it.service.team.delegations).toMatchObject([{ entraId: cast.member.entraId }]);
  });

  test('takes the name of a colleague in a personal chat, where nobody can be mentioned', async () => {
    expect(await answer(cast.approver, 'delegate member 3.2.2027 to 10.2.2027', 'personal')).toContain(
      'Member stands in',
    );
  });

  test('finds somebody who joined the team after the bot', async () => {
    const newcomer = person('Newcomer', '00000000-0000-4000-8000-0000000000c1');
    (it.teams.tenancy.people as Person[]).push(newcomer);
    expect(await answer(cast.approver, 'delegate @Newcomer 2027-02-03 to 2027-02-10')).toContain('Newcomer stands in');
    expect(it.service.team.delegations).toMatchObject([{ entraId: newcomer.entraId, name: 'Newcomer' }]);
  });

  test.each([
    ['somebody else than the approver', cast.member, DELEGATE, 'Only the approver, Pierre André, names deputies'],
    ['no colleague', cast.approver, 'delegate 2027-02-03 to 2027-02-10', 'Please mention one colleague'],
    ['two of them', cast.approver, 'delegate @Member @Implementer 2027-02-03', 'Please mention one colleague'],
    ['the approver', cast.approver, 'delegate @Pierre André 2027-02-03', 'nobody is their own deputy'],
    ['no days', cast.approver, 'delegate @Member next week', 'I cannot read the days'],
    ['a day that there is not', cast.approver, 'delegate @Member 2027-02-30', 'I cannot read the days'],
    ['days reversed', cast.approver, 'delegate @Member 2027-02-10 to 2027-02-03', 'is before the first'],
    ['days that are over', cast.approver, 'delegate @Member 2027-01-01 to 2027-01-08', 'These days are over'],
  ])('with %s is answered with what to write', async (_what, who, text, expected) => {
    const told = await answer(who, text);
    expect(told).toContain(expected);
    expect(told).toContain('Nothing was changed.');
    expect(it.service.team.delegations).toEqual([]);
  });
});
