/**
 * People whom Teams vouches for, and who must not: every button by everybody who may not press it, and cards whose data somebody
 * has changed. What each role may is in `test/domain/who-may-answer.test.ts`, presses that no card sends in `malformed.test.ts`.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { understood } from '../../src/rehearsal/connector/invoke.ts';
import type { Activity } from '../../src/rehearsal/connector/activity.ts';
import { person } from '../../src/rehearsal/connector/people.ts';
import type { Person } from '../../src/rehearsal/connector/people.ts';
import type { Json } from '../../src/rehearsal/json.ts';
import { VERBS } from '../../src/teams/press.ts';
import type { Guarded } from '../support/guarded.ts';
import { guarded } from '../support/guarded.ts';
import { cast, notices, toldTo } from '../support/house.ts';
import { CHANGE, does, FORM as FORM_OF_ANOTHER, walkTo } from '../support/stations.ts';

/** Of the tenant, not of the team: a card of the change was forwarded to them. */
const outsider = person('Outsider', '00000000-0000-4000-8000-0000000000f1');
/** Invited into the tenant from another organisation. */
const guest = person('Guest', '00000000-0000-4000-8000-0000000000f2');

const OTHER = 'CHG-2027-002';
let at: Guarded;

beforeAll(async () => {
  at = await guarded();
  await walkTo(at.it, 'GO / NOGO');
  // Another one, of which the approver has been asked nothing.
  await at.teams.say(cast.implementer, 'new Other work on sandbox 2027-04-20 08:00 for 4h', 'channel');
  await does(at.it, 'implementer', 'create', FORM_OF_ANOTHER);
  expect(at.it.service.changes.ids()).toEqual([CHANGE, OTHER]);
});
afterAll(() => at.close());

const FORM = { form: 'form-of-a-stranger', askerName: 'Stranger', shown: '' };
const PLAN = {
  title: 'Upgrade',
  service: 'sandbox',
  what: 'Something else',
  tests: 'None',
  backout: 'None',
  start: '2027-05-01 08:00',
  duration: '4h',
  reason: 'Because',
};
/** All that any button wants, so that nothing but the person is wrong. */
const FILLED = {
  ...PLAN,
  ...FORM,
  to: cast.member.entraId,
  corrections: 'One',
  corrected: 'All',
  acceptable: '30',
  delay: '10',
  delayReason: 'Because',
  minutes: '20',
  news: 'News',
  way: 'snapshot',
  untested: 'No time',
  lessons: 'None',
  'item-0': 'true',
  'item-tests': 'true',
};

const APPROVALS = [
  'acceptPreCheck',
  'needCorrections',
  'giveGo',
  'giveNogo',
  'agreeSkip',
  'refuseSkip',
  'agreeMore',
  'refuseMore',
];
const FORMS = ['openEdit', 'openReschedule', 'sendEdit', 'sendReschedule', 'sendCancel'];
const EITHER = ['resend', 'openHandOver', 'sendHandOver'];
const IMPLEMENTING = VERBS.filter((verb) => !APPROVALS.includes(verb) && !EITHER.includes(verb));

type Row = readonly [who: string, verb: string, by: Person];
const rows = (verbs: readonly string[], ...people: readonly Person[]): readonly Row[] =>
  verbs.flatMap((verb) => people.map((one) => [one.name, verb, one] as const));

const ROWS: readonly Row[] = [
  ...rows(APPROVALS, cast.implementer, cast.member, outsider, guest),
  ...rows([...IMPLEMENTING, ...FORMS], cast.approver, cast.deputy, cast.member, outsider, guest),
  ...rows(EITHER, cast.member, outsider, guest),
];

async function sends(activity: Activity): Promise<ReturnType<typeof understood>> {
  const { status, json } = await at.knock(activity, at.issuer.bearer(activity));
  await at.it.settled();
  return understood({ status, body: json }, activity.id ?? '');
}

async function presses(who: Person, verb: string, data: Json = {}): Promise<ReturnType<typeof understood>> {
  return sends(await at.pressOf(who, verb, { ...FILLED, asker: who.entraId, ...data }));
}

/** Everything but the refusals, which are kept. */
async function state(): Promise<object> {
  const { refusals = [], length = 0, ...change } = (await at.it.service.changes.find(CHANGE))?.change ?? {};
  expect(length).toBeGreaterThanOrEqual(refusals.length);
  return { change, calls: at.teams.requests.length, ids: at.it.service.changes.ids() };
}

/** What the verb asks for: a form and the button that opens it ask for the same. */
const askedBy = (verb: string): string =>
  verb.replace(/^(open|send)([A-Z])/, (_all, _word, first: string) => first.toLowerCase());

describe('a press by somebody who must not', () => {
  test('is tried with every button there is', () => {
    const tried = new Set(ROWS.map(([, verb]) => verb));
    expect(VERBS.filter((verb) => !tried.has(verb))).toEqual([]);
  });

  test.each(ROWS)('%s, %s: told to them alone, kept, and nothing else', async (_who, verb, by) => {
    const before = await state();
    const answer = await presses(by, verb);
    expect(toldTo(answer)).toMatch(/^Only the .*Nothing was changed\.$|^You stand in/);
    expect(await state()).toEqual(before);
    const stored = await at.it.store.read(CHANGE);
    expect(stored?.events).toContainEqual(
      expect.objectContaining({ type: 'refused', command: askedBy(verb), by: { entraId: by.entraId, name: by.name } }),
    );
  });
});

