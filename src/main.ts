/** The composition root: settings, store, service, wires; stopped in reverse. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { NO_PACE, pace, TEAMS } from './app/pace.ts';
import type { Mailer } from './app/ports.ts';
import { LETTER, UPDATE } from './app/retry.ts';
import type { Voice } from './app/words.ts';
import type { Sender, Site } from './domain/site.ts';
import type { MetricsRoute } from './http/metrics.ts';
import { startServer } from './http/server.ts';
import { endOnCrash, openLog } from './log.ts';
import { calendarFeed } from './mail/calendar-feed.ts';
import { smtpMailer } from './mail/mailer.ts';
import type { Smtp } from './mail/transport.ts';
import type { Metrics, Reading } from './metrics/meter.ts';
import { CONTENT_TYPE, metrics } from './metrics/meter.ts';
import { everySecond } from './scheduler/every-second.ts';
import type { Service } from './service.ts';
import { startService } from './service.ts';
import { readCards } from './service/cards.ts';
import type { Settings } from './settings.ts';
import { loadSettings, readEnvFile } from './settings.ts';
import { openStore } from './storage/open-store.ts';
import { prepareInQuiet } from './teams/cards/template.ts';
import { textFaults } from './text/text-faults.ts';

const PACKAGE = join(dirname(fileURLToPath(import.meta.url)), '..');
const CARDS = join(PACKAGE, 'cards');
/** A turn, a send and a write end well within this; what does not is repeated at the next start. */
const STOP_WITHIN_MS = 6_000;
/** A wait keeps no process alive that has nothing else to do. */
const STOPWATCH = { now: () => performance.now(), wait: (ms: number) => pause(ms, undefined, { ref: false }) };
const TICK_IS_OLD_AFTER_MS = 10_000;

/** Starts all of it. Resolves with what stops it again. @throws with a sentence for the person at the console; nothing is left running then. */
async function start(settings: Settings, stop: () => void): Promise<() => Promise<void>> {
  const log = openLog({ level: settings.logLevel, secrets: settings.secrets });
  endOnCrash(log);
  let lost = false;
  const onLost = (why: Error): void => {
    lost = true;
    log.error({ err: why }, 'the data folder is no longer ours: stopping');
    // Whoever supervises us has to start us again.
    process.exitCode = 1;
    stop();
  };
  const onNews = (what: string): void => {
    log.warn({ data: settings.dataFolder }, what);
  };
  const store = await openStore(settings.dataFolder, { onLost, onNews });
  const { site, credentials, smtp } = settings;
  const movable = settings.mode !== 'teams';
  const cards = readCards(CARDS, site.languages, settings.texts);
  const meter = metrics(versionOf(PACKAGE));
  const service = await startService({
    site,
    store,
    credentials,
    log,
    meter,
    secretExpires: settings.secretExpires,
    real: Date.now,
    movable,
    cards,
    patience: { letter: LETTER, update: UPDATE },
    // In a rehearsal a month passes within a minute, and nobody limits anything.
    pace: settings.mode === 'rehearsal' ? NO_PACE : pace(TEAMS, STOPWATCH),
    mailer: smtp === null || site.mail === undefined ? null : mailerOf(smtp, site.mail, site),
    calendar: (voices) => calendarFeed({ sender: site.mail, site, voices }),
  });
  const knock = (): Promise<void> => meter.timed(() => service.tick());
  const knocked = Date.now();
  await knock();
  const ticker = everySecond(knock, log);
  const server = await startServer({
    host: settings.host,
    port: settings.port,
    gate: settings.gate,
    log,
    process: (req, res) => service.adapter.process(req, res, service.turn),
    ready: () => ready(!lost, service, ticker.lastAt()),
    calendar: { token: settings.calendarToken, read: service.calendar },
    answered: meter.answered,
    refused: meter.activityRefused,
    ...metricsOf(settings, meter, () => ({
      ...service.vitals(),
      tickAgeMs: Date.now() - (ticker.lastAt() ?? knocked),
    })),
    ...(service.movable === null ? {} : { clock: service.movable }),
  });
  log.info({ mode: settings.mode, url: server.url, site: site.name, data: settings.dataFolder }, 'ready');
  prepareInQuiet(cards.templates, (error) => {
    log.error({ err: error }, 'a card template cannot be used');
  });
  return async () => {
    await server.close(STOP_WITHIN_MS);
    await ticker.stop();
    await service.stop(STOP_WITHIN_MS / 4);
    await store.close();
    log.info({}, 'stopped');
  };
}

function mailerOf(smtp: Smtp, sender: Sender, site: Site): (voices: readonly Voice[]) => Mailer {
  return (voices) => smtpMailer({ smtp, sender, site, voices });
}

/** In teams mode the world may reach us, and a proxy makes everybody come from this machine: without a token there are none. */
function metricsOf(
  { mode, metricsToken: token }: Settings,
  meter: Metrics,
  now: () => Reading,
): { readonly metrics?: MetricsRoute } {
  if (mode === 'teams' && token === null) return {};
  return { metrics: { token, contentType: CONTENT_TYPE, read: () => meter.read(now()) } };
}

function versionOf(folder: string): string {
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { readonly version: string };
  return version;
}

function ready(
  store: boolean,
  service: Service,
  lastTick: number | null,
): { ok: boolean; checks: Record<string, boolean> } {
  const checks = {
    store,
    channel: service.team.installation !== null,
    tick: lastTick !== null && Date.now() - lastTick < TICK_IS_OLD_AFTER_MS,
  };
  return { ok: Object.values(checks).every(Boolean), checks };
}

async function run(): Promise<void> {
  readEnvFile();
  let stopping: Promise<void> | null = null;
  let stopAll: (() => Promise<void>) | null = null;
  const stop = (): void => {
    stopping ??= (stopAll?.() ?? Promise.resolve()).finally(() => process.exit(process.exitCode ?? 0));
  };
  // Not `once`: the lock's own signal listeners end the process where nobody else listens.
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  stopAll = await start(loadSettings(process.env, textFaults), stop);
}

run().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
});
