import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { send } from './connector/send.ts';
import { listen, stop } from './loopback.ts';

export interface ServiceOptions {
  /** The service's main module. */
  program: string;
  /** Its environment. */
  env: NodeJS.ProcessEnv;
  /** The folder that its log is written to. */
  data: string;
  port: number;
}

/** The service as a process of its own. */
export interface RunningService {
  url: string;
  /** The file that takes its output. */
  log: string;
  /** Resolves when it ends, wanted or not, with how it ended. */
  ended: Promise<string>;
  /** SIGTERM, and SIGKILL when it takes longer than 10 s. */
  stop(): Promise<void>;
}

const STARTS_WITHIN = 30_000;
const STOPS_WITHIN = 10_000;
const LAST_LINES = 15;

/**
 * Starts the service and waits until it lives.
 * @throws Error with the last lines of its log when it ends before, or does not live within 30 s
 */
export async function startService({ program, env, data, port }: ServiceOptions): Promise<RunningService> {
  const log = join(data, 'service.log');
  const output = openSync(log, 'a');
  const child = spawn(process.execPath, [program], { env, stdio: ['ignore', output, output] });
  closeSync(output);
  const url = `http://127.0.0.1:${port}`;
  const ended = endOf(child, log);
  const running = { url, log, ended, stop: () => stopChild(child, ended) };
  const over = new AbortController();
  const first = await Promise.race([ended, alive(url, over.signal)]);
  over.abort();
  if (first === true) return running;
  await running.stop();
  throw new Error(
    first === false
      ? `The service does not live after 30 s. Its last lines:\n${lastLines(log)}\nIts whole log is ${log}.`
      : first,
  );
}

/** @throws Error in a sentence when the wanted port is taken */
export async function choosePort(wanted: string | undefined): Promise<number> {
  const probe = createServer();
  try {
    return await listen(probe, wanted === undefined ? 0 : Number(wanted));
  } catch (cause) {
    throw new Error(`Port ${wanted ?? 'any'} is taken or no port. Set PORT to another one, or leave it out.`, {
      cause,
    });
  } finally {
    if (probe.listening) await stop(probe);
  }
}

async function endOf(child: ChildProcess, log: string): Promise<string> {
  const how = await new Promise<string>((resolve) => {
    child.once('error', ({ message }) => {
      resolve(message);
    });
    child.once('exit', (code, signal) => {
      resolve(signal === null ? `exit code ${code ?? '?'}` : `signal ${signal}`);
    });
  });
  return `The service ended (${how}). Its last lines:\n${lastLines(log)}\nIts whole log is ${log}.`;
}

/** @param over ends the asking early */
async function alive(url: string, over: AbortSignal): Promise<boolean> {
  const until = Date.now() + STARTS_WITHIN;
  while (Date.now() < until && !over.aborted) {
    const reply = await send(`${url}/health/live`, { patience: 2_000 }).catch(() => undefined);
    if (reply?.status === 200) return true;
    await pause(100);
  }
  return false;
}

async function stopChild(child: ChildProcess, ended: Promise<string>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const impatience = new AbortController();
  const killing = pause(STOPS_WITHIN, undefined, { signal: impatience.signal }).then(
    () => child.kill('SIGKILL'),
    () => undefined,
  );
  child.kill('SIGTERM');
  await ended;
  impatience.abort();
  await killing;
}

function lastLines(log: string): string {
  const lines = readFileSync(log, 'utf8').trimEnd().split('\n').slice(-LAST_LINES);
  return lines.map((line) => `  ${line}`).join('\n');
}
