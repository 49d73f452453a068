/** The bad day over the wire: the four answers of the decision point, an incident, and its hand-over. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { cardOf } from '../../src/rehearsal/connector/invoke.ts';
import type { Json } from '../../src/rehearsal/json.ts';
import type { Memory } from '../../src/storage/memory-store.ts';
import type { House } from '../support/house.ts';
import { cardWith, cast, house, notices, toldTo } from '../support/house.ts';
import { cardsSeen, complaints, textOf } from '../support/cards-seen.ts';
import { site } from '../support/fixtures.ts';
import { ALL_TESTED, CHANGE, does, press, walkTo } from '../support/stations.ts';

const ON_CALL = { entraId: cast.member.entraId, name: cast.member.name };
const LINK = 'https://learn.example.org/incidents';

const SITE = { ...site, onCall: [ON_CALL], incidentProcess: LINK };

let it: House;
let memory: Memory;
let cards: readonly Json[];
beforeEach(async () => {
  memory = new Map<string, string>();
  it = await house({ site: SITE, memory });
  cards = cardsSeen(it.teams);
  await walkTo(it, 'start');
  await it.to('2027-02-13 11:30');
});
afterEach(async () => {
  await it.close();
  expect(cards.flatMap(complaints)).toEqual([]);
  expect(it.log.all.filter(({ level }) => level !== 'info')).toEqual([]);
});

const change = async () => (await it.service.changes.find(CHANGE))?.change;
const stage = async () => (await change())?.stage;
const shown = (id: string): string => textOf(cardOf(it.teams.message(id).activity));
const living = (): string =>
  shown(it.teams.messages.find((m) => JSON.stringify(m.activity).includes('"milestone":"living"'))?.id ?? '');
const lastNotice = (): string => textOf(cardOf(noticed().activity));
const noticed = () => {
  const found = it.teams.messages.findLast((m) => m.from === 'bot' && m.threadRoot === m.id);
  if (found === undefined) throw new Error('nothing was posted');
  return found;
};

describe('at the decision point', () => {
  test('solved ends it, and everybody reads that it is over', async () => {
    await does(it, 'implementer', 'end', { untested: 'The quiz server is down.' });
    expect(notices(it.teams).at(-1)).toBe('End of maintenance: ISC Learn');
    expect(await stage()).toMatchObject({ is: 'ended', outcome: 'completed' });
  });

  test('more time moves the end, and everybody reads the old one, the new one and why', async () => {
    await does(it, 'implementer', 'extend', { minutes: '1h', reason: 'The theme takes longer.' });
    expect(lastNotice()).toContain('until Sat 13 Feb 2027, 13:00 CET (UTC+01:00), 1 h longer than said before');
    expect(lastNotice()).toContain('(Sat 13 Feb 2027, 12:00 CET (UTC+01:00))');
    expect(lastNotice()).toContain('The theme takes longer.');
    expect(living()).toContain('by 1 h; announced end: 12:00 CET');
    await it.to('2027-02-13 12:30');
    expect(shown(cardWith(it.teams, 'extend').id)).toContain('1 h left of 2 h agreed');
    expect((await change())?.asks.decide?.round).toBe(2);
  });

  test('a time that cannot be read, and one beyond what was agreed, are refused with the way on; the approver may agree', async () => {
    const why = { reason: 'The videos are being converted.' };
    expect(toldTo(await press(it, 'implementer', 'extend', { minutes: '30', ...why }))).toContain(
      '30 min, 1h30 or 2 h',
    );
    expect(toldTo(await press(it, 'implementer', 'extend', { minutes: '3 h', ...why }))).toContain(
      '3 h more is beyond what was agreed at GO: 2 h left of 2 h',
    );
    await does(it, 'implementer', 'requestMore', { minutes: '3 h', ...why });
    expect(shown(cardWith(it.teams, 'agreeMore').id)).toContain('15:00 CET (UTC+01:00); announced: 12:00');
    expect(toldTo(await press(it, 'implementer', 'agreeMore'))).toContain('Only the approver');
    await does(it, 'approver', 'agreeMore');
    expect(lastNotice()).toContain('until Sat 13 Feb 2027, 15:00 CET');
  });

  test('restore brings its own delay, and the tests are run anew', async () => {
    await does(it, 'implementer', 'restore');
    expect(lastNotice()).toContain('the state of before is being restored');
    expect(lastNotice()).toContain('13:00 CET (UTC+01:00), 1 h longer');
    expect(living()).toContain('the snapshot is being restored');
    await it.to('2027-02-13 12:40');
    await does(it, 'implementer', 'end', ALL_TESTED);
    expect(lastNotice()).toContain('The state of before was restored');
    expect(await stage()).toMatchObject({ is: 'ended', outcome: 'restored' });
    const report = shown(cardWith(it.teams, 'addLessons').id);
    expect(report).toContain('Restored: the service is as it was before the change');
    expect(report).toMatch(/maintenance extended, Sat 13 Feb 2027: Teams sent 11:30 CET/);
    expect(report).toMatch(/end of maintenance, Sat 13 Feb 2027: Teams sent 12:40 CET/);
  });

  test('incident tells everybody and mentions who is on call', async () => {
    await does(it, 'implementer', 'declareIncident', { reason: 'The database does not start.' });
    expect(lastNotice()).toContain('Reason: The database does not start.');
    expect(noticed().activity.entities).toEqual([
      expect.objectContaining({ type: 'mention', mentioned: expect.objectContaining({ name: ON_CALL.name }) }),
    ]);
    expect(await stage()).toMatchObject({ is: 'incident' });
  });

  test('silence mentions the implementer, then the approver too, and never ends it', async () => {
    await it.to('2027-02-13 12:00');
    const mentioned = it.teams.messages
      .filter((m) => /is it solved/.test(String(m.activity.text)))
      .map((m) => (m.activity.entities ?? []).length);
    // The question itself is a card by now; these are the two reminders of it.
    expect(mentioned).toEqual([1, 2]);
    expect(notices(it.teams).at(-1)).toContain('still going on');
    expect(lastNotice()).toContain('Next update: Sat 13 Feb 2027, 12:30');
    await it.to('2027-02-13 14:00');
    expect(notices(it.teams).at(-1)).toBe('Incident: ISC Learn');
    expect(notices(it.teams).join()).not.toContain('End of maintenance');
  });
});

describe('an incident', () => {
  beforeEach(async () => {
    await does(it, 'implementer', 'declareIncident', { reason: 'The database does not start.' });
  });

  test('is repaired by a restore of the snapshot, with its estimate, and is over when a person says so', async () => {
    await does(it, 'implementer', 'startRepair', { way: 'snapshot', minutes: '' });
    expect(lastNotice()).toContain(
      'being repaired from the snapshot. Expected to be available again: Sat 13 Feb 2027, 12:30',
    );
    await does(it, 'implementer', 'updateIncident', { news: 'The restore is at 80 %.', minutes: '90 min' });
    expect(lastNotice()).toContain('The restore is at 80 %. Expected to be available again: Sat 13 Feb 2027, 13:00');
    await it.to('2027-02-13 13:10');
    expect(toldTo(await press(it, 'member', 'resolveIncident', ALL_TESTED))).toContain('Only the implementer');
    await does(it, 'implementer', 'resolveIncident', ALL_TESTED);
    expect(notices(it.teams).at(-1)).toBe('Incident over: ISC Learn');
    expect(await stage()).toMatchObject({ is: 'ended', outcome: 'restored' });
  });

  test('is handed over when the last way has failed: the ready text, the link, and no further notices', async () => {
    for (const way of ['backup:SSD NAS', 'backup:small desktop NAS', 'snapshot']) {
      await does(it, 'implementer', 'startRepair', { way, minutes: '20 min' });
      await does(it, 'implementer', 'failRepair', { news: `${way} is not readable.` });
    }
    const ready = it.teams.messages.findLast((m) => JSON.stringify(m.activity).includes('Ready to be copied'));
    if (ready === undefined) throw new Error('there is no ready text');
    const text = textOf(cardOf(ready.activity));
    for (const part of ['Upgrade Moodle', 'started Sat 13 Feb 2027, 08:00', 'finished', 'SSD NAS', 'by Implementer'])
      expect(text).toContain(part);
    expect(JSON.stringify(ready.activity)).toContain(LINK);
    expect(ready.threadRoot).not.toBe(ready.id);
    const told = notices(it.teams).length;
    await it.to('2027-02-20 12:00');
    expect(notices(it.teams)).toHaveLength(told);
    expect(shown(cardWith(it.teams, 'addLessons').id)).toContain('Failed: handed over to the incident process');
  });

  test('goes on after a restart: the card that is out still works', async () => {
    await does(it, 'implementer', 'startRepair', { way: 'backup:SSD NAS', minutes: '20 min' });
    await it.kill();
    it = await house({ site: SITE, memory, teams: it.teams, start: '2027-02-13 12:10' });
    await it.settled();
    await does(it, 'implementer', 'resolveIncident', ALL_TESTED);
    expect(notices(it.teams).at(-1)).toBe('Incident over: ISC Learn');
    expect(await stage()).toMatchObject({ is: 'ended', outcome: 'repaired' });
  });
});
