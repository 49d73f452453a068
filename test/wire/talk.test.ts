import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Person } from '../../src/rehearsal/connector/people.ts';
import type { Spot } from '../../src/rehearsal/connector/options.ts';
import { cardOf } from '../../src/rehearsal/connector/invoke.ts';
import type { House } from '../support/house.ts';
import { cast, house } from '../support/house.ts';
import { complaints, textOf } from '../support/cards-seen.ts';
import { asJson } from '../../src/rehearsal/json.ts';
import { walkTo } from '../support/stations.ts';

// Nothing that is said here changes anything, the clock excepted: one house does for all of it.
let it: House;
beforeAll(async () => {
  it = await house();
  await walkTo(it, 'prepare');
});
afterAll(async () => {
  await it.close();
});

/** What somebody is answered, as the words of a card that Teams takes. */
async function answer(text: string, spot: Spot = 'personal', who: Person = cast.member): Promise<string> {
  const { message, status } = await it.teams.say(who, text, spot);
  expect(status).toBe(200);
  const reply = it.teams.messages.findLast((m) => m.from === 'bot' && Number(m.id) > Number(message.id));
  if (reply === undefined) throw new Error(`no answer to '${text}'`);
  expect(reply.threadRoot).toBe(message.threadRoot);
  expect(complaints(asJson(cardOf(reply.activity)))).toEqual([]);
  return textOf(cardOf(reply.activity));
}

const HELP = 'I carry a change to a production service';
const LIST = 'One open change';
const LIVING = 'Being prepared by Implementer';
const HISTORY = 'created the change';
const STATUS = 'Running since';
const FORM = 'Create the change';

describe.each(['channel', 'personal'] as const)('in the %s', (spot) => {
  test.each([
    ['help', HELP],
    ['HELP!', HELP],
    ['/help', HELP],
    ['', HELP],
    ['Hello', HELP],
    ['new', FORM],
    ['New Upgrade', FORM],
    ['list', LIST],
    ['  List  ', LIST],
    ['please list the changes', LIST],
    ['list all', 'One change'],
    ['list-all', 'One change'],
    ['mine', 'No change is yours'],
    ['my changes, mine please', 'No change is yours'],
    ['show CHG-2027-001', LIVING],
    ['please show me chg-2027-1', LIVING],
    ['could you show chg–2027–001?', LIVING],
    ['show chg 2027 1', LIVING],
    ['CHG-2027-001', LIVING],
    ['chg/2027/1', LIVING],
    ['history of CHG-2027-001', HISTORY],
    ['HISTORY 2027-001', HISTORY],
    ['status', STATUS],
    ['what is the status?', STATUS],
    ['show', 'Which change?'],
    ['history', 'Which change?'],
    ['show CHG-2031-007', 'I know no change "CHG-2031-007"'],
    ['clock', 'It is Sat 9 Jan 2027, 10:00'],
  ])('"%s" is understood', async (said, expected) => {
    expect(await answer(said, spot)).toContain(expected);
  });

  test.each([
    ['lst', 'list'],
    ['histroy', 'history'],
    ['stat', 'status'],
    ['nwe change', 'new'],
    ['gibberish entirely', 'help'],
  ])('"%s" gets the nearest command', async (said, nearest) => {
    expect(await answer(said, spot)).toMatch(new RegExp(`I do not know "${said}". Did you mean "${nearest}"`));
  });
});

test('what somebody wrote comes back as text, never as markup', async () => {
  const said = await answer('<at>all</at> **bold** [link](http://example.org)');
  expect(said).toContain(String.raw`\*\*bold\*\* \[link\]`);
});

test('"mine" is what one implements or has to answer', async () => {
  expect(await answer('mine', 'personal', cast.implementer)).toContain('CHG-2027-001');
  expect(await answer('mine', 'personal', cast.approver)).not.toContain('CHG-2027-001');
});

test('a message without words, as a picture is, gets the help', async () => {
  const { status } = await it.teams.post({
    type: 'message',
    id: '1',
    channelId: 'msteams',
    serviceUrl: it.teams.serviceUrl,
    from: { id: cast.member.id, name: cast.member.name, aadObjectId: cast.member.entraId },
    recipient: it.teams.tenancy.bot,
    conversation: { id: `a:${cast.member.entraId}`, conversationType: 'personal' },
    attachments: [{ contentType: 'image/png' }],
  });
  expect(status).toBe(200);
  expect(textOf(cardOf(it.teams.messages.at(-1)?.activity ?? { type: '' }))).toContain(HELP);
});

test('the history of a change names a refused press and what was sent', async () => {
  const history = await answer('history CHG-2027-001');
  expect(history).toContain('created the change');
  expect(history).toContain('delivered');
});

describe('the clock', () => {
  test('is moved by hand in a rehearsal, and says what is next', async () => {
    expect(await answer('clock +1d')).toMatch(/It is Sun 10 Jan 2027, 10:00.*Next: CHG-2027-001/);
    expect(await answer('clock 2027-01-12 09:00')).toContain('Tue 12 Jan 2027, 09:00');
  });

  test.each([
    ['clock 2026-01-01 09:00', 'only moves forward'],
    ['clock yesterday', 'cannot read'],
    ['clock 2027-03-28 02:30', 'does not exist'],
  ])('"%s" is refused with a sentence', async (said, sentence) => {
    expect(await answer(said)).toContain(sentence);
  });

  test('is nobody’s to move in the real service, and not in its help', async () => {
    await it.close();
    it = await house({ movable: false });
    expect(await answer('clock +1d')).toContain('only be moved in a rehearsal');
    expect(await answer('help')).not.toContain('clock');
  });
});
