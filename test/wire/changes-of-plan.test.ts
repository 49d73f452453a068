/** A plan that changes, over the wire: moved, edited, handed over, cancelled, delayed, by chat and by the buttons of its cards. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { InvokeAnswer } from '../../src/rehearsal/connector/invoke.ts';
import { cardOf } from '../../src/rehearsal/connector/invoke.ts';
import type { Message } from '../../src/rehearsal/connector/board.ts';
import type { Spot } from '../../src/rehearsal/connector/options.ts';
import type { Json } from '../../src/rehearsal/json.ts';
import type { House } from '../support/house.ts';
import { cast, house, notices, toldTo } from '../support/house.ts';
import { cardsSeen, complaints, textOf } from '../support/cards-seen.ts';
import type { Who } from '../support/stations.ts';
import { CHANGE, does, press, said, walkTo } from '../support/stations.ts';

let it: House;
let cards: readonly Json[];
beforeEach(async () => {
  it = await house();
  cards = cardsSeen(it.teams);
});
afterEach(async () => {
  await it.close();
  expect(cards.flatMap(complaints)).toEqual([]);
  expect(it.log.all.filter(({ level }) => level !== 'info')).toEqual([]);
});

const change = () => it.service.changes.peek(CHANGE)?.change;
const textIn = (message: Message): string => textOf(cardOf(message.activity));
const has = (message: Message, verb: string): boolean =>
  JSON.stringify(cardOf(message.activity) ?? null).includes(`"verb":"${verb}"`);

/** What somebody is answered in chat. */
async function answer(who: Who, text: string, spot: Spot = 'personal'): Promise<Message> {
  const { message } = await it.teams.say(cast[who], text, spot);
  const reply = it.teams.messages.findLast((m) => m.from === 'bot' && Number(m.id) > Number(message.id));
  if (reply === undefined) throw new Error(`no answer to '${text}'`);
  return reply;
}

/** Sends a form; gives what is there in its place. */
async function send(who: Who, form: Message, verb: string, inputs: Json): Promise<InvokeAnswer> {
  const sent = await it.teams.press(cast[who], form.id, { verb }, inputs);
  await it.settled();
  return sent;
}

const NOTHING = 'Nothing was changed.';
const LATER = { start: '2027-02-27 08:00', duration: '4 h', reason: 'The vendor is late.' };

