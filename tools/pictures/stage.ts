/** The people and the site of the pictures: the page's own example, with names, so that a sentence reads as it will. */
import type { Draft } from '../../src/domain/event.ts';
import type { Deputy, Person, Site } from '../../src/domain/site.ts';
import { PROCESS } from '../../src/process.ts';

export const implementer: Person = { entraId: '00000000-0000-4000-8000-0000000000a1', name: 'Nora Weber' };
export const approver: Person = { entraId: '00000000-0000-4000-8000-000000000001', name: 'Pierre André' };
export const member: Person = { entraId: '00000000-0000-4000-8000-0000000000b1', name: 'Luc Favre' };
export const deputy: Deputy = { entraId: '00000000-0000-4000-8000-000000000002', name: 'Ines Rossi' };

export const site: Site = {
  name: 'ISC Learn',
  timeZone: 'Europe/Zurich',
  languages: ['en'],
  channel: 'ISC Learn Platform',
  approver,
  deputies: [deputy],
  ownApproval: false,
  hosts: {
    Hannibal: {
      name: 'Hannibal',
      snapshot: {
        where: "Infomaniak's dashboard > VPS > Hannibal > Snapshot",
        take: 'VM data only',
        avoid: 'the system snapshot: it seems broken (repeated failed tests from Hasdrubal)',
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

/** An upgrade on Hannibal, Saturday 13 February 2027, 08:00 to 12:00. */
export const upgrade: Draft = {
  title: 'Upgrade Moodle to 5.0',
  service: 'isc-learn',
  what: 'Moodle on Hannibal goes from 4.5 to 5.0.\nPHP goes from 8.1 to 8.3.\nThe theme is rebuilt.',
  tests: ['A student can log in with SWITCH edu-ID', 'A course opens with its videos', 'A quiz can be handed in'],
  backout: 'Restore the data snapshot of Hannibal, then clear the caches.',
  window: { start: '2027-02-13T08:00', minutes: 240 },
};

/** Whatever a keyboard gives: it has to be shown as it was typed. */
export const awkward: Draft = {
  ...upgrade,
  title: '**Upgrade** [Moodle](http://example.org) <b>now</b> 🚀 & # 5',
  what: `# Not a heading\n- not a list\n1. not a number\n> not a quote\n_under_ *stars* ~~gone~~ \`code\` \${title} <at>Luc</at>\n${'Donaudampfschifffahrt'.repeat(6).slice(0, 120)}`,
  tests: [
    '[a link](http://example.org) that is none',
    'כניסה לקורס עם סרטונים',
    '2. <script>alert(1)</script> && || \\ back',
  ],
  backout: '![picture](http://example.org/x.png)\n***\n| a | b |\n&lt;escaped&gt; &amp; {{DATE(2027-02-13)}}',
};
