/** The variables of the environment: each is read here and nowhere else, and named in `.env.example`. */
import type { Cloud } from './cloud.ts';
import { readCloud } from './cloud.ts';
import type { Fault } from './fault.ts';
import { nearest, show, showIf } from './fault.ts';
import { isDay, isGuid } from './fields.ts';
import { formsOf, passwordIn } from './secrets.ts';
import type { Smtp } from './smtp.ts';
import { isLoopback, parseSmtp } from './smtp.ts';

export const MODES = ['teams', 'local', 'rehearsal'] as const;
export type Mode = (typeof MODES)[number];

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

const APP_TYPES = ['SingleTenant', 'UserAssignedMSI'] as const;

export interface Credentials {
  readonly appId: string;
  readonly appType: (typeof APP_TYPES)[number];
  /** Absent with a managed identity. */
  readonly appPassword?: string;
  readonly tenantId: string;
  readonly cloud: Cloud;
}

/** Every variable that is read. */
export const VARIABLES = [
  'STEWARD_MODE',
  'STEWARD_SITE',
  'STEWARD_DATA',
  'STEWARD_LOG',
  'STEWARD_CLOUD',
  'STEWARD_SERVICE_URLS',
  'STEWARD_CALENDAR_TOKEN',
  'STEWARD_METRICS_TOKEN',
  'STEWARD_SECRET_EXPIRES',
  'SMTP_URL',
  'PORT',
  'MicrosoftAppId',
  'MicrosoftAppType',
  'MicrosoftAppPassword',
  'MicrosoftAppTenantId',
] as const;
export type Variable = (typeof VARIABLES)[number];

export type Environment = Readonly<Record<string, string | undefined>>;

/** Other programs have their SMTP_HOST and SMTP_USER: only what looks like the whole name is taken for it. */
const OURS = /^(STEWARD_|MicrosoftApp|S(MTP|MPT|TMP)S?_?UR[LI]S?$)/i;

/** What a mistyped word looks like, and hardly any secret. */
export const WORD = /^[A-Za-z-]{1,20}$/;

/** What must never be shown, wherever it was put. */
const SECRETS: readonly Variable[] = [
  'MicrosoftAppPassword',
  'SMTP_URL',
  'STEWARD_CALENDAR_TOKEN',
  'STEWARD_METRICS_TOKEN',
];

/** The variables as they were found, and what is wrong with them. */
export class Reader {
  readonly faults: Fault[] = [];
  readonly #env: Environment;

  constructor(env: Environment) {
    this.#env = env;
    for (const name of Object.keys(env)) this.#suspect(name);
  }

  /** The value without spaces around it; undefined when there is none, or an empty one as a copied `.env.example` has. */
  value(name: Variable): string | undefined {
    const value = this.#env[name]?.trim();
    return value === '' ? undefined : value;
  }

  /** The secrets, in every form. */
  get secrets(): readonly string[] {
    const values = SECRETS.flatMap((name) => this.value(name) ?? []);
    return formsOf([...values, ...passwordIn(this.value('SMTP_URL') ?? '')]);
  }

  /** `found` as it may be printed: of a secret, or what may be one in the wrong place, not the value. */
  fault(where: string, found: string, expected: string): null {
    this.faults.push({ where, found, expected });
    return null;
  }

  /** One of some words, `usual` without the variable; null with a fault. */
  choice<Word extends string>(name: Variable, words: readonly Word[], usual: Word): Word | null {
    const value = this.value(name) ?? usual;
    const word = words.find((each) => each === value);
    const expected = `${words.join(', ')}. Write one of them, or leave it out for ${usual}.`;
    return word ?? this.fault(name, showIf(WORD, value), expected);
  }

  /** A misspelt variable would leave its default in force without a word. */
  #suspect(name: string): void {
    if ((VARIABLES as readonly string[]).includes(name) || !OURS.test(name)) return;
    const meant = nearest(name, VARIABLES);
    if (meant !== undefined) this.fault(name, 'a variable of this name', `${meant}. Rename it.`);
  }
}

const LARGEST_PORT = 65_535;

/** The port to listen on, 0: any free one; null with a fault. */
export function readPort(env: Reader): number | null {
  const text = env.value('PORT') ?? '3978';
  if (/^\d{1,5}$/.test(text) && Number(text) <= LARGEST_PORT) return Number(text);
  const expected = `a number from 0 (any free port) to ${LARGEST_PORT}. Write one, or leave it out for 3978.`;
  return env.fault('PORT', showIf(/^[\d.,+-]{1,8}$|^[A-Za-z]{1,5}$/, text), expected);
}