describe('moved after its announcement', () => {
  test('by the button of its card: GO is asked anew, and who was told reads both windows, once', async () => {
    await walkTo(it, 'announce');
    await it.to('2027-02-08 10:00');
    await press(it, 'implementer', 'openReschedule');
    const form = await it.teams.until((m) => has(m, 'sendReschedule'), 'the form');
    expect(form.threadRoot).toBe(it.teams.messages.find((m) => has(m, 'openReschedule'))?.threadRoot);
    expect(textIn(form)).toContain('Now: Sat 13 Feb 2027, 08:00–12:00 CET');
    const sent = await send('implementer', form, 'sendReschedule', LATER);
    expect(textOf(sent.card)).toContain(`${CHANGE} is moved to Sat 27 Feb 2027, 08:00–12:00 CET`);
    await it.to('2027-02-20 09:00');
    expect(said(it).at(-1)).toBe('Pierre André GO or NOGO for CHG-2027-001?');
    const go = it.teams.messages.findLast((m) => has(m, 'giveGo'));
    expect(textIn(go as Message)).toContain('Changed since you last decided');
    expect(textIn(go as Message)).toContain('before: Sat 13 Feb 2027, 08:00–12:00 CET');
    await does(it, 'approver', 'giveGo');
    expect(notices(it.teams)).toEqual([
      'Planned maintenance: ISC Learn, Sat 13 Feb 2027, 08:00 CET (UTC+01:00)',
      'Maintenance postponed: ISC Learn, Sat 13 Feb 2027, 08:00 CET (UTC+01:00)',
      'Maintenance moved: ISC Learn, Sat 27 Feb 2027, 08:00 CET (UTC+01:00)',
    ]);
    const moved = it.teams.messages.findLast((m) => String(m.activity.summary).startsWith('Maintenance moved'));
    expect(textIn(moved as Message)).toContain('The vendor is late.');
    expect(textIn(moved as Message)).toContain('and not on Sat 13 Feb 2027, 08:00–12:00 CET');
  });

  test('in chat, what is wrong stands under its field, and what was typed stays', async () => {
    await walkTo(it, 'announce');
    const form = await answer('implementer', `reschedule ${CHANGE} 2027-02-27 08:00 for 4h`);
    expect(JSON.stringify(cardOf(form.activity))).toContain('2027-02-27 08:00');
    const back = await send('implementer', form, 'sendReschedule', {
      ...LATER,
      start: '2026-02-27 08:00',
      duration: '4',
    });
    expect(textOf(back.card)).toContain('This is in the past.');
    expect(textOf(back.card)).toContain('I cannot read this as a duration.');
    expect(JSON.stringify(back.card)).toContain('The vendor is late.');
    expect(toldTo(await send('implementer', form, 'sendReschedule', { ...LATER, reason: '' }))).toContain(NOTHING);
    expect(toldTo(await send('member', form, 'sendReschedule', LATER))).toContain('Implementer opened this form');
    expect(change()?.draft.window.start).toBe('2027-02-13T08:00');
  });

  test('while it runs it cannot be: the refusal says what is open, and is kept', async () => {
    await walkTo(it, 'start');
    expect(textIn(await answer('implementer', `move ${CHANGE}`))).toContain('Press Not going to plan');
    expect(JSON.stringify(it.teams.messages.find((m) => has(m, 'openHandOver'))?.activity)).not.toContain(
      'openReschedule',
    );
  });
});

describe('edited after GO', () => {
  test('GO is asked again with the difference; a title is no reason to', async () => {
    await walkTo(it, 'announce');
    const form = await answer('implementer', `edit ${CHANGE}`);
    const fields = {
      title: 'Upgrade Moodle soon',
      service: 'isc-learn',
      what: 'Moodle goes to the next version.',
      tests: 'A student can log in\nA course opens',
      backout: 'Restore the data snapshot.',
    };
    expect(textOf((await send('implementer', form, 'sendEdit', fields)).card)).toBe(`${CHANGE} is edited.`);
    expect(change()?.stage.is).toBe('approved');
    const again = await answer('implementer', `edit ${CHANGE}`);
    const voided = await send('implementer', again, 'sendEdit', { ...fields, what: 'Moodle goes, and PHP too.' });
    expect(textOf(voided.card)).toContain('GO does not hold for that');
    await it.to('2027-02-06 10:30');
    const go = it.teams.messages.findLast((m) => has(m, 'giveGo'));
    expect(textIn(go as Message)).toContain('**What will be modified**, before: Moodle goes to the next version.');
    expect(textIn(go as Message)).toContain('Maintenance changed: ISC Learn');
    await does(it, 'approver', 'giveGo');
    expect(notices(it.teams).at(-1)).toContain('Maintenance changed');
  });
});

