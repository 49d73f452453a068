/** The authority on loopback: signs what Teams sends, publishes its keys, and gives the bot its own tokens, as Entra and the Bot Connector do. */
import type { KeyObject } from 'node:crypto';
import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { createServer } from 'node:http';
import { ConfidentialClientApplication } from '@azure/msal-node';
import { MsalServiceClientCredentialsFactory } from 'botframework-connector';
import type { Activity } from '../../src/rehearsal/connector/activity.ts';
import { answer, listen, readBody, stop } from '../../src/rehearsal/loopback.ts';
import type { Credentials } from '../../src/teams/adapter.ts';
import type { Authority } from '../../src/teams/authority.ts';

export const APP_ID = '00000000-0000-4000-8000-000000000b07';
export const OTHER_APP_ID = '00000000-0000-4000-8000-00000000dead';
const TENANT = '00000000-0000-4000-8000-000000007e4a';
/** As in the public cloud: who signs what Teams sends, and for whom the bot's own tokens are. */
export const ISSUER = 'https://api.botframework.com';
const LOGIN = `https://login.microsoftonline.com/${TENANT}`;
const HOUR = 3_600;

// Made once: it takes longer than everything else here.
const pair = (): { publicKey: KeyObject; privateKey: KeyObject } => generateKeyPairSync('rsa', { modulusLength: 2048 });
const OURS = pair();
/** Somebody else's: published by nobody. */
export const FOREIGN_KEY = pair().privateKey;

/** What is published: the same key by three names, for Teams, for another channel, and for nobody in particular. */
const PUBLISHED = [
  { kid: 'teams', endorsements: ['msteams'] },
  { kid: 'webchat', endorsements: ['webchat', 'directline'] },
];

type Fields = Readonly<Record<string, unknown>>;

/** What is otherwise in a token than it should be; undefined takes a field away. */
export interface Token {
  readonly head?: Fields;
  readonly claims?: Fields;
  readonly key?: KeyObject;
  /** The signature itself, whatever the key. */
  readonly signature?: (content: string) => string;
}

export interface Issuer {
  readonly authority: Authority;
  readonly credentials: Credentials;
  /** What was asked of it, method and path, in the order of arrival. */
  readonly asked: readonly string[];
  /** For whom the bot asked tokens, and by which secret. */
  readonly tokensAsked: readonly URLSearchParams[];
  /** The `Authorization` of an activity as the Bot Connector sends it, or as otherwise as is wanted. */
  bearer(activity: Activity, token?: Token): string;
  /** From now on its answers are this status, or come never; null: it is well again. */
  ails(how: number | 'silent' | null): void;
  close(): Promise<void>;
}

/** A signature by a secret instead of a key; the public key is known to everybody. */
export function bySecret(content: string, secret = OURS.publicKey.export({ type: 'spki', format: 'pem' })): string {
  return createHmac('sha256', secret).update(content).digest('base64url');
}

/** Starts on a free port. */
export async function startIssuer(): Promise<Issuer> {
  const asked: string[] = [];
  const tokensAsked: URLSearchParams[] = [];
  let ailment: number | 'silent' | null = null;
  const server = createServer((request, response) => {
    void readBody(request).then((body) => {
      const path = request.url ?? '';
      asked.push(`${request.method ?? ''} ${path}`);
      if (ailment === 'silent') return;
      if (ailment !== null) answer(response, ailment);
      else if (path === '/openid') answer(response, 200, { issuer: ISSUER, jwks_uri: `${url}/keys` });
      else if (path === '/keys') answer(response, 200, { keys: PUBLISHED.map(published) });
      else if (path === '/token') answer(response, 200, ownToken(new URLSearchParams(body)));
      else answer(response, 404);
    });
  });
  const url = `http://127.0.0.1:${await listen(server, 0)}`;

  function ownToken(asks: URLSearchParams): Fields {
    tokensAsked.push(asks);
    const aud = (asks.get('scope') ?? '').replace('/.default', '');
    const claims = { aud, iss: `https://sts.windows.net/${TENANT}/`, appid: asks.get('client_id'), tid: TENANT };
    return { token_type: 'Bearer', expires_in: HOUR, access_token: signed({ alg: 'RS256', kid: 'teams' }, claims) };
  }

  return {
    authority: {
      issuer: ISSUER,
      openId: `${url}/openid`,
      options: optionsOf(url),
      ownTokens: ownTokens(url) as Authority['ownTokens'],
    },
    credentials: { appId: APP_ID, appType: 'SingleTenant', appPassword: 'hush', tenantId: TENANT, cloud: 'public' },
    asked,
    tokensAsked,
    bearer: (activity, token = {}) => `Bearer ${channelToken(activity, token)}`,
    ails: (how) => {
      ailment = how;
    },
    close: () => stop(server),
  };
}

function channelToken({ serviceUrl }: Activity, { head = {}, claims = {}, key, signature }: Token): string {
  const now = Math.floor(Date.now() / 1000);
  const usual = { iss: ISSUER, aud: APP_ID, serviceurl: serviceUrl, nbf: now - 60, exp: now + HOUR };
  return signed({ alg: 'RS256', typ: 'JWT', kid: 'teams', ...head }, { ...usual, ...claims }, key, signature);
}

function signed(
  head: Fields,
  claims: Fields,
  key: KeyObject = OURS.privateKey,
  signature = (content: string): string => sign('RSA-SHA256', Buffer.from(content), key).toString('base64url'),
): string {
  const part = (fields: Fields): string => Buffer.from(JSON.stringify(fields)).toString('base64url');
  const content = `${part(head)}.${part(claims)}`;
  return `${content}.${signature(content)}`;
}

function published(name: (typeof PUBLISHED)[number]): Fields {
  const { kty, n, e } = OURS.publicKey.export({ format: 'jwk' });
  return { ...name, kty, n, e, use: 'sig' };
}

/** All seven, or the SDK takes the missing ones as empty. */
function optionsOf(url: string): Authority['options'] {
  return {
    ToChannelFromBotLoginUrl: LOGIN,
    ToChannelFromBotOAuthScope: ISSUER,
    ToBotFromChannelTokenIssuer: ISSUER,
    OAuthUrl: url,
    ToBotFromChannelOpenIdMetadataUrl: `${url}/openid`,
    ToBotFromEmulatorOpenIdMetadataUrl: `${url}/openid`,
    CallerId: 'urn:botframework:azure',
  };
}

/** MSAL itself, whose calls come here instead of to Entra. */
function ownTokens(url: string): unknown {
  const networkClient = {
    sendGetRequestAsync: () => Promise.reject(new Error('MSAL asks for more than a token')),
    async sendPostRequestAsync(_to: string, { body = '' }: { readonly body?: string } = {}) {
      const response = await fetch(`${url}/token`, { method: 'POST', body });
      return { status: response.status, headers: {}, body: (await response.json()) as object };
    },
  };
  const application = new ConfidentialClientApplication({
    auth: { clientId: APP_ID, clientSecret: 'hush', authority: LOGIN },
    system: { networkClient: networkClient as never },
  });
  // The types of MSAL and of the SDK are of two builds of one package.
  return new MsalServiceClientCredentialsFactory(APP_ID, application as never);
}
