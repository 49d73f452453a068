/** The torture's own eyes: what they miss, nobody sees. Each broken promise is planted here, and has to be found. */
import { describe, expect, test } from '@jest/globals';
import type { StoredChange } from '../../src/app/ports.ts';
import type { Event } from '../../src/domain/event.ts';
import { Chance } from '../../tools/torture/chance.ts';
import { damage, leftovers } from '../../tools/torture/checks/folder.ts';
import { Histories, unseen } from '../../tools/torture/checks/histories.ts';
import type { Arrived, Letter } from '../../tools/torture/checks/letters.ts';
import { lettersOf, missing } from '../../tools/torture/checks/letters.ts';
import { overtaking } from '../../tools/torture/checks/order.ts';
import { decidedTwice, fateOf, unkept } from '../../tools/torture/checks/presses.ts';
import type { Arrival } from '../../tools/torture/checks/repeats.ts';
import { repeatsOf, unexplained } from '../../tools/torture/checks/repeats.ts';
import { unstored } from '../../tools/torture/checks/service-log.ts';
import type { Answer, Life, Press } from '../../tools/torture/diary.ts';
import { versionsIn } from '../../tools/torture/diary.ts';
import { FILLED_IN, VERBS } from '../../tools/torture/verbs.ts';
import { VERBS as ALL_VERBS } from '../../src/teams/press.ts';
import { APPROVER_MAIL, approver, implementer, mailSite, member } from '../support/fixtures.ts';
import { approved } from '../support/stories.ts';

const ID = 'CHG-2027-001';

/** A change that has just got its GO: everything is still to be sent. */
const GONE = approved(mailSite).events;
const GO_AT = GONE.findIndex(({ type }) => type === 'goGiven');

function fileWith(events: readonly Event[]): ReadonlyMap<string, StoredChange> {
  return new Map([[ID, { id: ID, events, outbox: [], shown: {} }]]);
}

const CARD: Answer = { status: 200, is: 'card', said: '', version: null, form: null };

/** The GO of the approver, as it was pressed on the card of the event before. */
function go(with_: Partial<Press> = {}): Press {
  return {
    ...{ life: 1, by: approver.entraId, verb: 'giveGo', changeId: ID, version: GO_AT, form: '', at: 0 },
    ...{ activityId: 'a', answer: { ...CARD, version: GONE.length } },
    ...with_,
  };
}

describe('a history', () => {
  test('may grow, and nothing else', () => {
    const seen = new Histories();
    expect(seen.look(fileWith(GONE.slice(0, 3)))).toEqual([]);
    expect(seen.look(fileWith(GONE))).toEqual([]);
    expect(seen.events).toBe(GONE.length);
    expect(seen.look(fileWith(GONE.slice(0, -1)))).toMatchObject([{ promise: 'no committed event is lost' }]);
  });

  test('that is another one, or gone, is found', () => {
    const seen = new Histories();
    seen.look(fileWith(GONE));
    const [first, second, ...others] = GONE as [Event, Event, ...Event[]];
    expect(seen.look(fileWith([first, { ...second, at: second.at + 1 }, ...others]))).toHaveLength(1);
    expect(seen.look(new Map())).toMatchObject([{ what: `${ID} is gone` }]);
  });

  test('has every version that somebody was shown', () => {
    const card = { body: [{ actions: [{ data: { changeId: ID, version: GONE.length + 1 } }] }] };
    expect(versionsIn(card)).toEqual([{ changeId: ID, version: GONE.length + 1 }]);
    expect(unseen(new Map([[ID, GONE.length]]), fileWith(GONE))).toEqual([]);
    expect(unseen(new Map([[ID, GONE.length + 1]]), fileWith(GONE))).toHaveLength(1);
  });

  test('has what the log says is done', () => {
    const line = JSON.stringify({ msg: 'command', command: 'giveGo', change: ID, outcome: 'done' });
    const cutOff = line.slice(0, 20);
    expect(unstored([line, cutOff], fileWith(GONE), () => GO_AT)).toEqual([]);
    expect(unstored([line], fileWith(GONE.slice(0, GO_AT)), () => GO_AT)).toHaveLength(1);
    expect(unstored([line, line], fileWith(GONE), () => GO_AT)).toHaveLength(1);
  });
});

