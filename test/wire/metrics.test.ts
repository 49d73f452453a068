/** The metrics of the program as it runs, and the warning before its client secret expires as people in Teams read it. */
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { send } from '../http/support.ts';
import { namesIn, valueIn } from '../metrics/reading.ts';
import type { Connector } from '../../src/rehearsal/connector.ts';
import { startConnector } from '../../src/rehearsal/connector.ts';
import { cardOf } from '../../src/rehearsal/connector/invoke.ts';
import { metrics } from '../../src/metrics/meter.ts';
import type { Memory } from '../../src/storage/memory-store.ts';
import { SITE, TEAMS, siteFile } from '../settings/support.ts';
import { textOf } from '../support/cards-seen.ts';
import type { Built, House } from '../support/house.ts';
import { cardWith, cast, house } from '../support/house.ts';
import type { Program } from '../support/program.ts';
import { program } from '../support/program.ts';
import { FORM } from '../support/stations.ts';

jest.setTimeout(30_000);

const TOKEN = '0123456789abcdefABCDEF_-0123456789';
const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  readonly version: string;
};

describe('a program that runs', () => {
  let folder: string;
  let running: Program | null;
  let teams: Connector | null;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'change-steward-metrics-'));
    running = null;
    teams = null;
  });
  afterEach(async () => {
    running?.kill('SIGKILL');
    await running?.ended;
    await teams?.close();
    await rm(folder, { recursive: true });
  });

  async function run(env: Readonly<Record<string, string>>): Promise<{ readonly it: Program; readonly port: number }> {
    running = program(folder, env);
    return { it: running, port: Number(new URL(await running.url).port) };
  }

  test('in a rehearsal shows them to this machine, counts what happens, and ends as it did without them', async () => {
    const { it, port } = await run({});
    teams = await startConnector({ service: `http://127.0.0.1:${port}`, people: Object.values(cast) });
    await teams.install();
    const year = new Date().getFullYear() + 1;
    await teams.say(cast.implementer, `new Secret title on isc-learn ${year}-06-12 08:00 for 4h`, 'channel');
    await teams.press(cast.implementer, cardWith(teams, 'create').id, { verb: 'create' }, FORM);
    await teams.until((m) => String(m.activity.summary).includes('prepare'), 'what to prepare');
    await teams.press(cast.member, cardWith(teams, 'cancel').id, { verb: 'cancel' }, { reason: 'Secret reason' });
    let text = '';
    const value = (name: string): number => valueIn(text, `change_steward_${name}`) ?? NaN;
    // The answer of Teams is noted a moment after Teams has it.
    do ({ text } = await send(port, 'GET', '/metrics'));
    while (value('outbox_depth{channel="teams"}') > 0);
    expect(value(`build_info{version="${version}"}`)).toBe(1);
    expect([value('open_changes'), value('channel_known'), value('damaged_files')]).toEqual([1, 1, 0]);
    expect(value('commands_total{command="create",outcome="done"}')).toBe(1);
    expect(value('refusals_total{reason="not the implementer"}')).toBe(1);
    expect(value('sends_total{channel="teams",kind="letter",outcome="sent"}')).toBe(2);
    expect(value('send_lag_seconds_count{channel="teams"}')).toBe(2);
    expect(value('tick_age_seconds')).toBeLessThan(30);
    expect(value('tick_duration_seconds_count')).toBeGreaterThan(0);
    expect(value('http_responses_total{status="2xx"}')).toBeGreaterThan(3);
    expect(namesIn(text)).toContain('process_resident_memory_bytes');
    for (const known of ['CHG-', 'Secret', cast.implementer.name, cast.implementer.entraId, 'example'])
      expect(text).not.toContain(known);
    it.kill('SIGTERM');
    expect(await it.ended).toMatchObject({ code: 0, stderr: '' });
  });

  test('in Teams mode shows them to nobody without a token, not even to this machine', async () => {
    const { port } = await run({ ...TEAMS, STEWARD_MODE: 'teams', STEWARD_SITE: siteFile(SITE) });
    expect((await send(port, 'GET', '/metrics')).status).toBe(404);
    expect((await send(port, 'GET', '/metrics', undefined, { authorization: 'Bearer null' })).status).toBe(404);
  });

  test('in Teams mode shows them for its token, which is in no log; a secret that has expired is an error at the start', async () => {
    const { it, port } = await run({
      ...TEAMS,
      STEWARD_MODE: 'teams',
      STEWARD_SITE: siteFile(SITE),
      STEWARD_METRICS_TOKEN: TOKEN,
      STEWARD_SECRET_EXPIRES: '2020-06-01',
      STEWARD_LOG: 'trace',
    });
    expect((await send(port, 'GET', '/metrics')).status).toBe(404);
    const { status, text } = await send(port, 'GET', '/metrics', undefined, { authorization: `Bearer ${TOKEN}` });
    expect([status, valueIn(text, 'change_steward_channel_known')]).toEqual([200, 0]);
    expect(valueIn(text, 'change_steward_client_secret_expiry_timestamp_seconds')).toBe(
      Date.parse('2020-06-01T00:00+02:00') / 1_000,
    );
    expect(it.lines.filter(({ msg }) => msg === 'the client secret has expired')).toMatchObject([
      { level: 50, expires: '2020-06-01' },
    ]);
    it.kill('SIGTERM');
    const { stdout, stderr } = await it.ended;
    expect(stdout + stderr).not.toContain(TOKEN);
    expect(stdout + stderr).not.toContain(TEAMS.MicrosoftAppPassword);
  });
});

