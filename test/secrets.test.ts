/** Secrets, each with a mark: whatever goes wrong, and whoever repeats them, the marks are nowhere but where they are meant to go. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createMailServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { openLog } from '../src/log.ts';
import type { Connector } from '../src/rehearsal/connector.ts';
import { startConnector } from '../src/rehearsal/connector.ts';
import { loadSettings } from '../src/settings.ts';
import { VARIABLES } from '../src/settings/environment.ts';
import { makeAdapter, sendFailed } from '../src/teams/adapter.ts';
import { send } from './http/support.ts';
import { faultsOf, SITE, siteFile } from './settings/support.ts';
import { cardWith, cast } from './support/house.ts';
import { startIssuer } from './support/issuer.ts';
import { program } from './support/program.ts';
import { ALL_PREPARED, FORM } from './support/stations.ts';

jest.setTimeout(30_000);

const MARK = 'hush5ecret';
const APP = `${MARK}~of.the/app+1=`;
const SMTP = `${MARK}@of%the/mail`;
const TOKEN = `${MARK}-of-the-calendar-feed-0123456789`;

const SENDING = siteFile(`${SITE}mail: { from: { name: Steward, address: steward@isc-learn.org } }\n`);

let ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.toReversed()) await end();
  ends = [];
});

/** A mark as anybody could write it: plain, with `%35` for the `5`, and in Base64, which depends on what is before it. */
function told(text: string): readonly string[] {
  const base64 = [0, 1, 2].map((before) =>
    Buffer.from(`${'x'.repeat(before)}${MARK}`)
      .toString('base64')
      .slice(before + 2, 10),
  );
  return [MARK, encodeURIComponent(MARK), ...base64].filter((form) => decoded(text).includes(form));
}

function decoded(text: string): string {
  return text.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
}

/** What a log writes. */
function lineOf(facts: object, what = 'a line'): string {
  let written = '';
  const env = { STEWARD_MODE: 'teams', MicrosoftAppPassword: APP, STEWARD_CALENDAR_TOKEN: TOKEN };
  const ids = { MicrosoftAppId: ID, MicrosoftAppTenantId: ID, MicrosoftAppType: 'SingleTenant' };
  const SMTP_URL = `smtp://steward:${encodeURIComponent(SMTP)}@127.0.0.1:25`;
  const { secrets } = loadSettings({ ...env, ...ids, SMTP_URL, STEWARD_SITE: SENDING });
  openLog({ level: 'info', secrets, to: { write: (line) => void (written += line) } }).error(facts, what);
  return written;
}

const ID = 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa';

async function listening(server: Server): Promise<number> {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  ends.push(() => {
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

describe('a connector that refuses a call and repeats its token', () => {
  async function refusal(): Promise<{ error: unknown; bearer: string }> {
    let bearer = '';
    const server = createServer((request, response) => {
      bearer = request.headers.authorization ?? '';
      response.writeHead(401, { 'content-type': 'application/json', 'x-echo': bearer });
      response.end(
        JSON.stringify({ error: { code: 'Unauthorized', message: `'${bearer}' is no token`, innerHttpError: bearer } }),
      );
    });
    const port = await listening(server);
    const issuer = await startIssuer();
    ends.push(() => issuer.close());
    const adapter = makeAdapter(issuer.credentials, 2_000, issuer.authority);
    const reference = {
      ...{ channelId: 'msteams', serviceUrl: `http://127.0.0.1:${port}/`, bot: { id: '28:bot', name: 'Bot' } },
      conversation: { id: 'a:1', isGroup: false, conversationType: 'personal', name: '' },
    };
    const error: unknown = await adapter
      .continueConversationAsync(issuer.credentials.appId, reference, async (context) => {
        await context.sendActivity('hello');
      })
      .then(
        () => null,
        (thrown: unknown) => thrown,
      );
    return { error, bearer };
  }

  test('is named in the log and in the history without it', async () => {
    const { error, bearer } = await refusal();
    const [, token = 'none'] = bearer.split(' ');
    // The error of the SDK does carry it, in several places.
    expect(token.length).toBeGreaterThan(100);
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).toContain(token);
    const parts = token.split('.').filter((part) => part.length > 8);
    const wrapped = new Error('a turn failed', { cause: new Error('within', { cause: error }) });
    const lines = [lineOf({ err: error }), lineOf({ err: wrapped }), lineOf({ why: sendFailed(error).message })];
    for (const line of lines) expect(parts.filter((part) => line.includes(part))).toEqual([]);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      err: { type: 'RestError', statusCode: 401, code: 'Unauthorized' },
    });
    expect(sendFailed(error)).toMatchObject({ kind: 'final', message: "401 '…' is no token" });
  });
});

