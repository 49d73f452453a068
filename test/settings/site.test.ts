import { describe, expect, test } from '@jest/globals';
import { PROCESS } from '../../src/process.ts';
import { loadSettings } from '../../src/settings.ts';
import { SITE, TEAMS, faultsIn, faultsOf, load } from './support.ts';

describe('the shipped sites', () => {
  test('ISC Learn is read as the page tells it', () => {
    const { site } = loadSettings({ STEWARD_MODE: 'rehearsal' });
    expect(site).toMatchObject({
      name: 'ISC Learn',
      timeZone: 'Europe/Zurich',
      channel: 'ISC Learn Platform',
      languages: ['en', 'fr'],
      approver: { name: 'Pierre André', mail: 'pierre.andre@isc-learn.example' },
      mail: { name: 'Change Steward', address: 'steward@isc-learn.example', replyTo: 'isc-learn@isc-learn.example' },
    });
    const recipients = ['teachers@isc-learn.example', 'assistants@isc-learn.example', 'support@isc-learn.example'];
    expect(site.services).toEqual([{ key: 'isc-learn', name: 'ISC Learn', host: 'Hannibal', recipients }]);
    expect(site.hosts.Hannibal).toMatchObject({
      name: 'Hannibal',
      snapshot: { take: 'VM data only', takes: 'PT2H30M' },
      restoreTakes: 'PT1H',
      backups: ['SSD NAS', 'small desktop NAS'],
    });
    expect(site.hosts.Hasdrubal).toEqual({ name: 'Hasdrubal', backups: [] });
    expect(site.process).toEqual(PROCESS);
  });

  test('in Teams its placeholders for people and their addresses are refused', () => {
    const faults = faultsOf(() => loadSettings({ ...TEAMS, SMTP_URL: 'smtp://127.0.0.1' }));
    expect(faults.map(({ where }) => where.replace(/^config\/isc-learn\.yaml:\d+ /, ''))).toEqual([
      'approver.entraId',
      'approver.mail',
      'deputies[0].entraId',
      'services[0].recipients[1]',
      'mail.from.address',
      'mail.replyTo',
      'mail.lists.teachers[0]',
      'mail.lists.teachers[1]',
    ]);
    expect(faults[0]?.expected).toContain('real person');
    expect(faults[1]?.expected).toContain('RFC 2606');
  });

  test('the Playground has one person, who may approve what they implement', () => {
    const { site } = loadSettings({ STEWARD_MODE: 'local', STEWARD_SITE: 'config/playground.yaml' });
    expect(site).toMatchObject({ ownApproval: true, deputies: [], channel: 'Announcements' });
    expect(['mail' in site, 'recipients' in (site.services[0] ?? {})]).toEqual([false, false]);
  });

  test('outside local mode the id of the Playground is no Entra id', () => {
    const env = { STEWARD_MODE: 'rehearsal', STEWARD_SITE: 'config/playground.yaml' };
    expect(faultsOf(() => loadSettings(env))).toMatchObject([{ where: expect.stringContaining('approver.entraId') }]);
  });
});

