/** The doctor, each step right and wrong, against a local tenant, connector and mail server. */
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Installation } from '../../src/app/ports.ts';
import { doctor } from '../../src/operations/doctor.ts';
import { spaceStep } from '../../src/operations/doctor/data-folder.ts';
import { serviceStep } from '../../src/operations/doctor/service.ts';
import type { Connector } from '../../src/rehearsal/connector.ts';
import { startConnector } from '../../src/rehearsal/connector.ts';
import { person } from '../../src/rehearsal/connector/people.ts';
import { BOT, CHANNELS, TEAM, TENANT } from '../../src/rehearsal/connector/tenancy.ts';
import { answer, listen, readBody, stop } from '../../src/rehearsal/loopback.ts';
import type { PostOffice } from '../../src/rehearsal/post-office.ts';
import { startPostOffice } from '../../src/rehearsal/post-office.ts';
import { openStore } from '../../src/storage/open-store.ts';
import { packageApp } from '../../tools/package.ts';
import { SITE, TEAMS, siteFile } from '../settings/support.ts';

const ROOT = new URL('../../', import.meta.url).pathname;
const APPROVER = '11111111-1111-4111-8111-111111111111';
const DEPUTY = '22222222-2222-4222-8222-222222222222';
const NAMED = SITE.replace('channel: Channel', 'channel: isc learn platform');
const DEPUTIES = `deputies: [{ name: Deputy, entraId: ${DEPUTY} }]\n`;
const MAIL = 'mail: { from: { name: Steward, address: steward@example.org } }\n';

/** What the tenant answers, and whose secrets it saw. */
interface Login {
  status: number;
  body: object;
  headers: Record<string, string>;
  isSilent: boolean;
  readonly asked: string[];
}
const login: Login = { status: 0, body: {}, headers: {}, isSilent: false, asked: [] };
const entra = createServer((request, response) => {
  void readBody(request).then((body) => {
    login.asked.push(`${request.method ?? ''} ${request.url ?? ''} ${body}`);
    if (!login.isSilent) answer(response, login.status, login.body, login.headers);
  });
});
/** The service's own answer to "are you ready?". */
let ready: { status: number; body: object } = { status: 200, body: {} };
const service = createServer((_request, response) => {
  answer(response, ready.status, ready.body);
});

let loginUrl = '';
let serviceUrl = '';
let connector: Connector;
let mail: PostOffice;
let data = '';
let env: Record<string, string> = {};

beforeAll(async () => {
  loginUrl = `http://127.0.0.1:${await listen(entra, 0)}`;
  serviceUrl = `http://127.0.0.1:${await listen(service, 0)}`;
  mail = await startPostOffice();
});

afterAll(async () => {
  await Promise.all([stop(entra), stop(service), mail.close()]);
});

beforeEach(async () => {
  const people = [person('Approver', APPROVER), person('Deputy', DEPUTY)];
  connector = await startConnector({ service: serviceUrl, people });
  Object.assign(login, {
    status: 200,
    body: { access_token: 'eyJhbGciOi.token', jwks_uri: 'https://example.org/keys' },
    headers: {},
    isSilent: false,
  });
  login.asked.length = 0;
  ready = { status: 200, body: { checks: { store: true, channel: true, tick: true } } };
  data = mkdtempSync(join(tmpdir(), 'steward-doctor-'));
  mkdirSync(join(data, 'changes'));
  await knows(installation());
  env = { ...TEAMS, STEWARD_DATA: data, STEWARD_SITE: siteFile(NAMED + DEPUTIES), STEWARD_SECRET_EXPIRES: dayIn(90) };
});

afterEach(async () => {
  await connector.close();
});

function installation(other: Partial<Installation> = {}): Installation {
  const [channel = { id: '', name: '' }] = CHANNELS;
  const teams = { serviceUrl: 'https://smba.trafficmanager.net/ch/', tenantId: TENANT, teamId: TEAM.id, bot: BOT };
  return { ...teams, channelId: channel.id, channelName: channel.name, fallback: false, ...other };
}

/** What the service has stored of its team. */
async function knows(installed: Installation | null): Promise<void> {
  const store = await openStore(data);
  await store.writeTeam({ installation: installed, people: {} });
  await store.close();
}

function dayIn(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}

