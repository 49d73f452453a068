/**
 * Who is let in, and who is not: the whole house with credentials, its authority on loopback. What a server makes of bytes that are
 * no activity is in `test/http/hostile.test.ts`, the rules of the gate alone in `test/http/gate.test.ts`.
 */
import { generateKeyPairSync } from 'node:crypto';
import { ToBotFromBotOrEmulatorTokenValidationParameters as SDK_TAKES } from 'botframework-connector';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { Activity } from '../../src/rehearsal/connector/activity.ts';
import type { Answer } from '../http/support.ts';
import type { Guarded } from '../support/guarded.ts';
import { guarded } from '../support/guarded.ts';
import { cast } from '../support/house.ts';
import type { Token } from '../support/issuer.ts';
import { APP_ID, bySecret, FOREIGN_KEY, ISSUER, OTHER_APP_ID } from '../support/issuer.ts';
import { CHANGE, walkTo } from '../support/stations.ts';

const OTHER_TENANT = '00000000-0000-4000-8000-00000000beef';
const TENANT = '00000000-0000-4000-8000-000000007e4a';
const MINUTE = 60;
const inSeconds = (seconds: number): number => Math.floor(Date.now() / 1000) + seconds;

let at: Guarded;
/** The GO of the approver, which decides as soon as it is let in. */
let press: Activity;
const console_ = jest.spyOn(console, 'error');

beforeAll(async () => {
  at = await guarded();
  await walkTo(at.it, 'GO / NOGO');
});
afterAll(async () => {
  console_.mockRestore();
  await at.close();
});
beforeEach(async () => {
  press = await at.pressOf(cast.approver, 'giveGo');
});

interface Attempt {
  readonly activity: unknown;
  readonly authorization?: string | undefined;
}
type Row = readonly [what: string, attempt: () => Attempt];

/** The right activity with another token. */
const by = (token: Token): Attempt => ({ activity: press, authorization: at.issuer.bearer(press, token) });
/** Another activity with the token that fits it. */
const saying = (more: object): Attempt => {
  const activity: Activity = { ...press, ...more };
  return { activity, authorization: at.issuer.bearer(activity) };
};
const header = (authorization: string): Attempt => ({ activity: press, authorization });
const without = (name: keyof Activity): Attempt => saying({ [name]: undefined });
const right = (): string => at.issuer.bearer(press);
const parts = (): readonly string[] => right().replace('Bearer ', '').split('.');

const NO_TOKEN: readonly Row[] = [
  ['nothing at all', () => ({ activity: press })],
  ['an empty Authorization', () => header('')],
  ['a blank one', () => header('   ')],
  ['the word Bearer alone', () => header('Bearer')],
  ['a token under another scheme', () => header(right().replace('Bearer', 'Basic'))],
  ['the scheme in small letters', () => header(right().replace('Bearer', 'bearer'))],
  ['garbage', () => header('Bearer garbage')],
  ['garbage in three parts', () => header('Bearer a.b.c')],
  ['parts that are JSON, but no objects', () => header('Bearer bnVsbA.bnVsbA.bnVsbA')],
  ['two tokens', () => header(`${right()} ${parts().join('.')}`)],
  ['a token of 12 KB', () => by({ claims: { much: 'x'.repeat(9_000) }, key: FOREIGN_KEY })],
];

const WRONG_CLAIMS: readonly Row[] = [
  ['for another bot', () => by({ claims: { aud: OTHER_APP_ID } })],
  ['for several bots', () => by({ claims: { aud: [APP_ID, OTHER_APP_ID] } })],
  ['for nobody', () => by({ claims: { aud: undefined } })],
  ['of another issuer', () => by({ claims: { iss: 'https://api.botframework.com.evil.example' } })],
  ['of the issuer of another cloud', () => by({ claims: { iss: 'https://api.botframework.us' } })],
  ['of several issuers', () => by({ claims: { iss: [ISSUER] } })],
  ['of no issuer', () => by({ claims: { iss: undefined } })],
  ['of another tenant', () => by({ claims: { tid: OTHER_TENANT } })],
  ['with another service URL than the activity', () => by({ claims: { serviceurl: 'https://evil.example/' } })],
  ['with the same service URL written otherwise', () => by({ claims: { serviceurl: at.teams.url } })],
  ['with no service URL', () => by({ claims: { serviceurl: undefined } })],
  ['that has expired', () => by({ claims: { exp: inSeconds(-6 * MINUTE) } })],
  ['that never expires', () => by({ claims: { exp: undefined } })],
  ['that expires at a text', () => by({ claims: { exp: '9999999999' } })],
  ['that is not valid yet, by more than clocks differ', () => by({ claims: { nbf: inSeconds(6 * MINUTE) } })],
  ['of the emulator', () => by({ claims: emulator(TENANT) })],
  [
    'of the emulator, with our own app id in our own tenant',
    () => by({ claims: { ...emulator(TENANT), aud: ISSUER } }),
  ],
  ['of an emulator in another tenant', () => by({ claims: emulator(OTHER_TENANT) })],
  ['of the emulator, version 2', () => by({ claims: { ...emulator(TENANT), ver: '2.0', azp: APP_ID } })],
  ['of a skill', () => by({ claims: { ver: '1.0', appid: OTHER_APP_ID } })],
  ['of a skill, version 2', () => by({ claims: { ver: '2.0', azp: OTHER_APP_ID } })],
  ['of a skill that calls itself anonymous', () => by({ claims: { ver: '1.0', appid: 'AnonymousSkill' } })],
];

