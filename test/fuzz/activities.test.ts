/**
 * Whatever comes over the wire: it is answered, nobody does what is not theirs, and everything goes on afterwards. A promise that
 * is rejected and caught by nobody fails the test that is under way.
 */
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import type { Event } from '../../src/domain/event.ts';
import { fold } from '../../src/domain/evolve.ts';
import type { Change } from '../../src/domain/change.ts';
import { isOver } from '../../src/domain/change.ts';
import type { Person } from '../../src/domain/site.ts';
import type { Person as Member } from '../../src/rehearsal/connector/people.ts';
import type { StoredChange, TeamState } from '../../src/app/ports.ts';
import type { Memory } from '../../src/storage/memory-store.ts';
import { obviousStep } from '../support/driver.ts';
import { site } from '../support/fixtures.ts';
import type { House } from '../support/house.ts';
import { cast } from '../support/house.ts';
import { Houses } from '../support/houses.ts';
import { CHANGE, STATIONS, does, indexOf, walkTo } from '../support/stations.ts';
import type { Sent } from './activities.ts';
import { PRESENT, activityOf, outsider, sentBy, worldOf } from './activities.ts';
import { PATIENCE, RUNS, SEED } from './chance.ts';
import type { Heard } from './wire.ts';
import { Wire } from './wire.ts';

jest.setTimeout(PATIENCE);

const houses = new Houses();
afterEach(() => houses.close());

/** What the wire may answer: nothing of it is a fault of ours. */
const STATUSES = [200, 400, 401, 403, 413];

interface Seen {
  readonly changes: ReadonlyMap<string, StoredChange>;
  readonly team: TeamState;
}

const stored = (memory: Memory): Seen => {
  const texts = [...memory].filter(([id]) => id !== 'team');
  const changes = new Map(texts.map(([id, text]) => [id, JSON.parse(text) as StoredChange]));
  return { changes, team: JSON.parse(memory.get('team') ?? '{}') as TeamState };
};

/** Who may have done it, told anew here: by what the README says, not by what the process does. */
function mayHaveDone(event: Event, by: Person, change: Change | undefined): boolean {
  if (event.type === 'refused') return true;
  // Whoever makes a change is its implementer.
  if (change === undefined) return event.type === 'created' || FOLLOWS.includes(event.type);
  const implements_ = change.implementer.entraId === by.entraId;
  const approves = [cast.approver.entraId, cast.deputy.entraId].includes(by.entraId);
  if ([...FOLLOWS, 'handedOver', 'resent'].includes(event.type)) return implements_ || approves;
  if (APPROVALS.includes(event.type) || (event.type === 'extended' && event.agreed)) return approves && !implements_;
  return implements_;
}

/** What the bot does at once because of what somebody did. */
const FOLLOWS: readonly Event['type'][] = ['asked', 'noticed', 'addressed', 'skipped', 'held', 'released', 'started'];

const APPROVALS: readonly Event['type'][] = ['preCheckAccepted', 'correctionsNeeded', 'goGiven', 'nogoGiven'].concat(
  'skipAgreed',
  'skipRefused',
  'moreRefused',
) as readonly Event['type'][];

/** All that happened in all the storms. */
const seen = new Set<Event['type']>();

/** What happened meanwhile that should not have: by somebody else than who sent it, or who may not do it. */
function wrongdoings(before: Seen, after: Seen, sender: unknown): readonly string[] {
  return [...after.changes].flatMap(([id, { events }]) => {
    const earlier = before.changes.get(id)?.events ?? [];
    // As it was when it was pressed: who hands a change over may do so.
    const change = fold(earlier);
    return events.slice(earlier.length).flatMap((event) => {
      const { by } = event;
      seen.add(event.type);
      const fits = by === null || (by.entraId === sender && mayHaveDone(event, by, change));
      return fits ? [] : [`${id}: ${event.type} by ${JSON.stringify(by)}`];
    });
  });
}

/** What is answered is one of our own answers, and says nothing from inside. */
function looksWell({ status, type, text }: Heard): void {
  expect(STATUSES).toContain(status);
  if (text === '') return;
  expect(type).toBe('application/json; charset=utf-8');
  expect((JSON.parse(text) as { statusCode?: number }).statusCode ?? 200).toBeLessThan(500);
  expect(text).not.toMatch(/\bat .*\.(ts|js):\d|node_modules/);
}

