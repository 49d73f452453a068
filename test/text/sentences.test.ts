import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { Sentences } from '../../src/app/words.ts';
import { readSentences } from '../../src/text/sentences.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** The sentences of a file with this text. */
function reading(yaml: string, language = 'en'): Sentences {
  const folder = mkdtempSync(join(tmpdir(), 'steward-text-'));
  folders.push(folder);
  writeFileSync(join(folder, `${language}.yaml`), yaml);
  return readSentences(folder, language);
}

describe('sentences', () => {
  test('are said with their values', () => {
    const greeting = reading("greeting:\n  hello: 'Hello, {name}!'\n");
    expect(greeting.say('greeting.hello', { name: 'Pierre André' })).toBe('Hello, Pierre André!');
  });

  test('have the plurals of their language', () => {
    const yaml = "tests: '{count, plural, one {un essai} other {# essais}}'\n";
    // In French nothing is one.
    expect(reading(yaml, 'fr').say('tests', { count: 0 })).toBe('un essai');
    expect(reading(yaml, 'en').say('tests', { count: 0 })).toBe('0 essais');
  });

  test('leave what people wrote as it is: no tags, no braces', () => {
    const mention = reading("mention: '<at>{name}</at>'\n");
    expect(mention.say('mention', { name: '{x} <b>' })).toBe('<at>{x} <b></at>');
  });

  test('come by section, by their own last key', () => {
    const text = reading("card:\n  a: 'A'\n  b: 'B {n}'\ncards: 'C'\n");
    expect(text.section('card', { n: 1 })).toEqual({ a: 'A', b: 'B 1' });
    expect(text.section('nothing')).toEqual({});
  });

  test('tell which ones there are', () => {
    const text = reading("a:\n  b: 'x'\n  c d: 'y'\n");
    expect(['a.b', 'a.c d', 'a', 'toString'].map((key) => text.has(key))).toEqual([true, true, false, false]);
    expect([text.keys, text.language]).toEqual([['a.b', 'a.c d'], 'en']);
  });

  test('that are not there are named with their file', () => {
    expect(() => reading("a: 'x'\n").say('b')).toThrow(/en\.yaml has no sentence 'b'/);
  });

  test('that name a value they are not given say so', () => {
    expect(() => reading("a: 'Hello, {name}'\n").say('a')).toThrow(/name/);
  });

  test('that cannot be read are named with file and key, all at once, with the remedy', () => {
    const broken = (): Sentences => reading("good: 'ok'\nbad: 'Hello, {name'\nworse:\n  one: '{n, plural}'\n");
    expect(broken).toThrow(/en\.yaml has sentences that cannot be read:/);
    expect(broken).toThrow(/^bad: 'Hello, \{name' is not a message/m);
    expect(broken).toThrow(/^worse\.one: .*write \{name\} for a value$/m);
  });

  test('of a language that is not there are missed by the name of their file', () => {
    expect(() => readSentences('/nowhere', 'rm')).toThrow(/rm\.yaml/);
  });
});