/** What Teams knows the bot by; null with a fault for all that is wrong. */
export function readCredentials(env: Reader): Credentials | null {
  const appId = readGuid(env, 'MicrosoftAppId', "the application (client) id of the bot's app registration");
  const tenantId = readGuid(env, 'MicrosoftAppTenantId', 'the directory (tenant) id the bot is registered in');
  const cloud = readCloud(env);
  const appType = readAppType(env);
  const appPassword = appType === 'SingleTenant' ? readPassword(env) : null;
  if (appId === null || tenantId === null || cloud === null || appType === null) return null;
  if (appType === 'UserAssignedMSI') return { appId, appType, tenantId, cloud };
  return appPassword === null ? null : { appId, appType, appPassword, tenantId, cloud };
}

function readGuid(env: Reader, name: Variable, what: string): string | null {
  const value = env.value(name);
  if (value !== undefined && isGuid(value)) return value.toLowerCase();
  const expected = `${what}, a GUID. Copy it from the Azure portal${REHEARSE}.`;
  return env.fault(name, value === undefined ? 'nothing' : `${value.length} characters that are no GUID`, expected);
}

const REHEARSE = ', or set STEWARD_MODE=rehearsal or local to do without Teams';

/** To the SDK every word it does not know means multi-tenant, in silence: so only two words get through. */
function readAppType(env: Reader): Credentials['appType'] | null {
  const value = env.value('MicrosoftAppType');
  const type = APP_TYPES.find((each) => each === value);
  if (type !== undefined) return type;
  const near = nearest(value ?? '', APP_TYPES);
  const remedy =
    value?.toLowerCase() === 'multitenant'
      ? 'A multi-tenant bot would take orders from every tenant, and cannot be created any more: register it as SingleTenant.'
      : near === undefined
        ? 'Write which one the bot is registered as.'
        : `Write ${near}.`;
  const found = value === undefined ? show(value) : showIf(WORD, value);
  return env.fault('MicrosoftAppType', found, `SingleTenant or UserAssignedMSI. ${remedy}`);
}

function readPassword(env: Reader): string | null {
  const value = env.value('MicrosoftAppPassword');
  if (value !== undefined) return value;
  return env.fault(
    'MicrosoftAppPassword',
    'nothing',
    "a client secret of the bot's app registration. Create one in the Azure portal, or use UserAssignedMSI without one.",
  );
}

/** With credentials at hand somebody means the real Teams: a mode without authentication is not started. */
export function refuseCredentials(env: Reader, mode: Mode): void {
  for (const name of ['MicrosoftAppId', 'MicrosoftAppPassword', 'MicrosoftAppTenantId'] as const) {
    if (env.value(name) === undefined) continue;
    env.fault(
      name,
      'a value',
      `none in ${mode} mode, which authenticates nobody. Unset it, or set STEWARD_MODE=teams.`,
    );
  }
}

/**
 * The mail server; null: nothing is sent, or there is a fault. Nobody is authenticated outside Teams: no mail leaves the machine
 * there. `SMTP_URL` is never shown: it can hold a password.
 */
export function readSmtp(env: Reader, mode: Mode | null): Smtp | null {
  const text = env.value('SMTP_URL');
  if (text === undefined) return null;
  const smtp = parseSmtp(text);
  if ('found' in smtp) return env.fault('SMTP_URL', smtp.found, smtp.expected);
  if (mode === null || mode === 'teams' || isLoopback(smtp.host)) return smtp;
  const expected = `one on this machine in ${mode} mode, which sends nothing to people. Unset it, or set STEWARD_MODE=teams.`;
  return env.fault('SMTP_URL', 'a mail server elsewhere', expected);
}

const SHORTEST_TOKEN = 32;

/** A token, as good as a password; null: there is none, or there is a fault. */
export function readToken(env: Reader, name: 'STEWARD_CALENDAR_TOKEN' | 'STEWARD_METRICS_TOKEN'): string | null {
  const token = env.value(name);
  if (token === undefined) return null;
  if (token.length >= SHORTEST_TOKEN && /^[\w-]+$/.test(token)) return token;
  const found = token.length < SHORTEST_TOKEN ? `${token.length} characters` : 'other characters among them';
  const expected = `${SHORTEST_TOKEN} or more letters, digits, '-' and '_' that nobody can guess. Write what 'openssl rand -hex 32' prints.`;
  return env.fault(name, found, expected);
}

/** The day on which the client secret expires; null: nobody has said when, there is none, or there is a fault. */
export function readSecretExpires(env: Reader, credentials: Credentials | null): string | null {
  const day = env.value('STEWARD_SECRET_EXPIRES');
  if (day === undefined) return null;
  if (isDay(day)) return credentials?.appPassword === undefined ? null : day;
  const expected = `a day such as 2027-06-01, when the client secret expires. Copy it from the Azure portal, 'Certificates & secrets', or leave it out to be warned of nothing.`;
  // Whoever mixes up two variables must not find the secret in a log.
  return env.fault('STEWARD_SECRET_EXPIRES', showIf(/^[\d./-]{1,10}$/, day), expected);
}
