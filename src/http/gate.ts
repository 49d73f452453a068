/**
 * The gate before the bot. The SDK checks who signed an activity; it accepts another tenant, and does not look at the
 * service URL of an activity that has none. What gets through here may be answered, and is of our own organisation.
 */
import { isLoopback } from './loopback.ts';
import { isShaped } from './shape.ts';

export interface GateRules {
  /** Beginnings of the addresses that answers may be sent to; 'loopback': this machine over http, and nothing else. */
  readonly serviceUrls: readonly string[] | 'loopback';
  /** The tenant all activities are of; null: any, which is for loopback only. */
  readonly tenantId: string | null;
  /** Whom all activities are for, `28:` and the app id; left out: anybody, which is for loopback only. */
  readonly botId?: string;
}

/** Why an activity is refused, for the log. */
export type GateReason =
  'no activity' | 'type' | 'channel' | 'sender' | 'recipient' | 'service URL' | 'tenant' | 'shape';

/** Nothing when the activity may come in. Takes any value: the wire gives what it got. */
export function refuseActivity(activity: unknown, rules: GateRules): GateReason | null {
  if (!isRecord(activity)) return 'no activity';
  if (!isFilled(own(activity, 'type'))) return 'type';
  if (own(activity, 'channelId') !== 'msteams') return 'channel';
  if (!isFilled(own(activity, 'from', 'id'))) return 'sender';
  if (rules.botId !== undefined && !isSame(own(activity, 'recipient', 'id'), rules.botId)) return 'recipient';
  if (!isOurService(own(activity, 'serviceUrl'), rules.serviceUrls)) return 'service URL';
  if (rules.tenantId !== null && !isOfTenant(activity, rules.tenantId)) return 'tenant';
  return isShaped(activity) ? null : 'shape';
}

function isOfTenant(activity: object, tenantId: string): boolean {
  const tenants = [own(activity, 'conversation', 'tenantId'), own(activity, 'channelData', 'tenant', 'id')];
  return tenants.every((tenant) => isSame(tenant, tenantId));
}

/** Ids of Entra are the same in small and capital letters. */
function isSame(id: unknown, ours: string): boolean {
  return typeof id === 'string' && id.toLowerCase() === ours.toLowerCase();
}

/** No user, query, escape or backslash: whoever sends there later must not read another host in it than we do. */
const PLAIN = /^https?:\/\/[a-z0-9.:[\]-]+(\/[\w.~/-]*)?$/i;

/** Whether it is an address at or below one of those allowed. */
export function isOurService(value: unknown, allowed: GateRules['serviceUrls']): boolean {
  if (typeof value !== 'string' || !PLAIN.test(value) || !URL.canParse(value)) return false;
  const url = new URL(value);
  if (allowed === 'loopback') return url.protocol === 'http:' && isLoopback(url.host);
  return allowed.some((beginning) => startsWith(url, new URL(beginning)));
}

/** The same origin, and a path at or below the one allowed: `/emea` begins `/emea/v3`, not `/emea2`. */
function startsWith(url: URL, beginning: URL): boolean {
  return url.origin === beginning.origin && folder(url).startsWith(folder(beginning));
}

function folder({ pathname }: URL): string {
  return pathname.endsWith('/') ? pathname : `${pathname}/`;
}

/** A value inside, by own properties only: a prototype has nothing to say. */
function own(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (inner, key) => (isRecord(inner) && Object.hasOwn(inner, key) ? inner[key] : undefined),
    value,
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isFilled(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}
