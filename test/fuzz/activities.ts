/** Activities as Teams sends them, and as nobody sends them: what people type, every button with anything in its fields, all that happens in a team. */
import fc from 'fast-check';
import { buttonsOf } from '../../src/rehearsal/connector/card-actions.ts';
import type { Button } from '../../src/rehearsal/connector/card-actions.ts';
import { cardOf } from '../../src/rehearsal/connector/invoke.ts';
import { asJson } from '../../src/rehearsal/json.ts';
import type { Activity } from '../../src/rehearsal/connector/activity.ts';
import { added, removed } from '../../src/rehearsal/connector/arrival.ts';
import { person } from '../../src/rehearsal/connector/people.ts';
import type { Person } from '../../src/rehearsal/connector/people.ts';
import { frame, spoken } from '../../src/rehearsal/connector/speech.ts';
import type { Speech, Where } from '../../src/rehearsal/connector/speech.ts';
import { mainChannel } from '../../src/rehearsal/connector/tenancy.ts';
import type { Connector } from '../../src/rehearsal/connector.ts';
import { VERBS } from '../../src/teams/press.ts';
import { WORDS } from '../../src/teams/words.ts';
import { cast } from '../support/house.ts';
import { CHANGE } from '../support/stations.ts';
import { edit, edited, HOSTILE, odd } from './odd.ts';

/** Of the tenant, and known to nobody. */
export const outsider = person('Outsider', '00000000-0000-4000-8000-0000000000f1');

/** What is only known when it is sent: the version of the change just then. */
export const PRESENT = 'the present version';

export interface World {
  readonly teams: Connector;
  /** The newest card that is out. */
  readonly card: string;
  /** Those of the newest cards. */
  readonly buttons: readonly Button[];
}

const NEWEST = 5;

/** What somebody in Teams has before them. */
export function worldOf(teams: Connector): World {
  const cards = teams.messages.filter(({ from }) => from === 'bot').slice(-NEWEST);
  return { teams, card: cards.at(-1)?.id ?? '', buttons: cards.flatMap(({ activity }) => buttonsOf(cardOf(activity))) };
}

const BUTTONS = [
  ...VERBS,
  ...['create', 'refresh', 'takeProposal'],
  ...['openEdit', 'openReschedule', 'openHandOver'],
  ...['sendEdit', 'sendReschedule', 'sendHandOver', 'sendCancel'],
];
const NO_BUTTONS = ['launchRockets', '__proto__', 'constructor', 'toString', 'valueOf', '', 'GIVEGO', 'giveGo '];
const MILESTONES = [
  'living',
  'prepare',
  'pre-check',
  'corrections',
  'go-nogo',
  'nogo',
  'snapshot',
  'skip',
  'tests',
].concat('last-rollback', 'decide', 'more', 'incident', 'close', 'new', 'edit', 'reschedule', 'hand-over', 'cancel');

const typed = fc.oneof(
  fc.constantFrom('Upgrade Moodle', 'A student can log in', 'Because', 'One\nTwo\nThree', ''),
  fc.constantFrom(...HOSTILE),
  fc.string({ unit: 'binary', maxLength: 80 }),
);
const dates = fc.constantFrom(
  ...[
    '2027-03-20 08:00',
    '2027-02-20 08:00',
    '13.03.2027 8h',
    '2027-02-30 08:00',
    '2027-02-29 08:00',
    '2027-13-01 00:00',
  ],
  ...['2027-03-28 02:30', '2027-10-31 02:30', '0000-00-00 00:00', '9999-12-31 23:59', '2027-02-13 24:00', '2027-02-13'],
  ...[
    '1970-01-01 00:00',
    '-271821-04-20 00:00',
    '+275760-09-13 00:00',
    '2027-02-13T08:00Z',
    'tomorrow',
    '99.99.9999 99:99',
  ],
);
const durations = fc.constantFrom(
  ...[
    '4h',
    '2h30',
    '90 min',
    '0',
    '-4h',
    '1e9h',
    '99999d',
    '0.0001 m',
    '1,5 h',
    '999:59',
    '7 days',
    '7 days 1 min',
    'PT4H',
  ],
  ...['∞', '4', '4 4 h', '1h1h1h1h1h1h', '00000h', 'NaN h', '5m', '4m'],
);
const tests = fc.constantFrom(
  'One test',
  'a\n'.repeat(20),
  'a\n'.repeat(21),
  'a\n'.repeat(2_400),
  `${'long '.repeat(60)}\nb`,
  '\n\n \n',
);

