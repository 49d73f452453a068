/** What Prometheus reads: names by its conventions, figures that add up, and nothing that names a change or a person. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { refuse } from '../../src/domain/refusal.ts';
import type { Reading } from '../../src/metrics/meter.ts';
import { metrics } from '../../src/metrics/meter.ts';
import { namesIn, valueIn } from './reading.ts';

const QUIET: Reading = {
  openChanges: 0,
  letters: 0,
  mails: 0,
  damagedFiles: 0,
  channelKnown: false,
  secretExpiresAt: null,
  tickAgeMs: 0,
};

describe('what is counted', () => {
  test('are commands by type and outcome, and refusals by their reason', async () => {
    const meter = metrics('1.2.3');
    meter.command('giveGo', 'done');
    meter.command('giveGo', 'outdated');
    meter.command('giveGo', refuse('not the approver', { approver: 'Approver' }));
    meter.command('fallDue', 'failed');
    const text = await meter.read(QUIET);
    const commands = (command: string, outcome: string) =>
      valueIn(text, `change_steward_commands_total{command="${command}",outcome="${outcome}"}`);
    expect(['done', 'outdated', 'refused'].map((outcome) => commands('giveGo', outcome))).toEqual([1, 1, 1]);
    expect(commands('fallDue', 'failed')).toBe(1);
    expect(valueIn(text, 'change_steward_refusals_total{reason="not the approver"}')).toBe(1);
    expect(text).not.toContain('"Approver"');
  });

  test('are tries to send, each once, and from zero, so that the first one given up is an increase', async () => {
    const meter = metrics('1.2.3');
    const given = 'change_steward_sends_total{channel="mail",kind="letter",outcome="given up"}';
    expect(valueIn(await meter.read(QUIET), given)).toBe(0);
    meter.send('mail', 'letter', 'given up');
    meter.send('teams', 'card', 'tried again');
    const text = await meter.read(QUIET);
    expect(valueIn(text, given)).toBe(1);
    expect(valueIn(text, 'change_steward_sends_total{channel="teams",kind="card",outcome="tried again"}')).toBe(1);
  });

  test('is how late letters go, from a tenth of a second to hours', async () => {
    const meter = metrics('1.2.3');
    for (const ms of [90, 900, 7_200_000, -5_000]) meter.lag('teams', ms);
    const text = await meter.read(QUIET);
    const upTo = (le: string) => valueIn(text, `change_steward_send_lag_seconds_bucket{le="${le}",channel="teams"}`);
    expect(['0.1', '1', '3600', '10800', '+Inf'].map(upTo)).toEqual([2, 3, 3, 4, 4]);
    expect(valueIn(text, 'change_steward_send_lag_seconds_sum{channel="teams"}')).toBeCloseTo(7_200.99);
  });

  test('is how long a knock of the clock takes, one that fails too', async () => {
    let now = 0;
    const meter = metrics('1.2.3', () => now);
    const takes = (ms: number) => async () => {
      now += ms;
      return Promise.resolve();
    };
    await meter.timed(takes(20));
    await expect(
      meter.timed(async () => {
        await takes(2_000)();
        throw new Error('EIO');
      }),
    ).rejects.toThrow('EIO');
    const text = await meter.read(QUIET);
    expect(valueIn(text, 'change_steward_tick_duration_seconds_bucket{le="0.025"}')).toBe(1);
    expect(valueIn(text, 'change_steward_tick_duration_seconds_sum')).toBeCloseTo(2.02);
  });

  test('are answers by class of status, and activities that were not let in', async () => {
    const meter = metrics('1.2.3');
    for (const status of [200, 202, 401, 503]) meter.answered(status);
    meter.activityRefused('tenant');
    const text = await meter.read(QUIET);
    const answers = (status: string) => valueIn(text, `change_steward_http_responses_total{status="${status}"}`);
    expect(['2xx', '3xx', '4xx', '5xx'].map(answers)).toEqual([2, 0, 1, 1]);
    expect(valueIn(text, 'change_steward_activities_refused_total{reason="tenant"}')).toBe(1);
  });
});

describe('how things are', () => {
  test('is as it is at the moment somebody reads', async () => {
    const meter = metrics('1.2.3');
    await meter.read(QUIET);
    const text = await meter.read({
      openChanges: 4,
      letters: 2,
      mails: 1_000,
      damagedFiles: 1,
      channelKnown: true,
      secretExpiresAt: Date.parse('2027-06-01T00:00Z'),
      tickAgeMs: 1_500,
    });
    const value = (name: string) => valueIn(text, `change_steward_${name}`);
    expect({
      open: value('open_changes'),
      outbox: [value('outbox_depth{channel="teams"}'), value('outbox_depth{channel="mail"}')],
      damaged: value('damaged_files'),
      known: value('channel_known'),
      age: value('tick_age_seconds'),
      expiry: value('client_secret_expiry_timestamp_seconds'),
      version: value('build_info{version="1.2.3"}'),
    }).toEqual({
      open: 4,
      outbox: [2, 1_000],
      damaged: 1,
      known: 1,
      age: 1.5,
      expiry: Date.parse('2027-06-01T00:00Z') / 1_000,
      version: 1,
    });
  });

  test('says nothing of a secret whose date nobody has told', async () => {
    expect(namesIn(await metrics('1.2.3').read(QUIET))).not.toContain(
      'change_steward_client_secret_expiry_timestamp_seconds',
    );
  });
});

describe('the text', () => {
  test('has names by the conventions: one beginning, base units, totals for what only grows', async () => {
    const text = await metrics('1.2.3').read(QUIET);
    const types = [...text.matchAll(/^# TYPE (change_steward_\S+) (\S+)$/gm)].map(([, name = '', type = '']) => ({
      name,
      type,
    }));
    expect(types.length).toBeGreaterThan(12);
    for (const { name, type } of types) {
      expect(name).toMatch(/^change_steward_[a-z]+(_[a-z]+)*$/);
      expect([name, name.endsWith('_total')]).toEqual([name, type === 'counter']);
      expect(name).not.toMatch(/_(ms|milliseconds|minutes|hours|days|kilobytes)(_|$)/);
      if (type === 'histogram') expect(name).toMatch(/_seconds$/);
    }
  });

  test('says what every one of them is, in a line', async () => {
    const text = await metrics('1.2.3').read(QUIET);
    const helped = [...text.matchAll(/^# HELP (\S+) \S.*$/gm)].map(([, name]) => name);
    expect(namesIn(text).filter((name) => !helped.includes(name))).toEqual([]);
  });

  test('has the process too', async () => {
    expect(namesIn(await metrics('1.2.3').read(QUIET))).toEqual(
      expect.arrayContaining(['process_cpu_seconds_total', 'process_resident_memory_bytes', 'nodejs_version_info']),
    );
  });
});

test('a process that has nothing else to do ends, though its metrics were read', () => {
  const source = fileURLToPath(new URL('../../src/metrics/meter.ts', import.meta.url));
  const script = `import { metrics } from ${JSON.stringify(source)};
    const text = await metrics('1').read(${JSON.stringify(QUIET)});
    console.log(text.length > 1000);`;
  const run = spawnSync(
    process.execPath,
    ['--import', import.meta.resolve('tsx'), '--input-type=module', '--eval', script],
    {
      encoding: 'utf8',
      timeout: 20_000,
    },
  );
  expect([run.status, run.stdout.trim(), run.stderr]).toEqual([0, 'true', '']);
}, 30_000);
