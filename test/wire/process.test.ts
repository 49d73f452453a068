/** The program as it runs: started, asked how it is, stopped, killed. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { Connector } from '../../src/rehearsal/connector.ts';
import { startConnector } from '../../src/rehearsal/connector.ts';
import { send } from '../../src/rehearsal/connector/send.ts';
import { asJson } from '../../src/rehearsal/json.ts';
import { cardWith, cast } from '../support/house.ts';
import type { Program } from '../support/program.ts';
import { program } from '../support/program.ts';
import { ALL_PREPARED, FORM } from '../support/stations.ts';
import { Tap } from '../support/tap.ts';

jest.setTimeout(30_000);

const YEAR = new Date().getFullYear() + 1;
const CHANGE = `CHG-${YEAR}-001`;
const SAY_NEW = `new Secret title on isc-learn ${YEAR}-06-12 08:00 for 4h`;

let folder: string;
let tap: Tap;
let teams: Connector | null;
let running: Program[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'change-steward-test-'));
  tap = new Tap();
  teams = null;
  running = [];
});
afterEach(async () => {
  for (const one of running) one.kill('SIGKILL');
  await Promise.all(running.map(({ ended }) => ended));
  await teams?.close();
  await rm(folder, { recursive: true });
});

function run(env: Readonly<Record<string, string>> = {}): Program {
  const started = program(folder, env);
  running.push(started);
  return started;
}

/** Teams' other end for a program; the bot is installed. */
async function installed(url: string): Promise<Connector> {
  const other = await startConnector({ service: url, people: Object.values(cast), before: tap.before });
  teams = other;
  tap.watch(other);
  await other.install();
  return other;
}

const living = (other: Connector) =>
  other.until((m) => String(m.activity.summary).startsWith(CHANGE), 'the living card');
const asked = (other: Connector) =>
  other.until((m) => String(m.activity.summary).includes('prepare'), 'what to prepare');

async function created(other: Connector): Promise<void> {
  await other.say(cast.implementer, SAY_NEW, 'channel');
  await other.press(cast.implementer, cardWith(other, 'create').id, { verb: 'create' }, FORM);
  await asked(other);
}

const ready = async (url: string) => (await send(`${url}/health/ready`)).status;

describe('a program that runs', () => {
  test('lives at once, is ready when its channel is known, and writes ids instead of texts', async () => {
    const it = run();
    const url = await it.url;
    expect((await send(`${url}/health/live`)).status).toBe(200);
    expect(await ready(url)).toBe(503);
    const other = await installed(url);
    // The first knock of the clock comes within a second.
    while ((await ready(url)) !== 200) await other.say(cast.member, 'status', 'personal');
    await created(other);
    await other.press(cast.implementer, cardWith(other, 'cancel').id, { verb: 'cancel' }, { reason: 'Secret reason' });
    it.kill('SIGTERM');
    const { code, stdout, stderr } = await it.ended;
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout.trim().split('\n')).toHaveLength(it.lines.length);
    expect(it.lines.filter(({ msg }) => msg === 'command').map(({ command }) => command)).toEqual(
      expect.arrayContaining(['create', 'cancel', 'recordDelivery']),
    );
    expect(it.lines.filter(({ msg }) => msg === 'send').length).toBeGreaterThanOrEqual(2);
    for (const text of ['Secret', 'Moodle', 'student', cast.implementer.name, cast.implementer.entraId])
      expect(stdout).not.toContain(text);
  });

  test('keeps a second one off its folder with a sentence', async () => {
    await run().url;
    const second = await run().ended;
    expect(second.code).toBe(1);
    expect(second.stderr).toMatch(/^The data folder .* is in use/);
    expect(second.stderr).not.toContain('    at ');
  });
});

describe('stopped by SIGTERM', () => {
  test('while a press is under way, it answers the press and ends with 0', async () => {
    const it = run();
    const other = await installed(await it.url);
    await created(other);
    const letIn = tap.hold();
    const { id } = cardWith(other, 'tickPreparations');
    const refused = tap.next(({ path }) => path === '/v3/conversations');
    const press = other.press(cast.member, id, { verb: 'tickPreparations', type: 'submit' }, ALL_PREPARED);
    await refused;
    it.kill('SIGTERM');
    letIn();
    expect((await press).status).toBe(200);
    expect(await it.ended).toMatchObject({ code: 0, signal: null });
    expect(it.lines.at(-1)?.msg).toBe('stopped');
  });

  test('ends within ten seconds even when Teams does not answer any more', async () => {
    const it = run();
    const other = await installed(await it.url);
    await created(other);
    other.faults.add({ times: Infinity, hang: 60_000 });
    await other.press(
      cast.implementer,
      cardWith(other, 'tickPreparations').id,
      { verb: 'tickPreparations' },
      ALL_PREPARED,
    );
    const said = other.say(cast.member, 'help', 'personal').catch(() => null);
    await tap.next(({ path }) => path.includes(`a:${cast.member.entraId}`));
    const since = Date.now();
    it.kill('SIGTERM');
    expect((await it.ended).code).toBe(0);
    expect(Date.now() - since).toBeLessThan(10_000);
    await said;
  });
});

describe('killed in the middle', () => {
  test('and started again, it goes on: what was decided stands, what was not sent is sent', async () => {
    const first = run();
    const other = await installed(await first.url);
    await other.say(cast.implementer, SAY_NEW, 'channel');
    other.faults.add({ method: 'POST', times: Infinity, drop: 'before' });
    const lost = tap.next(({ body }) => asJson(asJson(body).activity).summary !== undefined);
    await other.press(cast.implementer, cardWith(other, 'create').id, { verb: 'create' }, FORM);
    await lost;
    first.kill('SIGKILL');
    expect((await first.ended).signal).toBe('SIGKILL');
    other.faults.clear();
    const second = run();
    other.retarget(await second.url);
    await living(other);
    await asked(other);
    await other.press(
      cast.implementer,
      cardWith(other, 'tickPreparations').id,
      { verb: 'tickPreparations' },
      ALL_PREPARED,
    );
    await other.until((m) => JSON.stringify(m.activity).includes('Prepared by Implementer'), 'the prepared card');
    expect(other.messages.filter((m) => String(m.activity.summary).includes('yours to prepare'))).toHaveLength(0);
    expect(other.messages.filter((m) => JSON.stringify(m.activity).includes('Prepare the change'))).toHaveLength(1);
  });
});

describe('settings that are wrong', () => {
  test('are all listed, each with its place; it ends with 1, and no secret is shown', async () => {
    const { code, stderr, stdout } = await run({
      STEWARD_MODE: 'teams',
      PORT: 'abc',
      STEWARD_SITE: 'nowhere.yaml',
      MicrosoftAppId: 'no-guid',
      MicrosoftAppPassword: 'hunter2-secret',
    }).ended;
    expect(code).toBe(1);
    for (const name of ['PORT', 'STEWARD_SITE', 'MicrosoftAppId', 'MicrosoftAppType', 'MicrosoftAppTenantId'])
      expect(stderr).toContain(name);
    expect(stderr + stdout).not.toContain('hunter2');
    expect(stderr).not.toContain('    at ');
  });
});
