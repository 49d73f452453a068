/** The service as `npm start` runs it, plain `node` on `dist/main.js`, which can be killed at any moment. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { send } from '../../src/rehearsal/connector/send.ts';

export interface Victim {
  readonly url: string;
  /** Resolves when it answers; false: it ended before. */
  readonly ready: Promise<boolean>;
  readonly isOver: () => boolean;
  /** How it ended: its exit code, or its signal. */
  readonly ended: Promise<string>;
  kill(signal: 'SIGKILL' | 'SIGTERM'): void;
}

export interface VictimNeeds {
  /** `dist/main.js`. */
  readonly main: string;
  /** Loaded before it. */
  readonly clock: string;
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly port: number;
  /** The file that takes its output. */
  readonly log: string;
}

const ASK_EVERY_MS = 10;

/** Starts it. */
export function startVictim({ main, clock, cwd, env, port, log }: VictimNeeds): Victim {
  const output = openSync(log, 'a');
  const child = spawn(process.execPath, ['--import', clock, main], {
    cwd,
    env: { PATH: process.env.PATH, ...env, PORT: String(port) },
    stdio: ['ignore', output, output],
  });
  closeSync(output);
  const url = `http://127.0.0.1:${port}`;
  let over = false;
  const ended = once(child, 'exit').then(([code, signal]) => {
    over = true;
    return signal === null ? `exit code ${String(code)}` : String(signal);
  });
  const isOver = (): boolean => over;
  return { url, ready: answers(url, isOver), isOver, ended, kill: (signal) => void child.kill(signal) };
}

async function answers(url: string, isOver: () => boolean): Promise<boolean> {
  while (!isOver()) {
    const reply = await send(`${url}/health/live`, { patience: 2_000 }).catch(() => undefined);
    if (reply?.status === 200) return true;
    await pause(ASK_EVERY_MS);
  }
  return false;
}
