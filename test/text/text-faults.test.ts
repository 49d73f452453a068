import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from '@jest/globals';
import { nearest, show } from '../../src/settings/fault.ts';
import { readSentences } from '../../src/text/sentences.ts';
import type { TextFault } from '../../src/text/text-file.ts';
import { textFaults } from '../../src/text/text-faults.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

interface Texts {
  readonly en: string;
  readonly fr?: string;
  /** The site's own. */
  readonly own?: string;
  readonly languages?: readonly string[];
}

/** Writes the files of a package and of a site. */
function written({ en, fr, own, languages }: Texts) {
  const root = mkdtempSync(join(tmpdir(), 'steward-texts-'));
  folders.push(root);
  const folder = join(root, 'text');
  mkdirSync(folder);
  writeFileSync(join(folder, 'en.yaml'), en);
  if (fr !== undefined) writeFileSync(join(folder, 'fr.yaml'), fr);
  const overrides = own === undefined ? null : join(root, 'own.yaml');
  if (overrides !== null) writeFileSync(overrides, own ?? '');
  return { folder, overrides, languages: languages ?? (fr === undefined ? ['en'] : ['en', 'fr']) };
}

function faultsOf(texts: Texts): readonly TextFault[] {
  return textFaults({ ...written(texts), nearest, show });
}

/** As `place: found`, without the folder: `en.yaml:3 a.b: {nmae}`. */
function faultsIn(texts: Texts): readonly string[] {
  return faultsOf(texts).map(({ where, found }) => `${where.replace(/^.*\//, '')}: ${found}`);
}

function expectedIn(texts: Texts): readonly string[] {
  return faultsOf(texts).map(({ expected }) => expected);
}

const EN = `
greeting:
  hello: 'Hello, {name}!'
  bye: 'Bye'
notice:
  announce:
    name: 'planned maintenance'
    heading: 'Maintenance: {service}'
  late: 'Late: {due}'
`;

describe('the texts', () => {
  test('that are shipped have no fault', () => {
    const folder = fileURLToPath(new URL('../../cards/text', import.meta.url));
    expect(textFaults({ folder, languages: ['en', 'fr'], overrides: null, nearest, show })).toEqual([]);
  });

  test('with many faults get all of them, each with its line', () => {
    const en = `
list: [a, b]
empty: ''
number: 3
broken:
  unclosed: 'Hello, {name'
  choice: '{n, plural, one {x}}'
  dollar: 'Hello, \${name}'
  apostrophe: "l'{name}"
  closed: 'Hello, {name}}'
  date: 'On {day, date, long}'
notice:
  announce: { heading: 'For {servise}, {reason}, {name}', name: 'no {value} but this' }
`;
    expect(faultsIn({ en })).toEqual([
      'en.yaml:2 list: a list',
      'en.yaml:3 empty: ""',
      'en.yaml:4 number: 3',
      `en.yaml:6 broken.unclosed: "Hello, {name"`,
      `en.yaml:7 broken.choice: "{n, plural, one {x}}"`,
      'en.yaml:8 broken.dollar: ${name}',
      `en.yaml:9 broken.apostrophe: "l'{name}"`,
      `en.yaml:10 broken.closed: "Hello, {name}}"`,
      'en.yaml:11 broken.date: {day, date}',
      'en.yaml:13 notice.announce.heading: {servise}',
      'en.yaml:13 notice.announce.heading: {name}',
    ]);
  });

  test('that one language of the site lacks and another one has are named, each with the sentence', () => {
    const fr = "greeting:\n  hello: 'Bonjour, {name} !'\nnotice:\n  announce: { heading: 'Maintenance', more: 'M' }\n";
    const missing = { en: EN, fr };
    expect(faultsIn(missing)).toEqual([
      'en.yaml:6 notice.announce.more: nothing',
      'fr.yaml:1 greeting.bye: nothing',
      'fr.yaml:4 notice.announce.name: nothing',
      'fr.yaml:3 notice.late: nothing',
    ]);
    expect(expectedIn(missing)[1]).toMatch(
      /^a sentence, as .*en\.yaml has: "Bye"\. Write it here, or remove it there\.$/,
    );
    expect(faultsIn({ ...missing, languages: ['fr'] })).toHaveLength(3);
  });

  test('may be completed by the site', () => {
    const fr = EN.replace("  bye: 'Bye'\n", '');
    expect(faultsIn({ en: EN, fr })).toEqual(['fr.yaml:2 greeting.bye: nothing']);
    expect(faultsIn({ en: EN, fr, own: "fr: { greeting: { bye: 'Au revoir' } }\n" })).toEqual([]);
  });

  test('that are no YAML get line and column, and the other files are checked all the same', () => {
    const faults = faultsIn({ en: "a: 'x\n", fr: "b: '{x'\n", own: 'en: [\n' });
    expect(faults).toEqual([
      expect.stringMatching(/^en\.yaml:\d+:\d+: Missing closing/),
      'fr.yaml:1 b: "{x"',
      expect.stringMatching(/^own\.yaml:\d+:\d+: /),
    ]);
    expect(faultsIn({ en: 'a: *nothing\n' })).toEqual([expect.stringMatching(/^en\.yaml: .*nothing/)]);
  });
});

