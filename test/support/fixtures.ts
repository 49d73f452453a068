/** Named people, a site, a draft, and times: what every test speaks of. */
import { Temporal } from 'temporal-polyfill';
import type { Draft, Preparation } from '../../src/domain/event.ts';
import type { Milestone, MilestoneName } from '../../src/domain/milestone.ts';
import type { Deputy, Person, Site } from '../../src/domain/site.ts';
import { PROCESS } from '../../src/process.ts';

export const implementer: Person = { entraId: '00000000-0000-4000-8000-0000000000a1', name: 'Implementer' };
export const approver: Person = { entraId: '00000000-0000-4000-8000-000000000001', name: 'Pierre André' };
export const member: Person = { entraId: '00000000-0000-4000-8000-0000000000b1', name: 'Member' };
/** Stands in for the approver in the week of the GO. */
export const deputy: Deputy = {
  entraId: '00000000-0000-4000-8000-000000000002',
  name: 'Deputy approver',
  from: '2027-02-01',
  to: '2027-02-07',
};

export const ALL_PREPARATIONS: readonly Preparation[] = ['limits', 'tests', 'window'];

export const site: Site = {
  name: 'ISC Learn',
  timeZone: 'Europe/Zurich',
  languages: ['en'],
  channel: 'ISC Learn Platform',
  approver,
  deputies: [deputy],
  ownApproval: false,
  onCall: [],
  hosts: {
    Hannibal: {
      name: 'Hannibal',
      snapshot: {
        where: "Infomaniak's dashboard > VPS > Hannibal > Snapshot",
        take: 'VM data only',
        avoid: 'no system snapshot: the feature at Infomaniak seems broken (repeated failed tests from Hasdrubal)',
        takes: 'PT2H30M',
      },
      restoreTakes: 'PT1H',
      backups: ['SSD NAS', 'small desktop NAS'],
    },
    Hasdrubal: { name: 'Hasdrubal', backups: [] },
  },
  services: [
    { key: 'isc-learn', name: 'ISC Learn', host: 'Hannibal' },
    { key: 'sandbox', name: 'Sandbox', host: 'Hasdrubal' },
  ],
  process: PROCESS,
};

export const APPROVER_MAIL = 'pierre.andre@isc-learn.example';
export const TEACHERS = 'teachers@isc-learn.example';
export const SUPPORT = 'support@isc-learn.example';
export const TESTERS = 'testers@isc-learn.example';

/** The same site, which writes mails: to the approver, and to the people of each service. */
export const mailSite: Site = {
  ...site,
  approver: { ...approver, mail: APPROVER_MAIL },
  mail: { name: 'Change Steward', address: 'steward@isc-learn.example', replyTo: 'isc-learn@isc-learn.example' },
  services: [
    { key: 'isc-learn', name: 'ISC Learn', host: 'Hannibal', recipients: [TEACHERS, SUPPORT] },
    { key: 'sandbox', name: 'Sandbox', host: 'Hasdrubal', recipients: [TESTERS, SUPPORT] },
  ],
};

/** The site that writes mails, with other people for its first service. */
export function mailingTo(...recipients: readonly string[]): Site {
  const [first, ...others] = mailSite.services;
  if (first === undefined) throw new Error('a site without services');
  return { ...mailSite, services: [{ ...first, recipients }, ...others] };
}

/** The page's own example: an upgrade on Hannibal, Saturday 13 February 2027, 08:00 to 12:00. */
export const upgrade: Draft = {
  title: 'Upgrade Moodle',
  service: 'isc-learn',
  what: 'Moodle on Hannibal goes to the next long-term version.',
  tests: ['A student can log in', 'A course opens'],
  backout: 'Restore the data snapshot.',
  window: { start: '2027-02-13T08:00', minutes: 240 },
};

/** The site with other rows in its process table. */
export function siteWith(rows: Partial<Record<MilestoneName, Partial<Milestone>>>, base: Site = site): Site {
  const process = Object.fromEntries(
    Object.entries(base.process).map(([name, row]) => [name, { ...row, ...rows[name as MilestoneName] }]),
  ) as Site['process'];
  return { ...base, process };
}

/** The upgrade at another time, by the wall clock of the site: `upgradeAt('2027-03-28 18:00', 120)`. */
export function upgradeAt(wall: string, minutes = 240): Draft {
  return { ...upgrade, window: { start: wall.replace(' ', 'T'), minutes } };
}

/** An instant from UTC text: `at('2027-02-13T07:00Z')`. */
export function at(utc: string): number {
  return Date.parse(utc);
}

/** An instant by the wall clock of a zone: `inZone('2027-02-13 08:00', 'America/New_York')`. */
export function inZone(wall: string, zone: string): number {
  return Temporal.PlainDateTime.from(wall).toZonedDateTime(zone).epochMilliseconds;
}

/** An instant by the wall clock of Zurich: `zurich('2027-02-13 08:00')`. */
export function zurich(wall: string): number {
  return inZone(wall, 'Europe/Zurich');
}