describe('an error with secrets in it', () => {
  const headers = { Authorization: `Bearer ${APP}` };
  const nested = { a: { b: { c: { headers, password: SMTP } } } };
  const circular = Object.assign(new Error('circular'), { config: nested });
  circular.cause = circular;

  test.each<readonly [string, unknown]>([
    [
      'as axios has it',
      Object.assign(new Error('401'), { config: { headers, auth: { pass: SMTP } }, request: nested }),
    ],
    ['as restify has it', Object.assign(new Error('500'), { context: nested, jse_info: nested, body: { headers } })],
    [
      'as MSAL has it',
      Object.assign(new Error('x'), { errorMessage: `client_secret=${APP}`, subError: APP, correlationId: TOKEN }),
    ],
    ['in its words', new Error(`AADSTS7000215: ${APP} of smtp://steward:${encodeURIComponent(SMTP)}@mail`)],
    ['in its words, as Base64', new Error(`AUTH PLAIN ${Buffer.from(`\0steward\0${SMTP}`).toString('base64')}`)],
    ['in its words, as JSON', new Error(JSON.stringify({ url: `/calendar.ics?token=${TOKEN}` }))],
    ['in its stack', Object.assign(new Error('x'), { stack: `Error: x\n    at ${APP}` })],
    ['in its cause', new Error('outer', { cause: Object.assign(new Error(SMTP), { request: nested }) })],
    ['in all of them at once', new AggregateError([new Error(APP), nested], 'several')],
    ['that is its own cause', circular],
    ['that is none', { headers, toString: () => `Bearer ${APP}` }],
  ])('%s, is written without them, in one line of JSON', (_what, err) => {
    const line = lineOf({ err });
    expect(told(line)).toEqual([]);
    expect(line.trimEnd().split('\n')).toHaveLength(1);
    expect(JSON.parse(line)).toMatchObject({ level: 50, msg: 'a line' });
  });

  test.each([
    { authorization: APP },
    { smtp: { pass: SMTP } },
    { req: { auth: SMTP } },
    { why: `it was ${SMTP}` },
    { url: TOKEN },
  ])('as a fact of its own, %j, neither', (facts) => {
    expect(told(lineOf(facts, `of ${APP}`))).toEqual([]);
  });
});

describe('a line of the log', () => {
  test.each([
    'one\ntwo\r\n{"level":60,"msg":"forged"}',
    '","level":60,"forged":"',
    '\u001b[31mred\u001b[0m \u009b31mred \u007f\b',
    'line\u2028separator \u202Eturned around\u2066',
    'half \ud800 a pair \0',
  ])('is one, and JSON, and nothing that a terminal obeys, whatever is in it: %j', (words) => {
    const line = lineOf({ why: words, err: new Error(words) }, words);
    expect(line.slice(0, -1)).not.toMatch(/[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]/u);
    const read = JSON.parse(line) as { level: number; why: string; forged?: unknown };
    expect([read.level, read.forged, read.why]).toEqual([
      50,
      undefined,
      words.replace(/\ud800/, '\\ud800').replace('\\ud800', '\ud800'),
    ]);
  });
});

describe('settings that are refused', () => {
  const ALL = {
    MicrosoftAppPassword: APP,
    SMTP_URL: `smtp://steward:${encodeURIComponent(SMTP)}@127.0.0.1:25`,
    STEWARD_CALENDAR_TOKEN: TOKEN,
  };

  test.each(VARIABLES.flatMap((name) => [APP, SMTP, TOKEN, ALL.SMTP_URL].map((secret) => [name, secret] as const)))(
    'because %s is %s name no secret',
    (name, secret) => {
      const STEWARD_SITE = siteFile(SITE.replace('Europe/Zurich', 'Mars'));
      for (const others of [ALL, {}]) {
        const faults = faultsOf(() => loadSettings({ STEWARD_MODE: 'teams', STEWARD_SITE, ...others, [name]: secret }));
        expect(faults).not.toEqual([]);
        expect(told(JSON.stringify(faults))).toEqual([]);
      }
    },
  );

  test.each([
    `password: ${APP}`,
    `mail: { from: { name: x, address: a@b.example }, smtpUrl: '${ALL.SMTP_URL}' }`,
    `name: ${APP}\nname: ${APP}`,
  ])('because the site file has "%s" neither', (yaml) => {
    const faults = faultsOf(() =>
      loadSettings({ ...ALL, STEWARD_MODE: 'teams', STEWARD_SITE: siteFile(`${SITE}${yaml}\n`) }),
    );
    expect(told(JSON.stringify(faults))).toEqual([]);
  });
});

