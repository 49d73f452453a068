/** The disk says no: the person gets a sentence, nothing is half done, and it works again when the disk does. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Store } from '../../src/app/ports.ts';
import { cardOf } from '../../src/rehearsal/connector/invoke.ts';
import { asJson } from '../../src/rehearsal/json.ts';
import { memoryStore } from '../../src/storage/memory-store.ts';
import { textOf } from '../support/cards-seen.ts';
import type { House } from '../support/house.ts';
import { cardWith, cast, house, notices, toldTo } from '../support/house.ts';
import { ALL_PREPARED, CHANGE, FORM, SAY_NEW, does, press, said, walkTo } from '../support/stations.ts';

let it: House;
let broken: boolean;
beforeEach(async () => {
  broken = false;
  const memory = memoryStore();
  const works = (): void => {
    if (broken) throw new Error('ENOSPC: no space left on device, write /var/lib/secret');
  };
  const store: Store = {
    ...memory,
    commit: async (...args) => {
      works();
      await memory.commit(...args);
    },
    writeTeam: async (state) => {
      works();
      await memory.writeTeam(state);
    },
  };
  it = await house({ store });
});
afterEach(async () => {
  await it.close();
});

const change = async () => (await it.service.changes.find(CHANGE))?.change;

test('a press that cannot be stored is answered with a sentence, and has not happened', async () => {
  await walkTo(it, 'GO / NOGO');
  const before = await change();
  const heard = said(it).length;
  broken = true;
  const answer = await press(it, 'approver', 'giveGo');
  await it.settled();
  expect(answer.status).toBe(200);
  expect(asJson(answer.body)).toMatchObject({ statusCode: 500, type: 'application/vnd.microsoft.error' });
  expect(toldTo(answer)).toContain('nothing of it has happened');
  expect(JSON.stringify(answer.body)).not.toMatch(/ENOSPC|secret|at .*\.ts/);
  expect(await change()).toEqual(before);
  expect(said(it)).toHaveLength(heard);
  broken = false;
  await does(it, 'approver', 'giveGo');
  expect(notices(it.teams)).toHaveLength(1);
});

test('a form that cannot be stored makes no change, and makes it when it is sent again', async () => {
  await it.teams.say(cast.implementer, SAY_NEW, 'channel');
  broken = true;
  expect(asJson((await press(it, 'implementer', 'create', FORM)).body).statusCode).toBe(500);
  expect(it.service.changes.ids()).toEqual([]);
  broken = false;
  await does(it, 'implementer', 'create', FORM);
  expect(it.service.changes.ids()).toEqual([CHANGE]);
});

test('a submitted press that cannot be stored is told in a message', async () => {
  await walkTo(it, 'prepare');
  broken = true;
  const { id } = cardWith(it.teams, 'tickPreparations');
  await it.teams.press(cast.implementer, id, { verb: 'tickPreparations', type: 'submit' }, ALL_PREPARED);
  expect(it.teams.messages.at(-1)?.activity.text).toContain('nothing of it has happened');
});

test('what is due and cannot be stored happens when it can', async () => {
  await walkTo(it, 'announce');
  broken = true;
  await it.jump('2027-02-12 09:00');
  expect(notices(it.teams)).toHaveLength(1);
  broken = false;
  await it.service.tick();
  await it.settled();
  expect(notices(it.teams)).toHaveLength(2);
});

test('a letter whose delivery cannot be noted is not sent again for that', async () => {
  await walkTo(it, 'GO / NOGO');
  const noted = it.teams.until((m) => String(m.activity.summary).includes('Planned'), 'the announcement');
  await press(it, 'approver', 'giveGo');
  broken = true;
  await noted;
  await it.settled();
  broken = false;
  it.service.delivery.knock(CHANGE);
  await it.settled();
  expect(notices(it.teams)).toHaveLength(1);
  expect((await it.service.changes.find(CHANGE))?.outbox).toEqual([]);
});

test('a card whose delivery could not be noted is kept up to date, also where it was answered before anybody noted it', async () => {
  await it.teams.say(cast.implementer, SAY_NEW, 'channel');
  const asked = it.teams.until((m) => String(m.activity.summary).includes('prepare'), 'what to prepare');
  await press(it, 'implementer', 'create', FORM);
  const { id } = await asked;
  broken = true;
  await it.settled();
  broken = false;
  await does(it, 'implementer', 'tickPreparations', ALL_PREPARED);
  expect(textOf(cardOf(it.teams.message(id).activity))).toContain('Prepared by Implementer');
  expect((await change())?.cards['prepare/1']).toMatchObject({ activity: id });
});

test('a card that somebody wants to see is shown, and is not called a failure because it cannot be noted', async () => {
  await walkTo(it, 'prepare');
  broken = true;
  await it.teams.say(cast.member, `show ${CHANGE}`, 'personal');
  await it.settled();
  const told = it.teams.messages.filter((m) => m.owner?.entraId === cast.member.entraId && m.from === 'bot');
  expect(told).toHaveLength(1);
  expect(JSON.stringify(told)).toContain('Being prepared by Implementer');
});

test('an installation that cannot be stored is stored with the next activity', async () => {
  await it.teams.uninstall();
  broken = true;
  await it.teams.install();
  broken = false;
  expect(await it.store.readTeam()).toMatchObject({ installation: null });
  await it.teams.install();
  expect(await it.store.readTeam()).toMatchObject({ installation: { channelName: 'ISC Learn Platform' } });
});
