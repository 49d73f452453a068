import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { WantedTexts } from '../../src/settings.ts';
import { loadSettings } from '../../src/settings.ts';
import { textFaults } from '../../src/text/text-faults.ts';
import { SITE, faultsIn, faultsOf, load, siteFile } from './support.ts';

/** Writes a file of the site's own sentences beside the site files. Gives its name. */
function ownTexts(name: string, yaml: string): string {
  writeFileSync(join(dirname(siteFile(SITE)), name), yaml);
  return name;
}

/** What the check of the texts was asked for. */
function wanted(yaml: string): Pick<WantedTexts, 'languages' | 'overrides'> {
  const asked: WantedTexts[] = [];
  faultsOf(() =>
    loadSettings({ STEWARD_MODE: 'rehearsal', STEWARD_SITE: siteFile(yaml) }, (texts) => {
      asked.push(texts);
      return [];
    }),
  );
  const [{ languages, overrides } = { languages: [], overrides: 'not asked' }] = asked;
  return { languages, overrides };
}

describe('the texts of a site', () => {
  test('are in a file beside the site file', () => {
    const name = ownTexts('own.texts.yaml', 'en:\n');
    const { texts } = load(`${SITE}texts: ${name}\n`);
    expect(texts).toBe(join(dirname(siteFile(SITE)), name));
    expect(load(SITE).texts).toBeNull();
  });

  test('that are not there are a fault of the site file, and are not looked into', () => {
    const yaml = `${SITE}texts: nowhere.yaml\n`;
    expect(faultsIn(yaml)).toEqual(['11 texts: "nowhere.yaml"']);
    expect(faultsIn(`${SITE}texts: .\n`)).toHaveLength(1);
    expect(wanted(yaml)).toEqual({ languages: ['en'], overrides: null });
  });

  test('are checked for the languages that there are, whatever else is wrong', () => {
    const name = ownTexts('checked.texts.yaml', 'en:\n');
    const broken = SITE.replace('[en]', '[xx, en]').replace('Europe/Zurich', 'Mars');
    const { languages, overrides } = wanted(`${broken}texts: ${name}\n`);
    expect([languages, overrides?.endsWith(name)]).toEqual([['en'], true]);
    expect(wanted('- no site\n')).toEqual({ languages: [], overrides: null });
  });

  test('get their faults in the one message, after those of environment and site file', () => {
    const name = ownTexts('wrong.texts.yaml', "en:\n  notice:\n    announce: { heading: '${unknown}' }\n");
    const STEWARD_SITE = siteFile(`${SITE.replace('Europe/Zurich', 'Mars')}texts: ${name}\n`);
    const env = { STEWARD_MODE: 'local', PORT: 'x', STEWARD_SITE };
    const wrong = faultsOf(() => loadSettings(env, textFaults)).filter(({ where }) => !where.startsWith('cards/'));
    expect(wrong.map(({ where, found }) => `${where.replace(/^.*\//, '')}: ${found}`)).toEqual([
      'PORT: "x"',
      expect.stringMatching(/^site-\d+\.yaml:3 timeZone: "Mars"$/),
      'wrong.texts.yaml:3 en.notice.announce.heading: ${unknown}',
      'wrong.texts.yaml:3 en.notice.announce.heading: {unknown}',
    ]);
  });
});
