/** A document that is whole and makes no sense: it is set aside with its name, and the service starts and goes on with the others. */
import { afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { StoredChange } from '../../src/app/ports.ts';
import type { Memory } from '../../src/storage/memory-store.ts';
import type { House } from '../support/house.ts';
import { house } from '../support/house.ts';
import { Houses } from '../support/houses.ts';
import { ALL_PREPARED, CHANGE, does, walkTo } from '../support/stations.ts';

const OTHER = 'CHG-2027-002';
const houses = new Houses();
let good: StoredChange;
let memory: Memory;
let it: House;

beforeAll(async () => {
  const kept: Memory = new Map<string, string>();
  const one = await house({ memory: kept });
  await walkTo(one, 'announce');
  good = JSON.parse(kept.get(CHANGE) ?? '') as StoredChange;
  await one.close();
});
beforeEach(async () => {
  memory = new Map<string, string>();
  it = await houses.build({ memory });
  await walkTo(it, 'prepare');
});
afterEach(async () => {
  await houses.close();
});

type Loose = Record<string, unknown>;
const renamed = (): StoredChange => JSON.parse(JSON.stringify(good).replaceAll(CHANGE, OTHER)) as StoredChange;
const first = (change: StoredChange): Loose => change.events[0] as unknown as Loose;
const withEvent = (event: Loose): Loose => ({ ...renamed(), events: [...renamed().events, event] });
const withDraft = (draft: Loose): Loose => {
  const change = renamed();
  return {
    ...change,
    events: [{ ...first(change), draft: { ...(first(change).draft as Loose), ...draft } }, ...change.events.slice(1)],
  };
};

const NONSENSE = 'it can be read, and something in its events makes no sense';

test.each<[string, () => Loose, string | RegExp]>([
  [
    'an event of a type that nobody knows',
    () => withEvent({ type: 'teleported', at: 1, by: null }),
    /^event \d+, of 1970-01-01T00:00:00.001Z, is of a type that this release does not know$/,
  ],
  [
    'an event of a type that every object has',
    () => withEvent({ type: 'constructor', at: 1, by: null }),
    /^event \d+, of .* is of a type/,
  ],
  ['no beginning', () => ({ ...renamed(), events: renamed().events.slice(1) }), NONSENSE],
  ['two beginnings', () => withEvent({ ...first(renamed()) }), NONSENSE],
  ['the events of another change', () => ({ ...good, id: OTHER }), NONSENSE],
  ['a window that no calendar has', () => withDraft({ window: { start: 'yesterday', minutes: 60 } }), NONSENSE],
  ['a window beyond all time', () => withDraft({ window: { start: '2027-02-13T08:00', minutes: 1e300 } }), NONSENSE],
  [
    'no draft',
    () => ({ ...renamed(), events: [{ ...first(renamed()), draft: null }, ...renamed().events.slice(1)] }),
    NONSENSE,
  ],
  [
    'a mail to nobody knows whom',
    () => ({ ...renamed(), outbox: [{ key: 'k', kind: 'mail', due: 1, expires: null }] }),
    NONSENSE,
  ],
])('%s', async (_, document, why) => {
  memory.set(OTHER, JSON.stringify(document()));
  it = await houses.again(it, memory);
  expect(it.store.damaged).toEqual([
    { file: `damaged/${OTHER}.json`, why: typeof why === 'string' ? why : (expect.stringMatching(why) as unknown) },
  ]);
  expect(it.log.all).toContainEqual(
    expect.objectContaining({ level: 'warn', what: 'a file that could not be used was set aside' }),
  );
  expect(it.service.changes.ids()).toEqual([CHANGE]);
  // Nobody gets its name again: its cards are in Teams still.
  expect(it.service.changes.nextId(2027)).toBe('CHG-2027-003');
  await does(it, 'implementer', 'tickPreparations', ALL_PREPARED);
  expect((await it.service.changes.find(CHANGE))?.change.stage.is).toBe('prepared');
});

test('a letter of a kind that nobody knows is given up, and the others of its change go out', async () => {
  const change = renamed();
  memory.set(
    OTHER,
    JSON.stringify({ ...change, outbox: [{ key: `${OTHER}/x`, kind: 'pigeon', due: 1, expires: null }] }),
  );
  it = await houses.again(it, memory);
  expect(it.store.damaged).toEqual([]);
  expect((await it.service.changes.find(OTHER))?.outbox).toEqual([]);
  await it.jump('2027-02-12 09:00');
  await it.settled();
  expect((await it.service.changes.find(OTHER))?.change.notices.remind).toBeDefined();
});
