import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadSettings, readEnvFile } from '../settings.ts';
import { startPostOffice } from './post-office.ts';
import { openRehearsal, type Prepared } from './rehearsal.ts';
import { RoomClock } from './room/clock.ts';
import { choosePort, startService, type RunningService } from './service.ts';
import type { Stage } from './cast.ts';

const PROGRAM = fileURLToPath(new URL('../main.js', import.meta.url));
/** Who rehearses has no secrets from anybody on this machine. */
const CALENDAR_TOKEN = 'rehearsal-rehearsal-rehearsal-rehearsal';
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
  const port = await choosePort(process.env.PORT);
  const clock = new RoomClock(`http://127.0.0.1:${port}`);
  const postOffice = await startPostOffice({ clock: () => clock.now(), before: () => clock.read() });
  try {
    await serve(port, { clock, postOffice });
  } finally {
    await postOffice.close();
  }
}

async function serve(port: number, prepared: Required<Prepared>): Promise<void> {
  const env = environment(port, prepared.postOffice.url);
  const { site } = loadSettings(env);
  const data = process.env.STEWARD_DATA ?? (await mkdtemp(join(tmpdir(), 'change-steward-')));
  await mkdir(data, { recursive: true });
  const childEnv = { ...env, STEWARD_DATA: data };
  try {
    await perform(await startService({ program: PROGRAM, env: childEnv, data, port }), site, prepared);
  } catch (fault) {
    // Ctrl-C reaches the service too, which may then end before it lived. After anything else its log stays.
    if ((await Promise.race([asked, Promise.resolve()])) !== ASKED) throw fault;
  }
  if (process.env.STEWARD_DATA === undefined) await rm(data, { recursive: true, force: true });
}

/** Mail never leaves this machine, whatever server the environment names. */
function environment(port: number, mailServer: string): NodeJS.ProcessEnv {
  const token = process.env.STEWARD_CALENDAR_TOKEN?.trim() ?? '';
  return {
    ...process.env,
    STEWARD_MODE: 'rehearsal',
    PORT: String(port),
    SMTP_URL: mailServer,
    STEWARD_CALENDAR_TOKEN: token === '' ? CALENDAR_TOKEN : token,
  };
}

/** @throws Error with the service's last lines when it ends by itself */
async function perform(service: RunningService, stage: Stage, prepared: Prepared): Promise<void> {
  try {
    const rehearsal = await openRehearsal(service.url, stage, prepared);
    process.stdout.write(`\nThe rehearsal room is open: ${rehearsal.url}\n\n${rehearsal.steps.join('\n')}\n\n`);
    process.stdout.write(`The service's log is ${service.log}. Ctrl-C ends everything.\n`);
    const end = await Promise.race([asked, service.ended]);
    await rehearsal.close();
    if (end !== ASKED) throw new Error(end);
  } finally {
    await service.stop();
  }
}