/** What may stand in a field of a form; half of the time it is what belongs there. */
const fields = fc.record(
  {
    title: fc.oneof(typed, odd),
    service: fc.oneof(fc.constantFrom('isc-learn', 'sandbox', 'isc-learn', 'nowhere'), odd),
    what: fc.oneof(typed, odd),
    tests: fc.oneof(tests, odd),
    backout: fc.oneof(typed, odd),
    start: fc.oneof(dates, odd),
    duration: fc.oneof(durations, odd),
    emergency: fc.oneof(fc.constantFrom<unknown>('true', 'false', true), odd),
    reason: fc.oneof(typed, odd),
    corrections: fc.oneof(typed, tests, odd),
    corrected: fc.oneof(typed, odd),
    acceptable: fc.oneof(durations, odd),
    minutes: fc.oneof(durations, odd),
    delay: fc.oneof(durations, odd),
    delayReason: fc.oneof(typed, odd),
    news: fc.oneof(typed, odd),
    untested: fc.oneof(typed, odd),
    lessons: fc.oneof(typed, odd),
    way: fc.oneof(fc.constantFrom('snapshot', 'backup:SSD NAS', 'backup:', 'backup:nowhere', ''), odd),
    to: fc.oneof(
      fc.constantFrom(...Object.values(cast).map(({ entraId }) => entraId), '__proto__', 'constructor'),
      odd,
    ),
    form: fc.oneof(fc.constantFrom('form-1', 'form-2', 'edit', '__proto__', 'constructor'), fc.uuid(), odd),
    asker: fc.constantFrom<unknown>('the presser', 'the presser', cast.approver.entraId, 7, ''),
    askerName: fc.oneof(typed, odd),
    shown: fc.oneof(fc.constantFrom('', 'short notice', 'clash:CHG-2027-001'), odd),
    'item-0': fc.constantFrom<unknown>('true', 'false', true, 1),
    'item-1': fc.constantFrom<unknown>('true', 'false', null),
    'item-limits': fc.constantFrom('true', 'false'),
    'item-tests': fc.constantFrom('true', 'false'),
    'item-window': fc.constantFrom('true', 'false'),
    'item-99': fc.constantFrom('true', 'false'),
    'item-__proto__': fc.constant('true'),
  },
  { requiredKeys: [] },
);

/** A form with every field as it should be, but for some. */
const whole = fields.map((some) => ({
  ...{ title: 'Upgrade', service: 'sandbox', what: 'More', tests: 'One', backout: 'Back', start: '2027-03-20 08:00' },
  ...{ duration: '4h', reason: 'Because', form: 'form-w', asker: 'the presser', askerName: 'Somebody', shown: '' },
  ...Object.fromEntries(Object.entries(some).slice(0, 2)),
}));

const mark = fc.record({
  changeId: fc.oneof({ weight: 6, arbitrary: fc.constant<unknown>(CHANGE) }, { weight: 1, arbitrary: odd }),
  milestone: fc.oneof({ weight: 6, arbitrary: fc.constantFrom<unknown>(...MILESTONES) }, { weight: 1, arbitrary: odd }),
  round: fc.oneof({ weight: 6, arbitrary: fc.constantFrom<unknown>(1, 1, 2) }, { weight: 1, arbitrary: odd }),
  version: fc.oneof({ weight: 6, arbitrary: fc.constant<unknown>(PRESENT) }, { weight: 1, arbitrary: odd }),
});

const verb = fc.oneof(
  { weight: 20, arbitrary: fc.constantFrom(...BUTTONS) },
  { weight: 1, arbitrary: fc.constantFrom(...NO_BUTTONS) },
);

const words = fc.oneof(
  fc
    .constantFrom(...WORDS)
    .chain((word) =>
      fc
        .constantFrom(
          ...['', CHANGE, `${CHANGE} mail`, `${CHANGE} page 2`, 'CHG-2027-999', '2027-001', '__proto__'],
          ...['@Approver', '@Member 2027-02-01 to 2027-02-14', `${CHANGE} @Member`, '2027-02-30 to 2027-13-99', 'end'],
          ...['Upgrade Moodle on isc-learn 2027-02-13 08:00 for 4h', 'on 2027-03-28 02:30 for 99999h', 'page 9999'],
        )
        .map((rest) => (word === 'clock' ? 'clock' : `${word} ${rest}`)),
    ),
  typed,
);

type Make = (world: World, by: Person, where: Where) => Activity;
const speech = ({ teams }: World): Speech => ({
  tenancy: teams.tenancy,
  serviceUrl: teams.serviceUrl,
  clock: () => new Date('2027-01-09T09:00:00Z'),
});

const message: fc.Arbitrary<Make> = words.map(
  (text) => (world, by, where) => spoken(speech(world), by, where, text, '1700000000001'),
);

/** A press as Teams frames it: an invoke, or for older clients a message without a text. */
const press: fc.Arbitrary<Make> = fc
  .record({ verb, mark, inputs: fc.oneof(fields, whole, whole), isInvoke: fc.constantFrom(true, true, true, false) })
  .map(({ verb: name, mark: data, inputs, isInvoke }) => (world, by, where) => {
    const asker = 'asker' in inputs && inputs.asker === 'the presser' ? { asker: by.entraId } : {};
    const filled = { ...data, ...inputs, ...asker, ...(isInvoke ? {} : { verb: name }) };
    const base = { ...frame(speech(world), by, where), id: 'f:1', replyToId: world.card };
    if (!isInvoke) return { ...base, value: filled };
    const value = { action: { type: 'Action.Execute', verb: name, data: filled }, trigger: 'manual' };
    return { ...base, type: 'invoke', name: 'adaptiveCard/action', value };
  });

