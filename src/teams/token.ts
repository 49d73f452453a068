/**
 * The token before the SDK sees it. Whom the Bot Connector sends is known by five claims and a signature, and nobody else is
 * waited for. The SDK would take the tokens of its emulator and of other bots too, with other keys and other rules: any tenant
 * that a stranger names in such a token is added for good to the issuers it believes (`isTokenFromEmulator`), with or without a signature.
 */
import { verify } from 'node:crypto';
import type { SigningKey } from './signing-keys.ts';

/** What a token has to say. */
export interface Expected {
  readonly issuer: string;
  readonly appId: string;
  readonly tenantId: string;
  /** That of the activity. */
  readonly serviceUrl: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Why a token is refused, for the log. */
export type TokenReason =
  | 'no token'
  | 'no readable token'
  | 'algorithm of the token'
  | 'issuer of the token'
  | 'audience of the token'
  | 'token of another bot'
  | 'tenant of the token'
  | 'service URL of the token'
  | 'token of another time'
  | 'unknown key'
  | 'key of another channel'
  | 'signature of the token';

/** A token that says what it has to, and is not believed yet. */
export interface Token {
  /** The name of the key. */
  readonly kid: string;
  readonly signed: string;
  readonly signature: string;
}

/** Clocks differ; as much as the SDK grants. */
const SKEW_S = 300;
const BEARER = /^Bearer ([\w-]+)\.([\w-]+)\.([\w-]+)$/;

/** What `Authorization` brings, when its words are right. */
export function readToken(authorization: string, expected: Expected): Token | TokenReason {
  if (authorization === '') return 'no token';
  const [, head = '', claims = '', signature = ''] = BEARER.exec(authorization) ?? [];
  const { alg, kid } = read(head) ?? {};
  const said = read(claims);
  if (said === null || typeof kid !== 'string') return 'no readable token';
  if (alg !== 'RS256') return 'algorithm of the token';
  return refuseClaims(said, expected) ?? { kid, signed: `${head}.${claims}`, signature };
}

/** Nothing when the key vouches for the token in this channel. */
export function refuseSignature({ signed, signature }: Token, key: SigningKey | undefined): TokenReason | null {
  if (key === undefined) return 'unknown key';
  const { endorsements } = key;
  if (endorsements.length > 0 && !endorsements.includes('msteams')) return 'key of another channel';
  const isRight = verify('RSA-SHA256', Buffer.from(signed), key.key, Buffer.from(signature, 'base64url'));
  return isRight ? null : 'signature of the token';
}

type Fields = Readonly<Record<string, unknown>>;

function refuseClaims(said: Fields, { issuer, appId, tenantId, serviceUrl, now }: Expected): TokenReason | null {
  const { iss, aud, appid = aud, azp = aud, tid = tenantId, serviceurl, nbf, exp } = said;
  if (iss !== issuer) return 'issuer of the token';
  if (aud !== appId) return 'audience of the token';
  if (appid !== appId || azp !== appId) return 'token of another bot';
  if (tid !== tenantId) return 'tenant of the token';
  if (serviceurl !== serviceUrl) return 'service URL of the token';
  return isNow(nbf, exp, now / 1000) ? null : 'token of another time';
}

function isNow(from: unknown, until: unknown, now: number): boolean {
  const begun = from === undefined || (typeof from === 'number' && from <= now + SKEW_S);
  return begun && typeof until === 'number' && now < until + SKEW_S;
}

function read(part: string): Fields | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null ? (value as Fields) : null;
  } catch {
    return null;
  }
}
