import { describe, expect, test } from '@jest/globals';
import { readDuration } from '../../src/settings/duration.ts';

describe('a duration as people write it', () => {
  test.each([
    ['2h30', 'PT2H30M'],
    ['2 h 30', 'PT2H30M'],
    ['2h30m', 'PT2H30M'],
    ['1 hour 30 minutes', 'PT1H30M'],
    ['1.5 h', 'PT1H30M'],
    ['90 min', 'PT1H30M'],
    ['45m', 'PT45M'],
    ['0 min', 'PT0S'],
    ['PT2H30M', 'PT2H30M'],
    ['pt90m', 'PT1H30M'],
  ])('%s is %s', (text, iso) => {
    expect(readDuration(text)).toBe(iso);
  });

  test.each([
    ['14 days', 'P14D'],
    ['1 day', 'P1D'],
    ['2 weeks', 'P14D'],
    ['P2W', 'P14D'],
    ['1w 2d', 'P9D'],
    ['1 day 2h30', 'P1DT2H30M'],
    ['P1DT2H', 'P1DT2H'],
  ])('%s stays in days of the calendar: %s', (text, iso) => {
    expect(readDuration(text)).toBe(iso);
  });

  test('24 hours are no day', () => {
    expect(readDuration('24 h')).toBe('PT24H');
  });

  test.each([
    '',
    '30',
    '1,5 h',
    '2:30',
    'soon',
    '2h 30 foo',
    'P',
    'PT',
    'P1M',
    'P1Y',
    '-2h',
    '1.5 days',
    '2 mo',
    '1e3 h',
    'd',
  ])('"%s" is none', (text) => {
    expect(readDuration(text)).toBeNull();
  });
});
