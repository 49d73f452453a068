/** What became of a notice, in one line, and several things said in one. */
import { describe, expect, test } from '@jest/globals';
import type { Fate } from '../../src/app/ledger.ts';
import type { Voice } from '../../src/app/words.ts';
import { inOne } from '../../src/teams/cards/in-one.ts';
import { noticeLine } from '../../src/teams/cards/told.ts';
import { english, french } from '../mail/given.ts';
import { zurich } from '../support/fixtures.ts';

const decided = zurich('2027-02-06 23:59');
const line = (channel: Fate, voice: Voice): string =>
  noticeLine({ notice: 'announce', at: decided, channel, mail: null }, voice);
const sent = (wall: string): Fate => ({ is: 'sent', at: zurich(wall), id: '1' });

describe('a notice that has arrived', () => {
  test.each([
    ['on its day', '2027-02-06 23:59', 'Teams sent 23:59 CET', 'Teams\u00a0: envoyé à 23:59 (heure'],
    [
      'on another day',
      '2027-02-07 00:01',
      'Teams sent on Sun 7 Feb 2027, 00:01 CET',
      'Teams\u00a0: envoyé le dim. 7 févr. 2027, 00:01 (heure',
    ],
  ])('%s says when', (_, wall, inEnglish, inFrench) => {
    expect(line(sent(wall), english)).toContain(inEnglish);
    expect(line(sent(wall), french)).toContain(inFrench);
  });
});

describe('several things in one line', () => {
  test('are told apart by the signs of the language', () => {
    const three = ['the disk', 'the tests', 'the plan'];
    expect(inOne(three, english)).toBe('the disk; the tests; the plan');
    expect(inOne(three, french)).toBe('the disk\u202f; the tests\u202f; the plan');
  });

  test('are one, or none', () => {
    expect([inOne(['the disk'], english), inOne([], english)]).toEqual(['the disk', '']);
  });
});
