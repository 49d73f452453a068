/** Whatever stands in a site file or an environment: it gives settings, or faults that say where, what was found and what was expected. Never anything else, never without end. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { parse, stringify } from 'yaml';
import { loadSettings } from '../../src/settings.ts';
import { VARIABLES } from '../../src/settings/environment.ts';
import type { Fault } from '../../src/settings/fault.ts';
import { SettingsError } from '../../src/settings/fault.ts';
import { textFaults } from '../../src/text/text-faults.ts';
import { PATIENCE, RUNS, SEED } from './chance.ts';
import { edit, edited, HOSTILE, odd } from './odd.ts';

jest.setTimeout(PATIENCE);

const EXAMPLE = readFileSync(fileURLToPath(new URL('../../config/isc-learn.yaml', import.meta.url)), 'utf8');
const SITE = parse(EXAMPLE) as Readonly<Record<string, unknown>>;
/** With everything that is commented out in it. */
const FULL = {
  ...SITE,
  onCall: [{ name: 'On call', entraId: '00000000-0000-4000-8000-000000000009' }],
  freezePeriods: [{ from: '2027-06-01', to: '2027-06-20', why: 'Exams' }],
  incidentProcess: 'https://isc-learn.example/incidents',
  process: {
    prepare: { by: '21 days', again: '7 days' },
    'pre-check': { by: '14 days', hour: '09:00', again: '1 day' },
    remind: { by: '1 day', hour: '09:00', on: true },
    'last-rollback': { by: '30 min', warn: '15 min' },
    decide: { by: '30 min', again: '15 min', ifLate: 'skip' },
    extend: { limit: '2h' },
  },
};
const SITES: readonly unknown[] = [SITE, FULL];

const folder = mkdtempSync(join(tmpdir(), 'steward-fuzz-'));
const file = join(folder, 'site.yaml');
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** A secret of each kind; none of them may be in a message. */
const MARK = 'hush5ecret';
const SECRETS: Readonly<Record<string, string>> = {
  MicrosoftAppPassword: `${MARK}~app`,
  SMTP_URL: `smtp://steward:${MARK}@127.0.0.1:2525`,
  STEWARD_CALENDAR_TOKEN: `${MARK}-calendar-token-of-32-letters`,
  STEWARD_METRICS_TOKEN: `${MARK}-metrics-token-of-32-letters`,
};
const TEAMS: Readonly<Record<string, string>> = {
  STEWARD_MODE: 'teams',
  MicrosoftAppId: 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa',
  MicrosoftAppType: 'SingleTenant',
  MicrosoftAppTenantId: 'bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb',
  ...SECRETS,
};

let accepted = 0;
const found = new Set<string>();

let written = '';

/** Settings, or the faults; @throws on anything else. The longest that it may take is seconds, for a machine with more to do. */
function tried(yaml: string, env: Readonly<Record<string, string | undefined>>): void {
  if (yaml !== written) writeFileSync(file, yaml);
  written = yaml;
  const began = performance.now();
  try {
    loadSettings({ STEWARD_SITE: file, ...env }, withTexts(yaml));
    accepted += 1;
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    isWellSaid(error);
  }
  if (performance.now() - began > LONGEST_MS) throw new Error('it took too long');
}

const LONGEST_MS = 5_000;
const ENCODED = Buffer.from(MARK).toString('base64').slice(0, 12);

/** Without `expect`, which takes longer than all that it looks at here. */
function isWellSaid({ faults, message }: SettingsError): void {
  const wrong = (fault: Fault): boolean =>
    [fault.where, fault.found, fault.expected].some((part) => part === '') || fault.found.length > 400;
  if (faults.length === 0 || faults.some(wrong)) throw new Error(`a fault is not well said: ${message}`);
  if (message.includes(MARK) || message.includes(ENCODED)) throw new Error(`a secret is told: ${message}`);
  for (const { where } of faults) found.add(where.replace(/^.*\.yaml:?\d*/, ''));
}

/** The texts are the same for most: they are looked at only where the file says something of them. */
function withTexts(yaml: string): typeof textFaults | undefined {
  return /^texts/m.test(yaml) ? textFaults : undefined;
}

