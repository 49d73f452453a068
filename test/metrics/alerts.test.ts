/** The example of alert rules names only what is there. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { metrics } from '../../src/metrics/meter.ts';
import { namesIn } from './reading.ts';

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly labels: { readonly severity: string };
  readonly annotations: { readonly summary: string; readonly description: string };
}

const file = readFileSync(new URL('../../deploy/prometheus-alerts.yaml', import.meta.url), 'utf8');
const { groups } = parse(file) as { readonly groups: readonly { readonly rules: readonly Rule[] }[] };
const rules = groups.flatMap((group) => group.rules);
const operations = readFileSync(new URL('../../docs/operations.md', import.meta.url), 'utf8');

async function everything(): Promise<string> {
  const meter = metrics('1.2.3');
  meter.command('fallDue', 'failed');
  meter.command('giveGo', { refused: 'not the approver', values: {} });
  meter.lag('teams', 1);
  meter.lag('mail', 1);
  meter.activityRefused('tenant');
  await meter.timed(() => Promise.resolve());
  return meter.read({
    openChanges: 1,
    letters: 1,
    mails: 1,
    damagedFiles: 1,
    channelKnown: true,
    secretExpiresAt: 0,
    tickAgeMs: 1,
  });
}

describe('each alert', () => {
  test.each(rules)('$alert names series that there are, with labels that they have', async ({ expr }) => {
    const lines = (await everything()).split('\n').filter((line) => line.startsWith('change_steward_'));
    for (const [series, name = '', labels = ''] of expr.matchAll(/(change_steward_\w+)(?:\{(.*?)\})?/g)) {
      const wanted = labels === '' ? [] : labels.split(',');
      const there = lines.filter(
        (line) => /^\w+/.exec(line)?.[0] === name && wanted.every((one) => line.includes(one)),
      );
      expect([series, there.length > 0]).toEqual([series, true]);
    }
  });

  test.each(rules)('$alert says how bad it is, what it means and what to do', ({ labels, annotations, expr }) => {
    expect(['critical', 'warning']).toContain(labels.severity);
    expect(annotations.summary).toMatch(/\.$/);
    expect(annotations.description.length).toBeGreaterThan(20);
    expect(expr.split('(')).toHaveLength(expr.split(')').length);
  });

  test('has a name of its own', () => {
    expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
  });
});

describe('docs/operations.md', () => {
  test('tells of every figure of ours, and of none that there is not', async () => {
    const ours = namesIn(await everything()).filter((name) => name.startsWith('change_steward_'));
    const told = [...operations.matchAll(/`(change_steward_\w+)/g)].map(([, name = '']) => name);
    expect([...new Set(told)].sort()).toEqual([...ours].sort());
  });
});
