/** Teams' limits, kept by the connector as Teams keeps them, a hundred times quicker: 500 notices fall due in the same minute. */
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Limit, Limits, Pace } from '../../src/app/pace.ts';
import { pace, TEAMS } from '../../src/app/pace.ts';
import type { Connector } from '../../src/rehearsal/connector.ts';
import { startConnector } from '../../src/rehearsal/connector.ts';
import { cardOf } from '../../src/rehearsal/connector/invoke.ts';
import type { Memory } from '../../src/storage/memory-store.ts';
import { textOf } from '../support/cards-seen.ts';
import type { House } from '../support/house.ts';
import { cast, notices } from '../support/house.ts';
import { Houses } from '../support/houses.ts';
import { announcedChanges } from '../support/many-changes.ts';

const CHANGES = 500;
const QUICKER = 100;
const PATIENCE_MS = 60_000;

const houses = new Houses();
let teams: Connector;
beforeEach(async () => {
  teams = await startConnector({ service: 'http://127.0.0.1:9', people: Object.values(cast) });
});
afterEach(async () => {
  await houses.close();
  await teams.close();
});

const quicker = ({ most, withinMs }: Limit): Limit => ({ most, withinMs: withinMs / QUICKER });
const LIMITS: Limits = { conversation: TEAMS.conversation.map(quicker), all: TEAMS.all.map(quicker) };
const STOPWATCH = { now: () => performance.now(), wait: (ms: number) => pause(ms) };
const quickPace = (): Pace => pace(LIMITS, STOPWATCH);

const reminders = (): number => notices(teams).filter((text) => text.includes('tomorrow')).length;
const refusals = (): number => teams.requests.filter(({ status }) => status === 429).length;

/** A minute before the reminders of so many changes, with their threads as they are. */
async function before(changes: number): Promise<{ readonly it: House; readonly memory: Memory }> {
  const memory = await announcedChanges(houses, teams, changes);
  const it = await houses.build({ memory, teams, install: true, start: '2027-02-12 08:59', pace: quickPace() });
  await it.settled();
  return { it, memory };
}

/** How often the history of each change notes that its reminder was delivered. */
function deliveries({ store }: House, memory: Memory): Promise<readonly number[]> {
  const ids = [...memory.keys()].filter((id) => id.startsWith('CHG'));
  return Promise.all(
    ids.map(async (id) => {
      const events = (await store.read(id))?.events ?? [];
      return events.filter((event) => event.type === 'delivered' && event.key.includes('/remind/')).length;
    }),
  );
}

test.each([
  ['say when to come again', true],
  ['do not', false],
])(
  '500 reminders of the same minute all arrive, each once, where refusals %s',
  async (_, saysWhen) => {
    const { it, memory } = await before(CHANGES);
    teams.limit({ quicker: QUICKER, saysWhen });
    await it.jump('2027-02-12 09:00');
    await it.settled();
    expect(reminders()).toBe(CHANGES);
    expect(await deliveries(it, memory)).toEqual(Array(CHANGES).fill(1));
    // The service keeps the limits by itself; a refusal now and then is what a busy machine makes of two sends.
    expect(refusals()).toBeLessThan(CHANGES / 20);
  },
  PATIENCE_MS,
);

const MORE_THAN_A_WINDOW = 100;

test(
  'while they wait, `status` is answered and says how many',
  async () => {
    const { it } = await before(MORE_THAN_A_WINDOW);
    teams.limit({ quicker: QUICKER });
    const first = teams.until(({ activity }) => activity.summary?.includes('tomorrow') === true, 'a reminder');
    await it.jump('2027-02-12 09:00');
    await first;
    await teams.say(cast.member, 'status', 'personal');
    const told = textOf(cardOf(teams.messages.findLast(({ owner }) => owner !== undefined)?.activity ?? { type: '' }));
    const unsent = Number(/Unsent\n(\d+)/.exec(told)?.[1]);
    expect(unsent).toBeGreaterThan(0);
    expect(unsent).toBeLessThan(MORE_THAN_A_WINDOW);
    await it.settled();
    expect(reminders()).toBe(MORE_THAN_A_WINDOW);
  },
  PATIENCE_MS,
);

test(
  'killed meanwhile and started again, it does not know what it has sent: Teams says no, and all arrive, only the one on its way twice',
  async () => {
    const { it, memory } = await before(MORE_THAN_A_WINDOW);
    teams.limit({ quicker: QUICKER });
    const some = new Promise<void>((enough) => {
      teams.on('change', () => {
        if (reminders() === 50) enough();
      });
    });
    await it.jump('2027-02-12 09:00');
    await some;
    await it.kill();
    const again = await houses.build({ memory, teams, start: '2027-02-12 09:00', pace: quickPace() });
    await again.settled();
    expect(await deliveries(again, memory)).toEqual(Array(MORE_THAN_A_WINDOW).fill(1));
    expect([MORE_THAN_A_WINDOW, MORE_THAN_A_WINDOW + 1]).toContain(reminders());
  },
  PATIENCE_MS,
);
