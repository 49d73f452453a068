/** Presses that no card of ours sends: answered properly, never 501, and nothing of them happens or is repeated to a log. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Activity } from '../../src/rehearsal/connector/activity.ts';
import type { Json } from '../../src/rehearsal/json.ts';
import { asJson } from '../../src/rehearsal/json.ts';
import type { House } from '../support/house.ts';
import { cardWith, cast, house, toldTo } from '../support/house.ts';
import { CHANGE, walkTo } from '../support/stations.ts';

let it: House;
// Nothing of all this happens: one house does for it, and the last test takes what is left.
beforeAll(async () => {
  it = await house();
  await walkTo(it, 'GO / NOGO');
});
afterAll(async () => {
  await it.close();
});
afterEach(async () => {
  const { stage } = (await it.service.changes.find(CHANGE))?.change ?? {};
  expect(stage?.is).toBe('checked');
});

const MARK = { changeId: CHANGE, milestone: 'go-nogo', round: 1 };
const version = async (): Promise<number> => (await it.service.changes.find(CHANGE))?.change.version ?? 0;

/** A press of the approver with this data. */
const act = async (data: Json, verb = 'giveGo') =>
  it.teams.act(cast.approver, cardWith(it.teams, 'giveGo').id, {
    verb,
    data: { ...MARK, version: await version(), ...data },
  });

/** An invoke as Teams frames it, with anything in it. */
const invoke = (more: Partial<Activity>) =>
  it.teams.post({
    type: 'invoke',
    id: 'f:1',
    name: 'adaptiveCard/action',
    channelId: 'msteams',
    serviceUrl: it.teams.serviceUrl,
    from: { id: cast.approver.id, name: cast.approver.name, aadObjectId: cast.approver.entraId },
    recipient: it.teams.tenancy.bot,
    conversation: {
      id: `a:${cast.approver.entraId}`,
      conversationType: 'personal',
      tenantId: it.teams.tenancy.tenantId,
    },
    channelData: { tenant: { id: it.teams.tenancy.tenantId } },
    ...more,
  });

describe('a button that is not known', () => {
  test.each(['launchRockets', 'constructor', '__proto__', 'toString', ''])(
    '"%s" is answered with 400 in the body',
    async (verb) => {
      const answer = await act({}, verb);
      expect(answer.status).toBe(200);
      expect(answer.body).toMatchObject({ statusCode: 400, type: 'application/vnd.microsoft.error' });
      expect(toldTo(answer)).not.toBe('');
    },
  );
});

describe('an invoke that is no press', () => {
  test.each(['task/fetch', 'composeExtension/query', 'signin/verifyState', 'fileConsent/invoke', 'nonsense'])(
    '"%s" is answered with 400 in the body',
    async (name) => {
      const { status, body } = await invoke({ name, value: { data: {} } });
      expect([status, asJson(body).statusCode]).toEqual([200, 400]);
    },
  );

  test.each([
    undefined,
    null,
    'text',
    [],
    {},
    { action: null },
    { action: { verb: 7 } },
    { action: { verb: 'giveGo' } },
  ])('a press with the value %j is answered with 400 in the body', async (value) => {
    const { status, body } = await invoke({ value });
    expect([status, asJson(body).statusCode]).toEqual([200, 400]);
  });

  test('a press by somebody whom Teams does not name by Entra id is told so, and decides nothing', async () => {
    const action = { type: 'Action.Execute', verb: 'giveGo', data: { ...MARK, version: await version() } };
    const { status, body } = await invoke({ from: { id: '29:guest', name: cast.approver.name }, value: { action } });
    expect([status, asJson(body).statusCode]).toEqual([200, 200]);
    expect(asJson(body).value).toContain('Teams did not tell me who you are, so nothing was done.');
    expect((await it.service.changes.find(CHANGE))?.change.stage.is).toBe('checked');
  });
});

describe('a press with data of somebody’s making', () => {
  test.each(['CHG-2027-999', '../../etc/passwd', '__proto__', '', 'Secret words'])(
    'names a change "%s" that there is not: refused with a sentence, and not written to the log',
    async (changeId) => {
      const answer = await act({ changeId });
      expect(answer.status).toBe(200);
      expect(toldTo(answer)).toContain('There is no change');
      if (changeId !== '') expect(JSON.stringify(it.log.all)).not.toContain(changeId);
    },
  );

  test.each([{ version: '12' }, { version: null }, { version: 1.5 }, { version: {} }])(
    '%j is the version of no card',
    async (data) => {
      const answer = await act(data);
      expect(answer.card).toBeDefined();
      expect((await it.service.changes.find(CHANGE))?.change.stage.is).toBe('checked');
    },
  );

  test.each([{ round: 999 }, { round: -1 }, { milestone: 'toString' }, { milestone: 'nogo' }, { milestone: 7 }])(
    '%j names no card that is out: answered with the living one',
    async (mark) => {
      const answer = await act({ ...mark, version: -1 });
      expect(JSON.stringify(answer.card)).toContain('"milestone":"living"');
    },
  );

  test.each([{ reason: { not: 'text' } }, { reason: 7 }, { reason: null }, {}])(
    'NOGO with %j has no reason',
    async (data) => {
      expect(toldTo(await act(data, 'giveNogo'))).toContain('Please give a reason');
    },
  );

  test('ticks that are not on the card do not count', async () => {
    const answer = await it.teams.act(cast.implementer, cardWith(it.teams, 'giveGo').id, {
      verb: 'tickTests',
      data: { ...MARK, version: await version(), 'item-99': 'true', 'item-x': 'true' },
    });
    expect(toldTo(answer)).toContain('Nothing was changed');
  });

  test.each([{ form: { a: 1 } }, { form: '' }, { form: 7 }, { asker: ['x'] }, {}])(
    'a form %j that we did not give makes no change',
    async (data) => {
      const { entraId, name } = cast.approver;
      const fields = {
        title: 't',
        service: 'sandbox',
        what: 'w',
        tests: 't',
        backout: 'b',
        start: '2027-03-01 08:00',
        duration: '1h',
      };
      const asker = 'form' in data ? { asker: entraId, askerName: name } : {};
      const answer = await act({ ...fields, ...asker, ...data }, 'create');
      expect(asJson(answer.body).statusCode).not.toBe(500);
      expect(it.service.changes.ids()).toEqual([CHANGE]);
    },
  );
});

test('an activity of a kind that says nothing to the bot is taken without an answer', async () => {
  const posted = it.teams.messages.length;
  for (const type of ['typing', 'messageReaction', 'messageUpdate', 'event', 'endOfConversation']) {
    expect((await invoke({ type })).status).toBe(200);
  }
  expect(it.teams.messages).toHaveLength(posted);
  expect(it.log.all.filter(({ level }) => level === 'error')).toEqual([]);
});
