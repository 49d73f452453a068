/** Both days on which the clocks change, through the whole house: what is due in the hour that is left out, or comes twice, happens once. */
import { afterEach, describe, expect, test } from '@jest/globals';
import { cardOf } from '../../src/rehearsal/connector/invoke.ts';
import { textOf } from '../support/cards-seen.ts';
import { at, site, siteWith } from '../support/fixtures.ts';
import type { House } from '../support/house.ts';
import { cardWith, cast, house, notices } from '../support/house.ts';
import { ALL_PREPARED, ALL_TESTED, CHANGE, FORM, does, press, said } from '../support/stations.ts';

const HOUR = 3_600_000;
let it: House;
afterEach(async () => {
  await it.close();
});

const change = async () => (await it.service.changes.find(CHANGE))?.change;
const askedAt = async (question: 'pre-check' | 'go-nogo' | 'snapshot' | 'decide'): Promise<number> =>
  (await change())?.asks[question]?.at ?? 0;

/** Every half hour of real time until then, as a clock that runs: what is due at an instant in between has been due since. */
async function runUntil(utc: string): Promise<void> {
  for (let now = it.service.clock.now(); now < at(utc); now = it.service.clock.now()) {
    await it.jump(Math.min(at(utc), now + HOUR / 2));
    await it.settled();
  }
}

async function created(window: string, start: string, built: Parameters<typeof house>[0] = {}): Promise<void> {
  it = await house({ start, ...built });
  await it.teams.say(cast.implementer, `new Upgrade Moodle on isc-learn ${window}`, 'channel');
  await does(it, 'implementer', 'create', FORM);
  await does(it, 'implementer', 'tickPreparations', ALL_PREPARED);
}

/** Carries it to GO. */
async function approved(window: string, start: string, built?: Parameters<typeof house>[0]): Promise<void> {
  await created(window, start, built);
  await it.next();
  await does(it, 'approver', 'acceptPreCheck');
  await it.next();
  await does(it, 'approver', 'giveGo');
}

const once = (text: RegExp): number => said(it).filter((one) => text.test(one)).length;
const living = (): string => textOf(cardOf(cardWith(it.teams, 'cancel').activity));

describe('in spring, when 02:00 to 03:00 is left out (2027-03-28)', () => {
  test('a snapshot, a start and a decision in that night come once, at their real distance', async () => {
    await approved('2027-03-28 04:00 for 2h', '2027-03-01 10:00');
    // Three hours of real time before 04:00 CEST (02:00Z) it is midnight by the wall clock, not one o'clock.
    await it.jump(at('2027-03-27T22:00Z'));
    await runUntil('2027-03-27T23:30Z');
    expect(await askedAt('snapshot')).toBe(at('2027-03-27T23:00Z'));
    await does(it, 'implementer', 'startSnapshot');
    await does(it, 'implementer', 'finishSnapshot');
    await runUntil('2027-03-28T03:30Z');
    expect((await change())?.stage).toEqual({ is: 'in progress', since: at('2027-03-28T02:00Z') });
    expect(await askedAt('decide')).toBe(at('2027-03-28T03:30Z'));
    expect(once(/Maintenance has started/)).toBe(1);
    expect(once(/is it solved/)).toBe(1);
    await does(it, 'implementer', 'end', ALL_TESTED);
    expect(notices(it.teams).at(-1)).toContain('End of maintenance');
  });

  test('a question whose hour is left out that day is asked once, when the clocks have jumped over it', async () => {
    const night = siteWith({
      'pre-check': { ...site.process['pre-check'], due: { before: 'start', by: 'P14D', hour: '02:30' } },
    });
    await created('2027-04-11 10:00 for 4h', '2027-03-10 10:00', { site: night });
    await it.jump(at('2027-03-28T00:00Z'));
    await runUntil('2027-03-28T00:30Z');
    expect(once(/please pre-check/)).toBe(0);
    await runUntil('2027-03-28T03:00Z');
    // 02:30 does not exist: an hour later on the wall, as everywhere in a calendar.
    expect(await askedAt('pre-check')).toBe(at('2027-03-28T01:30Z'));
    expect(once(/please pre-check/)).toBe(1);
    await runUntil('2027-03-28T12:00Z');
    expect(once(/please pre-check/)).toBe(1);
  });

  test('a window that begins in that hour is not taken, with the times that exist', async () => {
    it = await house({ start: '2027-03-01 10:00' });
    await it.teams.say(cast.implementer, 'new Upgrade Moodle on isc-learn 2027-03-28 02:30 for 4h', 'channel');
    const answer = await press(it, 'implementer', 'create', FORM);
    expect(JSON.stringify(answer.body)).toMatch(/01:59.*03:00/);
    expect(it.service.changes.ids()).toEqual([]);
  });

  test('a window across it has its full length, and every card says the offset of each end', async () => {
    await approved('2027-03-28 01:00 for 4h', '2027-03-01 10:00');
    expect(notices(it.teams).at(-1)).toContain('01:00 CET (UTC+01:00)');
    expect(living()).toMatch(/01:00 CET.*06:00 CEST/);
  });
});