const emulator = (tid: string): NonNullable<Token['claims']> => ({
  iss: `https://sts.windows.net/${tid}/`,
  aud: APP_ID,
  appid: APP_ID,
  ver: '1.0',
  tid,
  serviceurl: undefined,
});

const WRONG_SIGNATURES: readonly Row[] = [
  ['by a key that nobody knows', () => by({ head: { kid: 'nobody' }, key: FOREIGN_KEY })],
  ['by another key under the right name', () => by({ key: FOREIGN_KEY })],
  ['by a key without a name', () => by({ head: { kid: undefined } })],
  ['by a key whose name is no text', () => by({ head: { kid: ['teams'] } })],
  ['by a key that is good for another channel', () => by({ head: { kid: 'webchat' } })],
  ['by a key that it brings along', () => by({ head: { kid: 'own', jwk: ownKey() }, key: FOREIGN_KEY })],
  ['by a key that it says where to fetch', () => by({ head: { kid: 'own', jku: `${at.teams.url}/keys` } })],
  ['by algorithm none', () => by({ head: { alg: 'none' }, signature: () => '' })],
  ['by algorithm None, with a signature', () => by({ head: { alg: 'None' } })],
  ['by HS256 with the public key for a secret', () => by({ head: { alg: 'HS256' }, signature: bySecret })],
  ['by HS256 under the word RS256', () => by({ signature: bySecret })],
  ['by HS256 with no secret', () => by({ head: { alg: 'HS256' }, signature: (content) => bySecret(content, '') })],
  ['not at all', () => header(`Bearer ${parts().slice(0, 2).join('.')}.`)],
  ['not at all, and without the last dot', () => header(`Bearer ${parts().slice(0, 2).join('.')}`)],
  [
    'by the signature of another token',
    () => by({ signature: () => parts()[2] ?? '', claims: { exp: inSeconds(9 * MINUTE) } }),
  ],
  ['by a signature with something behind it', () => header(`${right()}AAAA`)],
];

function ownKey(): object {
  return generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey.export({ format: 'jwk' });
}

const tenantIn = (tenantId: unknown): object => ({ conversation: { ...press.conversation, tenantId } });
const tenantOfData = (id: unknown): object => ({ channelData: { ...press.channelData, tenant: { id } } });

const WRONG_ACTIVITIES: readonly Row[] = [
  ['of a conversation in another tenant', () => saying(tenantIn(OTHER_TENANT))],
  ['of a conversation without a tenant', () => saying(tenantIn(undefined))],
  ['with data of another tenant', () => saying(tenantOfData(OTHER_TENANT))],
  ['with data without a tenant', () => saying(tenantOfData(undefined))],
  ['without data', () => without('channelData')],
  ['for another bot', () => saying({ recipient: { id: `28:${OTHER_APP_ID}`, name: 'Change Steward' } })],
  ['for nobody', () => without('recipient')],
  ['with a service URL that is not on the list', () => saying({ serviceUrl: 'https://evil.example/' })],
  ['with a service URL beside the one on the list', () => saying({ serviceUrl: `${at.teams.url}0/` })],
  ['without a service URL', () => without('serviceUrl')],
  ['with an empty service URL', () => saying({ serviceUrl: '' })],
  ...['webchat', 'directline', 'emulator', 'skype', 'AseChannel', 'MSTEAMS', '', null, ['msteams']].map(
    (channelId): Row => [`of the channel ${JSON.stringify(channelId)}`, () => saying({ channelId })],
  ),
  ['of nobody', () => without('from')],
  ['of no type', () => without('type')],
];

const ROWS: readonly Row[] = [
  ...NO_TOKEN,
  ...WRONG_CLAIMS.map(([what, attempt]): Row => [`a token ${what}`, attempt]),
  ...WRONG_SIGNATURES.map(([what, attempt]): Row => [`a token signed ${what}`, attempt]),
  ...WRONG_ACTIVITIES.map(([what, attempt]): Row => [`an activity ${what}`, attempt]),
];

/** All that a stranger is told, but for the time. */
function told({ status, text, headers }: Answer): object {
  return { status, text, headers: { ...headers, date: undefined } };
}

