/** Environment and site file, read and checked once at the start: the service does not start half configured. */
import { readFileSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseEnv } from 'node:util';
import type { Site } from './domain/site.ts';
import { readServiceUrls } from './settings/cloud.ts';
import type { Credentials, Environment, LogLevel, Mode } from './settings/environment.ts';
import {
  LOG_LEVELS,
  MODES,
  Reader,
  readCredentials,
  readPort,
  readSecretExpires,
  readSmtp,
  readToken,
  refuseCredentials,
} from './settings/environment.ts';
import type { Fault } from './settings/fault.ts';
import { SettingsError, nearest, show, withoutSecrets } from './settings/fault.ts';
import { readSite } from './settings/site-file.ts';
import type { Smtp } from './settings/smtp.ts';

export interface Settings {
  readonly mode: Mode;
  /** 0: any free one. */
  readonly port: number;
  /** The address to listen on: loopback only, but for Teams. */
  readonly host: '127.0.0.1' | '0.0.0.0';
  /** The whole path. */
  readonly dataFolder: string;
  readonly site: Site;
  /** The whole path of the file with the site's own sentences; null: it has none. */
  readonly texts: string | null;
  /** Null: no mail is sent. */
  readonly smtp: Smtp | null;
  /** What the address of the calendar feed ends with; null: there is no feed. */
  readonly calendarToken: string | null;
  /** What whoever reads the metrics has to show; null: nothing, and in teams mode there are none to read. */
  readonly metricsToken: string | null;
  /** The day on which the client secret expires, `2027-06-01`; null: it is not known, or there is none. */
  readonly secretExpires: string | null;
  /** Null: nobody is authenticated, which is for local and rehearsal mode only. */
  readonly credentials: Credentials | null;
  /** Who may talk to the bot; see `http/gate.ts`. */
  readonly gate: {
    readonly serviceUrls: readonly string[] | 'loopback';
    readonly tenantId: string | null;
    readonly botId?: string;
  };
  readonly logLevel: LogLevel;
  /** Every secret there is, in each form that somebody could write it: for whoever must not. */
  readonly secrets: readonly string[];
}

/** The texts that the site wants, and the words for their faults. */
export interface WantedTexts {
  /** The folder with a file a language. */
  readonly folder: string;
  /** Those of the site. */
  readonly languages: readonly string[];
  /** The whole path of the site's own sentences; null: it has none. */
  readonly overrides: string | null;
  readonly nearest: (word: string, known: readonly string[]) => string | undefined;
  readonly show: (value: unknown) => string;
}

/** What is wrong with the texts; handed in, for the room of the texts is not one of the settings'. */
export type TextFaults = (texts: WantedTexts) => readonly Fault[];

/** Right from `src/` and from `dist/`. */
const PACKAGE = fileURLToPath(new URL('../', import.meta.url));
const TEXTS = resolve(PACKAGE, 'cards/text');

/**
 * The settings of this environment and the site file it names; the texts are checked where `textFaults` is given.
 * @throws SettingsError that names every fault of them all, with where it is, what was found, what was expected and the remedy
 */
export function loadSettings(env: Environment, textFaults: TextFaults = () => []): Settings {
  const reader = new Reader(env);
  const mode = reader.choice('STEWARD_MODE', MODES, 'teams');
  const port = readPort(reader);
  const logLevel = reader.choice('STEWARD_LOG', LOG_LEVELS, 'info');
  const { credentials, gate } = readPartner(reader, mode);
  const smtp = readSmtp(reader, mode);
  const calendarToken = readToken(reader, 'STEWARD_CALENDAR_TOKEN');
  const metricsToken = readToken(reader, 'STEWARD_METRICS_TOKEN');
  const secretExpires = readSecretExpires(reader, credentials);
  const { site, languages, texts, faults } = readSite({
    file: siteFile(reader),
    // Of an unknown mode nothing is known that the site file would have to fulfil.
    mode: mode ?? 'local',
    languages: languagesWithTexts(),
    smtp: reader.value('SMTP_URL') !== undefined,
  });
  const wrong = textFaults({ folder: TEXTS, languages, overrides: texts, nearest, show });
  const all = withoutSecrets([...reader.faults, ...faults, ...wrong], reader.secrets);
  if (mode === null || port === null || logLevel === null || site === null || all.length > 0)
    throw new SettingsError(all);
  const host = mode === 'teams' ? '0.0.0.0' : '127.0.0.1';
  const dataFolder = resolve(reader.value('STEWARD_DATA') ?? 'data');
  return {
    ...{ mode, port, host, dataFolder, site, texts, smtp, credentials, gate, logLevel },
    secrets: reader.secrets,
    ...{ calendarToken, metricsToken, secretExpires },
  };
}

/**
 * The whole path of the data folder, for who needs no more than that: a backup is made without the client secret.
 * @throws SettingsError for a variable whose name is nearly one of ours: another folder would be taken without a word
 */
export function dataFolderOf(env: Environment): string {
  const reader = new Reader(env);
  if (reader.faults.length > 0) throw new SettingsError(withoutSecrets(reader.faults, reader.secrets));
  return resolve(reader.value('STEWARD_DATA') ?? 'data');
}

/**
 * The site and its texts, for who only reads what was stored: no credentials are asked for, and placeholders are no fault.
 * @throws SettingsError as `loadSettings` does
 */
export function siteOf(env: Environment, textFaults: TextFaults = () => []): Pick<Settings, 'site' | 'texts'> {
  const reader = new Reader(env);
  const file = siteFile(reader);
  const read = readSite({ file, mode: 'local', languages: languagesWithTexts(), smtp: false });
  const { languages, texts } = read;
  const wrong = textFaults({ folder: TEXTS, languages, overrides: texts, nearest, show });
  const all = withoutSecrets([...reader.faults, ...read.faults, ...wrong], reader.secrets);
  if (read.site === null || all.length > 0) throw new SettingsError(all);
  return { site: read.site, texts };
}

/** Who is at the other end: Teams with its credentials, or anybody on this machine. */
function readPartner(reader: Reader, mode: Mode | null): Pick<Settings, 'credentials' | 'gate'> {
  if (mode === 'teams') {
    const credentials = readCredentials(reader);
    const { tenantId = '', appId = '', cloud = 'public' } = credentials ?? {};
    return { credentials, gate: { serviceUrls: readServiceUrls(reader, cloud), tenantId, botId: `28:${appId}` } };
  }
  if (mode !== null) refuseCredentials(reader, mode);
  return { credentials: null, gate: { serviceUrls: 'loopback', tenantId: null } };
}

function siteFile(reader: Reader): string {
  const named = reader.value('STEWARD_SITE');
  return named === undefined ? resolve(PACKAGE, 'config/isc-learn.yaml') : resolve(named);
}

function languagesWithTexts(): readonly string[] {
  const files = readdirSync(TEXTS).filter((file) => file.endsWith('.yaml'));
  return files.map((file) => file.slice(0, -'.yaml'.length)).sort();
}

/**
 * Adds the variables of `.env` in the working directory to the environment; those that are already set win.
 * @throws SettingsError when the file is there and cannot be read
 */
export function readEnvFile(file = '.env', env: NodeJS.ProcessEnv = process.env): void {
  try {
    const found = parseEnv(readFileSync(file, 'utf8'));
    for (const [name, value] of Object.entries(found)) env[name] ??= value;
  } catch (error) {
    const { code = 'unreadable' } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return;
    const expected = 'a file that can be read. Mend its rights, or remove it.';
    throw new SettingsError([{ where: file, found: code, expected }]);
  }
}
