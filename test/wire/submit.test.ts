/** Clients that only know `Action.Submit`: the same decisions, told by messages instead of answers. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { cardOf } from '../../src/rehearsal/connector/invoke.ts';
import type { House } from '../support/house.ts';
import { cardWith, cast, house } from '../support/house.ts';
import { textOf } from '../support/cards-seen.ts';
import { CHANGE, FORM, SAY_NEW, walkTo } from '../support/stations.ts';
import type { Who } from '../support/stations.ts';

let it: House;
beforeEach(async () => {
  it = await house();
});
afterEach(async () => {
  await it.close();
});

const submit = async (who: Who, verb: string, inputs = {}, again = {}) => {
  const answer = await it.teams.press(cast[who], cardWith(it.teams, verb).id, { verb, type: 'submit' }, inputs, again);
  await it.settled();
  return answer;
};
const change = async () => (await it.service.changes.find(CHANGE))?.change;
const toldInPrivate = (who: Who): readonly string[] =>
  it.teams.messages
    .filter((m) => m.from === 'bot' && m.owner?.entraId === cast[who].entraId)
    .map((m) => m.activity.text ?? '');

describe('a submitted press', () => {
  test('decides as the other one does, and the card is replaced for everybody', async () => {
    await walkTo(it, 'GO / NOGO');
    const { id } = cardWith(it.teams, 'giveGo');
    expect((await submit('approver', 'giveGo')).status).toBe(200);
    expect((await change())?.stage.is).toBe('approved');
    expect(textOf(cardOf(it.teams.message(id).activity))).toContain('GO by Pierre André');
  });

  test('of the wrong person is refused in their own chat, and nobody else sees it', async () => {
    await walkTo(it, 'GO / NOGO');
    const posted = it.teams.messages.length;
    await submit('member', 'giveGo');
    expect(toldInPrivate('member')).toEqual([expect.stringMatching(/^Only the approver.*Nothing was changed/)]);
    expect(it.teams.messages).toHaveLength(posted + 1);
    expect((await change())?.stage.is).toBe('checked');
  });

  test('that is re-sent decides once', async () => {
    await walkTo(it, 'GO / NOGO');
    const { id, activity } = cardWith(it.teams, 'giveGo');
    const { activityId } = await submit('approver', 'giveGo');
    const repeat = { activityId, card: cardOf(activity) };
    await it.teams.press(cast.approver, id, { verb: 'giveGo', type: 'submit' }, {}, repeat);
    await it.settled();
    expect((await change())?.decisions.filter(({ what }) => what === 'GO')).toHaveLength(1);
  });

  test('of a button that is not known is told in private', async () => {
    await walkTo(it, 'prepare');
    const { id } = cardWith(it.teams, 'tickPreparations');
    await it.teams.act(cast.member, id, { data: { verb: 'launch', changeId: CHANGE } }, { type: 'submit' });
    expect(toldInPrivate('member')).toEqual([expect.stringContaining('do not know this button')]);
  });
});

describe('a submitted form', () => {
  test('shows what is wrong in the form, with what was typed', async () => {
    await it.teams.say(cast.implementer, SAY_NEW, 'channel');
    const { id } = cardWith(it.teams, 'create');
    await submit('implementer', 'create', { what: 'Only this' });
    const form = JSON.stringify(cardOf(it.teams.message(id).activity));
    expect(form).toContain('Please fill this in');
    expect(form).toContain('Only this');
  });

  test('makes its change, and is replaced', async () => {
    await it.teams.say(cast.implementer, SAY_NEW, 'personal');
    const { id } = cardWith(it.teams, 'create');
    await submit('implementer', 'create', FORM);
    expect(await change()).toBeDefined();
    expect(textOf(cardOf(it.teams.message(id).activity))).toContain('Created CHG-2027-001');
  });
});
