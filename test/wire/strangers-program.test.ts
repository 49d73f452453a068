/** The program as it is installed: in Teams mode it starts shut, with the settings of its environment and nothing else. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Answer } from '../http/support.ts';
import { send } from '../http/support.ts';
import { SITE, siteFile } from '../settings/support.ts';
import type { Issuer } from '../support/issuer.ts';
import { APP_ID, OTHER_APP_ID, startIssuer } from '../support/issuer.ts';
import type { Program } from '../support/program.ts';
import { program } from '../support/program.ts';

const TENANT = '00000000-0000-4000-8000-000000007e4a';
const ACTIVITY = {
  type: 'message',
  channelId: 'msteams',
  serviceUrl: 'https://smba.trafficmanager.net/emea/',
  from: { id: '29:somebody', aadObjectId: '00000000-0000-4000-8000-000000000001' },
  recipient: { id: `28:${APP_ID}` },
  conversation: { id: 'a:1', tenantId: TENANT },
  channelData: { tenant: { id: TENANT } },
  text: 'help',
};

let running: Program;
let issuer: Issuer;
let port: number;

beforeAll(async () => {
  issuer = await startIssuer();
  running = program(mkdtempSync(join(tmpdir(), 'steward-shut-')), {
    STEWARD_MODE: 'teams',
    MicrosoftAppType: 'SingleTenant',
    MicrosoftAppId: APP_ID,
    MicrosoftAppPassword: 'hush-hush',
    MicrosoftAppTenantId: TENANT,
    STEWARD_SITE: siteFile(SITE),
  });
  port = Number(new URL(await running.url).port);
}, 30_000);
afterAll(async () => {
  running.kill('SIGTERM');
  await running.ended;
  await issuer.close();
});

const knock = (activity: object, authorization?: string): Promise<Answer> =>
  send(port, 'POST', '/api/messages', activity, authorization === undefined ? {} : { authorization });

// No row asks for a key: those of the real authority are not on this machine.
test.each<readonly [what: string, attempt: () => readonly [activity: object, authorization?: string]]>([
  ['no token', () => [ACTIVITY]],
  ['a token for another bot', () => [ACTIVITY, issuer.bearer(ACTIVITY, { claims: { aud: OTHER_APP_ID } })]],
  [
    'a token of the emulator',
    () => [ACTIVITY, issuer.bearer(ACTIVITY, { claims: { iss: `https://sts.windows.net/${TENANT}/` } })],
  ],
  ['another tenant', () => [{ ...ACTIVITY, channelData: { tenant: { id: APP_ID } } }]],
  ['another bot', () => [{ ...ACTIVITY, recipient: { id: `28:${OTHER_APP_ID}` } }]],
  ['a service URL of loopback', () => [{ ...ACTIVITY, serviceUrl: 'http://127.0.0.1:3979/' }]],
])('%s: 401', async (_what, attempt) => {
  expect(await knock(...attempt())).toMatchObject({
    status: 401,
    text: '{"code":"Unauthorized","message":"The request is not authenticated."}',
  });
});

test('the clock, which a rehearsal may move, is not there', async () => {
  expect((await send(port, 'POST', '/clock', { to: 'next' })).status).toBe(404);
});

test('what it writes holds no secret, and nothing of what strangers said', async () => {
  await knock({ ...ACTIVITY, text: 'words of a stranger' }, 'Bearer words.of.a-stranger');
  running.kill('SIGTERM');
  const { stdout, stderr, code } = await running.ended;
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).not.toMatch(/hush-hush|stranger/);
  expect(stdout).toContain('"reason":"tenant"');
});
