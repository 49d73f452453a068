/** Stopped anywhere and started again: nothing is lost, and only a letter whose outcome nobody knows comes twice. */
import { afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Memory } from '../../src/storage/memory-store.ts';
import type { House } from '../support/house.ts';
import { Houses } from '../support/houses.ts';
import { STATIONS, arrive, indexOf, pass, said, stationOf, summaryOf, walkTo } from '../support/stations.ts';
import { Tap } from '../support/tap.ts';

const LETTERS = { method: 'POST', path: /^\/v3\/conversations/, body: /"summary"/ };
const SAYING = STATIONS.map(({ name }) => name).filter((name) => name !== 'close');

const houses = new Houses();
let uninterrupted: readonly string[];
const sorted = (texts: readonly string[]): readonly string[] => [...texts].sort();

beforeAll(async () => {
  const it = await houses.build();
  await walkTo(it, 'close');
  uninterrupted = sorted(said(it));
});
afterEach(async () => {
  await houses.close();
});

/** Walks to the door of a station with a store that outlives the house. */
async function walkToTheDoorOf(name: string): Promise<{ it: House; tap: Tap; memory: Memory }> {
  const memory: Memory = new Map<string, string>();
  const tap = new Tap();
  const it = await houses.build({ memory, connector: { before: tap.before } });
  tap.watch(it.teams);
  for (const station of STATIONS.slice(0, indexOf(name))) await pass(it, station);
  await stationOf(name).before(it);
  await it.settled();
  return { it, tap, memory };
}

async function walkOn(it: House, after: string): Promise<void> {
  for (const next of STATIONS.slice(indexOf(after) + 1)) await pass(it, next);
}

describe('stopped between commit and send', () => {
  test.each(SAYING)('at %s, all of it is said after the start, once', async (name) => {
    const { it, tap, memory } = await walkToTheDoorOf(name);
    it.teams.faults.add({ ...LETTERS, times: Infinity, drop: 'before' });
    await Promise.all([tap.next((request) => summaryOf(request) !== undefined), arrive(it, stationOf(name))]);
    const second = await houses.again(it, memory);
    await walkOn(second, name);
    expect(sorted(said(second))).toEqual(uninterrupted);
  });
});

describe('killed between send and note', () => {
  test.each(SAYING)('at %s, only what was on its way comes twice', async (name) => {
    const { it, tap, memory } = await walkToTheDoorOf(name);
    it.teams.faults.add({ ...LETTERS, times: Infinity, hang: 60_000 });
    await Promise.all([tap.next((request) => summaryOf(request) !== undefined), arrive(it, stationOf(name))]);
    const second = await houses.again(it, memory);
    const onTheirWay = it.teams.requests.flatMap((r) => (r.status === undefined ? (summaryOf(r) ?? []) : []));
    expect(onTheirWay.length).toBeGreaterThan(0);
    await walkOn(second, name);
    expect(sorted(said(second))).toEqual(sorted([...uninterrupted, ...onTheirWay]));
  });
});