test('a crash that nobody expected is written without them, and ends the process', async () => {
  const child = spawn(process.execPath, [
    '--import',
    import.meta.resolve('tsx'),
    fileURLToPath(new URL('support/crashes.ts', import.meta.url)),
    APP,
  ]);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number];
  expect(code).toBe(1);
  expect(told(output)).toEqual([]);
  expect(JSON.parse(output)).toMatchObject({
    level: 60,
    err: { message: 'a send failed', cause: { statusCode: 401 } },
  });
});

describe('the program', () => {
  const YEAR = new Date().getFullYear() + 1;
  const CHANGE = `CHG-${YEAR}-001`;

  /** A mail server that refuses every login, and says why with all it was told. */
  const refusing = createMailServer((socket) => {
    socket.write('220 refusing\r\n');
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => {
      const line = chunk.toString().trim();
      if (/^EHLO/i.test(line)) socket.write('250-refusing\r\n250 AUTH PLAIN\r\n');
      else if (/^AUTH/i.test(line)) {
        const said =
          Buffer.from(line.split(' ').at(-1) ?? '', 'base64')
            .toString()
            .split('\0')
            .at(-1) ?? '';
        socket.write(`535 5.7.8 ${line} is wrong: ${said} and ${encodeURIComponent(said)}\r\n`);
      } else socket.write('221 bye\r\n');
    });
  });

  test('whose mail server refuses the login and repeats it tells nobody: not in logs, cards, files or calls', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'steward-secrets-'));
    ends.push(() => {
      rmSync(folder, { recursive: true });
    });
    const port = await listening(refusing);
    const SMTP_URL = `smtp://steward:${encodeURIComponent(SMTP)}@127.0.0.1:${port}`;
    const it = program(folder, { SMTP_URL, STEWARD_CALENDAR_TOKEN: TOKEN });
    const url = await it.url;
    const teams: Connector = await startConnector({ service: url, people: Object.values(cast) });
    ends.push(() => teams.close());
    ends.push(async () => {
      it.kill('SIGKILL');
      await it.ended;
    });
    await teams.install();
    const httpPort = Number(new URL(url).port);
    const clockTo = (to: string): Promise<unknown> => send(httpPort, 'POST', '/clock', { to });
    await teams.say(cast.implementer, `new Upgrade on isc-learn ${YEAR}-06-12 08:00 for 4h`, 'channel');
    await teams.press(cast.implementer, cardWith(teams, 'create').id, { verb: 'create' }, FORM);
    await teams.until((m) => String(m.activity.summary).includes('prepare'), 'what to prepare');
    await teams.press(
      cast.implementer,
      cardWith(teams, 'tickPreparations').id,
      { verb: 'tickPreparations' },
      ALL_PREPARED,
    );
    await clockTo(`${YEAR}-05-29 09:00`);
    await teams.until((m) => JSON.stringify(m.activity).includes('acceptPreCheck'), 'the pre-check');
    await teams.press(cast.approver, cardWith(teams, 'acceptPreCheck').id, { verb: 'acceptPreCheck' });
    while (!it.lines.some(({ why }) => String(why).includes('535'))) await teams.say(cast.member, 'status', 'personal');
    for (const words of ['status', `show ${CHANGE}`, `history ${CHANGE}`, `history ${CHANGE} mail`])
      await teams.say(cast.approver, words, 'personal');
    expect((await send(httpPort, 'GET', `/calendar.ics?token=${TOKEN}x`)).status).toBe(404);
    expect((await send(httpPort, 'GET', `/calendar.ics?token=${TOKEN}`)).status).toBe(200);
    it.kill('SIGTERM');
    const { stdout, stderr } = await it.ended;
    expect(stderr).toBe('');
    expect(told(stdout)).toEqual([]);
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    expect(files.length).toBeGreaterThan(1);
    for (const file of files) expect(told(readFileSync(join(file.parentPath, file.name), 'utf8'))).toEqual([]);
    expect(told(JSON.stringify(teams.requests))).toEqual([]);
  });
});
