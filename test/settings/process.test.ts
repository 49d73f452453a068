import { describe, expect, test } from '@jest/globals';
import type { Site } from '../../src/domain/site.ts';
import { PROCESS } from '../../src/process.ts';
import { SITE, faultsIn, faultsOf, load } from './support.ts';

function processOf(overrides: string): Site['process'] {
  return load(`${SITE}process: ${overrides}\n`).site.process;
}

function faults(overrides: string): readonly string[] {
  return faultsIn(`${SITE}process: ${overrides}\n`);
}

describe('a site changes the process', () => {
  test('by moving a milestone to another day and hour', () => {
    const { remind } = processOf('{ remind: { by: 2 days, hour: "10:00" } }');
    expect(remind).toEqual({ ...PROCESS.remind, due: { before: 'start', by: 'P2D', hour: '10:00' } });
  });

  test('by letting it fall due at the hour of the window', () => {
    expect(processOf('{ go-nogo: { hour: none } }')['go-nogo'].due).toEqual({ before: 'start', by: 'P7D' });
  });

  test('by another margin for the snapshot', () => {
    expect(processOf('{ snapshot: { by: 1h } }').snapshot.due).toEqual({
      before: 'start',
      by: 'PT1H',
      plus: 'snapshot',
    });
  });

  test('by asking again sooner, or never', () => {
    const { tests, decide } = processOf('{ tests: { again: 1h }, decide: { again: never } }');
    expect([tests.again, decide.again]).toEqual(['PT1H', null]);
  });

  test('by skipping what is late', () => {
    const { remind, decide } = processOf('{ remind: { ifLate: skip }, decide: { ifLate: skip } }');
    expect([remind.ifLate, decide.ifLate]).toEqual(['skip', 'skip']);
  });

  test('by another time to warn before the last moment for a restore, and another margin for its tests', () => {
    const { 'last-rollback': row } = processOf('{ last-rollback: { by: 45 min, warn: 30 min } }');
    expect([row.due, row.warn]).toEqual([{ before: 'end', by: 'PT45M', plus: 'restore' }, 'PT30M']);
  });

  test('by another acceptable extra time, and other times between updates', () => {
    const { extend, overrun, incident } = processOf(
      '{ extend: { limit: 3h }, overrun: { again: 1h }, incident: { again: 15 min } }',
    );
    expect([extend.limit, overrun.again, incident.again]).toEqual(['PT3H', 'PT1H', 'PT15M']);
  });

  test.each(['prepare', 'pre-check', 'remind', 'snapshot', 'last-rollback', 'decide', 'overrun'] as const)(
    'by leaving out %s',
    (name) => {
      expect(processOf(`{ ${name}: { on: false } }`)[name].on).toBe(false);
    },
  );
});

describe('a site does not', () => {
  test.each(['go-nogo', 'announce', 'start', 'tests', 'end', 'extend', 'incident', 'close'])('leave out %s', (name) => {
    expect(faults(`{ ${name}: { on: false } }`)).toHaveLength(1);
  });

  test('let the approver be silent for ever', () => {
    expect(faults('{ go-nogo: { again: never } }')).toEqual([
      expect.stringContaining('process.go-nogo.again: "never"'),
    ]);
  });

  test('send the reminder on the day itself', () => {
    expect(faults('{ remind: { ifLate: send late } }')).toHaveLength(1);
  });

  test('ask again all the time', () => {
    expect(faults('{ prepare: { again: 1 min } }')).toHaveLength(1);
  });

  test.each([
    '{ start: { by: 1h } }',
    '{ tests: { by: 1h } }',
    '{ announce: { again: 1 day } }',
    '{ decide: { hour: "09:00" } }',
    '{ go-nogo: { ifLate: skip } }',
    '{ remid: { on: false } }',
    '{ remind: { huor: "09:00" } }',
    '{ remind: { hour: "9:00" } }',
    '{ remind: { by: 3 } }',
    '{ remind: { by: 2h, hour: none } }',
    '{ remind: no }',
    '[]',
  ])('write %s', (overrides) => {
    expect(faults(overrides)).toHaveLength(1);
  });
});

describe('the order of the process holds', () => {
  test.each([
    ['GO before the pre-check', '{ go-nogo: { by: 20 days } }', 'pre-check to fall due before go-nogo'],
    ['the reminder before GO', '{ remind: { by: 8 days } }', 'go-nogo to fall due before remind'],
    [
      'GO at the hour after which a reminder is due',
      '{ go-nogo: { by: 1 day, hour: "10:00" } }',
      'go-nogo to fall due before remind',
    ],
    [
      'GO when the snapshot should run',
      '{ go-nogo: { by: 3h, hour: none }, remind: { on: false } }',
      'go-nogo to fall due before snapshot',
    ],
    [
      'without GO between them, still',
      '{ pre-check: { by: 1h, hour: none }, go-nogo: { by: 30 min, hour: none } }',
      'before remind',
    ],
  ])('against %s', (_what, overrides, expected) => {
    const found = faultsOf(() => load(`${SITE}process: ${overrides}\n`));
    expect(found.map((fault) => fault.expected).join('\n')).toContain(expected);
  });

  test('also where something else is wrong', () => {
    const broken = `${SITE.replace('name: Site', 'name:')}process: { go-nogo: { by: 20 days } }\n`;
    expect(faultsIn(broken)).toEqual(['2 name: nothing', expect.stringContaining('process.go-nogo: P20D at 09:00')]);
  });

  test('without what is left out', () => {
    expect(faults('{ pre-check: { on: false }, go-nogo: { by: 20 days } }')).toEqual([]);
  });
});
