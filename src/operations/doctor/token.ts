/** Whether the bot gets its own token, without which it can post nothing; and whether the clock is right by which it is valid. */
import { withoutTokens } from '../../app/masked.ts';
import { oneLine } from '../../app/plain-text.ts';
import type { Credentials } from '../../settings/environment.ts';
import { authorityOf } from '../../teams/authority.ts';
import type { Answer, Silence } from './asked.ts';
import { ask, textAt } from './asked.ts';
import type { Finding } from './finding.ts';
import { ok, warning, wrong } from './finding.ts';

/** Where the world is; left out where it is the real one. */
export interface Outside {
  /** Where the tenant signs in, instead of that of its cloud: `http://127.0.0.1:4711`. */
  readonly login?: string;
  /** The document that names the signing keys, instead of that of the cloud. */
  readonly keys?: string;
  /** Where a managed identity gets its tokens, instead of the machine's own address for it. */
  readonly identity?: string;
  /** The connector, instead of the address that Teams gave. */
  readonly connector?: string;
  /** The service on this machine, instead of the one on `PORT`. */
  readonly service?: string;
  /** How long any one question may take, milliseconds; 5,000 when left out. */
  readonly patienceMs?: number;
}

const LOGIN = { azure: 'https://login.microsoftonline.com', government: 'https://login.microsoftonline.us' };
// Source: Azure documentation, "How to use managed identities on a virtual machine to acquire an access token".
const IDENTITY = 'http://169.254.169.254';

/** Entra's own host for this cloud: it differs with who signs for Teams there. */
function loginOf({ cloud }: Credentials, { login }: Outside): string {
  return login ?? (cloud === 'gcc-high' || cloud === 'dod' ? LOGIN.government : LOGIN.azure);
}

/** As far as a clock may be away: Entra and Teams allow five minutes, and a clock that drifts gets there. */
const CLOCK_MS = 30_000;

const BY_HAND = 'Compare it by hand';

/** The clock of this machine against that of Entra. */
export async function clockStep(credentials: Credentials, outside: Outside): Promise<Finding> {
  const login = loginOf(credentials, outside);
  const { host } = new URL(login);
  const url = `${login}/${credentials.tenantId}/v2.0/.well-known/openid-configuration`;
  const answer = await ask(url, {}, outside.patienceMs);
  // That it cannot be reached is said of the credentials.
  if ('silent' in answer) return warning(`it cannot be compared with that of ${host} (${answer.silent})`, BY_HAND);
  if (answer.date === null) return warning(`${host} does not say what time it is`, BY_HAND);
  // The header has whole seconds, cut off.
  const awayMs = (answer.from + answer.to) / 2 - (answer.date + 500);
  const seconds = Math.round(Math.abs(awayMs) / 1000);
  const said = `${seconds} s ${awayMs < 0 ? 'behind' : 'ahead of'} ${host}`;
  if (Math.abs(awayMs) <= CLOCK_MS) return ok(seconds <= 1 ? `as that of ${host}` : said);
  return wrong(said, 'Set it, and keep it right by NTP (timedatectl set-ntp true): notices go out by this clock');
}

function unreachable(host: string, { silent }: Silence): Finding {
  return wrong(
    `${host} cannot be reached (${silent})`,
    'Let this machine speak to it over HTTPS, port 443; see to its DNS',
  );
}

/** Whether the keys can be had by which Teams signs: without them nobody who writes to the bot is let in. */
export async function keysStep({ cloud }: Credentials, outside: Outside): Promise<Finding> {
  const url = outside.keys ?? authorityOf(cloud).openId;
  const { host } = new URL(url);
  const answer = await ask(url, {}, outside.patienceMs);
  if ('silent' in answer) return unreachable(host, answer);
  if (textAt(answer.body, 'jwks_uri') !== '') return ok(`${host} says where they are`);
  return wrong(`what answers as ${host} is something else (${answer.status})`, 'See to the proxy or DNS between');
}

/** A token, or what is wrong. */
export interface Tokened {
  readonly token: string | null;
  readonly finding: Finding;
}