describe('handed over', () => {
  test('by a mention in the channel: the colleague is asked what is open, and the other may no more', async () => {
    await walkTo(it, 'prepare');
    const form = await answer('implementer', `hand over ${CHANGE} @Member`, 'channel');
    await send('implementer', form, 'sendHandOver', { to: cast.member.entraId, reason: 'On leave' });
    expect(said(it).at(-1)).toBe('Member CHG-2027-001 is yours to prepare.');
    expect(toldTo(await press(it, 'implementer', 'tickPreparations'))).toContain('Only the implementer, Member');
    await does(it, 'member', 'tickPreparations', { 'item-tests': 'true' });
    expect(change()?.preparations).toEqual(['tests']);
    expect(textIn(await answer('member', `history ${CHANGE}`))).toContain(
      'Implementer: handed over to Member: On leave',
    );
  });

  test('to nobody is refused, and so is a form for somebody who has no part in it', async () => {
    await walkTo(it, 'prepare');
    const form = await answer('approver', `hand over ${CHANGE}`);
    expect(toldTo(await send('approver', form, 'sendHandOver', { to: '' }))).toContain('Please say to whom');
    expect(toldTo(await press(it, 'member', 'openHandOver'))).toContain('may hand it over');
    expect(textIn(await answer('member', `history ${CHANGE}`))).toContain('was refused');
  });
});

describe('cancelled in chat', () => {
  test('the form asks why, and who was told is told', async () => {
    await walkTo(it, 'announce');
    const form = await answer('implementer', `please cancel ${CHANGE}`);
    expect(textOf((await send('implementer', form, 'sendCancel', { reason: 'Not this year.' })).card)).toBe(
      `${CHANGE} is cancelled.`,
    );
    expect(notices(it.teams).at(-1)).toContain('Maintenance cancelled');
    expect(textIn(await answer('implementer', `cancel ${CHANGE}`))).toContain('is over');
  });
});

describe('a NOGO', () => {
  test('has what it asks for ticked, and is moved to the date that is proposed', async () => {
    await walkTo(it, 'GO / NOGO');
    await does(it, 'approver', 'giveNogo', { reason: 'Test the login\nWarn the help desk' });
    await does(it, 'implementer', 'tickNogoTasks', { 'item-0': 'true' });
    await does(it, 'implementer', 'takeProposal', { 'item-0': 'true', 'item-1': 'true' });
    expect(change()?.draft.window).toEqual({ start: '2027-02-20T08:00', minutes: 240 });
    expect(change()?.stage.is).toBe('checked');
    await it.to('2027-02-13 09:00');
    const go = it.teams.messages.findLast((m) => has(m, 'giveGo'));
    expect(textIn(go as Message)).toContain('2 of 2 done');
    await it.teams.say(cast.implementer, `history ${CHANGE}`, 'personal');
    const history = await it.teams.until((m) => JSON.stringify(m.activity).includes('What happened to'), 'the history');
    expect(textIn(history)).toContain('asked: Corrections after NOGO');
  });
});

describe('a snapshot that is late', () => {
  test('moves the start, and everybody reads both times', async () => {
    await walkTo(it, 'remind');
    await it.to('2027-02-13 06:10');
    await does(it, 'implementer', 'startSnapshot');
    const inputs = { delay: '45 min', delayReason: 'The dashboard was down.' };
    expect(toldTo(await press(it, 'implementer', 'delayStart', { ...inputs, delay: '5 h' }))).toContain(
      '5 h is more than is left of what was agreed at GO: 2 h of 2 h',
    );
    await does(it, 'implementer', 'delayStart', inputs);
    expect(notices(it.teams).at(-1)).toBe(
      'Maintenance starts later: ISC Learn, Sat 13 Feb 2027, 08:45 CET (UTC+01:00)',
    );
    await does(it, 'implementer', 'finishSnapshot');
    await it.to('2027-02-13 08:44');
    expect(change()?.stage.is).toBe('approved');
    await it.to('2027-02-13 08:45');
    expect(change()?.stage.is).toBe('in progress');
  });

  test('that failed is the approver’s to answer: NOGO on the day is told to everybody who was told', async () => {
    await walkTo(it, 'remind');
    await it.to('2027-02-13 05:10');
    await does(it, 'implementer', 'failSnapshot', { reason: 'The disk is full.' });
    await does(it, 'approver', 'giveNogo', { reason: 'Not without.' });
    expect(notices(it.teams).at(-1)).toContain('Maintenance cancelled');
    expect(change()?.stage.is).toBe('nogo');
  });
});
