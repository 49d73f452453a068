import { describe, expect, test } from '@jest/globals';
import type { DraftField, DraftFields, Problem } from '../../src/domain/draft.ts';
import { checkDraft, DRAFT_PROBLEMS } from '../../src/domain/draft.ts';
import { site, upgrade, zurich } from '../support/fixtures.ts';

const NOW = zurich('2027-01-09 10:00');
const { title, service, what, tests, backout } = upgrade;
const good: DraftFields = { title, service, what, tests, backout, start: '2027-02-13T08:00', minutes: 240 };

const check = (fields: Partial<DraftFields>) => checkDraft({ ...good, ...fields }, site, NOW);

/** The problem of the one field that is wrong. */
function problemOf(fields: Partial<DraftFields>): readonly [string, Problem] {
  const checked = check(fields);
  const [only, ...more] = 'problems' in checked ? Object.entries(checked.problems) : [];
  if (only === undefined || more.length > 0) throw new Error(`expected one problem: ${JSON.stringify(checked)}`);
  return only;
}

describe('the form', () => {
  test('filled in well is a draft', () => {
    expect(check({})).toEqual({ draft: upgrade });
  });

  test('is cleaned of blanks around what people wrote', () => {
    expect(
      check({ title: '  Upgrade Moodle ', what: ` ${what}\n`, backout: `\t${backout}`, tests: [' a ', '', '  ', 'b'] }),
    ).toEqual({
      draft: { ...upgrade, tests: ['a', 'b'] },
    });
  });

  test('names everything that is wrong at once', () => {
    const empty = { title: ' ', service: '', what: '', tests: [], backout: '\n', start: null, minutes: null };
    expect(check(empty)).toEqual({
      problems: {
        title: { problem: 'missing', values: {} },
        service: { problem: 'missing', values: {} },
        what: { problem: 'missing', values: {} },
        tests: { problem: 'missing', values: {} },
        backout: { problem: 'missing', values: {} },
        start: { problem: 'unreadable start', values: {} },
        duration: { problem: 'unreadable duration', values: {} },
      },
    });
  });

  const cases: readonly (readonly [DraftField, Problem['problem'], Partial<DraftFields>, Problem['values']])[] = [
    ['title', 'too long', { title: 'x'.repeat(121) }, { most: 120, length: 121 }],
    ['what', 'too long', { what: 'x'.repeat(4001) }, { most: 4000, length: 4001 }],
    ['backout', 'too long', { backout: 'x'.repeat(2001) }, { most: 2000, length: 2001 }],
    ['tests', 'too long', { tests: ['ok', 'x'.repeat(201)] }, { most: 200, length: 201 }],
    ['tests', 'missing', { tests: ['', ' '] }, {}],
    ['tests', 'too many tests', { tests: Array.from({ length: 21 }, () => 'x') }, { most: 20, found: 21 }],
    ['service', 'unknown service', { service: 'mail' }, { found: 'mail', scope: 'isc-learn, sandbox' }],
    ['start', 'unreadable start', { start: 'tomorrow' }, {}],
    ['start', 'unreadable start', { start: '2027-02-30T08:00' }, {}],
    ['start', 'start in the past', { start: '2027-01-09T10:00' }, {}],
    ['start', 'start in the past', { start: '2026-12-31T23:59' }, {}],
    ['start', 'start too far', { start: '2029-01-09T10:00' }, {}],
    [
      'start',
      'start in the gap',
      { start: '2027-03-28T02:00' },
      { last: '2027-03-28 01:59', next: '2027-03-28 03:00', zone: 'Europe/Zurich' },
    ],
    ['duration', 'duration out of range', { minutes: 4 }, { least: 5, days: 7 }],
    ['duration', 'duration out of range', { minutes: 7 * 24 * 60 + 1 }, { least: 5, days: 7 }],
    ['duration', 'unreadable duration', { minutes: Number.NaN }, {}],
    ['duration', 'unreadable duration', { minutes: 100 / 3 }, {}],
    ['emergency', 'no emergency', { emergency: true }, {}],
    ['reason', 'too long', { reason: 'x'.repeat(1001) }, { most: 1000, length: 1001 }],
  ];
  test.each(cases)('%s: %s', (field, problem, fields, values) => {
    expect(problemOf(fields)).toEqual([field, { problem, values }]);
  });

  test('has a case here for every problem there is', () => {
    // The reason is asked for when the form comes back, and its lack is said there: warnings.test.ts.
    const seen = [...cases.map(([, problem]) => problem), 'missing', 'reason missing'];
    expect(new Set(seen)).toEqual(new Set(DRAFT_PROBLEMS));
  });

  test.each([
    { title: 'x'.repeat(120) },
    { title: ` ${'x'.repeat(120)} ` },
    { what: 'x'.repeat(4000), backout: 'x'.repeat(2000) },
    { tests: Array.from({ length: 20 }, () => 'x'.repeat(200)) },
    { start: '2027-01-09T10:01' },
    { start: '2027-03-28T01:59' },
    { start: '2027-03-28T03:00' },
    { start: '2027-10-31T02:30' },
    { minutes: 5 },
    { minutes: 7 * 24 * 60 },
  ])('takes what just fits (%j)', (fields) => {
    expect(check(fields)).toHaveProperty('draft');
  });
});