describe('a press', () => {
  test('that was answered with its card is stored, and one that was not is found', () => {
    expect(fateOf(go(), fileWith(GONE))).toBe('kept');
    expect(unkept([go()], fileWith(GONE.slice(0, GO_AT)))).toMatchObject([{ promise: 'what was answered is stored' }]);
  });

  test('on an older card may decide nothing, where the change has moved on indeed', () => {
    expect(fateOf(go({ version: GO_AT - 1 }), fileWith(GONE))).toBe('outdated');
    const shownMore = go({ version: GO_AT - 1, answer: { ...CARD, version: GONE.length + 1 } });
    expect(fateOf(shownMore, fileWith(GONE))).toBe('lost');
  });

  test('that was refused is kept as refused', () => {
    const refused = go({ by: member.entraId, answer: { ...CARD, is: 'refused', said: 'Only the approver may' } });
    const kept: Event = { type: 'refused', command: 'giveGo', why: 'approver only', version: 1, at: 0, by: member };
    expect(fateOf(refused, fileWith([...GONE, kept]))).toBe('refused');
    expect(fateOf(refused, fileWith(GONE))).toBe('lost');
  });

  test('that got no answer promises nothing, and one that failed is found', () => {
    expect(unkept([go({ answer: null })], fileWith([]))).toEqual([]);
    const failed = go({ answer: { ...CARD, status: 500, is: 'failed' } });
    expect(unkept([failed], fileWith(GONE))).toMatchObject([{ promise: 'the service starts and goes on' }]);
  });

  test('decides once, however often it is repeated', () => {
    const pressed: Event = { ...(GONE[GO_AT] as Event), from: 'go-nogo/1' };
    expect(decidedTwice([go(), go()], fileWith([...GONE, pressed]))).toEqual([]);
    expect(decidedTwice([go(), go()], fileWith([...GONE, pressed, pressed]))).toMatchObject([
      { promise: 'a press decides once' },
    ]);
  });

  test('of a form makes one change', () => {
    const create = go({ verb: 'create', changeId: '', form: 'form-1', by: implementer.entraId, answer: CARD });
    expect(fateOf(create, new Map())).toBe('lost');
    expect(fateOf({ ...create, answer: { ...CARD, form: 'form-1' } }, new Map())).toBe('nothing new');
    const [made] = GONE;
    if (made?.type !== 'created') throw new Error('the first event is another one');
    expect(fateOf({ ...create, form: made.form }, fileWith(GONE))).toBe('kept');
    const twin = new Map([
      ...fileWith(GONE),
      ['CHG-2027-002', { id: 'CHG-2027-002', events: GONE, outbox: [], shown: {} }],
    ]);
    expect(decidedTwice([], twin)).toMatchObject([{ promise: 'a press decides once' }]);
  });

  test('can be of any verb that the service knows', () => {
    const notOfCards = ['handOverIncident'];
    expect(ALL_VERBS.filter((verb) => !Object.hasOwn(VERBS, verb) && !notOfCards.includes(verb))).toEqual([]);
    expect(Object.keys(VERBS).filter((verb) => !ALL_VERBS.includes(verb))).toEqual([]);
    expect(FILLED_IN.reason).toBeDefined();
  });
});