describe('a site file', () => {
  test('may leave out what has a default, or leave it empty', () => {
    const { site } = load(`${SITE}deputies:\nfreezePeriods:\nprocess:\n`);
    expect(site).toMatchObject({ deputies: [], freezePeriods: [], ownApproval: false, process: PROCESS });
    expect(load(SITE.replace('Hannibal: {', 'Other:\n  Hannibal: {')).site.hosts.Other).toEqual({
      name: 'Other',
      backups: [],
    });
    expect('incidentProcess' in site).toBe(false);
  });

  test('gives Entra ids in small letters, as Teams sends them', () => {
    const upper = SITE.replace('11111111-1111-4111-8111-111111111111', 'AAAAAAAA-1111-4111-8111-111111111111');
    expect(load(upper).site.approver.entraId).toBe('aaaaaaaa-1111-4111-8111-111111111111');
  });

  test('with many faults gets all of them, each with its line', () => {
    const yaml = `
name:
timeZone: Europe/Zurch
languages: [en, xx]
chanel: C
approver: { name: A, entraId: abc }
deputies:
  - { name: D, entraId: 22222222-2222-4222-8222-222222222222, from: 2027-02-03, to: 2027-02-01 }
  - { name: E, entraId: 33333333-3333-4333-8333-333333333333, from: 2027-02-30 }
hosts:
  H: { snapshot: { where: x, take: y, takes: 30 }, backup: [] }
services:
  - { key: a, name: A, host: K }
  - { key: a, name: A, host: H }
  - { key: B C, name: B, host: H }
freezePeriods:
  - { from: 2027-02-01, to: 2027-01-01, why: '' }
incidentProcess: javascript:alert(1)
ownApproval: maybe
`;
    expect(faultsIn(yaml)).toEqual([
      '2 name: nothing',
      '3 timeZone: "Europe/Zurch"',
      '4 languages[1]: "xx"',
      '2 channel: nothing',
      '6 approver.entraId: "abc"',
      '8 deputies[0].to: "2027-02-01"',
      '9 deputies[1].from: "2027-02-30"',
      '19 ownApproval: "maybe"',
      '11 hosts.H.snapshot.takes: 30',
      '11 hosts.H.backup: a list',
      '13 services[0].key: "a"',
      '13 services[0].host: "K"',
      '14 services[1].key: "a"',
      '15 services[2].key: "B C"',
      '17 freezePeriods[0].why: ""',
      '17 freezePeriods[0].to: "2027-01-01"',
      '18 incidentProcess: "javascript:alert(1)"',
      '5 chanel: "C"',
    ]);
  });

  test('says which key may have been meant', () => {
    const faults = faultsOf(() => load(`${SITE}incidentProces: https://example.org\n`));
    expect(faults[0]?.expected).toContain("Write 'incidentProcess' if that is meant, or remove it.");
  });

  test('takes a deputy again for other days, but not the approver', () => {
    const deputy = (id: string, days: string): string => `  - { name: D, entraId: ${id}, ${days} }\n`;
    const other = '22222222-2222-4222-8222-222222222222';
    const twice = deputy(other, 'to: 2027-01-31') + deputy(other, 'from: 2027-03-01');
    expect(load(`${SITE}deputies:\n${twice}`).site.deputies).toHaveLength(2);
    expect(faultsIn(`${SITE}deputies:\n${deputy('11111111-1111-4111-8111-111111111111', '')}`)).toHaveLength(1);
  });

  test.each(['+01:00', 'Mars/Olympus', '2'])('does not take %s for a time zone', (zone) => {
    expect(faultsIn(SITE.replace('Europe/Zurich', zone))).toHaveLength(1);
  });

  test('that is no YAML gets the line and the column', () => {
    const faults = faultsIn(`${SITE}deputies: [\n`);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(/^\d+:\d+: /);
  });

  test('with a key twice is no YAML either', () => {
    expect(faultsIn(`${SITE}name: Again\n`)).toEqual([expect.stringContaining('unique')]);
  });

  test.each(['', '[]', '3'])('that says only "%s" is told what a site has', (yaml) => {
    expect(faultsIn(yaml)).toEqual([expect.stringContaining('the file: ')]);
  });

  test('with an alias that nothing defines is no YAML either', () => {
    expect(faultsOf(() => load(SITE.replace('Learn, host', '*learn, host')))).toMatchObject([
      { found: expect.stringContaining('learn'), expected: expect.stringContaining('alias') },
    ]);
  });

  test('names each language once', () => {
    const languages = (list: string): string => SITE.replace('[en]', list);
    expect(faultsIn(languages('[en, en]'))).toEqual(['4 languages[0]: "en"', '4 languages[1]: "en"']);
    expect(faultsIn(languages('[xx, xx]'))).toEqual(['4 languages[0]: "xx"', '4 languages[1]: "xx"']);
    expect(load(languages('[fr, en]')).site.languages).toEqual(['fr', 'en']);
  });

  test('that is not there is a fault of the variable', () => {
    const env = { STEWARD_MODE: 'rehearsal', STEWARD_SITE: '/nowhere/site.yaml' };
    expect(faultsOf(() => loadSettings(env))).toMatchObject([
      { where: 'STEWARD_SITE', found: '"/nowhere/site.yaml" (ENOENT)' },
    ]);
  });
});