describe("the site's own texts", () => {
  test('that are right have no fault; nothing is said of what is empty', () => {
    const own = `
en:
  greeting: { hello: '{name}, hello!' }
  notice: { announce: { heading: '{title}: {window}' } }
fr:
`;
    expect(faultsIn({ en: EN, fr: EN, own })).toEqual([]);
    for (const empty of ['', '# nothing yet\n', 'en:\n  greeting:\n'])
      expect(faultsIn({ en: EN, own: empty })).toEqual([]);
  });

  test('with many faults get all of them, each with its line', () => {
    const own = `
en:
  greeting:
    hello: 'Hello, \${nmae}'
    bye: 3
    hallo: 'Hello'
  notice:
    anounce:
      heading: 'x'
    announce:
      heading: '{titel}'
      name: '{service}'
    late: { text: 'x' }
  greetings: { all: 'x' }
  whatever: 'x'
fr:
  greeting: { bye: 'Au revoir' }
`;
    expect(faultsIn({ en: EN, own })).toEqual([
      'own.yaml:4 en.greeting.hello: ${nmae}',
      'own.yaml:4 en.greeting.hello: {nmae}',
      'own.yaml:5 en.greeting.bye: 3',
      'own.yaml:6 en.greeting.hallo: "Hello"',
      'own.yaml:8 en.notice.anounce: a mapping',
      'own.yaml:11 en.notice.announce.heading: {titel}',
      'own.yaml:12 en.notice.announce.name: {service}',
      'own.yaml:13 en.notice.late: a mapping',
      'own.yaml:14 en.greetings: a mapping',
      'own.yaml:15 en.whatever: "x"',
      'own.yaml:16 fr: a mapping',
    ]);
  });

  test.each([
    ["en: { notice: { announce: { heading: '${title}' } } }", 'Write {title}, without the $.'],
    ["en: { notice: { announce: { heading: '{titles}' } } }", 'Write {title} if that is meant, or remove it.'],
    ["en: { notice: { announce: { heading: '{titel}' } } }", 'one of the values {title}, {service}, {window}'],
    ["en: { notice: { late: '{title}' } }", 'one of the values {due}. Write one of these, or remove it.'],
    ["en: { notice: { announce: { name: '{title}' } } }", 'no value: this sentence is given none. Remove it.'],
    ["en: { notice: { announce: { heading: 'l''{title}' } } }", 'Write ’ or two apostrophes before a {'],
    ["en: { notice: { announce: { heading: '{days, plural, one {a}}' } } }", 'missing other clause'],
    ["en: { notice: { announce: { heading: '{title, plural, one {a} other {b}}' } } }", 'a number, of which'],
    ["en: { notice: { anounce: { heading: 'x' } } }", "Write 'announce' if that is meant, or remove it."],
    ["en: { farewell: 'x' }", 'a key that the texts in cards/text have. Look it up there, or remove it.'],
    ["en: { notice: 'x' }", 'by their keys: announce, late. Write the one that is meant.'],
    ["ne: { greeting: { bye: 'x' } }", "a language of the site (en). Add it to 'languages' of the site file"],
    ["en: 'x'", 'by their keys: greeting, notice.'],
    ['[en]', "Write `en: { notice: { announce: { heading: '…' } } }`."],
  ])('of %s is told: %s', (own, remedy) => {
    expect(expectedIn({ en: EN, own }).join('\n')).toContain(remedy);
  });

  test('are said in place of the others, in their language', () => {
    const own = "en: { greeting: { hello: 'Good day, {name}!' } }\nfr: { greeting: { bye: 'Au revoir' } }\n";
    const { folder, overrides } = written({ en: EN, fr: EN, own });
    const [en, fr] = ['en', 'fr'].map((language) => readSentences(folder, language, overrides));
    expect(en?.section('greeting', { name: 'Pierre André' })).toEqual({ hello: 'Good day, Pierre André!', bye: 'Bye' });
    expect(fr?.section('greeting', { name: 'Pierre André' })).toEqual({
      hello: 'Hello, Pierre André!',
      bye: 'Au revoir',
    });
    expect(en?.keys).toEqual(readSentences(folder, 'en').keys);
  });

  test('that cannot be read are named with their own file', () => {
    const { folder, overrides } = written({ en: EN, own: "en: { greeting: { bye: '{' } }\n" });
    expect(() => readSentences(folder, 'en', overrides)).toThrow(
      /own\.yaml has sentences that cannot be read:\ngreeting\.bye/,
    );
  });
});
