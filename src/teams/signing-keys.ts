/**
 * The keys by which Teams signs, fetched from where the authority names them. In place of the SDK's own: that one fetches for each
 * request that waits (200 strangers with a key of their making at once: 200 fetches), waits without an end, and refuses everybody
 * when the keys are a day old and cannot be fetched just then.
 */
import type { KeyObject } from 'node:crypto';
import { createPublicKey } from 'node:crypto';
import { JwtTokenExtractor } from 'botframework-connector/lib/auth/jwtTokenExtractor.js';

export interface SigningKey {
  readonly key: KeyObject;
  /** The channels it may sign for; empty: any. */
  readonly endorsements: readonly string[];
}

/** The keys cannot be had: it is nobody's fault who asks. */
export class KeysAway extends Error {}

const HOUR_MS = 3_600_000;
/** Older ones are fetched anew, as the SDK does. */
const FRESH_MS = 24 * HOUR_MS;
/** A name that is not known is worth a fetch, but not each time a stranger makes one up. As the SDK does. */
const ASKED_AGAIN_MS = HOUR_MS;
/** A weekend without the authority stops no change; a key that is taken back counts no longer than that. */
const KEPT_MS = 72 * HOUR_MS;
/** After a fetch that failed. */
const REST_MS = 10_000;
/** Teams gives up a press after 10 to 15 s. */
const WITHIN_MS = 5_000;

export class SigningKeys {
  readonly #openId: string;
  readonly #now: () => number;
  readonly #withinMs: number;
  #keys: ReadonlyMap<string, SigningKey> = new Map();
  #fetchedAt = -Infinity;
  #failedAt = -Infinity;
  #underWay: Promise<void> | null = null;

  constructor(openId: string, now: () => number = Date.now, withinMs = WITHIN_MS) {
    this.#openId = openId;
    this.#now = now;
    this.#withinMs = withinMs;
  }

  /** The key of this name; undefined: there is none. @throws KeysAway when they are not known and cannot be fetched */
  async find(name: string): Promise<SigningKey | undefined> {
    const age = this.#now() - this.#fetchedAt;
    if (age > FRESH_MS || (age > ASKED_AGAIN_MS && !this.#keys.has(name))) await this.#fetchOnce();
    if (this.#now() - this.#fetchedAt > KEPT_MS) throw new KeysAway('the signing keys cannot be fetched');
    return this.#keys.get(name);
  }

  /** As the SDK asks for it. */
  async getKey(name: string): Promise<{ key: KeyObject; endorsements: string[] } | null> {
    const found = await this.find(name);
    return found === undefined ? null : { key: found.key, endorsements: [...found.endorsements] };
  }

  /** Whoever comes while a fetch is under way waits for that one. */
  async #fetchOnce(): Promise<void> {
    if (this.#now() - this.#failedAt < REST_MS) return;
    this.#underWay ??= this.#fetch().finally(() => (this.#underWay = null));
    await this.#underWay;
  }

  async #fetch(): Promise<void> {
    try {
      const signal = AbortSignal.timeout(this.#withinMs);
      const { jwks_uri: where } = (await read(this.#openId, signal)) as { jwks_uri?: unknown };
      const { keys } = (await read(String(where), signal)) as { keys: readonly PublishedKey[] };
      this.#keys = new Map(keys.filter(isUsable).map((key) => [key.kid, signingKey(key)]));
      this.#fetchedAt = this.#now();
    } catch {
      this.#failedAt = this.#now();
    }
  }
}

async function read(address: string, signal: AbortSignal): Promise<unknown> {
  const response = await fetch(address, { signal });
  if (!response.ok) throw new Error(`${address} answers ${response.status}`);
  return response.json();
}

interface PublishedKey {
  readonly kid: string;
  readonly kty: string;
  readonly n: string;
  readonly e: string;
  readonly endorsements?: readonly string[];
}

function isUsable({ kid, kty }: PublishedKey): boolean {
  return typeof kid === 'string' && kty === 'RSA';
}

function signingKey({ kty, n, e, endorsements = [] }: PublishedKey): SigningKey {
  return { key: createPublicKey({ key: { kty, n, e }, format: 'jwk' }), endorsements };
}

/** Makes the SDK use these keys for what is signed by this authority. Private to the SDK; a test guards it. */
export function lendToSdk(keys: SigningKeys, openId: string): void {
  const { openIdMetadataCache: cache } = JwtTokenExtractor as unknown as { openIdMetadataCache: Map<string, object> };
  cache.set(openId, keys);
}
