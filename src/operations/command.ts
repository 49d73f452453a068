/** How the commands beside the service begin and end: for a person at the console, and for whoever looks at the exit code. */
import { readFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { ParseArgsConfig } from 'node:util';
import { parseArgs } from 'node:util';

/** Right from `src/` and from `dist/`. */
export const PACKAGE = fileURLToPath(new URL('../../', import.meta.url));

/** The version of this release. */
export const RELEASE = (JSON.parse(readFileSync(`${PACKAGE}package.json`, 'utf8')) as { readonly version: string })
  .version;

/** What the person should do otherwise: shown without a stack. */
export class Misused extends Error {}

/** Whether this module is what `node` was called with. */
export function isCommand(module: string): boolean {
  return process.argv[1] !== undefined && module === pathToFileURL(process.argv[1]).href;
}

/** What a command did: lines for the person, and the exit code, 1 where somebody has to look. */
export interface Done {
  readonly says: readonly string[];
  readonly code: 0 | 1;
}

/** Runs a command, prints what it says, and ends with its exit code; with 1 and a sentence where it throws. */
export function run(command: () => Promise<Done>): void {
  new Promise<Done>((resolve) => {
    resolve(command());
  })
    .catch((error: unknown): Done => ({ says: [error instanceof Error ? error.message : String(error)], code: 1 }))
    .then(({ says, code }) => {
      process.exitCode = code;
      const print = code === 0 ? console.log : console.error;
      for (const line of says) print(line);
    })
    .catch(() => undefined);
}

/** The options and the rest. @throws Misused with what is wrong and how the command is used */
export function readArguments<O extends NonNullable<ParseArgsConfig['options']>>(
  args: readonly string[],
  options: O,
  usage: string,
) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    const [what = ''] = (error as TypeError).message.split(/\. |\n/);
    throw new Misused(`${what.replace(/\.$/, '')}.\n${usage}`);
  }
}

/** The one thing that a command is for. @throws Misused where there is none, or another one beside it */
export function onlyOf(given: readonly string[], what: string, usage: string): string {
  const [only, ...others] = given;
  if (only !== undefined && others.length === 0) return only;
  throw new Misused(`Found ${counted(given.length, what)}, expected one.\n${usage}`);
}

/** `1 change`, `12 changes` */
export function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
