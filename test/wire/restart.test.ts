/** Stopped anywhere and started again: nothing is lost, and only a letter whose outcome nobody knows comes twice. */
import { afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Memory } from '../../src/storage/memory-store.ts';
import type { Built, House } from '../support/house.ts';
import { house } from '../support/house.ts';
import { STATIONS, arrive, indexOf, pass, said, summaryOf, walkTo } from '../support/walk.ts';
import { Tap } from '../support/tap.ts';

/** A send that fails is tried again at once, and as often as it takes. */
const STUBBORN = { attempts: 100_000, firstMs: 1, mostMs: 5 };
const LETTERS = { method: 'POST', path: /^\/v3\/conversations/, body: /"summary"/ };

let uninterrupted: readonly string[];
const houses: House[] = [];
const build = async (built: Built): Promise<House> => {
  const it = await house({ patience: STUBBORN, ...built });
  houses.push(it);
  return it;
};
const sorted = (texts: readonly string[]): readonly string[] => [...texts].sort();

beforeAll(async () => {
  const it = await build({});
  await walkTo(it, 'close');
  uninterrupted = sorted(said(it));
});
afterEach(async () => {
  for (const it of houses.splice(0).reverse()) await it.close();
});

/** Walks to the door of a station with a store that outlives the house. */
async function walkToTheDoorOf(name: string): Promise<{ it: House; tap: Tap; memory: Memory }> {
  const memory: Memory = new Map<string, string>();
  const tap = new Tap();
  const it = await build({ memory, connector: { before: tap.before } });
  tap.watch(it.teams);
  for (const station of STATIONS.slice(0, indexOf(name))) await pass(it, station);
  await station(name).before(it);
  await it.settled();
  return { it, tap, memory };
}

const station = (name: string) => STATIONS[indexOf(name)]!;
const SAYING = STATIONS.map(({ name }) => name).filter((name) => name !== 'close');

/** The service again, on what is stored, at the same time and with the same Teams. */
async function again(it: House, memory: Memory, start: string | number = it.service.clock.now()): Promise<House> {
  await it.kill();
  it.teams.faults.clear();
  const second = await build({ memory, teams: it.teams, start });
  await second.settled();
  return second;
}

async function walkOn(it: House, after: string): Promise<void> {
  for (const next of STATIONS.slice(indexOf(after) + 1)) await pass(it, next);
}

describe('stopped between commit and send', () => {
  test.each(SAYING)('at %s, all of it is said after the start, once', async (name) => {
    const { it, tap, memory } = await walkToTheDoorOf(name);
    it.teams.faults.add({ ...LETTERS, times: Infinity, drop: 'before' });
    await Promise.all([tap.next((request) => summaryOf(request) !== undefined), arrive(it, station(name))]);
    const second = await again(it, memory);
    await walkOn(second, name);
    expect(sorted(said(second))).toEqual(uninterrupted);
  });
});

describe('killed between send and note', () => {
  test.each(SAYING)('at %s, only what was on its way comes twice', async (name) => {
    const { it, tap, memory } = await walkToTheDoorOf(name);
    it.teams.faults.add({ ...LETTERS, times: Infinity, hang: 60_000 });
    await Promise.all([tap.next((request) => summaryOf(request) !== undefined), arrive(it, station(name))]);
    const onTheirWay = it.teams.requests.flatMap((r) => (r.status === undefined ? (summaryOf(r) ?? []) : []));
    expect(onTheirWay.length).toBeGreaterThan(0);
    const second = await again(it, memory);
    await walkOn(second, name);
    expect(sorted(said(second))).toEqual(sorted([...uninterrupted, ...onTheirWay]));
  });
});
