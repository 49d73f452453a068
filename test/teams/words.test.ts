import { describe, expect, test } from '@jest/globals';
import { WORDS, changeIdIn, understand } from '../../src/teams/words.ts';

describe('what somebody says', () => {
  test.each(WORDS)('"%s" is a command', (word) => {
    expect(understand(word)).toEqual({ word, rest: '' });
    expect(understand(` /${word.toUpperCase()}. `)).toMatchObject({ word });
  });

  test.each([
    ['list all', 'list all', ''],
    ['LIST  ALL', 'list all', ''],
    ['listall', 'list all', ''],
    ['list-all', 'list all', ''],
    ['list–all', 'list all', ''],
    ['all', 'list all', ''],
    ['list everything', 'list', 'everything'],
    ['new Show the help page', 'new', 'Show the help page'],
    ['please can you show me CHG-2027-001', 'show', 'me CHG-2027-001'],
    ['would somebody show CHG-2027-001', 'show', 'CHG-2027-001'],
    ['what happened? history CHG-2027-001', 'history', 'CHG-2027-001'],
    ['CHG-2027-001', 'show', 'CHG-2027-001'],
    ['2027-001', 'show', '2027-001'],
    ['clock +1d', 'clock', '+1d'],
    ['!status', 'status', ''],
    ['what is the status of CHG-2027-001', 'show', 'of CHG-2027-001'],
    ['edit CHG-2027-001', 'edit', 'CHG-2027-001'],
    ['move CHG-2027-001 to 2027-02-20 08:00', 'reschedule', 'CHG-2027-001 to 2027-02-20 08:00'],
    ['hand over CHG-2027-001 @Member', 'hand over', 'CHG-2027-001 @Member'],
    ['handover 2027-001', 'hand over', '2027-001'],
    ['please hand-over 2027-001', 'hand over', '2027-001'],
    ['could somebody cancel CHG-2027-001', 'cancel', 'CHG-2027-001'],
    ['my changes', 'help', ''],
    ['', 'help', ''],
    ['hi', 'help', ''],
    [' ', 'help', ''],
  ])('"%s" is %s', (said, word, rest) => {
    expect(understand(said)).toEqual({ word, rest });
  });

  test.each([
    ['hepl', 'help'],
    ['lits', 'list'],
    ['mien', 'mine'],
    ['shwo', 'show'],
    ['histori', 'history'],
    ['statsu', 'status'],
    ['something new', 'help'],
    ['shall we cancel lunch', 'help'],
    ['x'.repeat(5000), 'help'],
  ])('"%s" is unknown, and next to %s', (said, nearest) => {
    expect(understand(said)).toMatchObject({ word: 'unknown', nearest });
  });
});

describe('the change somebody means', () => {
  test.each([
    ['CHG-2027-001', 'CHG-2027-001'],
    ['chg-2027-1', 'CHG-2027-001'],
    ['chg 2027 1', 'CHG-2027-001'],
    ['CHG2027-12', 'CHG-2027-012'],
    ['CHG‑2027‑001', 'CHG-2027-001'],
    ['chg—2027—001', 'CHG-2027-001'],
    ['chg/2027/001', 'CHG-2027-001'],
    ['2027-001', 'CHG-2027-001'],
    ['of CHG-2027-1234, please', 'CHG-2027-1234'],
    ['<b>CHG-2027-001</b>', 'CHG-2027-001'],
  ])('"%s" names %s', (said, id) => {
    expect(changeIdIn(said)).toBe(id);
  });

  test.each(['', 'CHG', '2027', 'CHG-27-1', '2027-02-13', '2027-02-13 08:00', 'CHG-1999-001'])(
    '"%s" names none',
    (said) => {
      expect(changeIdIn(said)).toBeNull();
    },
  );
});
