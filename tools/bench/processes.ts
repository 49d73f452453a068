/** The processes of a run: each is started here, and ended by its own handle. */
import type { ChildProcess } from 'node:child_process';
import { execFileSync, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { createServer, get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

export interface Running {
  readonly pid: number;
  stop(): Promise<void>;
}

export interface Server extends Running {
  readonly url: string;
  /** From the start of the process to its first answer. */
  readonly readyMs: number;
}

interface Program {
  readonly file: string;
  readonly args?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  /** Where it runs: a folder of the run, in which no `.env` lies. */
  readonly cwd: string;
  /** The file that takes its output. */
  readonly log: string;
}

/** `BENCH_PROFILE=/tmp/profiles npm run bench -- press` leaves a CPU profile of each server there. */
const { BENCH_PROFILE } = process.env;
const PROFILE = BENCH_PROFILE === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${BENCH_PROFILE}`];

const STARTS_WITHIN_MS = 60_000;
const STOPS_WITHIN_MS = 10_000;
const ASK_EVERY_MS = 4;

/** Starts a server with plain `node`, and waits until it answers. @throws Error when it ends before, or does not answer. */
export async function startServer({ file, args = [], env = {}, cwd, log }: Program): Promise<Server> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const output = openSync(log, 'a');
  const from = performance.now();
  const child = spawn(process.execPath, [...PROFILE, file, ...args], {
    cwd,
    env: { PATH: process.env.PATH, ...env, PORT: String(port) },
    stdio: ['ignore', output, output],
  });
  closeSync(output);
  while (!(await answers(`${url}/health/live`))) {
    if (child.exitCode !== null || performance.now() - from > STARTS_WITHIN_MS) {
      await end(child);
      throw new Error(`${file} does not answer; its output is ${log}`);
    }
    await pause(ASK_EVERY_MS);
  }
  return { pid: pidOf(child), url, readyMs: performance.now() - from, stop: () => end(child) };
}

/** A worker of the run in its own process, asked one thing at a time. */
export interface Worker<Order, Report> extends Running {
  ask(order: Order): Promise<Report>;
}

/** Starts a module of this folder as a worker; it runs through tsx, as this process does. */
export async function startWorker<Order extends object, Report>(module: string): Promise<Worker<Order, Report>> {
  const child = fork(fileURLToPath(new URL(module, import.meta.url)), { serialization: 'advanced' });
  await reportOf(child, module);
  return {
    pid: pidOf(child),
    async ask(order) {
      const report = reportOf(child, module);
      child.send(order);
      return (await report) as Report;
    },
    stop: () => end(child),
  };
}

/** The worker's side: says that it is there, then answers each order. */
export function answerOrders(carryOut: (order: never) => Promise<unknown>): void {
  process.on('message', (order) => {
    carryOut(order as never).then(
      (report) => process.send?.({ report }),
      (error: unknown) => process.send?.({ failed: error instanceof Error ? (error.stack ?? error.message) : error }),
    );
  });
  // Without its parent a worker has nothing to do.
  process.once('disconnect', () => process.exit());
  process.send?.({ report: 'ready' });
}

/** How long a program takes from its start to its end, in milliseconds. @throws Error when it fails. */
export async function timeToRun(file: string, args: readonly string[], cwd: string): Promise<number> {
  const from = performance.now();
  const child = spawn(process.execPath, [file, ...args], { cwd, stdio: ['ignore', 'pipe', 'inherit'] });
  const over = once(child, 'exit');
  const said = once(child.stdout, 'data').then(() => performance.now() - from);
  const [code] = (await over) as [number | null];
  if (code !== 0) throw new Error(`${file} ended with ${String(code)}`);
  return said;
}

/** The memory that a process has in RAM, in MB. */
export function residentMb(pid: number): number {
  return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) / 1024;
}

/** The time of the processor that a process has taken, in seconds. */
export function processorSeconds(pid: number): number {
  return Number(execFileSync('ps', ['-o', 'times=', '-p', String(pid)], { encoding: 'utf8' }));
}

/** A port that nobody listens on. */
async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}

function answers(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    get(url, { agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    }).on('error', () => {
      resolve(false);
    });
  });
}

async function reportOf(child: ChildProcess, module: string): Promise<unknown> {
  const over = new AbortController();
  const message = once(child, 'message', { signal: over.signal }).then(([said]) => said as Said);
  const gone = once(child, 'exit', { signal: over.signal }).then((): Said => ({ failed: 'it ended' }));
  const said = await Promise.race([message, gone]);
  over.abort();
  await Promise.allSettled([message, gone]);
  if ('failed' in said) throw new Error(`${module}: ${String(said.failed)}`);
  return said.report;
}

type Said = { readonly report: unknown } | { readonly failed: unknown };

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const over = once(child, 'exit');
  child.kill('SIGTERM');
  const killing = setTimeout(() => child.kill('SIGKILL'), STOPS_WITHIN_MS);
  await over;
  clearTimeout(killing);
}

function pidOf({ pid }: ChildProcess): number {
  if (pid === undefined) throw new Error('the process was not started');
  return pid;
}
