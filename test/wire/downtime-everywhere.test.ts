/** Away from before a milestone until after it, for every milestone and for several at once: nothing twice, nothing lost, and late ones say so. */
import { afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { cardOf } from '../../src/rehearsal/connector/invoke.ts';
import type { Memory } from '../../src/storage/memory-store.ts';
import { textOf } from '../support/cards-seen.ts';
import type { House } from '../support/house.ts';
import { Houses } from '../support/houses.ts';
import { CHANGE, STATIONS, indexOf, pass, said, stationOf, walkTo } from '../support/stations.ts';

/** What the clock brings, with a time that is late for it, and the next thing that the clock would have brought. */
const BY_THE_CLOCK: readonly (readonly [name: string, late: string, due: string])[] = [
  ['pre-check', '2027-01-30 18:00', '09:00'],
  ['GO / NOGO', '2027-02-06 18:00', '09:00'],
  ['remind', '2027-02-12 18:00', '09:00'],
  ['snapshot', '2027-02-13 05:20', '05:00'],
  ['start', '2027-02-13 08:20', '08:00'],
  ['decide', '2027-02-13 11:40', '11:30'],
];

const houses = new Houses();
let uninterrupted: readonly string[];
const onTime = (texts: readonly string[]): readonly string[] =>
  texts.map((text) => text.replace(/ This is late: it was due [^.]*\.$/, ''));
const sorted = (texts: readonly string[]): readonly string[] => [...texts].sort();

beforeAll(async () => {
  const it = await houses.build();
  await walkTo(it, 'close');
  uninterrupted = said(it);
  await houses.close();
});
afterEach(async () => {
  await houses.close();
});

/** At the door of a station when the bot goes away; back at another time. */
async function awayFrom(
  name: string,
  until: string,
): Promise<{ it: House; memory: Memory; before: readonly string[] }> {
  const memory: Memory = new Map<string, string>();
  const first = await houses.build({ memory });
  for (const station of STATIONS.slice(0, indexOf(name))) await pass(first, station);
  await stationOf(name).before(first);
  await first.settled();
  const before = said(first);
  return { it: await houses.again(first, memory, until), memory, before };
}

const change = async (it: House) => (await it.service.changes.find(CHANGE))?.change;

function words(it: House, from: number): string {
  const since = it.teams.messages.filter(({ from: by }) => by === 'bot').slice(from);
  return since.map(({ activity }) => `${activity.text ?? ''} ${textOf(cardOf(activity))}`).join('\n');
}

describe('away at one milestone', () => {
  test.each(BY_THE_CLOCK)(
    '%s comes late, once, and says so; the rest of the way is as ever',
    async (name, late, due) => {
      const { it, before } = await awayFrom(name, late);
      const fresh = said(it).slice(before.length);
      expect(onTime(fresh)).toEqual(uninterrupted.slice(before.length, before.length + fresh.length));
      expect(fresh.length).toBeGreaterThan(0);
      expect(words(it, 0)).toMatch(new RegExp(`late.*${due}`, 'i'));
      for (const station of STATIONS.slice(indexOf(name) + 1)) await pass(it, station);
      expect(onTime(said(it))).toEqual(uninterrupted);
      expect((await change(it))?.stage.is).toBe('closed');
    },
  );

  test.each(BY_THE_CLOCK)('%s comes once also where it goes away again right after', async (name, late) => {
    const { it, memory } = await awayFrom(name, late);
    const heard = said(it);
    const third = await houses.again(await houses.again(it, memory), memory);
    expect(said(third)).toEqual(heard);
  });
});

describe('away at what is pressed', () => {
  test.each(STATIONS.filter(({ pressed }) => pressed !== undefined).map(({ name }) => name))(
    'between what led to %s and the press, nothing is said a second time',
    async (name) => {
      const memory: Memory = new Map<string, string>();
      const first = await houses.build({ memory });
      for (const station of STATIONS.slice(0, indexOf(name))) await pass(first, station);
      const it = await houses.again(first, memory);
      for (const station of STATIONS.slice(indexOf(name))) await pass(it, station);
      expect(said(it)).toEqual(uninterrupted);
    },
  );
});

describe('away across several milestones', () => {
  /** From the door of one station until some time after others: what is said then, and where the change stands. */
  const ACROSS: readonly (readonly [
    from: string,
    until: string,
    is: string,
    says: readonly RegExp[],
    not: readonly RegExp[],
  ])[] = [
    // Nobody prepared it: the pre-check waits for that, and without GO the clock only holds.
    ['pre-check', '2027-02-12 18:00', 'prepared', [/pre-check/i, /on hold|held/i], [/tomorrow/, /Planned/]],
    ['GO / NOGO', '2027-02-12 18:00', 'checked', [/GO/, /on hold|held/i], [/tomorrow/, /Planned/]],
    ['GO / NOGO', '2027-02-14 09:00', 'checked', [/on hold|held/i], [/tomorrow/, /Planned/, /has started/]],
    ['remind', '2027-02-13 05:20', 'approved', [/snapshot/i], [/tomorrow/]],
    ['remind', '2027-02-13 08:20', 'approved', [/snapshot/i, /on hold|held/i], [/tomorrow/, /has started/]],
    ['remind', '2027-02-14 09:00', 'approved', [/on hold|held|not take place/i], [/tomorrow/, /has started/]],
    ['snapshot', '2027-02-13 11:40', 'approved', [/snapshot/i], [/has started/]],
    ['start', '2027-02-13 11:40', 'in progress', [/has started/, /decision|decide/i], []],
    ['start', '2027-02-13 15:00', 'approved', [/on hold|held|not take place/i], [/has started/, /End of maintenance/]],
    ['decide', '2027-02-13 13:00', 'in progress', [/work goes on|longer/i], [/End of maintenance/]],
    ['decide', '2027-02-13 20:00', 'in progress', [/work goes on|longer/i], [/End of maintenance/, /incident process/]],
  ];

  test.each(ACROSS)(
    'from before %s until %s: it is %s, says what has to be said, once',
    async (from, until, is, says, not) => {
      const { it, memory, before } = await awayFrom(from, until);
      const fresh = said(it).slice(before.length);
      expect((await change(it))?.stage.is).toBe(is);
      for (const text of says) expect(`${fresh.join('\n')}\n${words(it, 0)}`).toMatch(text);
      for (const text of not) expect(fresh.join('\n')).not.toMatch(text);
      expect(sorted(fresh)).toEqual(sorted([...new Set(fresh)]));
      const again = await houses.again(it, memory);
      expect(said(again)).toEqual([...before, ...fresh]);
    },
  );
});
