/** `npm run doctor`: looks at an installation step by step, changes nothing, sends nothing, and says what to mend. */
import type { Site } from '../domain/site.ts';
import { loadSettings, readEnvFile } from '../settings.ts';
import type { Environment } from '../settings/environment.ts';
import { SettingsError } from '../settings/fault.ts';
import { textFaults } from '../text/text-faults.ts';
import type { Done } from './command.ts';
import { PACKAGE, counted, isCommand, run } from './command.ts';
import { appPackageStep } from './doctor/app-package.ts';
import { documentsStep, folderStep, holderIn, spaceStep } from './doctor/data-folder.ts';
import type { Finding } from './doctor/finding.ts';
import { leftOut, ok, said, warning, wrong } from './doctor/finding.ts';
import type { Installed } from './doctor/installation.ts';
import { installedBy } from './doctor/installation.ts';
import { mailServerStep } from './doctor/mail-server.ts';
import { secretStep } from './doctor/secret.ts';
import { serviceStep } from './doctor/service.ts';
import type { Asked } from './doctor/teams.ts';
import { askedOf, channelStep, rosterStep } from './doctor/teams.ts';
import type { Outside, Tokened } from './doctor/token.ts';
import { clockStep, keysStep, tokenStep } from './doctor/token.ts';

export interface Patient {
  readonly env: Environment;
  /** Where the world is; the real one when left out. */
  readonly outside?: Outside;
  /** The folder of `package.json`; this package's when left out. */
  readonly folder?: string;
}

/**
 * Looks at all of it, whatever is wrong with a part, and says a line a step as soon as it has looked: one that gets no answer takes
 * its time. No secret is in them. The exit code is 1 where something is WRONG.
 */
export async function doctor(
  { env, outside = {}, folder = PACKAGE }: Patient,
  say: (line: string) => void,
): Promise<Done> {
  const installed = installedBy(env, textFaults);
  const holder = await holderIn(installed.dataFolder);
  let token: Promise<Tokened> | null = null;
  const tokened = (): Promise<Tokened> | null => {
    if (installed.credentials !== null) token ??= tokenStep(installed.credentials, outside);
    return token;
  };
  const asked = async (): Promise<Asked | Finding> =>
    installed.mode === 'teams'
      ? askedOf(installed, (await tokened())?.token ?? null, outside)
      : Promise.resolve(noTeams(installed));
  const { patienceMs, service } = outside;
  const steps: readonly (readonly [name: string, look: () => Finding | Promise<Finding>])[] = [
    ['settings', () => settingsStep(env)],
    ['data folder', () => folderStep(installed.dataFolder)],
    ['disk', () => spaceStep(installed.dataFolder)],
    ['documents', () => documentsStep(installed.dataFolder)],
    ['owner', () => ok(holder === null ? 'no service has the data folder just now' : `${holder} has the data folder`)],
    ['clock', () => ofCredentials(installed, (credentials) => clockStep(credentials, outside))],
    ['credentials', () => ofCredentials(installed, async () => (await tokened())?.finding ?? SETTINGS_FIRST)],
    ['signing keys', () => ofCredentials(installed, (credentials) => keysStep(credentials, outside))],
    ['secret', () => ofCredentials(installed, () => secretStep(installed, Date.now()))],
    ['channel', async () => ofTeam(installed, await asked(), channelStep)],
    ['people', async () => peopleStep(installed, await asked())],
    ['mail server', () => mailStep(installed, patienceMs)],
    ['app package', () => packageStep(installed, folder)],
    ['service', () => serviceStep({ port: installed.port, holder, service, patienceMs })],
  ];
  let count = 0;
  for (const [name, look] of steps) {
    const finding = await seen(look);
    if (finding.state === 'WRONG') count += 1;
    say(withoutSecrets(said(name, finding), installed.secrets));
  }
  return count === 0
    ? { says: ['Nothing is WRONG.'], code: 0 }
    : { says: [`${counted(count, 'step')} WRONG.`], code: 1 };
}

const SETTINGS_FIRST = leftOut('mend the settings first');

function noTeams({ mode }: Installed): Finding {
  return mode === null ? SETTINGS_FIRST : leftOut(`in ${mode} mode there is no Teams`);
}

function ofTeam(
  { site }: Installed,
  asked: Asked | Finding,
  step: (asked: Asked, site: Site) => Promise<Finding>,
): Finding | Promise<Finding> {
  if ('state' in asked) return asked;
  return site === null ? SETTINGS_FIRST : step(asked, site);
}

/** What keeps us from asking is said once, of the channel. */
function peopleStep(installed: Installed, asked: Asked | Finding): Finding | Promise<Finding> {
  if ('state' in asked && asked.state !== 'left out') return leftOut('the team cannot be asked, see the channel');
  return ofTeam(installed, asked, rosterStep);
}

function ofCredentials(
  installed: Installed,
  look: (credentials: NonNullable<Installed['credentials']>) => Finding | Promise<Finding>,
): Finding | Promise<Finding> {
  const { mode, credentials } = installed;
  if (mode !== 'teams') return noTeams(installed);
  return credentials === null ? SETTINGS_FIRST : look(credentials);
}

/** A step that breaks is a finding of its own: those after it are looked at all the same. */
async function seen(look: () => Finding | Promise<Finding>): Promise<Finding> {
  try {
    return await look();
  } catch (error) {
    return wrong(
      `it cannot be looked at: ${error instanceof Error ? error.message : String(error)}`,
      'See the sentence',
    );
  }
}

function settingsStep(env: Environment): Finding {
  try {
    const { mode, site } = loadSettings(env, textFaults);
    return ok(`${mode} mode, site ${site.name}`);
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    const more = error.faults.map(({ where, found, expected }) => `${where}: found ${found}, expected ${expected}`);
    return wrong('the service does not start with them', 'Mend what is named below', more);
  }
}

function mailStep({ smtp, namesMailServer, site }: Installed, patienceMs?: number): Finding | Promise<Finding> {
  if (!namesMailServer) return leftOut('there is no SMTP_URL: no mail is sent');
  if (smtp === null) return SETTINGS_FIRST;
  if (site !== null && site.mail === undefined)
    return warning(
      'there is an SMTP_URL, but the site file has no `mail`: no mail is sent',
      'Add it, or unset SMTP_URL',
    );
  return mailServerStep(smtp, patienceMs);
}

function packageStep(installed: Installed, folder: string): Finding | Promise<Finding> {
  if (installed.mode !== 'teams') return noTeams(installed);
  return appPackageStep(folder, installed.credentials?.appId ?? null);
}

function withoutSecrets(line: string, secrets: readonly string[]): string {
  return secrets.reduce((text, secret) => text.replaceAll(secret, '…'), line);
}

if (isCommand(import.meta.url))
  run(() => {
    readEnvFile();
    return doctor({ env: process.env }, (line) => {
      console.log(line);
    });
  });