/** Sends so many, one after the other, and looks after each. */
async function storm(
  it: House,
  memory: Memory,
  people: readonly Member[],
  runs: number,
  seed: number,
): Promise<number> {
  const wire = new Wire(it.url);
  const teams = it.teams;
  let count = 0;
  let before = stored(memory);
  const tried = async (sent: Sent): Promise<void> => {
    const version = (await it.service.changes.find(CHANGE))?.change.version ?? 0;
    const activity = activityOf(sent, worldOf(teams));
    const payload = ((JSON.stringify(activity) as string | undefined) ?? 'null').replaceAll(
      JSON.stringify(PRESENT),
      String(version),
    );
    const sender = (activity as { from?: { aadObjectId?: unknown } } | null)?.from?.aadObjectId;
    const logged = it.log.all.length;
    const heard = await wire.post(payload);
    await it.settled();
    count += 1;
    const after = stored(memory);
    try {
      looksWell(heard);
      expect(it.log.all.slice(logged).filter(({ level }) => level === 'error')).toEqual([]);
      expect(wrongdoings(before, after, sender)).toEqual([]);
      expect(after.team.installation?.teamId).toBe(before.team.installation?.teamId);
      if (sender !== cast.approver.entraId) expect(after.team.delegations).toEqual(before.team.delegations);
    } catch (error) {
      throw new Error(`${String(error)}\n\nThis was sent: ${payload}`, { cause: error });
    }
    before = after;
  };
  try {
    await fc.assert(fc.asyncProperty(sentBy(people), tried), { seed, numRuns: runs, endOnFailure: true });
  } finally {
    wire.close();
  }
  return count;
}

/** The service on the same memory knows the same. */
async function isTheSameAgain(it: House, memory: Memory): Promise<House> {
  await it.service.tick();
  await it.settled();
  const known = async (at: House): Promise<unknown> =>
    Promise.all(at.service.changes.ids().map(async (id) => (await at.service.changes.find(id))?.change));
  const before = await known(it);
  const again = await houses.again(it, memory);
  expect(await known(again)).toEqual(before);
  expect(Object.keys(Object.prototype)).toEqual([]);
  return again;
}

async function changeOf({ service }: House): Promise<Change> {
  const kept = await service.changes.find(CHANGE);
  if (kept === undefined) throw new Error(`${CHANGE} is gone`);
  return kept.change;
}

const BETWEEN = STATIONS.map(({ name }) => name).slice(0, -1);
/** Changes that people press on come to their end soon: they begin so many times. */
const ROUNDS = [1, 2, 3];
const SHARE = Math.ceil(RUNS / ((1 + ROUNDS.length) * BETWEEN.length));

describe('people who may do nothing here, and say everything', () => {
  test.each(BETWEEN)('after %s: nothing is done to the change, and it goes on as planned', async (name) => {
    const memory: Memory = new Map();
    const it = await houses.build({ memory });
    await walkTo(it, name);
    const { stage } = await changeOf(it);
    expect(await storm(it, memory, [cast.member, outsider], SHARE, SEED + indexOf(name))).toBe(SHARE);
    const again = await isTheSameAgain(it, memory);
    expect((await changeOf(again)).stage).toEqual(stage);
    await goOn(again);
    expect((await changeOf(again)).stage.is).toBe('closed');
    expect(again.log.all.filter(({ level }) => level === 'error')).toEqual([]);
  });
});

describe('people whose change it is, and who send anything', () => {
  const all = BETWEEN.flatMap((name) => ROUNDS.map((round) => [name, round] as const));
  test.each(all)(
    'after %s, time %i: only they did what was done, and every change comes to its end',
    async (name, round) => {
      const memory: Memory = new Map();
      const it = await houses.build({ memory });
      await walkTo(it, name);
      if (name === 'decide') await does(it, 'implementer', 'declareIncident', { reason: 'Nobody can log in' });
      const people = [cast.implementer, cast.implementer, cast.approver, cast.approver, cast.deputy, cast.member];
      expect(await storm(it, memory, people, SHARE, SEED - 100 * round - indexOf(name))).toBe(SHARE);
      const again = await isTheSameAgain(it, memory);
      await goOn(again);
      expect(again.log.all.filter(({ level }) => level === 'error')).toEqual([]);
    },
  );
});

const MOST_STEPS = 600;

/** Somebody always does the obvious thing; else the clock moves on. @throws when a change does not come to its end */
async function goOn(it: House): Promise<void> {
  const { service } = it;
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const open = service.changes.open().filter((change) => !isOver(change));
    if (open.length === 0) return;
    let isMoved = false;
    for (const change of open) {
      const obvious = obviousStep(change, site, service.clock.now());
      if (obvious === null) continue;
      const { by, request } = obvious;
      if (request.type === 'create') continue;
      const { outcome } = await service.handler.handle({
        ...request,
        changeId: change.id,
        by,
        now: service.clock.now(),
      });
      isMoved ||= outcome === 'done';
    }
    if (!isMoved) await service.movable?.move('next');
    await it.settled();
  }
  throw new Error(
    `not at an end after ${MOST_STEPS} steps: ${service.changes
      .open()
      .map(({ id, stage }) => `${id} ${stage.is}`)
      .join(', ')}`,
  );
}

test('all that was sent means something: most of what can happen has happened', () => {
  expect(seen.size).toBeGreaterThan(20);
});
