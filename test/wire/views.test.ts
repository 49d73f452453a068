import { afterEach, describe, expect, test } from '@jest/globals';
import { asJson, asList } from '../../src/rehearsal/json.ts';
import { cardOf } from '../../src/rehearsal/connector/invoke.ts';
import { person } from '../../src/rehearsal/connector/people.ts';
import type { House } from '../support/house.ts';
import { cardWith, cast, house } from '../support/house.ts';
import { textOf } from '../support/cards-seen.ts';
import { ALL_PREPARED, does, walkTo } from '../support/stations.ts';

let it: House;
afterEach(async () => {
  await it.close();
});

const sharedJson = (id: string): string => JSON.stringify(cardOf(it.teams.message(id).activity));

describe('a view of one’s own', () => {
  test('has the buttons and says that it is yours, for who is asked; for others it is to be read', async () => {
    it = await house();
    await walkTo(it, 'GO / NOGO');
    const { id } = cardWith(it.teams, 'giveGo');
    const approver = await it.teams.refresh(cast.approver, id);
    expect(textOf(approver?.card)).toContain('This is yours to answer');
    expect(JSON.stringify(approver?.card)).toContain('giveGo');
    for (const who of [cast.implementer, cast.member]) {
      const view = await it.teams.refresh(who, id);
      expect(textOf(view?.card)).toContain('Waiting for Pierre André');
      expect(JSON.stringify(view?.card)).not.toContain('giveGo');
    }
  });

  test('is never what everybody gets: the shared card keeps its buttons and says who may press them', async () => {
    it = await house();
    await walkTo(it, 'GO / NOGO');
    const { id } = cardWith(it.teams, 'giveGo');
    const before = sharedJson(id);
    await it.teams.refresh(cast.member, id);
    await it.teams.refresh(cast.approver, id);
    expect(sharedJson(id)).toBe(before);
    await does(it, 'approver', 'giveNogo', { reason: 'No test' });
    const everything = it.teams.messages.map(({ activity }) => JSON.stringify(activity)).join();
    expect(everything).not.toContain('yours to answer');
  });

  test('that a press gave is not put over the shared card by an update of ours', async () => {
    it = await house();
    await walkTo(it, 'prepare');
    const { id } = cardWith(it.teams, 'tickPreparations');
    await does(it, 'implementer', 'tickPreparations', { 'item-tests': 'true' });
    expect(sharedJson(id)).toContain('Only the implementer');
    await does(it, 'implementer', 'tickPreparations', ALL_PREPARED);
    expect(sharedJson(id)).not.toContain('tickPreparations');
  });

  test('is asked for by sixty people at most, those who are asked among them', async () => {
    const crowd = Array.from({ length: 90 }, (_, n) =>
      person(`Somebody ${n}`, `00000000-0000-4000-8000-0000000002${n + 10}`),
    );
    it = await house({ connector: { people: [...crowd, ...Object.values(cast)] } });
    await walkTo(it, 'GO / NOGO');
    const ids = asList(asJson(asJson(cardOf(cardWith(it.teams, 'giveGo').activity)).refresh).userIds);
    expect(ids).toHaveLength(60);
    expect(ids).toEqual(expect.arrayContaining([cast.approver.id, cast.implementer.id]));
  });
});
