/** What `deploy/` says of the program is true of it: paths, variables, the time it takes to stop, the Node it needs. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { VARIABLES } from '../src/settings/environment.ts';

const read = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
const isThere = (path: string): boolean => existsSync(new URL(`../${path}`, import.meta.url));
const { engines, scripts } = JSON.parse(read('package.json')) as {
  readonly engines: { readonly node: string };
  readonly scripts: Readonly<Record<string, string>>;
};

/** Those of Node itself. */
const OF_NODE = ['NODE_ENV', 'NODE_COMPILE_CACHE'];
const unknown = (names: readonly string[]): readonly string[] =>
  names.filter((name) => !OF_NODE.includes(name) && !(VARIABLES as readonly string[]).includes(name));

/** The source of a program of `dist/`: what is built is not there in every clone. */
const sourceOf = (program: string): string => program.replace(/^dist\/(.*)\.js$/, 'src/$1.ts');

describe('the systemd unit', () => {
  const unit = read('deploy/change-steward.service');
  const values = (key: string): readonly string[] =>
    [...unit.matchAll(new RegExp(`^${key}=(.*)$`, 'gm'))].map(([, value = '']) => value);
  const seconds = (key: string): number => Number(values(key)[0]);

  test('starts a program that is there, and says so of its own document', () => {
    const [, program = ''] = /^\/usr\/bin\/node \/opt\/change-steward\/(\S+)$/.exec(values('ExecStart')[0] ?? '') ?? [];
    expect([program, isThere(sourceOf(program))]).toEqual(['dist/main.js', true]);
    const [document = ''] = values('Documentation');
    expect(isThere(document.replace('file:///opt/change-steward/', ''))).toBe(true);
  });

  test('waits longer for the end than the program takes, so that nothing is killed in its last write', () => {
    const [, within = ''] = /STOP_WITHIN_MS = ([\d_]+);/.exec(read('src/main.ts')) ?? [];
    const stopMs = Number(within.replaceAll('_', ''));
    expect(stopMs).toBeGreaterThan(0);
    // Requests, then as long again for tick, sends and store.
    expect(seconds('TimeoutStopSec') * 1000).toBeGreaterThanOrEqual(2 * stopMs);
  });

  test('is started again for ever', () => {
    expect([values('Restart'), values('StartLimitIntervalSec')]).toEqual([['always'], ['0']]);
    expect(seconds('RestartSec')).toBeGreaterThan(0);
  });

  test('names only variables that are read', () => {
    const names = values('Environment').map((value) => value.replace(/=.*/, ''));
    expect([names.length > 0, unknown(names)]).toEqual([true, []]);
  });

  test('keeps data and cache in the folders that it is given', () => {
    const environment: unknown = Object.fromEntries(values('Environment').map((value) => value.split('=')));
    expect(environment).toMatchObject({
      STEWARD_DATA: `%S/${values('StateDirectory')[0] ?? ''}/data`,
      NODE_COMPILE_CACHE: `%C/${values('CacheDirectory')[0] ?? ''}`,
    });
  });

  test('gives it no more than it needs, and lets V8 compile', () => {
    for (const key of ['NoNewPrivileges', 'PrivateTmp', 'ProtectHome', 'RestrictNamespaces', 'LockPersonality'])
      expect([key, values(key)]).toEqual([key, ['yes']]);
    expect([values('ProtectSystem'), values('CapabilityBoundingSet')]).toEqual([['strict'], ['']]);
    expect(values('MemoryDenyWriteExecute')).toEqual([]);
    expect(values('SystemCallFilter')).toEqual(['@system-service @pkey', '~@privileged']);
  });
});

describe('the container file', () => {
  const lines = read('deploy/Containerfile')
    .replaceAll('\\\n', '')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  const of = (instruction: string): readonly string[] =>
    lines.flatMap((line) => (line.startsWith(`${instruction} `) ? [line.slice(instruction.length + 1)] : []));
  const [ignored, packed] = [read('.containerignore').split('\n'), of('COPY')];

  test('copies from the tree what is there and is not left out, and names every piece: a secret is not among them', () => {
    const sources = packed.filter((copy) => !copy.startsWith('--from')).flatMap((copy) => copy.split(' ').slice(0, -1));
    for (const source of sources)
      expect([source, isThere(source), ignored.includes(source)]).toEqual([source, true, false]);
    for (const secret of ['.env', 'data', '.git']) expect(ignored).toContain(secret);
  });

  test('brings everything that the program looks for beside itself', () => {
    const targets = packed.map((copy) => copy.split(' ').at(-1));
    for (const needed of ['./package.json', './node_modules', './dist', './cards', './config', './appPackage'])
      expect([needed, targets.includes(needed) || (needed === './package.json' && targets.includes('./'))]).toEqual([
        needed,
        true,
      ]);
  });

  test('builds by scripts there are, and runs what they make, on a Node that the package takes', () => {
    for (const [, name = ''] of of('RUN').flatMap((run) => [...run.matchAll(/npm run (\S+)/g)]))
      expect(scripts).toHaveProperty(name);
    expect(of('CMD').at(-1)).toBe('["node", "dist/main.js"]');
    const least = Number(/^>=(\d+)/.exec(engines.node)?.[1]);
    const versions = of('FROM').map((from) => Number(/node:(\d+)-slim/.exec(from)?.[1]));
    expect([versions.length, versions.every((version) => version >= least)]).toEqual([2, true]);
  });

  test('runs as nobody in particular, and stops as the program does', () => {
    expect([of('USER'), of('STOPSIGNAL'), of('VOLUME')]).toEqual([['node'], ['SIGTERM'], ['/data']]);
    // Whatever comes after belongs to that user: nothing of the program may.
    expect(lines.slice(lines.indexOf('USER node')).filter((line) => /^(COPY|RUN|ADD)/.test(line))).toEqual([]);
  });

  test('names only variables that are read, and the port that is the usual one', () => {
    const names = of('ENV').flatMap((env) => env.split(' ').map((pair) => pair.replace(/=.*/, '')));
    expect([names.length > 0, unknown(names)]).toEqual([true, []]);
    expect(of('EXPOSE')).toEqual([/'PORT'\) \?\? '(\d+)'/.exec(read('src/settings/environment.ts'))?.[1]]);
  });

  test('asks whether it is alive by a route there is, without a program that the image lacks', () => {
    const [check = ''] = of('HEALTHCHECK');
    const [, route = ''] = /'(\/health\/\w+)'/.exec(check) ?? [];
    expect(read('src/http/routes.ts')).toContain(`'${route}'`);
    expect(check).toContain('CMD ["node", "-e", ');
  });
});