describe('a letter', () => {
  const arrived: Arrived = { post: () => true, mail: () => true, heard: () => false, refused: () => false };
  const called = lettersOf({ id: ID, events: GONE, outbox: [], shown: {} }, mailSite);
  const announcement = called.find(({ key }) => key.includes('/announce/channel/')) as Letter;
  const mail = called.find(({ key, to }) => key.includes('/announce/mail/') && to === APPROVER_MAIL) as Letter;
  const sentAll: readonly Event[] = called.map(({ key, to }): Event =>
    to === null
      ? { type: 'delivered', key, card: null, activity: key, conversation: 'c', at: 1, by: null }
      : { type: 'mailed', key, sent: [{ to, id: key }], gaveUp: [], leftOut: [], at: 1, by: null },
  );
  const fates = (events: readonly Event[]): readonly Letter[] =>
    lettersOf({ id: ID, events: [...GONE, ...events], outbox: [], shown: {} }, mailSite);

  test('is called for by the history, for the channel and for each recipient', () => {
    expect([announcement.to, mail.kind]).toEqual([null, 'mail']);
    expect(called.filter(({ fate }) => fate.is === 'overtaken').length).toBeGreaterThan(0);
  });

  test('of which nothing became is found', () => {
    expect(missing(fates(sentAll), arrived)).toEqual([]);
    const without = (letter: Letter): readonly Event[] => sentAll.filter((_, index) => called[index] !== letter);
    for (const letter of [announcement, mail])
      expect(missing(fates(without(letter)), arrived).map(({ what }) => what)).toEqual([
        expect.stringContaining(letter.key),
      ]);
  });

  test('that is noted as sent and is not there is found', () => {
    const post = (activity: string): boolean => activity !== announcement.key;
    expect(missing(fates(sentAll), { ...arrived, post })).toHaveLength(1);
    expect(missing(fates(sentAll), { ...arrived, mail: (_, to) => to !== APPROVER_MAIL })).not.toHaveLength(0);
  });

  test('is given up for a reason of the other end only', () => {
    const { key, to } = mail;
    const gaveUp: Event = {
      ...{ type: 'mailed', key, sent: [], gaveUp: [{ to: to ?? '', why: '550 no such mailbox' }], leftOut: [] },
      ...{ at: 2, by: null },
    };
    expect(missing(fates([...sentAll, gaveUp]), arrived)).toHaveLength(1);
    expect(missing(fates([...sentAll, gaveUp]), { ...arrived, refused: () => true })).toEqual([]);
  });

  test('that takes back what a box has is not left out', () => {
    const leftOut: Event = {
      ...{ type: 'mailed', key: mail.key, sent: [], gaveUp: [], leftOut: [{ to: APPROVER_MAIL, why: 'never told' }] },
      ...{ at: 2, by: null },
    };
    expect(missing(fates([...sentAll, leftOut]), arrived)).toEqual([]);
    expect(missing(fates([...sentAll, leftOut]), { ...arrived, heard: () => true })).toHaveLength(1);
  });

  test('comes in its turn', () => {
    const placed = (arrivals: readonly number[]) =>
      arrivals.map((at, index) => ({ reader: ID, name: String(index), called: index, arrived: at }));
    expect(overtaking(placed([1, 2, 3]))).toEqual([]);
    expect(overtaking(placed([1, 3, 2]))).toMatchObject([{ what: `${ID}: 1 came after 2` }]);
  });
});

describe('a repeat', () => {
  const lives: readonly Life[] = [
    { number: 1, startedAt: 0, readyAt: 10, endedAt: 1_000, ending: 'told' },
    { number: 2, startedAt: 1_100, readyAt: 1_200, endedAt: 9_000, ending: 'anytime' },
  ];
  const arrival = (at: number, more: Partial<Arrival> = {}): Arrival => ({
    ...{ name: 'announce', kind: 'in the channel', id: String(at), runner: ID, at, noted: false, answerLost: false },
    ...more,
  });
  const reasons = (...arrivals: readonly Arrival[]): readonly unknown[] =>
    repeatsOf(arrivals, lives, 500).map(({ because }) => because);

  test('is explained by a kill right after it', () => {
    expect(reasons(arrival(990), arrival(1_300, { noted: true }))).toEqual(['kill']);
    expect(reasons(arrival(400), arrival(1_300, { noted: true }))).toEqual([null]);
  });

  test('is explained by an answer that was lost', () => {
    expect(reasons(arrival(2_000, { answerLost: true }), arrival(2_100, { noted: true }))).toEqual(['answer']);
  });

  test('in one and the same life is found, and so is one after which the same runner went on', () => {
    const twice = [arrival(8_800), arrival(8_900, { noted: true })];
    expect(reasons(...twice)).toEqual([null]);
    expect(unexplained(repeatsOf(twice, lives, 500))).toMatchObject([
      { promise: 'nothing comes twice without a reason' },
    ]);
  });
});

describe('the folder', () => {
  const whole = { changes: new Map(), unreadable: [], temps: [], damaged: [], installed: true };

  test('has no file that cannot be read, was set aside, or was left by the life before', () => {
    expect([...damage(whole), ...leftovers(whole, [], true)]).toEqual([]);
    expect(damage({ ...whole, unreadable: ['a'], damaged: ['b'] })).toHaveLength(2);
    expect(leftovers({ ...whole, temps: ['old', 'new'] }, ['old'], true)).toHaveLength(1);
    expect(leftovers({ ...whole, installed: false }, [], true)).toHaveLength(1);
  });
});

test('the same seed throws the same', () => {
  const throws = (seed: number): readonly number[] => {
    const chance = new Chance(seed);
    return Array.from({ length: 5 }, () => chance.between(1, 1_000));
  };
  expect(throws(7)).toEqual(throws(7));
  expect(throws(7)).not.toEqual(throws(8));
});