interface Report {
  readonly code: number;
  readonly text: string;
  /** The line of a step, without its name and the spaces between. */
  readonly of: (step: string) => string;
}

async function examined(folder = PACKED, patienceMs = 2_000): Promise<Report> {
  const lines: string[] = [];
  const outside = {
    login: loginUrl,
    keys: `${loginUrl}/openid`,
    identity: loginUrl,
    connector: connector.url,
    service: serviceUrl,
    patienceMs,
  };
  const { code } = await doctor({ env, outside, folder }, (line) => lines.push(line));
  const of = (step: string): string => {
    const found = lines.find((line) => line.slice(10).startsWith(step)) ?? '';
    return `${found.slice(0, 9).trim()}: ${found.slice(24)}`;
  };
  return { code, text: lines.join('\n'), of };
}

/** A package as it is unpacked, with the zip made of it. */
function packageFolder(env: Record<string, string> = TEAMS, version?: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'steward-package-'));
  mkdirSync(join(folder, 'appPackage'));
  mkdirSync(join(folder, 'build'));
  const copy = (): void => {
    for (const file of ['manifest.json', 'fr.json', 'color.png', 'outline.png'])
      writeFileSync(join(folder, 'appPackage', file), readFileSync(join(ROOT, 'appPackage', file)));
  };
  copy();
  const manifest = join(folder, 'appPackage/manifest.json');
  if (version !== undefined)
    writeFileSync(manifest, readFileSync(manifest, 'utf8').replace(/"version": "[\d.]+"/, `"version": "${version}"`));
  writeFileSync(join(folder, 'build/change-steward.zip'), packageApp(join(folder, 'appPackage'), env).zip);
  copy();
  return folder;
}
const PACKED = packageFolder();

/** What Entra answers when it gives no token. */
function refusal(code: string): void {
  login.status = 401;
  login.body = {
    error: 'invalid_client',
    error_description: `${code}: said of client_secret=${TEAMS.MicrosoftAppPassword} . Trace ID: 1`,
  };
}

describe('an installation that is well', () => {
  test('is ok at every step, and the exit code says so', async () => {
    env = { ...env, STEWARD_SITE: siteFile(NAMED + DEPUTIES + MAIL), SMTP_URL: mail.url };
    const { code, text } = await examined();
    const states = text.split('\n').map((line) => line.slice(0, 9).trim());
    expect([code, new Set(states), states.length]).toEqual([0, new Set(['ok']), 14]);
    expect(mail.taken).toBe(0);
  });

  test('no line has a secret, a token or a password, whatever the others answer', async () => {
    refusal('AADSTS999');
    env = {
      ...env,
      STEWARD_SITE: siteFile(NAMED + MAIL),
      SMTP_URL: 'smtp://user:very-secret@127.0.0.1:1',
      PORT: TEAMS.MicrosoftAppPassword,
    };
    const { code, text } = await examined();
    expect(code).toBe(1);
    for (const secret of [TEAMS.MicrosoftAppPassword, 'very-secret', 'eyJhbGciOi']) expect(text).not.toContain(secret);
  });

  test('nothing is changed by the doctor: no lock, no folder, no file', async () => {
    env = { ...env, STEWARD_DATA: join(data, 'not', 'there') };
    const { of } = await examined();
    expect(of('data folder')).toMatch(/^warning: .* is not there yet/);
    expect(() => readFileSync(join(data, 'not'))).toThrow('ENOENT');
  });
});

describe('settings', () => {
  test('every fault is named as at the start, and the steps that it does not touch are looked at all the same', async () => {
    env = { ...env, PORT: 'x y', STEWARD_LOG: 'loud' };
    const { code, text, of } = await examined();
    expect([code, of('settings')]).toEqual([
      1,
      expect.stringMatching(/^WRONG: the service does not start with them\. Mend what is named below\.\n/),
    ]);
    expect(text).toMatch(/PORT: found .*\n.*STEWARD_LOG: found "loud"/);
    expect([of('credentials'), of('channel')].map((line) => line.slice(0, 3))).toEqual(['ok:', 'ok:']);
  });

  test('without the site, what needs it is left out', async () => {
    env = { ...env, STEWARD_SITE: siteFile('name: 1') };
    const { of } = await examined();
    expect([of('channel'), of('people'), of('credentials').slice(0, 3)]).toEqual([
      'left out: mend the settings first.',
      'left out: mend the settings first.',
      'ok:',
    ]);
  });

  test('in rehearsal mode it says what it leaves out, and asks nobody', async () => {
    env = { STEWARD_MODE: 'rehearsal', STEWARD_DATA: data };
    const { code, of } = await examined();
    expect(code).toBe(0);
    for (const step of ['clock', 'credentials', 'signing keys', 'secret', 'channel', 'people', 'app package'])
      expect(of(step)).toBe('left out: in rehearsal mode there is no Teams.');
    expect([login.asked, connector.requests]).toEqual([[], []]);
  });
});

