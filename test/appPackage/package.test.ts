import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { unzipSync } from 'fflate';
import { PNG } from 'pngjs';
import { WORDS } from '../../src/teams/words.ts';
import { packageApp } from '../../tools/package.ts';

const FOLDER = fileURLToPath(new URL('../../appPackage', import.meta.url));
const APP = '11111111-2222-4333-8444-555555555555';
const json = (file: string): Record<string, unknown> =>
  JSON.parse(readFileSync(`${FOLDER}/${file}`, 'utf8')) as Record<string, unknown>;

interface CommandList {
  readonly scopes: readonly string[];
  readonly commands: readonly { readonly title: string; readonly description: string }[];
}
const bots = json('manifest.json').bots as readonly { readonly commandLists: readonly CommandList[] }[];
const lists = bots[0]?.commandLists ?? [];

/** The command itself: the validator is an ES module that jest cannot load, and the command is what people use. */
function run(out: string, env: Record<string, string>): { status: number | null; stderr: string } {
  const tool = fileURLToPath(new URL('../../tools/package.ts', import.meta.url));
  return spawnSync(process.execPath, ['--import', 'tsx', tool, out], {
    env: { PATH: process.env.PATH, ...env },
    encoding: 'utf8',
    timeout: 20_000,
  });
}

/** Colours of a picture, as `r,g,b,a`, each once. */
function colours(file: string): { size: string; all: readonly string[] } {
  const { width, height, data } = PNG.sync.read(readFileSync(`${FOLDER}/${file}`));
  const all = new Set<string>();
  for (let i = 0; i < data.length; i += 4) all.add([...data.subarray(i, i + 4)].join(','));
  return { size: `${String(width)}x${String(height)}`, all: [...all] };
}

describe('the app package', () => {
  test('is made by one command: a manifest that Teams takes, for the bot of the environment, with its French and its icons', () => {
    const out = join(mkdtempSync(join(tmpdir(), 'package-')), 'app.zip');
    expect(run(out, { MicrosoftAppId: APP })).toMatchObject({ status: 0 });
    const files = unzipSync(readFileSync(out));
    expect(Object.keys(files).sort()).toEqual(['color.png', 'fr.json', 'manifest.json', 'outline.png']);
    const manifest = new TextDecoder().decode(files['manifest.json']);
    expect(JSON.parse(manifest)).toMatchObject({ id: APP, bots: [{ botId: APP }] });
    expect(manifest).not.toContain('${{');
  });

  test('is not made of what Teams would refuse, and the command says what that is', () => {
    const out = join(mkdtempSync(join(tmpdir(), 'package-')), 'app.zip');
    const { status, stderr } = run(out, { MicrosoftAppId: APP, PACKAGE_DEVELOPER_URL: 'no address' });
    expect([status, existsSync(out)]).toEqual([1, false]);
    expect(stderr).toContain('is not what Teams takes');
  });

  test('is the same, byte by byte, when nothing has changed', () => {
    const [one, two] = [packageApp(FOLDER, { MicrosoftAppId: APP }), packageApp(FOLDER, { MicrosoftAppId: APP })];
    expect(Buffer.from(one.zip).equals(Buffer.from(two.zip))).toBe(true);
  });

  test.each([[{}], [{ MicrosoftAppId: 'change-steward' }]])(
    'is refused with a sentence without an app id: %j',
    (env) => {
      expect(() => packageApp(FOLDER, env)).toThrow(/MicrosoftAppId: found .*expected .*GUID.*Set it/);
    },
  );

  test('takes a developer name with quotes, and an address with a slash at its end', () => {
    const { manifest } = packageApp(FOLDER, {
      MicrosoftAppId: APP,
      PACKAGE_DEVELOPER_NAME: 'The "platform" team',
      PACKAGE_DEVELOPER_URL: 'https://example.org/',
    });
    expect(JSON.parse(manifest)).toMatchObject({
      developer: {
        name: 'The "platform" team',
        websiteUrl: 'https://example.org',
        privacyUrl: 'https://example.org/privacy',
        termsOfUseUrl: 'https://example.org/terms',
      },
    });
  });

  test('has the version of the project', () => {
    const project = JSON.parse(readFileSync(`${FOLDER}/../package.json`, 'utf8')) as { version: string };
    expect(json('manifest.json').version).toBe(project.version);
  });

  test('lists, in the team and in the personal chat, the words that the bot knows', () => {
    expect(lists.map((list) => list.scopes)).toEqual([['team'], ['personal']]);
    for (const { commands } of lists) {
      expect(commands.length).toBeLessThanOrEqual(12);
      // Teams takes twelve; `help` has the others.
      expect(commands.map((command) => command.title)).toEqual(
        WORDS.filter((word) => !['clock', 'list all', 'resend'].includes(word)),
      );
    }
  });

  test('says everything in French too, within the lengths Teams allows', () => {
    const french = json('fr.json') as Record<string, string>;
    const keys = lists.flatMap(({ commands }, list) =>
      commands.flatMap((_, i) =>
        ['title', 'description'].map((part) => `bots[0].commandLists[${String(list)}].commands[${String(i)}].${part}`),
      ),
    );
    expect(Object.keys(french)).toEqual(
      expect.arrayContaining([...keys, 'name.short', 'name.full', 'description.short', 'description.full']),
    );
    expect(french['description.short']?.length).toBeLessThanOrEqual(80);
    for (const [key, text] of Object.entries(french))
      if (key.endsWith('description')) expect(text.length).toBeLessThanOrEqual(128);
  });

  test('keeps the commands as they are in French, because the bot reads English words', () => {
    const french = json('fr.json');
    lists.forEach(({ commands }, list) => {
      commands.forEach(({ title }, i) => {
        expect(french[`bots[0].commandLists[${String(list)}].commands[${String(i)}].title`]).toBe(title);
      });
    });
  });

  test('is typeset as French is: no-break spaces at « » : ; ! ? and curved apostrophes', () => {
    const texts = Object.entries(json('fr.json') as Record<string, string>).filter(([key]) => key !== '$schema');
    const badly = texts.filter(([, text]) => /(?<![\u00a0\u202f])[»:;!?]|«(?![\u00a0\u202f])|'/.test(text));
    expect(badly).toEqual([]);
  });
});

describe('the icons', () => {
  test('the colour icon fills its square and shows something', () => {
    const { size, all } = colours('color.png');
    expect(size).toBe('192x192');
    expect(all.every((colour) => colour.endsWith(',255'))).toBe(true);
    expect(all.length).toBeGreaterThan(16);
  });

  test('the colour icon keeps its symbol where no client crops it', () => {
    const { width, data } = PNG.sync.read(readFileSync(`${FOLDER}/color.png`));
    const bright = [...Array(data.length / 4).keys()].filter((i) => (data[4 * i] ?? 0) > 128);
    const places = bright.flatMap((i) => [i % width, Math.floor(i / width)]);
    // The square of 120 in the middle of 192; the ground is dark, the bell is bright.
    expect(bright.length).toBeGreaterThan(1000);
    expect(places.every((place) => place >= 36 && place < 156)).toBe(true);
  });

  test('the outline icon is pure white on nothing', () => {
    const { size, all } = colours('outline.png');
    expect(size).toBe('32x32');
    const drawn = all.filter((colour) => !colour.endsWith(',0'));
    expect(drawn.length).toBeGreaterThan(0);
    expect(drawn.every((colour) => colour.startsWith('255,255,255,'))).toBe(true);
    expect(all.some((colour) => colour.endsWith(',0'))).toBe(true);
  });
});
