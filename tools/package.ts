/** `npm run package [-- out.zip]`: the zip that Teams installs, for the app id of the environment. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { TeamsManifest } from '@microsoft/app-manifest';
import { zipSync } from 'fflate';
import { readEnvFile } from '../src/settings.ts';

const FILES = ['manifest.json', 'fr.json', 'color.png', 'outline.png'] as const;
const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
/** The same files make the same zip, byte by byte; the format knows no earlier day. */
const NO_TIME = new Date('1980-01-01T00:00:00');

type Env = Readonly<Record<string, string | undefined>>;

/** Texts of the manifest that a tenant may want to say itself; named in `.env.example`. */
export const DEFAULTS: Readonly<Record<string, string>> = {
  PACKAGE_DEVELOPER_NAME: 'Change Steward',
  PACKAGE_DEVELOPER_URL: 'https://example.com',
};

/**
 * The package of a folder with `manifest.json`, `fr.json` and the icons, for the app id in `env.MicrosoftAppId`.
 * @throws an Error with a sentence for the person who packages when there is no app id
 */
export function packageApp(folder: string, env: Env): { readonly zip: Uint8Array; readonly manifest: string } {
  const appId = env.MicrosoftAppId ?? '';
  if (!GUID.test(appId)) {
    const found = appId === '' ? 'nothing' : `'${appId}'`;
    throw new Error(
      `MicrosoftAppId: found ${found}, expected the app id of the bot's registration (a GUID). Set it as in .env.example and run again.`,
    );
  }
  const values = { ...DEFAULTS, ...defined(env) };
  const files = Object.fromEntries(FILES.map((file) => [file, contentOf(`${folder}/${file}`, values)]));
  return { zip: zipSync(files, { mtime: NO_TIME }), manifest: new TextDecoder().decode(files['manifest.json']) };
}

function contentOf(file: string, values: Env): Uint8Array {
  if (!file.endsWith('manifest.json')) return readFileSync(file);
  const filled = readFileSync(file, 'utf8').replace(/\$\{\{(\w+)\}\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined)
      throw new Error(`${file} wants ${name}, which no variable gives: set it, or mend the name.`);
    return inJson(value);
  });
  return new TextEncoder().encode(filled);
}

/** A value as it stands between the quotes of a JSON string; an address loses its last slash, because a path follows it. */
function inJson(value: string): string {
  const text = /^https?:/i.test(value) ? value.replace(/\/+$/, '') : value;
  return JSON.stringify(text).slice(1, -1);
}

function defined(env: Env): Env {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
}

/** @throws an Error that lists what Teams would refuse, by the schema that the manifest names. */
async function validate(manifest: string): Promise<void> {
  // 7 MB of schemas: read only when somebody packages.
  const { AppManifestUtils } = await import('@microsoft/app-manifest');
  const faults = await AppManifestUtils.validateAgainstSchema(JSON.parse(manifest) as TeamsManifest);
  if (faults.length > 0) throw new Error(`appPackage/manifest.json is not what Teams takes:\n${faults.join('\n')}`);
}

async function main(): Promise<void> {
  readEnvFile();
  const root = fileURLToPath(new URL('../', import.meta.url));
  const out = resolve(process.argv[2] ?? `${root}build/change-steward.zip`);
  const { zip, manifest } = packageApp(`${root}appPackage`, process.env);
  await validate(manifest);
  mkdirSync(dirname(out), { recursive: true });
  writeFileSync(out, zip);
  console.log(
    `${out} is ready: upload it in the Teams admin centre (Manage apps), or in Teams under Apps, Manage your apps.`,
  );
  if ((process.env.PACKAGE_DEVELOPER_URL ?? '') === '') {
    console.log('Its links go to example.com: set PACKAGE_DEVELOPER_NAME and PACKAGE_DEVELOPER_URL for your own.');
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  });
}
