/** What `deploy/` says beside `test/deploy.test.ts`: the backup by the clock, what systemd thinks of the units, the question of the health check, and what is installed. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { listen, stop } from '../../src/rehearsal/loopback.ts';
import { VARIABLES } from '../../src/settings/environment.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');
const CONTAINER = read('deploy/Containerfile');
const UNITS = readdirSync(join(ROOT, 'deploy')).filter((file) => /\.(service|timer)$/.test(file));
const SERVICES = UNITS.filter((file) => file.endsWith('.service'));

interface Package {
  readonly dependencies: Readonly<Record<string, string>>;
}
const PACKAGE = JSON.parse(read('package.json')) as Package;

/** The value of a setting of a unit; undefined where it has none. */
function valueOf(unit: string, name: string): string | undefined {
  return new RegExp(`^${name}=(.*)$`, 'm').exec(read(`deploy/${unit}`))?.[1];
}

/** The sources of the programs that a text starts from `dist/`. */
function programsIn(text: string): readonly string[] {
  return [...text.matchAll(/\bdist\/([\w./-]+)\.js\b/g)].map(([, name = '']) => `src/${name}.ts`);
}

describe('the units of systemd', () => {
  test.each(SERVICES)(
    '%s starts a program that there is, as a user that may little, with variables that are read',
    (unit) => {
      const text = read(`deploy/${unit}`);
      const programs = programsIn(valueOf(unit, 'ExecStart') ?? '');
      expect(programs).toHaveLength(1);
      expect(programs.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
      const variables = [...text.matchAll(/^Environment=(\w+)=/gm)].map(([, name = '']) => name);
      const ours = variables.filter((name) => !name.startsWith('NODE_'));
      expect(ours.filter((name) => !(VARIABLES as readonly string[]).includes(name))).toEqual([]);
      for (const [name, value] of [
        ['NoNewPrivileges', 'yes'],
        ['ProtectSystem', 'strict'],
        ['UMask', '0077'],
      ] as const)
        expect([name, valueOf(unit, name)]).toEqual([name, value]);
      expect(valueOf(unit, 'User')).toBe('change-steward');
      for (const [, doc = ''] of text.matchAll(/file:\/\/\/opt\/change-steward\/(\S+)/g))
        expect([doc, existsSync(join(ROOT, doc))]).toEqual([doc, true]);
    },
  );

  test('keep the data where the backup looks for it, and the backup has no secret', () => {
    const data = /^Environment=STEWARD_DATA=(.*)$/m;
    const [service, backup] = ['change-steward.service', 'change-steward-backup.service'].map((unit) =>
      read(`deploy/${unit}`),
    );
    expect(data.exec(backup ?? '')?.[1]).toBe(data.exec(service ?? '')?.[1]);
    expect(backup).not.toMatch(/^(EnvironmentFile|LoadCredential)=/m);
    const target = /backup\.js (\S+)$/m.exec(backup ?? '')?.[1];
    expect(backup).toContain(`ReadWritePaths=${String(target)}\n`);
    expect(backup).toContain(`/usr/bin/find ${String(target)} `);
  });

  const canVerify = spawnSync('systemd-analyze', ['--version']).status === 0;
  (canVerify ? test : test.skip)('are ones that systemd takes without a word', () => {
    const folder = mkdtempSync(join(tmpdir(), 'units-'));
    // systemd looks whether the programs are there; Node is elsewhere on some machines.
    for (const unit of UNITS)
      writeFileSync(join(folder, unit), read(`deploy/${unit}`).replaceAll('/usr/bin/node', process.execPath));
    const files = UNITS.map((unit) => join(folder, unit));
    const { stderr, status } = spawnSync('systemd-analyze', ['verify', ...files], { encoding: 'utf8' });
    rmSync(folder, { recursive: true });
    expect([stderr, status]).toEqual(['', 0]);
  });
});

describe('the health check of the container', () => {
  test.each([
    ['well', 200, 0],
    ['not well', 503, 1],
    ['not there', null, 1],
  ] as const)('hears from its question whether the service is %s', async (_, status, code) => {
    const [, script = ''] = /CMD \["node", "-e", "(.*)"\]$/m.exec(CONTAINER) ?? [];
    // Not in a chain: beside restify, which other tests load into the same process, the first returns nothing.
    const server = createServer((_req, res) => {
      res.writeHead(status ?? 500);
      res.end();
    });
    const port = await listen(server, 0);
    if (status === null) await stop(server);
    const asks = spawn(process.execPath, ['-e', script], { env: { PORT: String(port) }, stdio: 'ignore' });
    expect((await once(asks, 'close'))[0]).toBe(code);
    if (status !== null) await stop(server);
  });
});

test('what runs without the tools of development imports only what is installed there', () => {
  const files = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  );
  const foreign = files.flatMap((file) => {
    // Types are gone by then, and what is imported when it is needed may say that it is not there.
    const found = read(`src/${file}`).matchAll(/^(?:import|export)\s(?!type\b)[^;]*?\bfrom\s'([^'.][^']*)'/gm);
    return [...found].flatMap(([, what = '']) => {
      const name = what
        .split('/')
        .slice(0, what.startsWith('@') ? 2 : 1)
        .join('/');
      const isThere = what.startsWith('node:') || builtinModules.includes(name) || name in PACKAGE.dependencies;
      return isThere ? [] : [`src/${file}: ${what}`];
    });
  });
  expect(foreign).toEqual([]);
});
