import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { cardOf } from '../../src/rehearsal/connector/invoke.ts';
import type { House } from '../support/house.ts';
import { cardWith, cast, house, notices, toldTo } from '../support/house.ts';

const FORM = {
  what: 'Moodle goes to the next version.',
  tests: 'A student can log in\nA course opens',
  backout: 'Restore the data snapshot.',
};

let it: House;
beforeEach(async () => {
  it = await house();
});
afterEach(async () => {
  await it.close();
});

/** A change from the form. */
async function created(): Promise<void> {
  await it.teams.say(cast.implementer, 'new Upgrade Moodle on isc-learn 2027-02-13 08:00 for 4h', 'channel');
  await it.teams.press(cast.implementer, cardWith(it.teams, 'create').id, { verb: 'create' }, FORM);
  await it.settled();
}

const press = (who: keyof typeof cast, verb: string, inputs: Record<string, string> = {}) =>
  it.teams.press(cast[who], cardWith(it.teams, verb).id, { verb }, inputs);
const ALL = { 'item-limits': 'true', 'item-tests': 'true', 'item-window': 'true' };

async function approved(): Promise<void> {
  await created();
  await press('implementer', 'tickPreparations', ALL);
  await it.next();
  await press('approver', 'acceptPreCheck');
  await it.next();
  await press('approver', 'giveGo');
  await it.settled();
}

describe('the whole page, over the wire', () => {
  test('a change goes from "new" to its closing report', async () => {
    await approved();
    expect(notices(it.teams)).toEqual(['Planned maintenance: ISC Learn, Sat 13 Feb 2027, 08:00 CET (UTC+01:00)']);
    await it.to('2027-02-13 05:00');
    expect(notices(it.teams)).toContain('Reminder: maintenance tomorrow, ISC Learn');
    await press('implementer', 'startSnapshot');
    await it.settled();
    await press('implementer', 'finishSnapshot');
    await it.to('2027-02-13 08:00');
    expect(notices(it.teams)).toContain('Maintenance has started: ISC Learn');
    await press('implementer', 'end', { 'item-0': 'true', 'item-1': 'true' });
    await it.settled();
    expect(notices(it.teams).at(-1)).toBe('End of maintenance: ISC Learn');
    const report = cardWith(it.teams, 'addLessons');
    await press('implementer', 'addLessons', { lessons: 'Start the snapshot earlier.' });
    await it.settled();
    expect(JSON.stringify(cardOf(it.teams.message(report.id).activity))).toContain('Start the snapshot earlier.');
    expect(it.log.all.filter(({ level }) => level !== 'info')).toEqual([]);
  });

  test('the change has one thread: its living card, with the cards that ask as replies; notices are new posts', async () => {
    await approved();
    const living = cardWith(it.teams, 'cancel');
    const asked = it.teams.messages.filter((m) => m.from === 'bot' && (m.activity.text ?? '').includes('<at>'));
    expect(asked.map((m) => m.threadRoot)).toEqual(asked.map(() => living.id));
    const announced = it.teams.messages.find((m) => (m.activity.summary ?? '').startsWith('Planned'));
    expect(announced?.threadRoot).toBe(announced?.id);
  });

  test('a wrong person is refused in private, and it is kept', async () => {
    await created();
    const edits = cardWith(it.teams, 'tickPreparations').edits;
    expect(toldTo(await press('approver', 'tickPreparations', ALL))).toContain('Only the implementer');
    expect(cardWith(it.teams, 'tickPreparations').edits).toBe(edits);
    await it.teams.say(cast.member, 'history CHG-2027-001', 'personal');
    await it.teams.until(
      (m) => m.owner?.entraId === cast.member.entraId && JSON.stringify(m.activity).includes('was refused'),
      'the history',
    );
  });

  test('a double press decides once, and the second is answered with the present card', async () => {
    await created();
    const card = cardWith(it.teams, 'tickPreparations');
    const old = cardOf(card.activity);
    const [first, second] = await Promise.all(
      [1, 2].map(() => it.teams.press(cast.implementer, card.id, { verb: 'tickPreparations' }, ALL, { card: old })),
    );
    expect([first?.status, second?.status]).toEqual([200, 200]);
    expect([first?.card, second?.card].every((c) => JSON.stringify(c).includes('Prepared by Implementer'))).toBe(true);
    const stored = await it.service.changes.find('CHG-2027-001');
    expect(stored?.change.decisions).toHaveLength(1);
  });

  test('NOGO without a reason is refused with a sentence; with one the implementer can request GO again', async () => {
    await created();
    await press('implementer', 'tickPreparations', ALL);
    await it.next();
    await press('approver', 'acceptPreCheck');
    await it.next();
    expect(toldTo(await press('approver', 'giveNogo'))).toContain('Please give a reason');
    await press('approver', 'giveNogo', { reason: 'No tests for logins' });
    await it.settled();
    await press('implementer', 'requestGo', { corrected: 'Test added' });
    await it.settled();
    await press('approver', 'giveGo');
    await it.settled();
    expect(notices(it.teams)).toHaveLength(1);
  });

  test('a card that was deleted is posted anew with the next event', async () => {
    await created();
    const before = cardWith(it.teams, 'cancel');
    it.teams.remove(before.id);
    await press('implementer', 'tickPreparations', ALL);
    await it.settled();
    expect(cardWith(it.teams, 'cancel').id).not.toBe(before.id);
  });
});
