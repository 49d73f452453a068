/** The preview: every notice in every language of a site, with its own sentences. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import { loadSettings } from '../../src/settings.ts';
import type { Preview } from '../../tools/preview.ts';
import { previewOf, writePreview } from '../../tools/preview.ts';
import type { Form } from '../../tools/preview/shown.ts';
import { ALL_NAMES, seen } from '../mail/given.ts';
import { launch, missing } from '../rehearsal/browser.ts';

jest.setTimeout(30_000);

const FOLDER = mkdtempSync(join(tmpdir(), 'steward-preview-'));
const TOOL = fileURLToPath(new URL('../../tools/preview.ts', import.meta.url));
const SITE = readFileSync(new URL('../../config/isc-learn.yaml', import.meta.url), 'utf8');

/** Puts a file into the folder of the sites. Gives its path. */
function file(name: string, content: string): string {
  const path = join(FOLDER, name);
  writeFileSync(path, content);
  return path;
}

function previewOfSite(yaml: string): Promise<Preview> {
  return previewOf(loadSettings({ STEWARD_MODE: 'rehearsal', STEWARD_SITE: file('site.yaml', yaml) }));
}

/** Everything that people read of a form. */
function wordsOf({ subject, text, html, calendar, post }: Form): readonly string[] {
  return [subject, text, seen(html), calendar ?? '', post?.toast ?? '', post?.text ?? '', ...textsIn(post?.card)];
}

function textsIn(node: unknown): readonly string[] {
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) =>
    typeof value === 'string' && key === 'text' ? [value] : textsIn(value),
  );
}

const asInPage = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');

const OWN = 'Nous prenons soin d’ISC Learn';

describe('the page', () => {
  let made: Preview;
  beforeAll(async () => {
    file('own.texts.yaml', `fr: { notice: { announce: { heading: '${OWN}' } } }\n`);
    made = await previewOfSite(`${SITE}\ntexts: own.texts.yaml\n`);
  });

  test('has every notice in each language alone, and in both as it is sent', () => {
    const { notices, page } = made;
    expect([...new Set(notices.map(({ scene }) => scene.notice))].sort()).toEqual([...ALL_NAMES].sort());
    for (const { id, forms } of notices) {
      expect(page).toContain(`<section id="${id}"`);
      expect(forms.map(({ languages }) => languages.join(' '))).toEqual(['en', 'fr', 'en fr']);
      for (const { subject, text, calendar } of forms)
        for (const shown of [subject, text, calendar ?? '']) expect(page).toContain(asInPage(shown));
    }
  });

  test('shows what is sent: nothing that is left open in a sentence, and no variant that another one is', () => {
    const words = made.notices.flatMap(({ forms }) => forms.flatMap(wordsOf));
    expect(words.filter((text) => /[{}]|undefined|null|NaN/.test(text))).toEqual([]);
    const texts = made.notices.map(({ forms }) => forms.at(-1)?.text);
    expect(new Set(texts).size).toBe(texts.length);
  });

  test('posts in the channel what everybody is told, and nothing that goes by mail alone', () => {
    const silent = made.notices.filter(({ forms }) => forms.some(({ post }) => post === null)).map(({ id }) => id);
    expect(silent).toEqual(['tentative', 'announce-to-somebody-new']);
    const withoutEntry = made.notices.filter(({ forms }) => forms.some(({ calendar }) => calendar === null));
    expect(withoutEntry.map(({ id }) => id)).toEqual(['remind', 'remind-sent-late']);
  });

  test("shows the site's own sentence wherever it is said, and the others as they were", () => {
    const [english = [], french = [], both = []] =
      made.notices.find(({ id }) => id === 'announce')?.forms.map(wordsOf) ?? [];
    const own = (words: readonly string[]): number => words.filter((text) => text.includes(OWN)).length;
    // Text, HTML and card; the subject has it in the second language only.
    expect([own(english), own(french), own(both)]).toEqual([0, 3, 4]);
  });

  test('loads nothing', () => {
    expect(made.page).toContain(`content="default-src 'none';`);
    expect(made.page.match(/<(?:script|link|img)[^>]*\s(?:src|href)=/g)).toBeNull();
  });
});

test('a site that sends no mail, no reminder and takes no snapshot has all of it too, and is told what it does not send', async () => {
  const bare = SITE.replace(/^ {2}mail: .*$/m, '')
    .replace(/^ {4}recipients: .*$/m, '')
    .replace(/^mail:\n(?: +.*\n)+/m, '')
    .replace('languages: [en, fr]', 'languages: [fr]')
    .replace('process: {}', 'process: { remind: { on: false }, snapshot: { on: false } }');
  const { notices, page } = await previewOfSite(bare);
  expect(notices.flatMap(({ forms }) => forms.map(({ languages }) => languages.join(' ')))).toEqual(
    notices.map(() => 'fr'),
  );
  expect(page).toContain('This site sends no mail');
  const unsent = notices.filter(({ isSent }) => !isSent).map(({ id }) => id);
  expect(unsent).toEqual(expect.arrayContaining(['remind', 'delayed', 'extend-for-a-restore']));
  expect(unsent).not.toContain('announce');
});

test('the command lists every fault of the site and of its texts, and writes nothing', () => {
  file('wrong.texts.yaml', "en: { notice: { announce: { heading: '{titel}' } } }\n");
  const site = file('site.yaml', `${SITE.replace('Europe/Zurich', 'Mars')}\ntexts: wrong.texts.yaml\n`);
  const out = join(FOLDER, 'faulty.html');
  const { status, stderr } = spawnSync(process.execPath, ['--import', 'tsx', TOOL, out], {
    env: { PATH: process.env.PATH, STEWARD_SITE: site },
    encoding: 'utf8',
    timeout: 25_000,
  });
  expect([status, existsSync(out)]).toEqual([1, false]);
  expect(stderr).toMatch(/2 faults.*\n.*timeZone: found "Mars".*\n.*announce\.heading: found \{titel\}/);
});

const why = missing();
(why === undefined ? test : test.skip)(
  'opens from the disk, and draws cards and mails in the language that is chosen',
  async () => {
    const out = join(FOLDER, 'preview.html');
    // Credentials of the service, which a rehearsal refuses, have no say in what people read.
    const line = await writePreview({ STEWARD_SITE: file('site.yaml', SITE), MicrosoftAppId: 'some' }, out);
    expect(line).toMatch(/preview\.html is ready, with 15 notices, \d+ with their variants, in en, fr/);
    const browser = await launch();
    try {
      const page = await browser.newPage();
      const faults: string[] = [];
      page.on('pageerror', ({ message }) => faults.push(message));
      page.on('console', (message) => faults.push(message.text()));
      await page.goto(pathToFileURL(out).href);
      const announced = page.locator('#announce');
      await announced.getByRole('heading', { name: 'Maintenance prévue : ISC Learn' }).waitFor();
      await page.getByLabel('fr', { exact: true }).check({ force: true });
      expect(await announced.getByRole('heading', { name: 'Planned maintenance: ISC Learn' }).count()).toBe(0);
      await announced.scrollIntoViewIfNeeded();
      const mail = announced.locator('.form:visible iframe').contentFrame();
      await mail.getByRole('heading', { name: 'Maintenance prévue : ISC Learn' }).waitFor();
      expect(faults).toEqual([]);
    } finally {
      await browser.close();
    }
  },
);
