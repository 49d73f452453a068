/** `npm run preview [-- out.html]`: every notice of the environment's site in every language, as one page to open. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Settings } from '../src/settings.ts';
import { loadSettings, readEnvFile } from '../src/settings.ts';
import { textFaults } from '../src/text/text-faults.ts';
import { pageOf } from './preview/page.ts';
import type { Shown } from './preview/shown.ts';
import { noticesOf } from './preview/shown.ts';

const OUT = fileURLToPath(new URL('../build/preview.html', import.meta.url));

export interface Preview {
  readonly notices: readonly Shown[];
  readonly page: string;
}

/** The page of a site, and what is on it. @throws what a text or a template throws */
export async function previewOf(settings: Pick<Settings, 'site' | 'texts'>): Promise<Preview> {
  const notices = await noticesOf(settings);
  return { notices, page: await pageOf(settings.site, notices) };
}

/**
 * Writes the page of the environment's site. Gives a line about it.
 * @throws SettingsError that lists every fault of the site file and of its texts; nothing is written then
 */
export async function writePreview({ STEWARD_SITE }: NodeJS.ProcessEnv, out: string): Promise<string> {
  // Only the site is of interest: what the service needs to run has no say in what people read. Every site is good for local mode.
  const settings = loadSettings({ STEWARD_MODE: 'local', STEWARD_SITE }, textFaults);
  const { notices, page } = await previewOf(settings);
  mkdirSync(dirname(out), { recursive: true });
  writeFileSync(out, page);
  return `${out} is ready, with ${count(notices)} in ${settings.site.languages.join(', ')}: open it in a browser.`;
}

async function main(): Promise<void> {
  readEnvFile();
  console.log(await writePreview(process.env, resolve(process.argv[2] ?? OUT)));
}

function count(notices: readonly Shown[]): string {
  const names = new Set(notices.map(({ scene }) => scene.notice));
  return `${String(names.size)} notices, ${String(notices.length)} with their variants,`;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  });
}
