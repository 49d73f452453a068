import { describe, expect, test } from '@jest/globals';
import { EMPTY_FORM, prefill, readForm, readMinutes, readStart } from '../../src/teams/form.ts';
import { site } from '../support/fixtures.ts';

describe('what follows "new"', () => {
  const whole = { title: 'Upgrade Moodle', service: 'isc-learn', start: '2027-02-13 08:00', duration: '4h' };

  test.each([
    ['Upgrade Moodle on isc-learn 2027-02-13 08:00 for 4h', whole],
    ['Upgrade Moodle on ISC Learn 2027-02-13 08:00 for 4h', whole],
    ['upgrade Moodle ON ISC-LEARN 2027-02-13 8:00 for 4h', { ...whole, title: 'upgrade Moodle' }],
    ['Upgrade Moodle 2027-02-13 08:00 on isc-learn for 4h', whole],
    ['Upgrade Moodle for 4h on isc-learn 2027-02-13 08:00', whole],
    ['Upgrade Moodle on isc-learn on 2027-02-13 at 08:00 for 4h', whole],
    ['Upgrade Moodle on isc-learn 13.02.2027 08:00 for 4h', whole],
    ['Upgrade Moodle on isc-learn 13.2.2027, 8h for 4h', whole],
    ['Upgrade Moodle on isc-learn 2027-02-13T08:00 for 2h30', { ...whole, duration: '2h30' }],
    ['Upgrade Moodle on isc-learn 2027-02-13 08:00 for 1 h 15', { ...whole, duration: '1 h 15' }],
    [
      'Upgrade Moodle on isc-learn 2027-02-13 08:00 for 2 hours and 30 minutes',
      { ...whole, duration: '2 hours and 30 minutes' },
    ],
    ['Upgrade Moodle on isc-learn 2027-02-13 08:00 for 2:30', { ...whole, duration: '2:30' }],
    ['Upgrade Moodle on isc-learn', { ...whole, start: '', duration: '' }],
    ['Upgrade Moodle', { ...whole, service: '', start: '', duration: '' }],
    ['Room for 3 users on sandbox', { title: 'Room for 3 users', service: 'sandbox', start: '', duration: '' }],
    ['Turn on login on sandbox', { title: 'Turn on login', service: 'sandbox', start: '', duration: '' }],
    ['2027-02-13 08:00', { ...whole, title: '', service: '', duration: '' }],
    ['', { title: '', service: '', start: '', duration: '' }],
  ])('"%s" prefills the form', (said, expected) => {
    expect(prefill(said, site.services)).toEqual({ ...EMPTY_FORM, ...expected });
  });

  test('the only service there is, is chosen', () => {
    expect(prefill('Upgrade', site.services.slice(0, 1)).service).toBe('isc-learn');
  });

  test('a service whose name has signs of its own is found as it is written', () => {
    const services = [
      { key: 'c++ (old)', name: 'C++', host: 'h' },
      { key: 'other', name: 'Other', host: 'h' },
    ];
    expect(prefill('Patch it on c++ (old)', services)).toMatchObject({ title: 'Patch it', service: 'c++ (old)' });
  });
});

describe('a start', () => {
  test.each([
    ['2027-02-13 08:00', '2027-02-13T08:00'],
    ['2027-2-3 8:05', '2027-02-03T08:05'],
    ['2027-02-13T08:00', '2027-02-13T08:00'],
    [' 2027-02-13  08:00 ', '2027-02-13T08:00'],
    ['13.02.2027 08:00', '2027-02-13T08:00'],
    ['13.2.2027, 8h30', '2027-02-13T08:30'],
    ['13. 2. 2027 8h', '2027-02-13T08:00'],
  ])('"%s" is read', (text, wall) => {
    expect(readStart(text)).toBe(wall);
  });

  test.each([
    '',
    'tomorrow',
    '2027-02-13',
    '08:00',
    '2027-02-13 08',
    '2027-02-13 08:5',
    '2027-02-13 08:00 CET',
    '02/13/2027 08:00',
    'x 2027-02-13 08:00',
  ])('"%s" is none', (text) => {
    expect(readStart(text)).toBeNull();
  });
});

describe('a duration', () => {
  test.each([
    ['4h', 240],
    ['4 h', 240],
    ['4 hours', 240],
    ['4hrs', 240],
    ['2h30', 150],
    ['2h 30', 150],
    ['2h30min', 150],
    ['2h30m', 150],
    ['1 h 15', 75],
    ['1 h 15 min', 75],
    ['90 min', 90],
    ['90m', 90],
    ['2:30', 150],
    ['0:45', 45],
    ['1d', 1440],
    ['1 day 2 hours', 1560],
    ['2 hours and 30 minutes', 150],
    ['1.5h', 90],
    ['1,5 h', 90],
    [' 4H ', 240],
  ])('"%s" is %d minutes', (text, minutes) => {
    expect(readMinutes(text)).toBe(minutes);
  });

  test.each([
    '',
    '4',
    '-4h',
    'h',
    'rubbish',
    '4h rubbish',
    '4h-1h',
    '2:75',
    '4 x',
    '3 users',
    'half an hour',
    '1e9h',
    '4 months',
    '∞ h',
  ])('"%s" is none', (text) => {
    expect(readMinutes(text)).toBeNull();
  });
});

test('a sent form gives its tests a line each, without the empty ones', () => {
  const fields = { ...EMPTY_FORM, tests: ' one \r\n\r\n two\n', start: '2027-02-13 08:00', duration: '4h' };
  expect(readForm(fields)).toMatchObject({ tests: ['one', 'two'], start: '2027-02-13T08:00', minutes: 240 });
});
