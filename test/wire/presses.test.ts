import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { cardOf } from '../../src/rehearsal/connector/invoke.ts';
import type { House } from '../support/house.ts';
import { cardWith, cast, house, notices, toldTo } from '../support/house.ts';
import { textOf } from '../support/cards-seen.ts';
import { ALL_PREPARED, CHANGE, does, press, walkTo } from '../support/stations.ts';

let it: House;
beforeEach(async () => {
  it = await house();
});
afterEach(async () => {
  await it.close();
});

const change = async () => (await it.service.changes.find(CHANGE))?.change;
const refusals = async (): Promise<readonly unknown[]> => {
  const stored = await it.service.changes.find(CHANGE);
  return stored?.change.refusals ?? [];
};

describe('a press by the wrong person', () => {
  test.each([
    ['GO by the implementer', 'GO / NOGO', 'implementer', 'giveGo'],
    ['GO by a member', 'GO / NOGO', 'member', 'giveGo'],
    ['the snapshot by the approver', 'snapshot', 'approver', 'startSnapshot'],
    ['the end by a member', 'start', 'member', 'end'],
    ['a cancellation by the approver', 'prepare', 'approver', 'cancel'],
  ] as const)('%s is refused to them alone, and kept', async (_what, station, who, verb) => {
    await walkTo(it, station);
    const before = await change();
    const card = cardWith(it.teams, verb);
    const answer = await press(it, who, verb, { reason: 'x', untested: 'x' });
    await it.settled();
    expect(answer.status).toBe(200);
    expect(toldTo(answer)).toMatch(/^Only the .*Nothing was changed/);
    expect(await change()).toMatchObject({ stage: before?.stage, version: before?.version });
    expect(it.teams.message(card.id)).toEqual(card);
    expect(await refusals()).toHaveLength(1);
  });

  test('that is re-sent stands in the history once', async () => {
    await walkTo(it, 'GO / NOGO');
    const { activityId } = await press(it, 'member', 'giveGo');
    await it.teams.press(cast.member, cardWith(it.teams, 'giveGo').id, { verb: 'giveGo' }, {}, { activityId });
    expect(await refusals()).toHaveLength(1);
    const stored = await it.store.read(CHANGE);
    expect(stored?.events.at(-1)).toMatchObject({ type: 'refused', from: 'go-nogo/1' });
  });

  test('a deputy gives GO on the days they stand in, and not on others', async () => {
    await walkTo(it, 'pre-check');
    expect(toldTo(await does(it, 'deputy', 'acceptPreCheck'))).toContain('You stand in');
    await does(it, 'approver', 'acceptPreCheck');
    await it.to('2027-02-06 09:00');
    await does(it, 'deputy', 'giveGo');
    expect((await change())?.stage.is).toBe('approved');
  });
});

describe('a press that comes twice', () => {
  test('at once, decides once', async () => {
    await walkTo(it, 'GO / NOGO');
    const card = cardOf(cardWith(it.teams, 'giveGo').activity);
    const { id } = cardWith(it.teams, 'giveGo');
    const twice = [1, 2, 3].map(() => it.teams.press(cast.approver, id, { verb: 'giveGo' }, {}, { card }));
    const answers = await Promise.all(twice);
    await it.settled();
    expect(answers.every((answer) => textOf(answer.card).includes('GO by Pierre André'))).toBe(true);
    expect(notices(it.teams)).toHaveLength(1);
    expect((await change())?.decisions.filter(({ what }) => what === 'GO')).toHaveLength(1);
  });

  test('as the same invoke re-sent, decides once and gets the present card', async () => {
    await walkTo(it, 'GO / NOGO');
    const { id, activity } = cardWith(it.teams, 'giveGo');
    const first = await does(it, 'approver', 'giveGo');
    const repeat = { activityId: first.activityId, card: cardOf(activity) };
    const second = await it.teams.press(cast.approver, id, { verb: 'giveGo' }, {}, repeat);
    expect(second.card).toEqual(first.card);
    expect(notices(it.teams)).toHaveLength(1);
  });

  test('GO and NOGO at once: one of them is decided, the other one sees it', async () => {
    await walkTo(it, 'GO / NOGO');
    const { id, activity } = cardWith(it.teams, 'giveGo');
    const card = cardOf(activity);
    const [go, nogo] = await Promise.all([
      it.teams.press(cast.approver, id, { verb: 'giveGo' }, {}, { card }),
      it.teams.press(cast.deputy, id, { verb: 'giveNogo' }, { reason: 'No' }, { card }),
    ]);
    await it.settled();
    expect((await change())?.decisions.filter(({ what }) => what === 'GO' || what === 'NOGO')).toHaveLength(1);
    expect(textOf(go.card).split('\n')[3]).toBe(textOf(nogo.card).split('\n')[3]);
  });
});

