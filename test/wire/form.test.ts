import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { cardOf } from '../../src/rehearsal/connector/invoke.ts';
import { buttonsOf } from '../../src/rehearsal/connector/card-actions.ts';
import type { House } from '../support/house.ts';
import { cardWith, cast, house, toldTo } from '../support/house.ts';
import { cardsSeen, complaints, textOf } from '../support/cards-seen.ts';
import { FORM, SAY_NEW, does, press } from '../support/stations.ts';

let it: House;
beforeEach(async () => {
  it = await house();
});
afterEach(async () => {
  await it.close();
});

const ids = (): readonly string[] => it.service.changes.ids();
const preset = (card: unknown): object => buttonsOf(card)[0]?.preset ?? {};

describe('the form of a new change', () => {
  test('is prefilled with what was said', async () => {
    await it.teams.say(cast.implementer, SAY_NEW, 'channel');
    expect(preset(cardOf(cardWith(it.teams, 'create').activity))).toEqual({
      title: 'Upgrade Moodle',
      service: 'isc-learn',
      start: '2027-02-13 08:00',
      duration: '4h',
    });
  });

  test('says under each field what is wrong, and keeps what was typed', async () => {
    await it.teams.say(cast.implementer, 'new', 'channel');
    const typed = {
      title: 'Upgrade *Moodle* ${x}',
      service: 'isc-learn',
      start: 'some day',
      duration: 'long',
      tests: ' \n ',
    };
    const answer = await press(it, 'implementer', 'create', typed);
    expect(preset(answer.card)).toEqual(typed);
    const text = textOf(answer.card);
    expect(text.match(/Please fill this in/g)).toHaveLength(3);
    expect(text).toContain('cannot read this as a date');
    expect(text).toContain('cannot read this as a duration');
    expect(ids()).toEqual([]);
    const corrected = { what: 'w', tests: 't', backout: 'b', start: '2027-02-13 08:00', duration: '4h' };
    await does(it, 'implementer', 'create', { ...typed, ...corrected });
    expect(ids()).toEqual(['CHG-2027-001']);
    expect((await it.service.changes.find('CHG-2027-001'))?.change.draft.title).toBe('Upgrade *Moodle* ${x}');
  });

  test.each([
    ['a start in the past', { start: '2027-01-01 08:00' }, 'in the past'],
    ['a start inside the spring gap', { start: '2027-03-28 02:30' }, 'does not exist'],
    ['a service that is not in the scope', { service: 'payroll' }, 'not in the production scope'],
    ['a window of a month', { duration: '30d' }, 'at most'],
    ['a window of half a minute', { duration: '1 min' }, 'at least'],
    ['thirty tests', { tests: Array.from({ length: 30 }, (_, n) => `Test ${n}`).join('\n') }, 'too many'],
    ['a title of 500 letters', { title: 'x'.repeat(500) }, 'characters'],
  ])('refuses %s with a sentence', async (_what, wrong, sentence) => {
    await it.teams.say(cast.implementer, SAY_NEW, 'channel');
    const answer = await press(it, 'implementer', 'create', { ...FORM, ...wrong });
    expect(textOf(answer.card)).toContain(sentence);
    expect(ids()).toEqual([]);
  });

  test('is its asker’s alone: somebody else is told so, and opens their own', async () => {
    await it.teams.say(cast.implementer, SAY_NEW, 'channel');
    const answer = await press(it, 'member', 'create', FORM);
    expect(toldTo(answer)).toContain('Implementer opened this form');
    expect(ids()).toEqual([]);
  });

  test('sent twice at once makes one change', async () => {
    await it.teams.say(cast.implementer, SAY_NEW, 'channel');
    const { id } = cardWith(it.teams, 'create');
    const answers = await Promise.all([1, 2].map(() => it.teams.press(cast.implementer, id, { verb: 'create' }, FORM)));
    await it.settled();
    expect(ids()).toEqual(['CHG-2027-001']);
    expect(answers.map(({ card }) => textOf(card)).every((text) => text.includes('Created CHG-2027-001'))).toBe(true);
  });

  test('two forms at once make two changes with numbers of their own', async () => {
    await it.teams.say(cast.implementer, SAY_NEW, 'channel');
    const first = cardWith(it.teams, 'create').id;
    // Elsewhere, or one of them would be in the way of the other.
    await it.teams.say(cast.member, SAY_NEW.replace('isc-learn', 'sandbox'), 'personal');
    const second = cardWith(it.teams, 'create').id;
    await Promise.all([
      it.teams.press(cast.implementer, first, { verb: 'create' }, FORM),
      it.teams.press(cast.member, second, { verb: 'create' }, FORM),
    ]);
    await it.settled();
    expect(ids()).toEqual(['CHG-2027-001', 'CHG-2027-002']);
  });

  test('is replaced for everybody once it has made its change', async () => {
    await it.teams.say(cast.implementer, SAY_NEW, 'channel');
    const { id } = cardWith(it.teams, 'create');
    const replaced = it.teams.until((m) => m.id === id && m.edits > 0, 'the replaced form');
    await press(it, 'implementer', 'create', FORM);
    expect(textOf(cardOf((await replaced).activity))).toContain('Created CHG-2027-001');
  });

  test('is answered at once, whatever becomes of the shared card', async () => {
    await it.teams.say(cast.implementer, SAY_NEW, 'channel');
    it.teams.faults.add({ method: 'PUT', times: 1, hang: 60_000 });
    const answer = await press(it, 'implementer', 'create', FORM);
    expect(textOf(answer.card)).toContain('Created CHG-2027-001');
  });

  test('with the longest texts people write still makes cards that Teams takes', async () => {
    const cards = cardsSeen(it.teams);
    await it.teams.say(cast.implementer, SAY_NEW, 'channel');
    const sentence = 'Mise à jour de l’environnement de production, étape par étape. ';
    const long = (length: number): string =>
      sentence
        .repeat(Math.ceil(length / sentence.length))
        .slice(0, length)
        .trim();
    const tests = Array.from({ length: 20 }, () => long(200)).join('\n');
    await does(it, 'implementer', 'create', { title: long(120), what: long(4000), backout: long(2000), tests });
    expect(ids()).toHaveLength(1);
    await does(it, 'implementer', 'tickPreparations', {
      'item-limits': 'true',
      'item-tests': 'true',
      'item-window': 'true',
    });
    await it.to('2027-01-30 09:00');
    await does(it, 'approver', 'acceptPreCheck');
    await it.to('2027-02-06 09:00');
    await does(it, 'approver', 'giveNogo', { reason: long(1000) });
    await does(it, 'implementer', 'requestGo', { corrected: long(1000) });
    await it.teams.say(cast.member, 'list', 'personal');
    await it.teams.say(cast.member, 'history CHG-2027-001', 'personal');
    expect(cards.flatMap(complaints)).toEqual([]);
  });
});

describe('a card that `show` gave', () => {
  test.each(['channel', 'personal'] as const)('in the %s follows the change', async (spot) => {
    await it.teams.say(cast.implementer, SAY_NEW, 'channel');
    await does(it, 'implementer', 'create', FORM);
    await it.teams.say(cast.member, 'show CHG-2027-001', spot);
    const copy = cardWith(it.teams, 'cancel').id;
    await does(it, 'implementer', 'cancel', { reason: 'The vendor is late' });
    expect(textOf(cardOf(it.teams.message(copy).activity))).toContain('Cancelled: The vendor is late');
  });

  test('can be pressed like the one in the thread', async () => {
    await it.teams.say(cast.implementer, SAY_NEW, 'channel');
    await does(it, 'implementer', 'create', FORM);
    const root = cardWith(it.teams, 'cancel').id;
    await it.teams.say(cast.implementer, 'show CHG-2027-001', 'personal');
    expect(cardWith(it.teams, 'cancel').id).not.toBe(root);
    await does(it, 'implementer', 'cancel', { reason: 'The vendor is late' });
    expect(textOf(cardOf(it.teams.message(root).activity))).toContain('Cancelled');
  });
});
