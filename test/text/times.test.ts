import { describe, expect, test } from '@jest/globals';
import { times } from '../../src/text/times.ts';
import { at } from '../support/fixtures.ts';

const zurich = times('en', 'Europe/Zurich');

describe('times', () => {
  test('have zone and offset, in winter and in summer', () => {
    expect(zurich.when(at('2027-02-13T07:00Z'))).toBe('Sat 13 Feb 2027, 08:00 CET (UTC+01:00)');
    expect(zurich.when(at('2027-07-01T06:05Z'))).toBe('Thu 1 Jul 2027, 08:05 CEST (UTC+02:00)');
    expect(zurich.clock(at('2027-02-13T07:00Z'))).toBe('08:00 CET (UTC+01:00)');
    expect(zurich.zone(at('2027-07-01T06:05Z'))).toBe('CEST (UTC+02:00)');
  });

  test('of the hour that comes twice can be told apart', () => {
    expect(zurich.clock(at('2027-10-31T00:30Z'))).toBe('02:30 CEST (UTC+02:00)');
    expect(zurich.clock(at('2027-10-31T01:30Z'))).toBe('02:30 CET (UTC+01:00)');
  });

  test('around midnight are of the local day', () => {
    expect(zurich.when(at('2027-02-12T23:00Z'))).toBe('Sat 13 Feb 2027, 00:00 CET (UTC+01:00)');
    expect(zurich.day(at('2027-02-12T22:59Z'))).toBe('Fri 12 Feb 2027');
    expect(zurich.time(at('2027-02-12T22:59Z'))).toBe('23:59');
  });

  test('are of the zone they are asked for', () => {
    expect(times('en', 'America/New_York').when(at('2027-02-13T13:00Z'))).toBe(
      'Sat 13 Feb 2027, 08:00 GMT-5 (UTC-05:00)',
    );
    expect(times('en', 'Asia/Kolkata').clock(at('2027-02-13T13:00Z'))).toContain('(UTC+05:30)');
    expect(times('en', 'UTC').clock(at('2027-02-13T13:00Z'))).toContain('13:00 UTC');
  });

  test('are of the language they are asked for', () => {
    expect(times('fr', 'Europe/Zurich').day(at('2027-02-13T07:00Z'))).toBe('sam. 13 févr. 2027');
    expect(times('fr', 'Europe/Zurich').clock(at('2027-02-13T07:00Z'))).toContain('UTC+01:00');
  });
});

describe('ranges say once what both ends share', () => {
  test('the day and the zone', () => {
    expect(zurich.range(at('2027-02-13T07:00Z'), at('2027-02-13T11:00Z'))).toBe(
      'Sat 13 Feb 2027, 08:00–12:00 CET (UTC+01:00)',
    );
  });

  test('the zone, when it ends on another day', () => {
    expect(zurich.range(at('2027-02-13T21:00Z'), at('2027-02-14T01:00Z'))).toBe(
      'Sat 13 Feb 2027, 22:00 – Sun 14 Feb 2027, 02:00 CET (UTC+01:00)',
    );
  });

  test('nothing, when the clocks change in between', () => {
    expect(zurich.range(at('2027-03-28T00:00Z'), at('2027-03-28T04:00Z'))).toBe(
      'Sun 28 Mar 2027, 01:00 CET (UTC+01:00) – Sun 28 Mar 2027, 06:00 CEST (UTC+02:00)',
    );
  });
});

describe('spans', () => {
  test.each([
    [0, '0 min'],
    [45, '45 min'],
    [60, '1 h'],
    [150, '2 h 30 min'],
    [1500, '25 h'],
  ])('%d minutes are %s', (minutes, said) => {
    expect(zurich.span(minutes)).toBe(said);
  });
});
