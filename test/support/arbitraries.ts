/** Chance for the property tests: sites, drafts, people and what they may say. */
import fc from 'fast-check';
import type { Request, SaidMinutes } from '../../src/domain/command.ts';
import type { Draft, Preparation, RepairWay } from '../../src/domain/event.ts';
import { PREPARATIONS } from '../../src/domain/event.ts';
import type { MilestoneName } from '../../src/domain/milestone.ts';
import { hasApproverFor } from '../../src/domain/roles.ts';
import type { Urgency } from '../../src/domain/short-notice.ts';
import { missedMilestones } from '../../src/domain/short-notice.ts';
import type { Person, Site } from '../../src/domain/site.ts';
import { approver, deputy, implementer, inZone, member, site as theSite, siteWith, upgradeAt } from './fixtures.ts';
import type { Saying, Start, Wait } from './walk.ts';

const people = fc.constantFrom<Person>(implementer, approver, deputy, member);

const off = fc.subarray<MilestoneName>([
  'prepare',
  'pre-check',
  'remind',
  'snapshot',
  'last-rollback',
  'decide',
  'overrun',
]);
const lateDecision = fc.constantFrom('send late' as const, 'skip' as const);
const limit = fc.constantFrom('PT2H', 'PT2H', 'PT30M', null);
const deputies = fc.constantFrom<Site['deputies']>([], [deputy], [{ ...deputy, from: '2027-01-01', to: '2027-12-31' }]);

const site: fc.Arbitrary<Site> = fc
  .record({
    // Half of the sites follow the page as it is.
    off: fc.oneof(fc.constant<MilestoneName[]>([]), off),
    decide: lateDecision,
    limit,
    deputies,
    ownApproval: fc.boolean(),
    timeZone: fc.constantFrom('Europe/Zurich', 'America/New_York'),
  })
  .map(({ off: rows, decide, limit: extra, ...rest }) => ({
    ...siteWith(
      {
        ...Object.fromEntries(rows.map((name) => [name, { on: false }])),
        ...ifOn(rows, decide),
        extend: { limit: extra },
      },
      { ...theSite, ...rest },
    ),
  }));

function ifOn(rows: readonly MilestoneName[], ifLate: 'send late' | 'skip'): Parameters<typeof siteWith>[0] {
  return rows.includes('decide') ? {} : { decide: { ifLate } };
}

/** Ordinary days, the two days the clocks change, and the hours around it. */
const starts = ['2027-02-13 08:00', '2027-03-28 01:00', '2027-03-28 18:00', '2027-10-31 02:30', '2027-11-06 22:00'];

/** As the form makes it of one that has missed something; half of the changes do not say that they are late. */
function urged(draft: Draft, at: Site, now: number, urgency: Urgency | null): Draft {
  const missed = missedMilestones(draft, at, now);
  if (urgency === null || missed.length === 0) return draft;
  const shortly = { ...draft, shortNotice: { missed, reason: 'It cannot wait' } };
  return urgency === 'emergency' && missed.includes('go-nogo') ? { ...shortly, emergency: true } : shortly;
}

/** A change that is created from five weeks to an hour before its start. */
export const start: fc.Arbitrary<Start> = fc
  .record({
    site,
    by: fc.constantFrom<Person>(implementer, implementer, approver, deputy),
    wall: fc.constantFrom(...starts),
    minutes: fc.constantFrom(5, 60, 240, 1500),
    service: fc.constantFrom('isc-learn', 'isc-learn', 'sandbox'),
    carried: fc.boolean(),
    hoursAhead: fc.oneof(fc.constant(35 * 24), fc.integer({ min: 1, max: 35 * 24 })),
    urgency: fc.constantFrom<Urgency | null>(null, null, 'short notice', 'emergency'),
  })
  .map(({ site: at, by, wall, minutes, service, hoursAhead, carried, urgency }) => {
    const now = inZone(wall, at.timeZone) - hoursAhead * 3_600_000;
    return { site: at, by, carried, draft: urged({ ...upgradeAt(wall, minutes), service }, at, now, urgency), now };
  })
  .filter(({ site: at, by }) => hasApproverFor(by, at));

const words = fc.constantFrom('', '  ', 'because', 'late');
const ticks = fc.array(fc.integer({ min: -1, max: 2 }), { maxLength: 3 });

const said = fc.constantFrom<SaidMinutes>('none', 'unreadable', 0, 10, 60, 600);
const ways: readonly (RepairWay | null)[] = [
  null,
  { is: 'snapshot' },
  { is: 'backup', name: 'SSD NAS' },
  { is: 'backup', name: 'tape' },
];

const request: fc.Arbitrary<Request> = fc.oneof(
  fc.record({
    type: fc.constant('tickPreparations' as const),
    items: fc.subarray<Preparation>([...PREPARATIONS]),
  }),
  fc.constantFrom<Request>(
    { type: 'acceptPreCheck' },
    { type: 'giveGo' },
    { type: 'startSnapshot' },
    { type: 'finishSnapshot' },
    { type: 'agreeSkip' },
    { type: 'askToDecide' },
    { type: 'keepGoing' },
    { type: 'restore' },
    { type: 'agreeMore' },
  ),
  fc.record({ type: fc.constant('needCorrections' as const), corrections: fc.array(words, { maxLength: 2 }) }),
  fc.record({ type: fc.constantFrom('tickCorrections' as const, 'tickTests' as const), done: ticks }),
  fc.record({
    type: fc.constantFrom('giveNogo' as const, 'failSnapshot' as const, 'requestSkip' as const, 'refuseSkip' as const),
    reason: words,
  }),
  fc.record({
    type: fc.constantFrom('extend' as const, 'requestMore' as const),
    minutes: said,
    reason: words,
  }),
  fc.record({
    type: fc.constantFrom(
      'declareIncident' as const,
      'refuseMore' as const,
      'failRepair' as const,
      'handOverIncident' as const,
    ),
    reason: words,
  }),
  fc.record({ type: fc.constant('giveGo' as const), acceptable: said }),
  fc.record({ type: fc.constant('startRepair' as const), way: fc.constantFrom(...ways), minutes: said }),
  fc.record({ type: fc.constant('updateIncident' as const), text: words, minutes: said }),
  fc.record({ type: fc.constant('resolveIncident' as const), done: fc.option(ticks), untested: words }),
  fc.record({ type: fc.constant('requestGo' as const), corrected: words }),
  fc.record({ type: fc.constant('end' as const), done: fc.option(ticks), untested: words }),
  fc.record({ type: fc.constant('addLessons' as const), lessons: words }),
);

/** Rare, or hardly any walk would come far. */
const cancel: fc.Arbitrary<Request> = fc.record({ type: fc.constant('cancel' as const), reason: words });

const wait: fc.Arbitrary<Wait> = fc.oneof(
  fc.record({ minutes: fc.constantFrom(0, 0, 1, 30, 180, 24 * 60) }),
  fc.record({ untilDue: fc.constantFrom(-1, 0, 0, 1, 6, 24 * 60) }),
);

const saying: fc.Arbitrary<Saying> = fc.record({
  wait,
  down: fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  by: people,
  request: fc.oneof(
    { weight: 20, arbitrary: fc.record({ answer: fc.nat(19) }) },
    { weight: 6, arbitrary: request },
    { weight: 1, arbitrary: cancel },
  ),
  card: fc.constantFrom('present' as const, 'present' as const, 'none' as const, 'older' as const),
});

export const sayings = fc.array(saying, { minLength: 1, maxLength: 40, size: 'max' });