describe('the data folder', () => {
  test('a file in its place is WRONG', async () => {
    const file = join(data, 'file');
    writeFileSync(file, '');
    env = { ...env, STEWARD_DATA: file };
    expect((await examined()).of('data folder')).toMatch(/^WRONG: .*ENOTDIR/);
  });

  test.each([
    [5, 'WRONG: 5 MB free. Make space on the disk of the data folder.'],
    [100, 'warning: 100 MB free. Make space on the disk of the data folder.'],
    [5_000, 'ok: 4 GB free.'],
  ])('%i MB of room', async (mb, expected) => {
    const { state, found, remedy } = await spaceStep(data, measured(mb, 1));
    expect(`${state}: ${found}.${remedy === undefined ? '' : ` ${remedy}.`}`).toBe(expected);
  });

  test('a disk without an inode left is WRONG, however much room it has', async () => {
    expect(await spaceStep(data, measured(5_000, 0))).toMatchObject({ state: 'WRONG' });
  });

  test('a document that cannot be read is WRONG and named; one that was set aside is a warning', async () => {
    mkdirSync(join(data, 'damaged'), { recursive: true });
    writeFileSync(join(data, 'damaged/CHG-2027-002.json'), '');
    expect((await examined()).of('documents')).toMatch(/^warning: 0 changes, .*CHG-2027-002\.json/);
    writeFileSync(join(data, 'changes/CHG-2027-001.json'), '{"half');
    const { of, text } = await examined();
    expect(of('documents')).toMatch(/^WRONG: 1 document cannot be used/);
    expect(text).toContain('changes/CHG-2027-001.json: ');
  });

  test('it says which process has the folder', async () => {
    expect((await examined()).of('owner')).toBe('ok: no service has the data folder just now.');
    const store = await openStore(data);
    expect((await examined()).of('owner')).toContain(`process ${process.pid} on host`);
    await store.close();
  });
});

function measured(mb: number, ffree: number) {
  const facts = { bavail: mb * 1024, bsize: 1024, files: 10, ffree };
  return (() => Promise.resolve(facts)) as unknown as Parameters<typeof spaceStep>[1];
}

describe('the clock', () => {
  test.each([
    [-90, 'WRONG: 90 s ahead of'],
    [90, 'WRONG: 90 s behind'],
    [-20, 'ok: 20 s ahead of'],
  ])("Entra's clock is %i s away from ours", async (seconds, expected) => {
    // Half a second is what the header cuts off on average.
    login.headers = { date: new Date(Date.now() + seconds * 1000 - 500).toUTCString() };
    const [, state, found, side] = /^(\w+): (\d+) s (ahead of|behind)/.exec((await examined()).of('clock')) ?? [];
    const [, wantedState, wanted, wantedSide] = /^(\w+): (\d+) s (.*)/.exec(expected) ?? [];
    expect([state, side]).toEqual([wantedState, wantedSide]);
    expect(Math.abs(Number(found) - Number(wanted))).toBeLessThanOrEqual(1);
  });
});