const wordings = fc.constantFrom(
  ...[
    'Mars/Olympus',
    'europe/zurich',
    'UTC',
    '+02:00',
    'Etc/GMT+99',
    '2027-02-30',
    '2027-02-01',
    '09:00',
    '24:00',
    '9:0',
  ],
  ...['P21D', 'PT0S', '-P1D', 'P99999999D', '1e9 days', '14 days', '0 min', 'never', '2h30', 'PT2H30M', '½ h', 'P1Y'],
  ...['en', 'fr', 'xx', '../../etc/passwd', 'isc-learn.yaml', 'teachers', 'a@b.example', 'a@b@c', 'a\nb@c.example'],
  ...[
    '00000000-0000-4000-8000-000000000001',
    '=cmd|calc',
    'Hannibal',
    'isc-learn',
    'on',
    'no',
    '~',
    '.inf',
    '.nan',
    '0x7f',
    '1_000',
  ],
);
const anything = fc.oneof(odd, wordings);

/** A site with some of it removed, replaced, swapped, wrapped or added. */
const shaken = fc
  .record({ site: fc.constantFrom(...SITES), edits: fc.array(edit, { minLength: 1, maxLength: 4 }), more: anything })
  .map(({ site, edits, more }) =>
    textOf(
      edited(
        site,
        edits.map((each) => (each.place % 2 === 0 ? { ...each, value: more } : each)),
      ),
    ),
  );

/** As JSON, which is YAML too and written ten times as quickly; a site that is gone altogether is an empty file. */
const textOf = (site: unknown): string => (site === undefined ? '' : JSON.stringify(site, null, 1));

const LINES = stringify(FULL).trimEnd().split('\n');

/** What YAML can do besides. */
const STRANGE = [
  '\t',
  '\tname: x',
  '<<: *x',
  '<<: { name: x }',
  '- ',
  '? [a, b] : c',
  '&a name: x',
  'x: *nowhere',
  'x: &x [*x, *x]',
  'x: !!binary AAAA',
  'x: !!js/function "function () {}"',
  'x: !<tag:example.org,2027:x> y',
  '--- ',
  '...',
  '%YAML 9.9',
  'name: |',
  "name: 'open",
  'name: "\\uD800"',
  '__proto__: { polluted: true }',
  'constructor: { prototype: { polluted: true } }',
  'x: 123456789012345678901234567890123456789012345678901234567890',
  'x: 0o777777777777777777777777777777777',
  '[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[',
  `x: ${'['.repeat(400)}`,
  `x: ${'{a: '.repeat(200)}`,
  `x: ${'9'.repeat(5_000)}`,
  '\u0000',
  '\uFEFF',
  '\u2028name: x',
  ...HOSTILE,
] as const;

interface Cut {
  readonly line: number;
  readonly does: 'removes' | 'doubles' | 'moves' | 'strange' | 'cuts' | 'indents';
  readonly what: string;
  readonly at: number;
}

/** The text of a site with lines lost, doubled, moved, cut in the middle, and with what else YAML can say in between. */
const torn = fc
  .array(
    fc.record<Cut>({
      line: fc.nat(LINES.length),
      does: fc.constantFrom('removes', 'doubles', 'moves', 'strange', 'strange', 'cuts', 'indents'),
      what: fc.oneof(fc.constantFrom(...STRANGE), fc.string({ unit: 'binary', maxLength: 20 })),
      at: fc.nat(60),
    }),
    { minLength: 1, maxLength: 4 },
  )
  .map((cuts) => cuts.reduce<readonly string[]>((lines, cut) => torn1(lines, cut), LINES).join('\n'));

function torn1(lines: readonly string[], { line, does, what, at }: Cut): readonly string[] {
  const index = line % Math.max(1, lines.length);
  const here = lines[index] ?? '';
  const changed: Readonly<Record<Cut['does'], readonly string[]>> = {
    removes: [],
    doubles: [here, here],
    moves: [],
    strange: [here, `${/^ */.exec(here)?.[0] ?? ''}${what}`],
    cuts: [here.slice(0, at)],
    indents: [` ${here}`],
  };
  const rest = lines.toSpliced(index, 1, ...changed[does]);
  return does === 'moves' ? rest.toSpliced(at % Math.max(1, rest.length), 0, here) : rest;
}

/** An alias that names ten of the one before it: a kilobyte that would be gigabytes. */
const bomb = fc
  .record({ wide: fc.integer({ min: 2, max: 12 }), deep: fc.integer({ min: 2, max: 14 }), isMap: fc.boolean() })
  .map(({ wide, deep, isMap }) => {
    const step = (level: number): string => {
      const names = Array.from({ length: wide }, (_, index) =>
        isMap ? `k${index}: *a${level - 1}` : `*a${level - 1}`,
      ).join(', ');
      return `x${level}: &a${level} ${isMap ? `{ ${names} }` : `[${names}]`}`;
    };
    return ['x0: &a0 lol', ...Array.from({ length: deep }, (_, index) => step(index + 1)), ...LINES].join('\n');
  });