describe('a press by nobody in particular', () => {
  test.each([
    ['without an Entra id', { id: '29:somebody', name: cast.approver.name }],
    ['with an empty one', { id: '29:somebody', name: cast.approver.name, aadObjectId: '' }],
  ])('%s is told so, and decides nothing', async (_what, from) => {
    const before = await state();
    const answer = await sends({ ...(await at.pressOf(cast.approver, 'giveGo')), from });
    expect(toldTo(answer)).toContain('Teams did not tell me who you are');
    expect(await state()).toEqual(before);
  });

  test.each(['__proto__', 'constructor', 'toString', '*'])(
    'whose Entra id is "%s" is not the approver',
    async (aadObjectId) => {
      const before = await state();
      await sends({ ...(await at.pressOf(cast.approver, 'giveGo')), from: { id: '29:somebody', aadObjectId } });
      expect(await state()).toEqual(before);
    },
  );

  test('who borrows the name and the Teams id of the approver is still who the Entra id says', async () => {
    const before = await state();
    const { id, name } = cast.approver;
    const from = { id, name, aadObjectId: cast.member.entraId };
    const answer = await sends({ ...(await at.pressOf(cast.approver, 'giveGo')), from });
    expect(toldTo(answer)).toMatch(/^Only the approver/);
    expect(await state()).toEqual(before);
  });
});

describe('a card with data of somebody’s making, pressed by whom it asks', () => {
  const TAMPERED: readonly (readonly [string, Json])[] = [
    ['another change that there is', { changeId: OTHER }],
    ['the team’s own document', { changeId: 'team' }],
    ['a path to it', { changeId: '../team' }],
    ['a path out of the folder', { changeId: '../../etc/passwd' }],
    ['a change and a zero byte', { changeId: `${CHANGE}\0` }],
    ['a change in small letters', { changeId: CHANGE.toLowerCase() }],
    ['a prototype', { changeId: '__proto__' }],
    ['another prototype', { changeId: 'constructor' }],
    ['a list of changes', { changeId: [CHANGE] }],
    ['no change', { changeId: undefined }],
    ['a version from the future', { version: 9_999 }],
    ['a version below zero', { version: -1 }],
    ['a version that is no number', { version: Number.NaN }],
    ['an endless version', { version: Number.POSITIVE_INFINITY }],
    ['a version in words', { version: '12' }],
    ['a version of many digits', { version: 2 ** 53 }],
    ['half a version', { version: 12.5 }],
    ['no version', { version: undefined }],
  ];

  test.each(TAMPERED)('%s: decides nothing, here or there', async (_what, data) => {
    const before = { here: await state(), there: at.memory.get(OTHER), all: [...at.memory.keys()] };
    const answer = await presses(cast.approver, 'giveGo', data);
    expect(answer.status).toBe(200);
    expect({ here: await state(), there: at.memory.get(OTHER), all: [...at.memory.keys()] }).toEqual(before);
  });

  test.each(['giveGo2', 'launch', 'GIVEGO', ' giveGo', 'fallDue', 'recordDelivery', 'recordMails', 'meetRecipients'])(
    'the verb "%s" of another bot, or of our own clock: is not known',
    async (verb) => {
      const before = await state();
      expect(toldTo(await presses(cast.approver, verb))).toContain('I do not know this button');
      expect(await state()).toEqual(before);
    },
  );

  test.each([null, 7, 'giveGo', ['giveGo'], { verb: 'giveGo' }, { verb: ['giveGo'], data: {} }, { data: {} }])(
    'the action %j: is no press',
    async (action) => {
      const before = await state();
      const activity = await at.pressOf(cast.approver, 'giveGo');
      const answer = await sends({ ...activity, value: { action, trigger: 'manual' } });
      expect(answer.status).toBe(200);
      expect(await state()).toEqual(before);
    },
  );
});

describe('an activity that comes twice', () => {
  // The last of the file: from here on there is a GO.
  test('with the same token and the same id decides once, and with another body not at all', async () => {
    const activity = await at.pressOf(cast.approver, 'giveGo');
    const authorization = at.issuer.bearer(activity);
    const answers = await Promise.all([1, 2, 3].map(() => at.knock(activity, authorization)));
    await at.it.settled();
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    const decided = await state();
    expect(notices(at.teams)).toHaveLength(1);

    const nogo = { ...activity, value: { action: { ...actionOf(activity), verb: 'giveNogo' }, trigger: 'manual' } };
    await at.knock(nogo, authorization);
    await at.knock(activity, authorization);
    await at.it.settled();
    expect(await state()).toEqual(decided);
    const change = (await at.it.service.changes.find(CHANGE))?.change;
    expect(change?.decisions.filter(({ what }) => what === 'GO' || what === 'NOGO')).toHaveLength(1);
  });
});

function actionOf({ value }: Activity): Json {
  return (value as { readonly action: Json }).action;
}
