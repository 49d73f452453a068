import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { NOTICE_VALUES, noticeValues } from '../../src/app/notice-text.ts';
import { readSentences } from '../../src/text/sentences.ts';
import { times } from '../../src/text/times.ts';
import { at } from '../support/fixtures.ts';

test('what the sentences of a notice may name is what they are given', () => {
  const sentences = readSentences(fileURLToPath(new URL('../../cards/text', import.meta.url)), 'en');
  const voice = { sentences, times: times('en', 'Europe/Zurich'), escape: (text: string) => text };
  const [start, end] = [at('2027-02-13T07:00Z'), at('2027-02-13T11:00Z')];
  const window = { service: 'ISC Learn', start, end };
  const facts = { ...window, title: 'Upgrade Moodle', happened: start, reason: null, next: null, way: null };
  const given = noticeValues({ ...facts, before: window, outcome: null, days: 1 }, voice);
  expect(Object.keys(given).sort()).toEqual([...NOTICE_VALUES].sort());
});