const variable = fc.oneof(
  fc.constantFrom<string>(...VARIABLES),
  fc.constantFrom('STEWARD_MOED', 'SMPT_URL', 'MicrosoftAppSecret', 'MICROSOFTAPPPASSWORD', 'SMTP_URI', 'steward_mode'),
);
const said = fc.oneof(
  wordings,
  fc.constantFrom(...HOSTILE),
  fc.constantFrom<string>(
    ...Object.values(TEAMS),
    MARK,
    `Bearer ${MARK}`,
    `smtps://${MARK}:${MARK}@[::1]:99999/${MARK}`,
  ),
  fc.constantFrom(
    'teams',
    'local',
    'rehearsal',
    'public',
    'gcc-high',
    '0',
    '65536',
    '1e3',
    'https://smba.trafficmanager.net/',
    '*',
  ),
  fc.string({ unit: 'binary', maxLength: 40 }),
);
const environment = fc
  .record({
    base: fc.constantFrom<Readonly<Record<string, string>>>(
      TEAMS,
      TEAMS,
      { STEWARD_MODE: 'rehearsal', SMTP_URL: SECRETS['SMTP_URL'] ?? '' },
      {},
    ),
    others: fc.array(fc.tuple(variable, said), { maxLength: 4 }),
    /** A value in the place of another one: a password in the port. */
    swapped: fc.array(fc.tuple(variable, fc.constantFrom(...Object.keys(TEAMS))), { maxLength: 2 }),
    without: fc.array(variable, { maxLength: 2 }),
  })
  .map(({ base, others, swapped, without }) => {
    const env: Record<string, string | undefined> = { ...base, ...Object.fromEntries(others) };
    for (const [to, from] of swapped) env[to] = TEAMS[from];
    return Object.fromEntries(Object.entries(env).filter(([name]) => !without.includes(name)));
  });

/** Without a site a start is refused a hundred times as soon: what is said of the environment is the same. */
const NOWHERE = join(folder, 'nowhere.yaml');

const REHEARSAL = { STEWARD_MODE: 'rehearsal', ...SECRETS, MicrosoftAppPassword: undefined };

const assertAll = (arbitrary: fc.Arbitrary<string>, share: number): void => {
  fc.assert(
    fc.property(arbitrary, (yaml) => {
      tried(yaml, REHEARSAL);
    }),
    { seed: SEED, numRuns: Math.ceil(RUNS * share) },
  );
};

describe('a site file', () => {
  test('of which some is missing, doubled, of another kind or from elsewhere', () => {
    assertAll(shaken, 0.12);
  });

  test('that is torn, with whatever YAML can say in it', () => {
    assertAll(torn, 0.2);
  });

  test('whose aliases would fill the memory', () => {
    assertAll(bomb, 0.02);
  });

  test('of one reading of it alone is no site: a bomb in every place', () => {
    for (const key of ['name', 'languages', 'hosts', 'services', 'mail', 'process', 'texts']) {
      const lines = Array.from({ length: 9 }, (_, n) => `&b${n + 1} [${Array(10).fill(`*b${n}`).join(', ')}]`);
      tried(`b: [&b0 lol, ${lines.join(', ')}]\n${key}: *b9\n`, REHEARSAL);
    }
  });
});

describe('an environment', () => {
  test('with values that are wrong, misspelt, missing, or in the place of another one', () => {
    fc.assert(
      fc.property(environment, (env) => {
        tried(EXAMPLE, { ...env, ...(env['STEWARD_SITE'] === undefined ? { STEWARD_SITE: NOWHERE } : {}) });
      }),
      { seed: SEED, numRuns: Math.ceil(RUNS * 0.6) },
    );
  });

  test('the same, with a site that can be used', () => {
    fc.assert(
      fc.property(environment, (env) => {
        tried(EXAMPLE, { ...env, STEWARD_SITE: file });
      }),
      { seed: SEED + 1, numRuns: Math.ceil(RUNS * 0.06) },
    );
  });
});

test('all that was tried means something: there were sites that can be used, and faults in many places', () => {
  expect(accepted).toBeGreaterThan(RUNS / 100);
  expect(found.size).toBeGreaterThan(100);
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
});