describe('in autumn, when 02:00 to 03:00 comes twice (2027-10-31)', () => {
  test('a start in that hour is in its first one, and happens once', async () => {
    await approved('2027-10-31 02:30 for 3h', '2027-10-04 10:00');
    await it.jump(at('2027-10-30T21:00Z'));
    await runUntil('2027-10-30T21:30Z');
    expect(await askedAt('snapshot')).toBe(at('2027-10-30T21:30Z'));
    await does(it, 'implementer', 'startSnapshot');
    await does(it, 'implementer', 'finishSnapshot');
    await runUntil('2027-10-31T00:30Z');
    expect((await change())?.stage).toEqual({ is: 'in progress', since: at('2027-10-31T00:30Z') });
    // The same wall clock an hour later.
    await runUntil('2027-10-31T01:30Z');
    expect(once(/Maintenance has started/)).toBe(1);
    await runUntil('2027-10-31T03:00Z');
    expect(await askedAt('decide')).toBe(at('2027-10-31T03:00Z'));
    expect(once(/is it solved/)).toBe(1);
  });

  test('a question whose hour comes twice is asked in the first one only', async () => {
    const night = siteWith({
      'pre-check': { ...site.process['pre-check'], due: { before: 'start', by: 'P14D', hour: '02:30' } },
    });
    await created('2027-11-14 10:00 for 4h', '2027-10-10 10:00', { site: night });
    await it.jump(at('2027-10-31T00:00Z'));
    await runUntil('2027-10-31T03:00Z');
    expect(await askedAt('pre-check')).toBe(at('2027-10-31T00:30Z'));
    expect(once(/please pre-check/)).toBe(1);
  });

  test('reminders a day apart keep their time on the wall, on both sides of the change', async () => {
    await created('2027-11-13 08:00 for 4h', '2027-10-10 10:00');
    await it.jump(at('2027-10-30T07:00Z'));
    await it.settled();
    expect(await askedAt('pre-check')).toBe(at('2027-10-30T07:00Z'));
    await runUntil('2027-10-31T07:59Z');
    expect((await change())?.asks['pre-check']?.reminders).toBe(0);
    await runUntil('2027-10-31T08:00Z');
    expect((await change())?.asks['pre-check']?.reminders).toBe(1);
  });

  test('a service that is started again in the hour that comes twice says nothing twice', async () => {
    await created('2027-11-14 10:00 for 4h', '2027-10-10 10:00');
    await it.jump(at('2027-10-31T08:00Z'));
    await it.settled();
    const heard = said(it);
    await it.jump(at('2027-10-31T00:30Z'));
    await runUntil('2027-10-31T02:00Z');
    expect(said(it)).toEqual(heard);
  });
});
