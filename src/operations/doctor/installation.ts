/** The parts of the settings, each by itself: a fault in one keeps the doctor from looking at that one only. */
import { resolve } from 'node:path';
import type { Site } from '../../domain/site.ts';
import type { TextFaults } from '../../settings.ts';
import { siteOf } from '../../settings.ts';
import { readServiceUrls } from '../../settings/cloud.ts';
import type { Credentials, Environment, Mode } from '../../settings/environment.ts';
import { MODES, Reader, readCredentials, readPort, readSecretExpires, readSmtp } from '../../settings/environment.ts';
import type { Smtp } from '../../settings/smtp.ts';

/** What an installation is by its environment; null where a part is not there, or has a fault that the settings' step names. */
export interface Installed {
  readonly mode: Mode | null;
  readonly port: number | null;
  readonly dataFolder: string;
  readonly credentials: Credentials | null;
  readonly serviceUrls: readonly string[];
  readonly smtp: Smtp | null;
  /** Whether there is an `SMTP_URL`, right or wrong. */
  readonly namesMailServer: boolean;
  readonly secretExpires: string | null;
  /** Whether there is a `STEWARD_SECRET_EXPIRES`, right or wrong. */
  readonly namesSecretExpiry: boolean;
  readonly site: Site | null;
  /** What must not be printed, in every form. */
  readonly secrets: readonly string[];
}

export function installedBy(env: Environment, textFaults: TextFaults): Installed {
  const reader = new Reader(env);
  const mode = reader.choice('STEWARD_MODE', MODES, 'teams');
  const credentials = mode === 'teams' ? readCredentials(reader) : null;
  return {
    mode,
    credentials,
    port: readPort(reader),
    dataFolder: resolve(reader.value('STEWARD_DATA') ?? 'data'),
    serviceUrls: urlsOf(reader, credentials),
    smtp: readSmtp(reader, mode),
    namesMailServer: reader.value('SMTP_URL') !== undefined,
    secretExpires: readSecretExpires(reader, credentials),
    namesSecretExpiry: reader.value('STEWARD_SECRET_EXPIRES') !== undefined,
    site: siteIn(env, textFaults),
    secrets: reader.secrets,
  };
}

/** None where one of them is wrong: a token is sent to nobody of whom we do not know who it is. */
function urlsOf(reader: Reader, credentials: Credentials | null): readonly string[] {
  const before = reader.faults.length;
  const urls = readServiceUrls(reader, credentials?.cloud ?? 'public');
  return reader.faults.length > before ? [] : urls;
}

function siteIn(env: Environment, textFaults: TextFaults): Site | null {
  try {
    return siteOf(env, textFaults).site;
  } catch {
    return null;
  }
}
