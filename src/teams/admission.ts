/** Who may have a turn: what is let in here is looked at once more by the SDK. */
import type { Activity } from 'botbuilder';
import type { Credentials } from './adapter.ts';
import type { Authority } from './authority.ts';
import { KeysAway, lendToSdk, SigningKeys } from './signing-keys.ts';
import { readToken, refuseSignature } from './token.ts';

/** An HTTP answer, as the adapter gives it. */
export interface Refused {
  readonly status: 401 | 500;
  /** The reason, for the log. */
  readonly body: string;
}

type Turn = (...args: readonly unknown[]) => Promise<unknown>;

/** The adapter's own private way; a test guards it. */
interface Inside {
  processActivity: (authorization: string, activity: Activity, turn: unknown) => Promise<unknown>;
}

/**
 * Lets nobody but this authority's Teams into the adapter. Refusals are answers, not errors: the adapter writes its errors to
 * the console, with their stack and the public key, and answers 500 to a wrong signature.
 */
export function admitOnly(adapter: object, { appId, tenantId }: Credentials, { issuer, openId }: Authority): void {
  const keys = new SigningKeys(openId);
  lendToSdk(keys, openId);
  const inside = adapter as Inside;
  const process: Turn = inside.processActivity.bind(inside) as Turn;

  async function refuse(authorization: string, { serviceUrl }: Activity): Promise<Refused | null> {
    const token = readToken(authorization, { issuer, appId, tenantId, serviceUrl, now: Date.now() });
    if (typeof token === 'string') return { status: 401, body: token };
    try {
      const reason = refuseSignature(token, await keys.find(token.kid));
      return reason === null ? null : { status: 401, body: reason };
    } catch (error) {
      if (!(error instanceof KeysAway)) throw error;
      return { status: 500, body: error.message };
    }
  }

  inside.processActivity = async (authorization, activity, turn) =>
    (await refuse(authorization, activity)) ?? process(authorization, activity, turn);
}
