/** A site file of a test: the shortest that works, and what a test does to it. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Settings } from '../../src/settings.ts';
import { loadSettings } from '../../src/settings.ts';
import type { Fault } from '../../src/settings/fault.ts';
import { SettingsError } from '../../src/settings/fault.ts';

export const SITE = `
name: Site
timeZone: Europe/Zurich
languages: [en]
channel: Channel
approver: { name: Approver, entraId: 11111111-1111-4111-8111-111111111111 }
hosts:
  Hannibal: { snapshot: { where: there, take: data, takes: 2h30 }, restoreTakes: 1h }
services:
  - { key: learn, name: Learn, host: Hannibal }
`;

export const TEAMS = {
  MicrosoftAppId: 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa',
  MicrosoftAppType: 'SingleTenant',
  MicrosoftAppPassword: 'hush-hush',
  MicrosoftAppTenantId: 'BBBBBBBB-BBBB-4BBB-8BBB-BBBBBBBBBBBB',
};

const folder = mkdtempSync(join(tmpdir(), 'steward-settings-'));
let files = 0;

/** Writes a site file. Gives its path. */
export function siteFile(yaml: string): string {
  files += 1;
  const file = join(folder, `site-${files}.yaml`);
  writeFileSync(file, yaml);
  return file;
}

/** Loads a site in rehearsal mode, with other variables if there are any. */
export function load(yaml: string, env: Record<string, string> = {}): Settings {
  return loadSettings({ STEWARD_MODE: 'rehearsal', STEWARD_SITE: siteFile(yaml), ...env });
}

/** What is wrong with these settings; empty when nothing is. */
export function faultsOf(action: () => unknown): readonly Fault[] {
  try {
    action();
    return [];
  } catch (error) {
    if (error instanceof SettingsError) return error.faults;
    throw error;
  }
}

/** The faults of a site in rehearsal mode, as `place: found`, without the file's name: `3 timeZone: "Mars"`. */
export function faultsIn(yaml: string, env: Record<string, string> = {}): readonly string[] {
  return faultsOf(() => load(yaml, env)).map(({ where, found }) => `${where.replace(/^.*\.yaml:/, '')}: ${found}`);
}