describe('the credentials', () => {
  test('the token is asked for as the bot does: its id, its secret, the audience of its cloud', async () => {
    env = { ...env, STEWARD_CLOUD: 'gcc-high' };
    await examined();
    const [, body = ''] = login.asked.find((asked) => asked.startsWith('POST'))?.split('/token ') ?? [];
    expect(Object.fromEntries(new URLSearchParams(body))).toEqual({
      grant_type: 'client_credentials',
      client_id: TEAMS.MicrosoftAppId,
      client_secret: TEAMS.MicrosoftAppPassword,
      scope: 'https://api.botframework.us/.default',
    });
  });

  test.each([
    ['AADSTS7000222', 'the client secret has expired'],
    ['AADSTS7000215', 'the client secret is not one of this app'],
    ['AADSTS700016', 'the tenant does not know the app'],
    ['AADSTS90002', 'there is no such tenant'],
    ['AADSTS53003', 'gives no token: 401 AADSTS53003'],
  ])('%s is WRONG: %s; what needs the token is left out', async (code, expected) => {
    refusal(code);
    const { of } = await examined();
    expect(of('credentials')).toMatch(new RegExp(`^WRONG: .*${expected}`));
    expect([of('channel'), of('people')].map((line) => line.slice(0, 9))).toEqual(['left out:', 'left out:']);
  });

  test('a tenant that never answers is WRONG after the time limit, and the steps after it are looked at', async () => {
    login.isSilent = true;
    const { of } = await examined(PACKED, 100);
    expect(of('credentials')).toMatch(/^WRONG: .*cannot be reached \(no answer within 0\.1 s\)/);
    expect([of('clock').slice(0, 8), of('signing keys').slice(0, 6), of('service').slice(0, 3)]).toEqual([
      'warning:',
      'WRONG:',
      'ok:',
    ]);
  });

  test('something else where the keys of Teams should be is WRONG', async () => {
    login.body = { access_token: 'eyJhbGciOi.token' };
    expect((await examined()).of('signing keys')).toMatch(/^WRONG: what answers as .* is something else \(200\)/);
  });

  test('a managed identity is asked for by its id, and has no secret that could expire', async () => {
    env = { ...env, MicrosoftAppPassword: '', MicrosoftAppType: 'UserAssignedMSI' };
    const { of } = await examined();
    expect(login.asked.find((asked) => asked.includes('/metadata/'))).toContain(`client_id=${TEAMS.MicrosoftAppId}`);
    expect([of('credentials').slice(0, 3), of('secret')]).toEqual(['ok:', 'left out: a managed identity has none.']);
  });

  test.each([
    [undefined, 'warning: nobody knows'],
    [-2, 'WRONG: it has expired'],
    [10, 'warning: it expires on'],
    [90, 'ok: it expires on'],
  ])('the secret expires in %s days', async (days, expected) => {
    env = { ...env, STEWARD_SECRET_EXPIRES: days === undefined ? '' : dayIn(days) };
    expect((await examined()).of('secret')).toContain(expected);
  });
});

describe('Teams', () => {
  test('a bot that nobody has added to a team yet is a warning', async () => {
    await knows(null);
    const { of } = await examined();
    expect(of('channel')).toMatch(/^warning: the bot has not been added/);
    expect(of('people')).toBe('left out: the team cannot be asked, see the channel.');
  });

  test('a channel of another name is WRONG, and the names there are are named', async () => {
    env = { ...env, STEWARD_SITE: siteFile(SITE) };
    expect((await examined()).of('channel')).toMatch(
      /^WRONG: .*no channel "Channel", only "General", "ISC Learn Platform"/,
    );
  });

  test('a channel that the bot does not post to yet is a warning', async () => {
    await knows(installation({ channelId: TEAM.id, channelName: 'General', fallback: true }));
    expect((await examined()).of('channel')).toMatch(/^warning: .*still posts to "General"/);
  });

  test('a token goes to no address that is not one of the service URLs', async () => {
    await knows(installation({ serviceUrl: 'https://smba.trafficmanager.net.example.org/' }));
    expect((await examined()).of('channel')).toMatch(/^WRONG: .*none of STEWARD_SERVICE_URLS/);
    expect(connector.requests).toEqual([]);
  });

  test.each([
    [401, 'WRONG: Teams refuses the token'],
    [403, 'WRONG: the bot is not in its team any more'],
    [500, 'warning: Teams answers 500'],
  ])('an answer of %i', async (status, expected) => {
    connector.faults.add({ method: 'GET', path: /conversations$/, status, times: 1 });
    expect((await examined()).of('channel')).toContain(expected);
  });

  test('without the approver in the team it is WRONG, without a deputy a warning', async () => {
    const site = NAMED.replace(APPROVER, '33333333-3333-4333-8333-333333333333');
    env = { ...env, STEWARD_SITE: siteFile(site + DEPUTIES) };
    expect((await examined()).of('people')).toMatch(/^WRONG: the approver Approver is not in the team/);
    env = { ...env, STEWARD_SITE: siteFile(NAMED + DEPUTIES.replace(DEPUTY, '33333333-3333-4333-8333-333333333333')) };
    expect((await examined()).of('people')).toMatch(/^warning: .*not Deputy/);
  });
});

