/** What is counted, and how whoever watches from outside reads it: the format of Prometheus, by prom-client. */
import type * as Client from 'prom-client';
import type { Meter } from '../app/ports.ts';
import type { Vitals } from '../app/vitals.ts';
import { gauges } from './gauges.ts';
import { collectDefaultMetrics, Counter, Histogram, Registry } from './prom-client.ts';

/** All that is counted; only the process counts itself, from the first reading on. */
export interface Metrics extends Meter {
  /** Runs the knock, and measures how long it takes. @throws what the knock throws */
  timed(knock: () => Promise<void>): Promise<void>;
  /** A request was answered with this HTTP status. */
  readonly answered: (status: number) => void;
  /** An activity was not let in; `reason` is one of the few of the gate. */
  readonly activityRefused: (reason: string) => void;
  /** All of it as text, with how things are now. */
  read(now: Reading): Promise<string>;
}

export interface Reading extends Vitals {
  /** Since the last knock of the clock began. */
  readonly tickAgeMs: number;
}

export const CONTENT_TYPE = Registry.PROMETHEUS_CONTENT_TYPE;

/** Around the second of a tick, up to the hours that a letter is tried for. */
const LAG_BUCKETS = [0.1, 0.25, 0.5, 1, 1.5, 2.5, 5, 10, 30, 60, 300, 900, 3_600, 10_800, 43_200];
const TICK_BUCKETS = [0.001, 0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 10];

const OUTCOMES = ['sent', 'tried again', 'unknown', 'given up', 'left out'] as const;
const CLASSES = ['2xx', '3xx', '4xx', '5xx'] as const;

/** Metrics of a process of this version, all at zero; `clock` in milliseconds, for what takes time. */
export function metrics(version: string, clock: () => number = () => performance.now()): Metrics {
  const registry = new Registry();
  const of = counters(registry);
  const setGauges = gauges(registry, version);
  let isRead = false;

  return {
    command(type, outcome) {
      const refused = typeof outcome === 'object';
      of.commands.inc({ command: type, outcome: refused ? 'refused' : outcome });
      if (refused) of.refusals.inc({ reason: outcome.refused });
    },
    send(channel, kind, outcome) {
      of.sends.inc({ channel, kind, outcome });
    },
    lag(channel, ms) {
      // A clock that was set back makes no letter early.
      of.lag.observe({ channel }, Math.max(0, ms) / 1_000);
    },
    async timed(knock) {
      const since = clock();
      try {
        await knock();
      } finally {
        of.ticks.observe((clock() - since) / 1_000);
      }
    },
    answered: (status) => {
      of.answers.inc({ status: `${String(Math.floor(status / 100))}xx` });
    },
    activityRefused: (reason) => {
      of.activities.inc({ reason });
    },
    read(now) {
      // Where nobody reads, nobody pays: for the import, and 0.2 % of a core for the lag of the event loop.
      if (!isRead) {
        isRead = true;
        collectDefaultMetrics(registry);
      }
      setGauges(now);
      return registry.metrics();
    },
  };
}

function counters(registry: Client.Registry) {
  const registers = [registry];
  const commands = new Counter({
    name: 'change_steward_commands_total',
    help: 'Commands of people, of the clock and of the delivery, by type, and what became of them.',
    labelNames: ['command', 'outcome'],
    registers,
  });
  const refusals = new Counter({
    name: 'change_steward_refusals_total',
    help: 'Commands that the process refused to a person, by the reason they were given.',
    labelNames: ['reason'],
    registers,
  });
  const sends = new Counter({
    name: 'change_steward_sends_total',
    help: 'Tries to send a letter, a mail (kind letter of channel mail), or a card that is out, and what became of them.',
    labelNames: ['channel', 'kind', 'outcome'],
    registers,
  });
  const lag = new Histogram({
    name: 'change_steward_send_lag_seconds',
    help: 'From the instant a letter or a mail was due to the answer that it was taken.',
    labelNames: ['channel'],
    buckets: LAG_BUCKETS,
    registers,
  });
  const ticks = new Histogram({
    name: 'change_steward_tick_duration_seconds',
    help: 'How long the knock of every second took.',
    buckets: TICK_BUCKETS,
    registers,
  });
  const answers = new Counter({
    name: 'change_steward_http_responses_total',
    help: 'Answers to HTTP requests, by class of status.',
    labelNames: ['status'],
    registers,
  });
  const activities = new Counter({
    name: 'change_steward_activities_refused_total',
    help: 'Activities that the gate did not let in, by reason.',
    labelNames: ['reason'],
    registers,
  });
  // A rate sees the first of a kind only where there was a zero before it.
  for (const outcome of OUTCOMES)
    for (const [channel, kind] of [
      ['teams', 'letter'],
      ['teams', 'card'],
      ['mail', 'letter'],
    ] as const)
      sends.inc({ channel, kind, outcome }, 0);
  for (const status of CLASSES) answers.inc({ status }, 0);
  return { commands, refusals, sends, lag, ticks, answers, activities };
}