/** Asks for a token as the bot does at its first post. */
export async function tokenStep(credentials: Credentials, outside: Outside): Promise<Tokened> {
  const managed = credentials.appType === 'UserAssignedMSI';
  const [host, answer] = await (managed ? ofIdentity(credentials, outside) : ofSecret(credentials, outside));
  if ('silent' in answer) return { token: null, finding: managed ? noIdentity(answer) : unreachable(host, answer) };
  const token = textAt(answer.body, 'access_token');
  if (answer.status === 200 && token !== '') return { token, finding: ok(`${host} gives the bot its token`) };
  return { token: null, finding: refusedBy(host, answer) };
}

async function ofSecret(credentials: Credentials, outside: Outside): Promise<readonly [string, Answer | Silence]> {
  const { appId, appPassword = '', tenantId, cloud } = credentials;
  const login = loginOf(credentials, outside);
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: appId,
    client_secret: appPassword,
    scope: `${authorityOf(cloud).issuer}/.default`,
  });
  const answer = await ask(`${login}/${tenantId}/oauth2/v2.0/token`, { method: 'POST', body }, outside.patienceMs);
  return [new URL(login).host, answer];
}

async function ofIdentity(credentials: Credentials, outside: Outside): Promise<readonly [string, Answer | Silence]> {
  const { IDENTITY_ENDPOINT: endpoint, IDENTITY_HEADER: header } = process.env;
  const asks = { resource: authorityOf(credentials.cloud).issuer, client_id: credentials.appId };
  const host = 'the managed identity';
  // App Service and container apps have an endpoint of their own; a virtual machine has the address that all of them share.
  if (outside.identity === undefined && endpoint !== undefined && header !== undefined) {
    const query = new URLSearchParams({ 'api-version': '2019-08-01', ...asks }).toString();
    return [host, await ask(`${endpoint}?${query}`, { headers: { 'x-identity-header': header } }, outside.patienceMs)];
  }
  const query = new URLSearchParams({ 'api-version': '2018-02-01', ...asks }).toString();
  const url = `${outside.identity ?? IDENTITY}/metadata/identity/oauth2/token?${query}`;
  return [host, await ask(url, { headers: { metadata: 'true' } }, outside.patienceMs)];
}

function noIdentity({ silent }: Silence): Finding {
  return wrong(
    `this machine has no managed identity (${silent})`,
    'Assign the identity to the machine in the Azure portal, or register the bot as SingleTenant with a secret',
  );
}

/** What Entra means. Source: Entra documentation, "Microsoft Entra authentication and authorization error codes". */
const MEANINGS: Readonly<Record<string, readonly [found: string, remedy: string]>> = {
  AADSTS7000222: [
    'the client secret has expired',
    "Create a new one (Azure portal, the app registration, 'Certificates & secrets'), put it into MicrosoftAppPassword and its day into STEWARD_SECRET_EXPIRES",
  ],
  AADSTS7000215: [
    'the client secret is not one of this app',
    "Copy the secret's value, not its id, into MicrosoftAppPassword; the portal shows it once, so create a new one",
  ],
  AADSTS700016: [
    'the tenant does not know the app',
    'Compare MicrosoftAppId with the application (client) id, and MicrosoftAppTenantId with the tenant it is registered in',
  ],
  AADSTS90002: [
    'there is no such tenant',
    'Copy the directory (tenant) id into MicrosoftAppTenantId; for a tenant of the US government set STEWARD_CLOUD',
  ],
};

function refusedBy(host: string, { status, body }: Answer): Finding {
  const description = textAt(body, 'error_description');
  const [code = ''] = /AADSTS\d+/.exec(description) ?? [];
  const [found, remedy] = MEANINGS[code] ?? [];
  if (found !== undefined && remedy !== undefined) return wrong(`${found} (${code} of ${host})`, remedy);
  const [first = ''] = withoutTokens(description).split(/\r?\n|Trace ID/);
  const words = oneLine(first === '' ? textAt(body, 'error') : first, 160).replace(/\.$/, '');
  return wrong(
    `${host} gives no token: ${status}${words === '' ? '' : ` ${words}`}`,
    'Compare the four MicrosoftApp variables with the app registration',
  );
}
