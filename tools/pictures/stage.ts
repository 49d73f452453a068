/** The site and the changes of the pictures: the page's own example, in the roles of the page. */
import type { Draft } from '../../src/domain/event.ts';
import type { Deputy, Site } from '../../src/domain/site.ts';
import { deputy as deputyOfAWeek, site as theSite } from '../../test/support/fixtures.ts';

/** Stands in on any day: when the pictures are taken is theirs to choose. */
export const deputy: Deputy = { entraId: deputyOfAWeek.entraId, name: deputyOfAWeek.name };

const onCall = { entraId: '00000000-0000-4000-8000-000000000009', name: 'On call' };

export const site: Site = {
  ...theSite,
  deputies: [deputy],
  onCall: [onCall],
  incidentProcess: 'https://learn.example.org/incidents',
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
  what: `# Not a heading\n- not a list\n1. not a number\n> not a quote\n_under_ *stars* ~~gone~~ \`code\` \${title} <at>Member</at>\n${'Donaudampfschifffahrt'.repeat(6).slice(0, 120)}`,
  tests: [
    '[a link](http://example.org) that is none',
    'כניסה לקורס עם סרטונים',
    '2. <script>alert(1)</script> && || \\ back',
  ],
  backout: '![picture](http://example.org/x.png)\n***\n| a | b |\n&lt;escaped&gt; &amp; {{DATE(2027-02-13)}}',
};