describe('a press that is not what it should be', () => {
  let before: object;
  const state = (): object => ({
    documents: [...at.memory],
    calls: at.teams.requests.length,
    posts: at.teams.messages.length,
    tokens: at.issuer.tokensAsked.length,
    people: at.it.service.team.people,
  });

  beforeEach(() => {
    before = state();
    console_.mockClear();
  });
  afterEach(async () => {
    await at.it.settled();
    expect(state()).toEqual(before);
    expect(at.it.log.all.filter(({ level }) => level === 'error')).toEqual([]);
    // The log has the reason in words of ours, and nothing is written beside it.
    expect(console_).not.toHaveBeenCalled();
  });

  test('is one of many', () => {
    expect(ROWS.length).toBeGreaterThanOrEqual(25);
  });

  test('names no tenant that the SDK believes from then on', async () => {
    const believed = JSON.stringify(SDK_TAKES.issuer);
    for (let stranger = 0; stranger < 20; stranger += 1) {
      const tid = `00000000-0000-4000-8000-0000000000${10 + stranger}`;
      const { activity, authorization } = by({ claims: { tid }, signature: () => 'AAAA' });
      await at.knock(activity, authorization);
    }
    expect(JSON.stringify(SDK_TAKES.issuer)).toBe(believed);
  });

  test.each(ROWS)('%s: gets the answer that all strangers get, and nothing happens', async (_what, attempt) => {
    const { activity, authorization } = attempt();
    const stranger = told(await at.knock(press));
    expect(told(await at.knock(activity, authorization))).toEqual(stranger);
    expect(stranger).toMatchObject({
      status: 401,
      text: '{"code":"Unauthorized","message":"The request is not authenticated."}',
    });
  });
});

describe('while the keys cannot be had', () => {
  test('the right one is told that it is our fault, and 50 at once cost one fetch', async () => {
    const waiting = await guarded({ install: false });
    const authorization = waiting.issuer.bearer({ ...press, serviceUrl: waiting.teams.serviceUrl });
    const knock = (): Promise<Answer> =>
      waiting.knock({ ...press, type: 'typing', serviceUrl: waiting.teams.serviceUrl }, authorization);
    try {
      waiting.issuer.ails(500);
      const answers = await Promise.all(Array.from({ length: 50 }, knock));
      expect(answers.map(({ status }) => status)).toEqual(Array(50).fill(500));
      expect(answers[0]?.json).toEqual({ code: 'InternalError', message: 'Something went wrong here.' });
      expect(waiting.issuer.asked).toEqual(['GET /openid']);
      expect(waiting.it.log.all.at(-1)).toMatchObject({ facts: { why: 'the signing keys cannot be fetched' } });
    } finally {
      await waiting.close();
    }
  });
});

describe('a token that is right', () => {
  test.each([
    ['as clocks differ', () => by({ claims: { nbf: inSeconds(4 * MINUTE), exp: inSeconds(-4 * MINUTE) } })],
    ['without the word of when it begins', () => by({ claims: { nbf: undefined } })],
    ['with our own tenant in it', () => by({ claims: { tid: TENANT } })],
  ] as const)('%s is let in', async (_what, attempt) => {
    const { activity, authorization } = attempt();
    expect((await at.knock({ ...(activity as object), type: 'typing' }, authorization)).status).toBe(200);
  });

  test('lets the bot into the team: the channel was found, and the people in it', () => {
    expect(at.it.service.team.installation).toMatchObject({ channelName: 'ISC Learn Platform', fallback: false });
    expect(Object.keys(at.it.service.team.people)).toHaveLength(Object.keys(cast).length);
  });

  test('lets a member be answered', async () => {
    const { status } = await at.teams.say(cast.member, 'help', 'channel');
    expect(status).toBe(200);
    expect(at.teams.messages.at(-1)?.from).toBe('bot');
  });

  test('lets the approver decide, and the bot speak with tokens of its own for the Bot Connector', async () => {
    expect((await at.knock(press, right())).status).toBe(200);
    await at.it.settled();
    expect((await at.it.service.changes.find(CHANGE))?.change.stage.is).toBe('approved');
    const calls = at.teams.requests.map(({ authorization }) => claimsOf(authorization ?? ''));
    expect(calls.length).toBeGreaterThan(0);
    expect(new Set(calls.map(({ aud, appid }) => `${String(aud)} for ${String(appid)}`))).toEqual(
      new Set([`${ISSUER} for ${APP_ID}`]),
    );
    // The keys by which all came in were fetched once, for us and for the SDK.
    expect(at.issuer.asked.filter((asked) => asked.startsWith('GET'))).toEqual(['GET /openid', 'GET /keys']);
    // One token for all of it: Entra is asked once an hour, not once a call.
    expect(at.issuer.tokensAsked.map((asked) => asked.get('scope'))).toEqual([`${ISSUER}/.default`]);
  });
});

function claimsOf(authorization: string): Record<string, unknown> {
  const [, claims = ''] = authorization.split('.');
  return JSON.parse(Buffer.from(claims, 'base64url').toString()) as Record<string, unknown>;
}