describe('the mail server', () => {
  test('one that is not there is WRONG, and so is one that wants another login', async () => {
    env = { ...env, STEWARD_SITE: siteFile(NAMED + MAIL), SMTP_URL: 'smtp://127.0.0.1:1' };
    expect((await examined()).of('mail server')).toMatch(
      /^WRONG: 127\.0\.0\.1:1: .*ECONNREFUSED.*Compare host and port/,
    );
    const strict = await startPostOffice({ login: { user: 'user', pass: 'right' } });
    env = { ...env, SMTP_URL: `smtp://user:wrong-one@127.0.0.1:${strict.port}` };
    expect((await examined()).of('mail server')).toMatch(/^WRONG: .*Mend user and password/);
    await strict.close();
  });

  test('TLS from the start on a port without it is WRONG', async () => {
    env = { ...env, STEWARD_SITE: siteFile(NAMED + MAIL), SMTP_URL: mail.url.replace('smtp:', 'smtps:') };
    expect((await examined()).of('mail server')).toMatch(/^WRONG: .*Begin SMTP_URL with smtps:/);
  });

  test('none is left out; one that nobody sends by is a warning', async () => {
    expect((await examined()).of('mail server')).toBe('left out: there is no SMTP_URL: no mail is sent.');
    env = { ...env, SMTP_URL: mail.url };
    expect((await examined()).of('mail server')).toMatch(/^warning: .*no `mail`/);
  });
});

describe('the app package', () => {
  test('no zip is a warning; one of another app, or no zip at all, is WRONG', async () => {
    expect((await examined(mkdtempSync(join(tmpdir(), 'steward-empty-')))).of('app package')).toMatch(
      /^WRONG: .*manifest/,
    );
    const other = packageFolder({ MicrosoftAppId: DEPUTY });
    expect((await examined(other)).of('app package')).toMatch(/^WRONG: .*of another app/);
    writeFileSync(join(other, 'build/change-steward.zip'), 'no zip, but long enough to be looked into');
    expect((await examined(other)).of('app package')).toMatch(/^WRONG: .*no app package/);
  });

  test('an older one is a warning', async () => {
    expect((await examined(packageFolder(TEAMS, '0.0.1'))).of('app package')).toMatch(/^warning: .*of version 0\.0\.1/);
  });

  test('an icon of another size is WRONG', async () => {
    const folder = packageFolder();
    writeFileSync(join(folder, 'appPackage/color.png'), readFileSync(join(folder, 'appPackage/outline.png')));
    expect((await examined(folder)).of('app package')).toMatch(/^WRONG: .*color\.png is 32 × 32, expected 192 × 192/);
  });
});

/** One that nobody listens on. */
async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listen(server, 0);
  await stop(server);
  return port;
}

describe('the service', () => {
  test('one that is not ready is WRONG, with what it lacks', async () => {
    ready = { status: 503, body: { checks: { store: true, channel: true, tick: false } } };
    expect((await examined()).of('service')).toMatch(/^WRONG: .*not ready: tick\. Its clock stands still/);
  });

  test('a new one, which only lacks its channel, is a warning; so is one that does not run', async () => {
    ready = { status: 503, body: { checks: { store: true, channel: false, tick: true } } };
    expect((await examined()).of('service')).toMatch(/^warning: .*not ready: channel\. Add the app/);
    const { state, found } = await serviceStep({ port: await freePort(), holder: null });
    expect([state, found]).toEqual(['warning', expect.stringMatching(/^the service does not run .*ECONNREFUSED/)]);
  });

  test('one that has the data folder, and does not answer on the port of this environment, is WRONG', async () => {
    const { state, found } = await serviceStep({ port: await freePort(), holder: 'process 7 on host steward' });
    expect([state, found.slice(0, 50)]).toEqual(['WRONG', 'process 7 on host steward has the data folder, but']);
  });

  test('something else on its port is WRONG', async () => {
    ready = { status: 404, body: {} };
    expect((await examined()).of('service')).toMatch(/^WRONG: .*something else \(404\)/);
  });
});
