import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadSettings, readEnvFile } from '../settings.ts';
import { openRehearsal } from './rehearsal.ts';
import { choosePort, startService, type RunningService } from './service.ts';
import type { Stage } from './cast.ts';

const PROGRAM = fileURLToPath(new URL('../main.js', import.meta.url));
const ASKED = Symbol('somebody wants it to end');

/** A second signal changes nothing: the end is bounded anyway. */
const asked = new Promise<typeof ASKED>((resolve) => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      resolve(ASKED);
    });
  }
});

try {
  await rehearse();
} catch (fault) {
  process.stderr.write(`${fault instanceof Error ? fault.message : String(fault)}\n`);
  process.exitCode = 1;
}

/** From the start of the service to the end of everything. @throws Error whose message is for whoever started it */
async function rehearse(): Promise<void> {
  readEnvFile();
  const env = { ...process.env, STEWARD_MODE: 'rehearsal' };
  const { site } = loadSettings(env);
  const port = await choosePort(process.env.PORT);
  const data = process.env.STEWARD_DATA ?? (await mkdtemp(join(tmpdir(), 'change-steward-')));
  await mkdir(data, { recursive: true });
  const childEnv = { ...env, PORT: String(port), STEWARD_DATA: data };
  try {
    await perform(await startService({ program: PROGRAM, env: childEnv, data, port }), site);
  } catch (fault) {
    // Ctrl-C reaches the service too, which may then end before it lived. After anything else its log stays.
    if ((await Promise.race([asked, Promise.resolve()])) !== ASKED) throw fault;
  }
  if (process.env.STEWARD_DATA === undefined) await rm(data, { recursive: true, force: true });
}

/** @throws Error with the service's last lines when it ends by itself */
async function perform(service: RunningService, stage: Stage): Promise<void> {
  try {
    const rehearsal = await openRehearsal(service.url, stage);
    process.stdout.write(`\nThe rehearsal room is open: ${rehearsal.url}\n\n${rehearsal.steps.join('\n')}\n\n`);
    process.stdout.write(`The service's log is ${service.log}. Ctrl-C ends everything.\n`);
    const end = await Promise.race([asked, service.ended]);
    await rehearsal.close();
    if (end !== ASKED) throw new Error(end);
  } finally {
    await service.stop();
  }
}
