/** The SDK's adapter, with what it lacks: one attempt a send, a time limit, and errors that say whether trying again helps. */
import { TeamsAdapter } from '@microsoft/teams-ai/lib/TeamsAdapter.js';
import type { ConfigurationBotFrameworkAuthenticationOptions } from 'botbuilder';
import { withoutTokens } from '../app/masked.ts';
import { SendFailed } from '../app/ports.ts';
import { admitOnly } from './admission.ts';
import type { Authority, Cloud } from './authority.ts';
import { authorityOf } from './authority.ts';
import { SEND_TIMEOUT_MS, sendOnce } from './connector-policy.ts';

/** What Teams knows the bot by; null: a rehearsal or a local client, without credentials. */
export interface Credentials {
  readonly appId: string;
  readonly appType: 'SingleTenant' | 'UserAssignedMSI';
  readonly appPassword?: string | undefined;
  readonly tenantId: string;
  readonly cloud: Cloud;
}

interface Factory {
  create(...args: readonly unknown[]): Promise<object>;
}

interface Authentication {
  createConnectorFactory(claims: unknown): Factory;
  createUserTokenClient(claims: unknown): Promise<unknown>;
  authenticateRequest(...args: readonly unknown[]): Promise<{ connectorFactory?: Factory }>;
}

/** The adapter for these credentials; a call of the connector ends within so many milliseconds. */
export function makeAdapter(
  credentials: Credentials | null,
  withinMs = SEND_TIMEOUT_MS,
  authority = authorityOf(credentials?.cloud ?? 'public'),
): TeamsAdapter {
  const adapter = new TeamsAdapter(configOf(credentials, authority), authority.ownTokens);
  if (credentials !== null) admitOnly(adapter, credentials, authority);
  const authentication = (adapter as unknown as { botFrameworkAuthentication: Authentication })
    .botFrameworkAuthentication;
  const clients: Clients = new Map();
  const createFactory = authentication.createConnectorFactory.bind(authentication);
  const authenticate = authentication.authenticateRequest.bind(authentication);
  authentication.createConnectorFactory = (claims) => sendingOnce(createFactory(claims), clients, withinMs);
  authentication.authenticateRequest = async (...args) => {
    const result = await authenticate(...args);
    if (result.connectorFactory !== undefined) sendingOnce(result.connectorFactory, clients, withinMs);
    return result;
  };
  // For signing people in, which this bot does not do: nobody asks for it, but each turn would make one, for 0.1 ms.
  authentication.createUserTokenClient = () => Promise.resolve(undefined);
  return adapter;
}

function configOf(
  credentials: Credentials | null,
  { options }: Authority,
): ConfigurationBotFrameworkAuthenticationOptions {
  if (credentials === null) return {};
  const { appId, appType, appPassword, tenantId } = credentials;
  const base = { ...options, MicrosoftAppId: appId, MicrosoftAppType: appType, MicrosoftAppTenantId: tenantId };
  return appPassword === undefined ? base : { ...base, MicrosoftAppPassword: appPassword };
}

/** Clients that send once, by service URL and audience. The SDK makes one a turn and a send, for 0.3 ms; they hold no state. */
type Clients = Map<string, Promise<object>>;

/** Teams has one service URL a region, so one or two are known at a time. */
const MOST_CLIENTS = 16;

function sendingOnce(factory: Factory, clients: Clients, withinMs: number): Factory {
  const create = factory.create.bind(factory);
  const make = async (args: readonly unknown[]): Promise<object> => {
    const client = await create(...args);
    sendOnce(client, withinMs);
    return client;
  };
  factory.create = (serviceUrl, audience) => {
    // An empty audience, as the SDK wants it for a new conversation, is to a managed identity that of the public cloud.
    const args = [serviceUrl, audience === '' ? undefined : audience];
    const key = JSON.stringify(args);
    const client = clients.get(key) ?? make(args);
    if (clients.size >= MOST_CLIENTS) clients.clear();
    clients.set(key, client);
    client.catch(() => clients.delete(key));
    return client;
  };
  return factory;
}

const GONE = [403, 404];
const PASSING = [408, 412, 429];
/** A connection that broke, and half an answer: Teams may have it. An `AbortError` is our own time limit. */
const BROKEN = ['ECONNRESET', 'PARSE_ERROR'];

/** What the connector's error means for the letter. Source: Teams documentation, "Rate limiting" and "Status codes from bot conversational APIs". */
export function sendFailed(error: unknown): SendFailed {
  if (error instanceof SendFailed) return error;
  const { statusCode, name, code = '', message, response } = error as RestError;
  const said = `${statusCode === undefined ? code || 'no answer' : String(statusCode)} ${message ?? ''}`;
  const why = withoutTokens(said).trim().slice(0, 200);
  // Taken, says the status, and what comes with it cannot be read.
  if (statusCode !== undefined && statusCode < 300) return new SendFailed('passing', why, null, true);
  if (statusCode === undefined)
    return new SendFailed('passing', why, null, name === 'AbortError' || BROKEN.includes(code));
  if (GONE.includes(statusCode)) return new SendFailed('gone', why);
  const passing = PASSING.includes(statusCode) || statusCode >= 500;
  return new SendFailed(passing ? 'passing' : 'final', why, retryAfter(response));
}

/** Whether it is a send that failed, and no fault of our own. */
export function isUnsent(error: unknown): boolean {
  return error instanceof SendFailed || (error instanceof Error && OF_THE_CLIENT.includes(error.name));
}

/** What the connector's client throws: an answer that is none or a refusal, and the end of our patience. */
const OF_THE_CLIENT = ['RestError', 'AbortError'];

interface RestError {
  readonly statusCode?: number;
  readonly name?: string;
  readonly code?: string;
  readonly message?: string;
  readonly response?: { readonly headers?: { get(name: string): string | undefined } };
}

/** Retry-After in seconds (RFC 9110, 10.2.3); a date is not used by Teams. */
function retryAfter(response: RestError['response']): number | null {
  const seconds = Number(response?.headers?.get('retry-after') ?? NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : null;
}
