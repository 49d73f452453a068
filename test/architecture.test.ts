/** The rooms of `docs/architecture.md`: who may import whom, and which library lives where. `eslint.config.js` says the same in the editor. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';

interface Room {
  readonly room: string;
  /** The rooms it may import from, beside itself. */
  readonly imports: readonly string[];
  readonly libraries: readonly string[];
  /** Whether it may use what Node brings. */
  readonly node: boolean;
  readonly why: string;
}

interface Import {
  readonly from: string;
  readonly what: string;
  readonly typesOnly: boolean;
}

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const ROOMS = JSON.parse(readFileSync(join(ROOT, 'test/support/rooms.json'), 'utf8')) as readonly Room[];
const MOST_LINES = 250;

const files = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => file.endsWith('.ts'));
const textOf = (file: string): string => readFileSync(join(ROOT, 'src', file), 'utf8');

/** The room a file is in: the innermost folder that is one; a file beside the rooms is a room of its own name. */
function roomOf(file: string): string {
  const folders = dirname(file) === '.' ? [] : file.split('/').slice(0, -1);
  for (let depth = folders.length; depth > 0; depth -= 1) {
    const folder = folders.slice(0, depth).join('/');
    if (ROOMS.some(({ room }) => room === folder)) return folder;
  }
  return folders[0] ?? basename(file, '.ts');
}

const IMPORT =
  /(?:^|\n)\s*(?:import|export)\s+(type\s)?[^'";]*?from\s+'([^']+)'|(?:^|\n)\s*import\s+'([^']+)'|\bimport\('([^']+)'\)/g;

function importsOf(from: string): readonly Import[] {
  return [...textOf(from).matchAll(IMPORT)].map(([, type, named, bare, dynamic]) => ({
    from,
    what: named ?? bare ?? dynamic ?? '',
    typesOnly: type !== undefined,
  }));
}

/** What is wrong with an import, as a sentence that says why; null when nothing is. */
function wrong({ from, what, typesOnly }: Import, { room, imports, libraries, node, why }: Room): string | null {
  const says = (fault: string): string => `src/${from} ${fault}: ${why}.`;
  if (what.startsWith('.')) {
    const target = roomOf(posix.join(posix.dirname(from), what));
    const allowed = target === room || imports.includes(target);
    return allowed ? null : says(`imports ${what}, which is in '${target}'`);
  }
  if (what.startsWith('node:')) return node ? null : says(`imports ${what}`);
  const library = what
    .split('/')
    .slice(0, what.startsWith('@') ? 2 : 1)
    .join('/');
  if (!libraries.includes(library)) return says(`imports the library ${library}`);
  if (room === 'service' && !typesOnly) return says(`imports more than types of ${library}`);
  return null;
}

describe('imports point inward', () => {
  test('and every file is in a room', () => {
    const known = ROOMS.map(({ room }) => room);
    expect(files.filter((file) => !known.includes(roomOf(file)))).toEqual([]);
  });

  test.each(ROOMS)('from $room: $why', (room) => {
    const faults = files
      .filter((file) => roomOf(file) === room.room)
      .flatMap(importsOf)
      .map((one) => wrong(one, room))
      .filter((fault) => fault !== null);
    expect(faults).toEqual([]);
  });

  test('no outer room may import another one, whatever the table of rooms says', () => {
    const outer = ['teams', 'mail', 'storage', 'scheduler', 'http', 'metrics', 'text'];
    for (const { room, imports } of ROOMS.filter((one) => outer.includes(one.room)))
      expect([room, imports.filter((other) => outer.includes(other))]).toEqual([room, []]);
  });

  test('each library that a room wraps is in that room alone', () => {
    for (const library of WRAPPED) {
      const homes = ROOMS.filter(({ libraries }) => libraries.includes(library)).map(({ room }) => room);
      expect([library, homes.filter((room) => room !== 'service')]).toEqual([library, [homes[0]]]);
    }
  });

  test('the check itself sees imports of every kind', () => {
    const teams = ROOMS.find(({ room }) => room === 'teams');
    if (teams === undefined) throw new Error('no teams');
    const fault = (what: string): string | null => wrong({ from: 'teams/cards/deck.ts', what, typesOnly: true }, teams);
    expect(fault('../../storage/open-store.ts')).toContain("which is in 'storage'");
    expect(fault('../../main.ts')).toContain("which is in 'main'");
    expect(fault('lowdb/node')).toContain('the library lowdb');
    expect([fault('../values.ts'), fault('../../app/view.ts'), fault('botbuilder')]).toEqual([null, null, null]);
    expect(importsOf('teams/adapter.ts').map(({ what }) => what)).toContain('botbuilder');
    expect(roomOf('rehearsal/page/wire.ts')).toBe('rehearsal/page');
    expect(roomOf('settings/order.ts')).toBe(roomOf('settings.ts'));
  });
});

/** Libraries behind a port or a small interface. */
const WRAPPED = [
  'botbuilder',
  'botframework-connector',
  '@microsoft/teams-ai',
  'adaptivecards-templating',
  'lowdb',
  'write-file-atomic',
  'proper-lockfile',
  'node-cron',
  'nodemailer',
  'mjml',
  'ical-generator',
  'restify',
  'prom-client',
  'zod',
  'intl-messageformat',
  'tinyqueue',
  'cockatiel',
];

describe('the sources', () => {
  test(`are small: no file has more than ${String(MOST_LINES)} lines`, () => {
    const long = files.map((file) => [file, textOf(file).trimEnd().split('\n').length] as const);
    expect(long.filter(([, lines]) => lines > MOST_LINES)).toEqual([]);
  });

  test('have no drawer for what belongs nowhere, and no file that only passes on', () => {
    expect(files.filter((file) => /(^|\/)(index|utils?|helpers?|common|misc)(\.ts|\/)/.test(file))).toEqual([]);
  });

  test('of the domain have no default that swallows a new event', () => {
    const domain = files.filter((file) => roomOf(file) === 'domain');
    expect(domain.filter((file) => /^\s*default:/m.test(textOf(file)))).toEqual([]);
  });

  test('of the domain and the use cases have no clock of their own: now rides on the command', () => {
    const inner = files.filter((file) => ['domain', 'app'].includes(roomOf(file)));
    const code = (file: string): string => textOf(file).replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
    expect(inner.filter((file) => /Date\.now|new Date\(\)|Temporal\.Now|performance\.now/.test(code(file)))).toEqual(
      [],
    );
  });
});

test('the lockfile names no registry, so that npm ci works with any', () => {
  const lock = readFileSync(join(ROOT, 'package-lock.json'), 'utf8');
  expect(lock.match(/"resolved": "[^"]*"/g) ?? []).toEqual([]);
});