describe('a press on an outdated card', () => {
  test('does nothing and is answered with the present card', async () => {
    await walkTo(it, 'prepare');
    const { id, activity } = cardWith(it.teams, 'tickPreparations');
    await does(it, 'implementer', 'tickPreparations', { 'item-tests': 'true' });
    const old = { card: cardOf(activity) };
    const answer = await it.teams.press(cast.implementer, id, { verb: 'tickPreparations' }, ALL_PREPARED, old);
    expect((await change())?.preparations).toEqual(['tests']);
    expect(JSON.stringify(answer.card)).toContain('"value":"true"');
  });

  test('of a question that was asked again is answered with the word that it was', async () => {
    await walkTo(it, 'GO / NOGO');
    const first = cardWith(it.teams, 'giveGo');
    await does(it, 'approver', 'giveNogo', { reason: 'No test' });
    await does(it, 'implementer', 'requestGo', { corrected: 'Added' });
    const old = { card: cardOf(first.activity) };
    const answer = await it.teams.press(cast.approver, first.id, { verb: 'giveGo' }, {}, old);
    await it.settled();
    expect((await change())?.stage.is).toBe('checked');
    expect(JSON.stringify(answer.card)).not.toContain('giveGo');
  });

  test('from the future, as after a restored backup, decides nothing either', async () => {
    await walkTo(it, 'GO / NOGO');
    const { id } = cardWith(it.teams, 'giveGo');
    const data = { changeId: CHANGE, milestone: 'go-nogo', round: 1, version: 9_999, verb: 'giveGo' };
    const answer = await it.teams.act(cast.approver, id, { verb: 'giveGo', data });
    expect(answer.card).toBeDefined();
    expect((await change())?.stage.is).toBe('checked');
  });

  test('of a change that is over decides nothing', async () => {
    await walkTo(it, 'GO / NOGO');
    const { id, activity } = cardWith(it.teams, 'giveGo');
    await does(it, 'implementer', 'cancel', { reason: 'Late' });
    const answer = await it.teams.press(cast.approver, id, { verb: 'giveGo' }, {}, { card: cardOf(activity) });
    expect((await change())?.stage.is).toBe('cancelled');
    expect(JSON.stringify(answer.card)).not.toContain('Action.Execute","verb":"giveGo"');
  });
});

test('a press whose sender has no name is decided under the name of the roster', async () => {
  await walkTo(it, 'GO / NOGO');
  const nameless = { ...cast.approver, name: undefined as unknown as string };
  await it.teams.press(nameless, cardWith(it.teams, 'giveGo').id, { verb: 'giveGo' });
  expect((await change())?.decisions.at(-1)?.by.name).toBe(cast.approver.name);
});

test('a sender without a name, by a Teams id that is new, keeps the name of the roster', async () => {
  await walkTo(it, 'GO / NOGO');
  const nameless = { ...cast.approver, id: '29:another', name: undefined as unknown as string };
  await it.teams.press(nameless, cardWith(it.teams, 'giveGo').id, { verb: 'giveGo' });
  expect((await change())?.decisions.at(-1)?.by.name).toBe(cast.approver.name);
});
