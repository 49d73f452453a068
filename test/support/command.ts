/** A command beside the service, as somebody runs it at a console. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const TSX = import.meta.resolve('tsx');

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `src/operations/<name>.ts` with these arguments, in this folder, with these variables and no others. */
export async function ran(
  name: 'backup' | 'restore' | 'export' | 'doctor',
  args: readonly string[],
  folder: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Ran> {
  const file = fileURLToPath(new URL(`../../src/operations/${name}.ts`, import.meta.url));
  const child = spawn(process.execPath, ['--import', TSX, file, ...args], {
    cwd: folder,
    env: { PATH: process.env.PATH, ...env },
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout, stderr };
}
