import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Connector } from '../../src/rehearsal/connector.ts';
import { startConnector } from '../../src/rehearsal/connector.ts';
import type { Channel } from '../../src/rehearsal/connector/tenancy.ts';
import { cardOf } from '../../src/rehearsal/connector/invoke.ts';
import type { Memory } from '../../src/storage/memory-store.ts';
import type { House } from '../support/house.ts';
import { cardWith, cast, house } from '../support/house.ts';
import { site } from '../support/fixtures.ts';
import { textOf } from '../support/cards-seen.ts';
import { ALL_PREPARED, does, press, said, walkTo } from '../support/stations.ts';

const OTHER: Channel = { id: '19:water-cooler@thread.tacv2', name: 'Water cooler' };
const WANTED: Channel = { id: '19:wanted@thread.tacv2', name: 'isc learn PLATFORM ' };
const GENERAL = '19:general@thread.tacv2';

let channels: Channel[];
let memory: Memory;
let it: House;
let second: Connector | null;
beforeEach(() => {
  channels = [OTHER, WANTED];
  memory = new Map<string, string>();
  second = null;
});
afterEach(async () => {
  await it.close();
  await second?.close();
});
const build = async (): Promise<void> => {
  it = await house({ memory, connector: { channels } });
};
const threads = (): readonly (string | undefined)[] =>
  it.teams.messages.filter((m) => m.from === 'bot' && m.activity.summary !== undefined).map((m) => m.channelId);
const status = async (): Promise<string> => {
  const { message } = await it.teams.say(cast.member, 'status', 'personal');
  const answer = await it.teams.until((m) => m.from === 'bot' && m.id > message.id && m.owner !== undefined, 'status');
  return textOf(cardOf(answer.activity));
};

describe('the channel', () => {
  test('is found by its name, whatever the case', async () => {
    await build();
    await walkTo(it, 'prepare');
    expect(new Set(threads())).toEqual(new Set([WANTED.id]));
    expect(await status()).toContain('isc learn PLATFORM');
  });

  test('is looked for anew when the site file names another one', async () => {
    await build();
    await it.kill();
    const elsewhere = await house({
      memory,
      site: { ...site, channel: OTHER.name },
      teams: it.teams,
      start: it.service.clock.now(),
    });
    await elsewhere.teams.say(cast.member, '@Change Steward status', 'channel');
    await elsewhere.settled();
    expect(elsewhere.service.team.installation?.channelId).toBe(OTHER.id);
    await elsewhere.close();
  });

  test('is General where there is none of that name, and the status says so', async () => {
    channels.pop();
    await build();
    await walkTo(it, 'prepare');
    expect(new Set(threads())).toEqual(new Set([GENERAL]));
    expect(await status()).toMatch(/"ISC Learn Platform" was not found.*General/);
  });

  test('is taken when it appears and somebody mentions the bot in it; threads that began in General go on there', async () => {
    channels.pop();
    await build();
    await walkTo(it, 'prepare');
    channels.push(WANTED);
    await it.teams.say(cast.member, 'list', { channel: WANTED.id });
    expect(it.service.team.installation).toMatchObject({ channelId: WANTED.id, fallback: false });
    await does(it, 'implementer', 'tickPreparations', ALL_PREPARED);
    await it.to('2027-01-30 09:00');
    expect(cardWith(it.teams, 'acceptPreCheck').channelId).toBe(GENERAL);
    await does(it, 'approver', 'acceptPreCheck');
    await it.to('2027-02-06 09:00');
    await does(it, 'approver', 'giveGo');
    expect(threads().at(-1)).toBe(WANTED.id);
  });
});

describe('an installation', () => {
  test('that comes again and again writes and posts nothing new', async () => {
    await build();
    await walkTo(it, 'prepare');
    const before = [...memory];
    const posted = it.teams.messages.length;
    await it.teams.install();
    await it.teams.install();
    await it.settled();
    expect([...memory]).toEqual(before);
    expect(it.teams.messages).toHaveLength(posted);
  });

  test('that is removed leaves what is said waiting, and it is sent when the bot is back', async () => {
    await build();
    await walkTo(it, 'GO / NOGO');
    const card = cardWith(it.teams, 'giveGo');
    await it.teams.uninstall();
    const calls = it.teams.requests.length;
    const before = said(it).length;
    await it.teams.press(cast.approver, card.id, { verb: 'giveGo' }).catch(() => undefined);
    await it.jump('2027-02-12 09:00');
    await it.settled();
    expect(said(it)).toHaveLength(before);
    expect(it.teams.requests.slice(calls).filter(({ method }) => method === 'PUT')).toEqual([]);
    await it.teams.install();
    await it.settled();
    expect(said(it).slice(before)).toEqual(expect.arrayContaining([expect.stringContaining('tomorrow')]));
  });

  test('into a second team leaves the first one the one', async () => {
    await build();
    const team = { id: '19:second@thread.tacv2', name: 'Second', aadGroupId: '00000000-0000-4000-8000-0000000000ff' };
    second = await startConnector({ service: it.url, people: Object.values(cast), team, channels: [WANTED] });
    await second.install();
    expect(it.service.team.installation?.teamId).toBe(GENERAL);
    await second.uninstall();
    expect(it.service.team.installation?.teamId).toBe(GENERAL);
    await walkTo(it, 'prepare');
    expect(second.messages).toEqual([]);
  });

  test('whose service URL changes is followed: what is said next goes to the new one', async () => {
    await build();
    second = await startConnector({ service: it.url, people: Object.values(cast), channels });
    await second.say(cast.member, 'list', { channel: WANTED.id });
    expect(it.service.team.installation?.serviceUrl).toBe(second.serviceUrl);
    await it.teams.close();
    const sent = second.until((m) => m.activity.summary !== undefined, 'the living card');
    await second.say(cast.implementer, 'new Upgrade Moodle on isc-learn 2027-02-13 08:00 for 4h', {
      channel: WANTED.id,
    });
    await second.press(
      cast.implementer,
      cardWith(second, 'create').id,
      { verb: 'create' },
      { what: 'x', tests: 'y', backout: 'z' },
    );
    await expect(sent).resolves.toBeDefined();
  });

  test('that is not there yet keeps what is said until it is', async () => {
    it = await house({ memory, install: false, connector: { channels } });
    await it.teams.say(cast.implementer, 'new Upgrade Moodle on isc-learn 2027-02-13 08:00 for 4h', 'personal');
    await press(it, 'implementer', 'create', { what: 'x', tests: 'y', backout: 'z' });
    await it.settled();
    expect(said(it)).toEqual([]);
    expect(await status()).toContain('not known yet');
    await it.teams.install();
    await it.settled();
    expect(said(it)).toHaveLength(2);
  });
});

describe('while the connector does not answer', () => {
  test('a press is answered all the same, also where the channel is not found yet', async () => {
    channels.pop();
    await build();
    await walkTo(it, 'prepare');
    it.teams.faults.add({ method: 'GET', times: Infinity, hang: 60_000 });
    const answer = await press(it, 'implementer', 'tickPreparations', { 'item-tests': 'true' });
    expect(answer.card).toBeDefined();
  });
});
