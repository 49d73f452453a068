/** A change that cannot wait, over the wire: the form comes back once, and what is past comes as one question. */
import { afterEach, describe, expect, test } from '@jest/globals';
import { cardOf } from '../../src/rehearsal/connector/invoke.ts';
import type { InvokeAnswer } from '../../src/rehearsal/connector/invoke.ts';
import type { Json } from '../../src/rehearsal/json.ts';
import type { House } from '../support/house.ts';
import { cardWith, cast, house, notices } from '../support/house.ts';
import { cardsSeen, complaints, textOf } from '../support/cards-seen.ts';
import { site } from '../support/fixtures.ts';
import { ALL_PREPARED, CHANGE, FORM, SAY_NEW, does, press, said } from '../support/stations.ts';

let it: House;
afterEach(async () => {
  await it.close();
});

const EXAMS = { from: '2027-02-13', to: '2027-02-14', why: 'Exams' };
const REASON = 'The vendor ends support on Monday';

/** Sends the form, and once more as it came back. */
async function sendTwice(inputs: Json): Promise<readonly [InvokeAnswer, InvokeAnswer]> {
  const { id } = cardWith(it.teams, 'create');
  const first = await it.teams.press(cast.implementer, id, { verb: 'create' }, FORM);
  const second = await it.teams.press(cast.implementer, id, { verb: 'create' }, { ...FORM, ...inputs }, first);
  await it.settled();
  return [first, second];
}

describe('a form at short notice', () => {
  test('comes back with what is past, and makes the change when it is sent again with its reason', async () => {
    it = await house({ start: '2027-02-09 10:00' });
    const cards = cardsSeen(it.teams);
    await it.teams.say(cast.implementer, SAY_NEW, 'channel');
    const [first, second] = await sendTwice({ reason: REASON });
    const text = textOf(first.card);
    expect(text).toContain('Nothing is created yet');
    expect(text).toContain('Past already: the start of the preparation (Sat 23 Jan 2027), the pre-check (Sat 30 Jan');
    expect(textOf(second.card)).toContain(`Created ${CHANGE}`);
    expect(it.service.changes.peek(CHANGE)?.change.draft.shortNotice).toEqual({
      missed: ['prepare', 'pre-check', 'go-nogo'],
      reason: REASON,
    });
    expect(cards.flatMap(complaints)).toEqual([]);
  });

  test('without its reason comes back again, with what was typed', async () => {
    it = await house({ start: '2027-02-09 10:00' });
    await it.teams.say(cast.implementer, SAY_NEW, 'channel');
    const [, second] = await sendTwice({});
    expect(textOf(second.card)).toContain('Please say why it cannot wait.');
    expect(textOf(second.card)).toContain('Past already');
    expect(it.service.changes.ids()).toEqual([]);
  });

  test('leads to one question for pre-check and GO, whose answer announces', async () => {
    it = await house({ start: '2027-02-09 10:00' });
    await it.teams.say(cast.implementer, SAY_NEW, 'channel');
    await sendTwice({ reason: REASON });
    await does(it, 'implementer', 'tickPreparations', ALL_PREPARED);
    await it.to('2027-02-09 10:01');
    expect(said(it).slice(-1)).toEqual(['Pierre André Pre-check and GO / NOGO in one: GO or NOGO for CHG-2027-001?']);
    const card = textOf(cardOf(cardWith(it.teams, 'giveGo').activity));
    expect(card).toContain(`Short notice: ${REASON}`);
    expect(card).toContain('GO answers both');
    expect(notices(it.teams)).toEqual([]);
    await does(it, 'approver', 'giveGo');
    expect(notices(it.teams)).toEqual(['Planned maintenance: ISC Learn, Sat 13 Feb 2027, 08:00 CET (UTC+01:00)']);
    expect(it.service.changes.peek(CHANGE)?.change.decisions.map(({ what }) => what)).toEqual([
      'prepared',
      'pre-check OK',
      'GO',
    ]);
  });
});

describe('an emergency', () => {
  test('is asked at once, of the deputies too, and again after half an hour', async () => {
    it = await house({ start: '2027-02-06 19:00' });
    await it.teams.say(cast.implementer, SAY_NEW.replace('new ', 'new emergency '), 'channel');
    await sendTwice({ reason: REASON });
    const asked =
      'Pierre André, Deputy approver this is an emergency. Pre-check and GO / NOGO in one: GO or NOGO for CHG-2027-001?';
    expect(said(it)).toContain(asked);
    await it.to('2027-02-06 19:30');
    expect(said(it).at(-1)).toContain('Pierre André, Deputy approver this is an emergency: CHG-2027-001 still waits');
    await does(it, 'deputy', 'giveGo');
    const go = it.service.changes.peek(CHANGE)?.change.decisions.at(-1);
    expect(go).toMatchObject({ what: 'GO', by: { name: 'Deputy approver' }, for: { name: 'Pierre André' } });
    const announcement = it.teams.messages.findLast((m) =>
      String(m.activity.summary).startsWith('Urgent maintenance: '),
    );
    expect(announcement && textOf(cardOf(announcement.activity))).toContain('This is an emergency: it cannot wait.');
  });

  test('in good time is none: the form says so', async () => {
    it = await house();
    await it.teams.say(cast.implementer, SAY_NEW, 'channel');
    const answer = await press(it, 'implementer', 'create', { ...FORM, emergency: 'true' });
    expect(textOf(answer.card)).toContain('There is time for the ordinary way');
    expect(it.service.changes.ids()).toEqual([]);
  });
});

describe('what is in the way of a window', () => {
  test('is named on the form, and on the GO card with the changes there are by then', async () => {
    it = await house({ site: { ...site, freezePeriods: [EXAMS] } });
    await it.teams.say(cast.implementer, SAY_NEW, 'channel');
    const [first] = await sendTwice({});
    expect(textOf(first.card)).toContain('Freeze period from Sat 13 Feb 2027 to Sun 14 Feb 2027: Exams.');
    await does(it, 'implementer', 'tickPreparations', ALL_PREPARED);
    await it.to('2027-01-30 09:00');
    expect(textOf(cardOf(cardWith(it.teams, 'acceptPreCheck').activity))).toContain('Exams');
    await it.teams.say(cast.implementer, 'new Patch on isc-learn 2027-02-13 11:00 for 1h', 'channel');
    const [second] = await sendTwice({ reason: REASON });
    expect(textOf(second.card)).toContain('CHG-2027-001 changes the same service');
    expect(textOf(second.card)).toContain('The window is too short');
    await does(it, 'approver', 'acceptPreCheck');
    await it.to('2027-02-06 09:00');
    const card = textOf(cardOf(cardWith(it.teams, 'giveGo').activity));
    expect(card).toContain('Exams');
    expect(card).toContain('CHG-2027-002 changes the same service, Sat 13 Feb 2027, 11:00–12:00');
  });
});