describe('the client secret', () => {
  const houses: House[] = [];
  afterEach(async () => {
    for (const one of houses.splice(0).reverse()) await one.close();
  });
  async function built(more: Built): Promise<House> {
    const one = await house(more);
    houses.push(one);
    return one;
  }
  const warnings = (teams: Connector): readonly string[] =>
    teams.messages
      .filter((m) => m.from === 'bot')
      .flatMap(({ activity: { text } }) => (String(text).includes('client secret') ? [String(text)] : []));
  async function status({ teams }: House): Promise<string> {
    const { message } = await teams.say(cast.member, 'status', 'personal');
    const answer = await teams.until((m) => m.from === 'bot' && m.id > message.id && m.owner !== undefined, 'status');
    return textOf(cardOf(answer.activity));
  }
  /** A minute of knocks. */
  async function aMinute({ service }: House): Promise<void> {
    for (let second = 0; second < 60; second += 1) await service.tick();
  }

  test('that expires in twelve days is told of in the channel as soon as that is known, once, and in status', async () => {
    const memory: Memory = new Map();
    const it = await built({ memory, secretExpires: '2027-01-21' });
    await it.teams.until((m) => String(m.activity.text).includes('client secret'), 'the warning');
    expect(warnings(it.teams)).toEqual([expect.stringContaining('expires on Thu 21 Jan 2027 (in 12 days)')]);
    expect(it.teams.messages.find(({ activity }) => String(activity.text).includes('client secret'))?.channelId).toBe(
      it.service.team.installation?.channelId,
    );
    expect(await status(it)).toMatch(/look, see below[^]*Client\ssecret\nexpires on Thu 21 Jan 2027 \(in 12 days\)/);
    while ((await it.store.readTeam()).secretWarned === undefined) await it.teams.say(cast.member, 'help', 'personal');
    await aMinute(it);
    await it.kill();
    const again = await built({ memory, teams: it.teams, secretExpires: '2027-01-21', start: it.service.clock.now() });
    await aMinute(again);
    expect(await status(again)).toContain('in 12 days');
    expect(warnings(again.teams)).toHaveLength(1);
  });

  test('that has time is named in status, and nothing else is said of it', async () => {
    const it = await built({ secretExpires: '2027-06-01' });
    await aMinute(it);
    expect(await status(it)).toMatch(/All is well[^]*expires on Tue 1 Jun 2027 \(in 143 days\)/);
    expect(warnings(it.teams)).toEqual([]);
  });

  test('whose day nobody has told is not spoken of', async () => {
    const it = await built({});
    expect(await status(it)).not.toMatch(/Client\ssecret/);
  });
});

test('a connection that breaks is counted as unknown: the letter may be there twice', async () => {
  const meter = metrics('1.2.3');
  const it = await house({ meter });
  await it.teams.say(cast.implementer, 'new Upgrade on isc-learn 2027-02-13 08:00 for 4h', 'channel');
  it.teams.faults.add({ path: /^\/v3\/conversations$/, method: 'POST', times: 1, drop: 'after' });
  await it.teams.press(cast.implementer, cardWith(it.teams, 'create').id, { verb: 'create' }, FORM);
  await it.settled();
  const text = await meter.read({ ...it.service.vitals(), tickAgeMs: 0 });
  const sends = (outcome: string) =>
    valueIn(text, `change_steward_sends_total{channel="teams",kind="letter",outcome="${outcome}"}`);
  expect(['sent', 'unknown', 'tried again', 'given up'].map(sends)).toEqual([2, 1, 0, 0]);
  await it.close();
});
