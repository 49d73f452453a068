/** The real program in a process of its own, on a data folder. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
const TSX = import.meta.resolve('tsx');

export interface Line {
  readonly msg: string;
  readonly [fact: string]: unknown;
}

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Program {
  readonly pid: number;
  /** Lines of its log so far. */
  readonly lines: readonly Line[];
  /** Where it listens, once it says that it is ready. @throws with what it said instead */
  readonly url: Promise<string>;
  readonly ended: Promise<Ended>;
  kill(signal: NodeJS.Signals): void;
}

/** Runs it in this folder with these variables and no others; `within`: a command that runs the command after it, such as `nice`. */
export function program(
  folder: string,
  env: Readonly<Record<string, string>> = {},
  within: readonly string[] = [],
): Program {
  const [command, ...args] = [...within, process.execPath, '--import', TSX, MAIN];
  const child = spawn(command, args, {
    cwd: folder,
    env: { PATH: process.env.PATH, STEWARD_MODE: 'rehearsal', STEWARD_DATA: folder, PORT: '0', ...env },
  });
  const lines: Line[] = [];
  let stdout = '';
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const ended = once(child, 'close').then(([code, signal]) => ({
    code: code as number | null,
    signal: signal as NodeJS.Signals | null,
    stdout,
    stderr,
  }));
  const url = new Promise<string>((resolve, reject) => {
    createInterface(child.stdout).on('line', (text) => {
      stdout += `${text}\n`;
      const line = parsed(text);
      if (line === null) return;
      lines.push(line);
      if (line.msg === 'ready') resolve(String(line.url));
    });
    void ended.then(({ code }) => {
      reject(new Error(`ended with ${String(code)} before it was ready:\n${stdout}${stderr}`));
    });
  });
  url.catch(() => undefined);
  return { pid: child.pid ?? -1, lines, url, ended, kill: (signal) => void child.kill(signal) };
}

function parsed(text: string): Line | null {
  try {
    return JSON.parse(text) as Line;
  } catch {
    return null;
  }
}