/** What belongs into the fields of any button. */
const SENSIBLE = {
  ...{
    reason: 'Because',
    corrections: 'One\nTwo',
    corrected: 'All of it',
    news: 'Half of it is back',
    untested: 'No time',
  },
  ...{ minutes: '30 min', acceptable: '45 min', delay: '30 min', delayReason: 'The disk is slow', lessons: 'Earlier' },
  ...{ way: 'backup:SSD NAS', to: cast.member.entraId, 'item-0': 'true', 'item-1': 'true' },
  ...{ 'item-limits': 'true', 'item-tests': 'true', 'item-window': 'true' },
};
/** They end a change at once: rare, or hardly any would come far. */
const ENDS = ['cancel', 'sendCancel', 'handOverIncident'];

/** A button that is out, with what belongs into its fields, and perhaps with something else in some of them. */
const real: fc.Arbitrary<Make> = fc
  .record({ which: fc.nat(1_000), inputs: fc.oneof(fc.constant({}), fields), isRare: fc.nat(20).map((n) => n === 0) })
  .map(({ which, inputs, isRare }) => (world, by, where) => {
    const pressed = world.buttons.filter(({ action }) => isRare || !ENDS.includes(String(action.verb)));
    const { action, preset } = pressed[which % Math.max(1, pressed.length)] ?? { action: {}, preset: {} };
    const data = {
      ...preset,
      ...SENSIBLE,
      ...Object.fromEntries(Object.entries(inputs).slice(0, 3)),
      ...asJson(action.data),
    };
    const base = { ...frame(speech(world), by, where), id: 'f:4', replyToId: world.card };
    const value = { action: { type: 'Action.Execute', verb: action.verb, data }, trigger: 'manual' };
    return { ...base, type: 'invoke', name: 'adaptiveCard/action', value };
  });

const TYPES = [
  'messageReaction',
  'typing',
  'endOfConversation',
  'event',
  'messageUpdate',
  'messageDelete',
  'trace',
  'handoff',
]
  .concat('contactRelationUpdate', 'deleteUserData', 'suggestion', 'command', 'commandResult', 'conversationUpdate')
  .concat('installationUpdate', 'invokeResponse', 'delay', 'MESSAGE', '__proto__', 'constructor');
const INVOKES = [
  'task/fetch',
  'task/submit',
  'composeExtension/query',
  'signin/verifyState',
  'signin/tokenExchange',
].concat(
  'fileConsent/invoke',
  'message/submitAction',
  'actionableMessage/executeAction',
  'application/search',
  'config/fetch',
);

const other: fc.Arbitrary<Make> = fc.oneof(
  fc
    .constantFrom(...TYPES)
    .map((type): Make => (world, by, where) => ({ ...frame(speech(world), by, where), id: 'f:2', type })),
  fc.record({ name: fc.constantFrom(...INVOKES), value: odd }).map(({ name, value }): Make => (world, by, where) => ({
    ...frame(speech(world), by, where),
    id: 'f:3',
    type: 'invoke',
    name,
    value,
  })),
  // That the bot itself is removed from its own team is the team's right, and ends everything: somebody else is, or another team's.
  fc.nat(1).map(
    (which): Make =>
      (world, by) =>
        added(speech(world), by)[which] ?? frame(speech(world), by, 'personal'),
  ),
  fc.nat(1).map((which): Make => (world, by) => {
    const gone = removed(speech(world), by)[which] ?? frame(speech(world), by, 'personal');
    return { ...gone, channelData: { ...gone.channelData, team: { id: '19:another@thread.tacv2' } } };
  }),
);

export interface Sent {
  readonly make: Make;
  readonly by: Person;
  readonly inChannel: boolean;
  readonly edits: readonly Parameters<typeof edited>[1][number][];
}

/** Somebody of these people sends something, as it is or with some changes to it. */
export function sentBy(people: readonly Person[]): fc.Arbitrary<Sent> {
  return fc.record({
    make: fc.oneof(
      { weight: 3, arbitrary: message },
      { weight: 4, arbitrary: press },
      { weight: 9, arbitrary: real },
      { weight: 2, arbitrary: other },
    ),
    by: fc.constantFrom(...people),
    inChannel: fc.boolean(),
    edits: fc.oneof(fc.constant([]), fc.array(edit, { minLength: 1, maxLength: 3 })),
  });
}

/** What goes over the wire. */
export function activityOf({ make, by, inChannel, edits }: Sent, world: World): unknown {
  const { id } = mainChannel(world.teams.tenancy);
  const where: Where = inChannel ? { channel: id, root: world.card } : 'personal';
  return edited(make(world, by, where), edits);
}
