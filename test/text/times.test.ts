import { describe, expect, test } from '@jest/globals';
import { readMinutes } from '../../src/teams/form.ts';
import { times } from '../../src/text/times.ts';
import { at } from '../support/fixtures.ts';

const zurich = times('en', 'Europe/Zurich');
const zurichInFrench = times('fr', 'Europe/Zurich');

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
});

describe('times in French', () => {
  test('have the name of the zone, for which French has no abbreviation, and the offset', () => {
    expect(zurichInFrench.when(at('2027-02-13T07:00Z'))).toBe(
      'sam. 13 févr. 2027, 08:00 (heure d’Europe centrale, UTC+01:00)',
    );
    expect(zurichInFrench.when(at('2027-07-04T06:05Z'))).toBe(
      'dim. 4 juil. 2027, 08:05 (heure d’Europe centrale, UTC+02:00)',
    );
    expect(zurichInFrench.clock(at('2027-02-13T07:00Z'))).toBe('08:00 (heure d’Europe centrale, UTC+01:00)');
    expect(zurichInFrench.zone(at('2027-07-04T06:05Z'))).toBe('(heure d’Europe centrale, UTC+02:00)');
  });

  test('begin the month with the first', () => {
    expect(zurichInFrench.day(at('2027-02-01T07:00Z'))).toBe('lun. 1er févr. 2027');
    expect(zurichInFrench.day(at('2027-02-11T07:00Z'))).toBe('jeu. 11 févr. 2027');
    expect(zurichInFrench.day(at('2027-02-02T07:00Z'))).toBe('mar. 2 févr. 2027');
  });

  test('around midnight are of the local day', () => {
    expect(zurichInFrench.when(at('2027-02-12T23:00Z'))).toBe(
      'sam. 13 févr. 2027, 00:00 (heure d’Europe centrale, UTC+01:00)',
    );
    expect(zurichInFrench.day(at('2027-02-12T22:59Z'))).toBe('ven. 12 févr. 2027');
    expect(zurichInFrench.time(at('2027-02-12T22:59Z'))).toBe('23:59');
  });

  test('of the hour that comes twice can be told apart by the offset', () => {
    expect(zurichInFrench.clock(at('2027-10-31T00:30Z'))).toBe('02:30 (heure d’Europe centrale, UTC+02:00)');
    expect(zurichInFrench.clock(at('2027-10-31T01:30Z'))).toBe('02:30 (heure d’Europe centrale, UTC+01:00)');
  });

  test('of the hour that is left out go on an hour later', () => {
    expect(zurichInFrench.clock(at('2027-03-28T00:59Z'))).toBe('01:59 (heure d’Europe centrale, UTC+01:00)');
    expect(zurichInFrench.clock(at('2027-03-28T01:00Z'))).toBe('03:00 (heure d’Europe centrale, UTC+02:00)');
  });

  test('are of the zone they are asked for, and never say the offset twice', () => {
    const clock = (zone: string): string => times('fr', zone).clock(at('2027-02-13T13:00Z'));
    expect(clock('UTC')).toBe('13:00 UTC (UTC+00:00)');
    expect(clock('America/New_York')).toBe('08:00 (heure de l’Est nord-américain, UTC\u221205:00)');
    expect(clock('Asia/Kolkata')).toBe('18:30 (heure de l’Inde, UTC+05:30)');
    // The names of the list count the other way round.
    expect(clock('Etc/GMT+5')).toBe('08:00 (UTC\u221205:00)');
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

describe('ranges in French say once what both ends share', () => {
  test('the day and the zone', () => {
    expect(zurichInFrench.range(at('2027-02-13T07:00Z'), at('2027-02-13T11:00Z'))).toBe(
      'sam. 13 févr. 2027, 08:00–12:00 (heure d’Europe centrale, UTC+01:00)',
    );
  });

  test('the zone, when it ends on another day', () => {
    expect(zurichInFrench.range(at('2027-02-13T21:00Z'), at('2027-02-14T01:00Z'))).toBe(
      'sam. 13 févr. 2027, 22:00 – dim. 14 févr. 2027, 02:00 (heure d’Europe centrale, UTC+01:00)',
    );
  });

  test('nothing, when the clocks go forward in between', () => {
    expect(zurichInFrench.range(at('2027-03-28T00:00Z'), at('2027-03-28T04:00Z'))).toBe(
      'dim. 28 mars 2027, 01:00 (heure d’Europe centrale, UTC+01:00) – dim. 28 mars 2027, 06:00 (heure d’Europe centrale, UTC+02:00)',
    );
  });

  test('nothing, when the clocks go back in between', () => {
    expect(zurichInFrench.range(at('2027-10-30T22:30Z'), at('2027-10-31T02:30Z'))).toBe(
      'dim. 31 oct. 2027, 00:30 (heure d’Europe centrale, UTC+02:00) – dim. 31 oct. 2027, 03:30 (heure d’Europe centrale, UTC+01:00)',
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

  test.each([
    [0, '0\u00a0min'],
    [45, '45\u00a0min'],
    [60, '1\u00a0h'],
    [150, '2\u00a0h\u00a030\u00a0min'],
    [1500, '25\u00a0h'],
  ])('%d minutes are %s in French, on one line', (minutes, said) => {
    expect(zurichInFrench.span(minutes)).toBe(said);
  });

  // Forms are filled in with them.
  test.each([45, 60, 150])('of %d minutes are read back as they were said', (minutes) => {
    expect(readMinutes(zurich.span(minutes))).toBe(minutes);
    expect(readMinutes(zurichInFrench.span(minutes))).toBe(minutes);
  });
});
