/** Whatever Teams answers, or does not: what may pass is said once, what is final is told, and nobody else waits for it. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Fault } from '../../src/rehearsal/connector/faults.ts';
import { cardOf } from '../../src/rehearsal/connector/invoke.ts';
import type { House } from '../support/house.ts';
import { cardWith, notices } from '../support/house.ts';
import { Houses } from '../support/houses.ts';
import { textOf } from '../support/cards-seen.ts';
import { CHANGE, does, said, STATIONS, walkTo } from '../support/stations.ts';

/** Shorter than the hangs of these tests, longer than an answer takes. */
const WITHIN_MS = 150;

const houses = new Houses();
const crashes: unknown[] = [];
const crashed = (error: unknown): void => void crashes.push(error);
let it: House;
beforeEach(async () => {
  process.on('unhandledRejection', crashed);
  it = await houses.build({ sendWithinMs: WITHIN_MS });
});
afterEach(async () => {
  await houses.close();
  process.off('unhandledRejection', crashed);
  expect(crashes.splice(0)).toEqual([]);
});

type Answer = Omit<Fault, 'times'>;

/** Nothing was done, and it can go later. */
const PASSING: readonly (readonly [string, Answer])[] = [
  ['429 that says when', { status: 429, retryAfter: 0.02 }],
  ['429 that does not', { status: 429 }],
  ...[412, 500, 502, 504].map((status) => [String(status), { status }] as const),
  ['a reset before it is taken', { drop: 'before' }],
];

/** It was done, and nobody can know. */
const UNKNOWN: readonly (readonly [string, Answer])[] = [
  ['a reset after it was taken', { drop: 'after' }],
  ['a hang', { hang: 4 * WITHIN_MS }],
  ['an answer that begins and never ends', { drip: Infinity }],
  ['half an answer', { garbage: '{"id":"1' }],
  ['an answer of a proxy', { garbage: '<html><body>Welcome</body></html>' }],
  ['an empty answer', { garbage: '' }],
];

/** It was done, and the answer says so in its way. */
const DONE: readonly (readonly [string, Answer])[] = [['an answer that trickles in', { drip: 1 }]];

/** In a thread of its own; the card that asks for GO shows its words too. */
const NOTICE = { method: 'POST', path: /^\/v3\/conversations$/, body: /Planned maintenance/ };

/** What is sent, by its request; `copies`: how often it is in Teams. */
const SENT = [
  {
    what: 'a notice',
    meets: NOTICE,
    copies: () => notices(it.teams).filter((text) => text.startsWith('Planned maintenance')).length,
  },
  {
    what: 'a card in the thread',
    meets: { method: 'POST', body: /"verb":"giveGo"/ },
    copies: () => it.teams.messages.filter((m) => JSON.stringify(m.activity).includes('"verb":"giveGo"')).length,
  },
] as const;

describe.each(SENT)('$what', ({ meets, copies }) => {
  test.each([...PASSING, ...DONE])('that meets %s, arrives once', async (_, answer) => {
    it.teams.faults.add({ ...meets, ...answer, times: 1 });
    await walkTo(it, meets.body.source.includes('giveGo') ? 'GO / NOGO' : 'announce');
    await it.settled();
    expect(copies()).toBe(1);
  });

  test.each(UNKNOWN)('that meets %s, is said again: twice is better than never', async (_, answer) => {
    it.teams.faults.add({ ...meets, ...answer, times: 1 });
    await walkTo(it, meets.body.source.includes('giveGo') ? 'GO / NOGO' : 'announce');
    await it.settled();
    expect([1, 2]).toContain(copies());
    expect((await it.service.changes.find(CHANGE))?.change.gaveUp).toEqual([]);
  });

  test('that meets all of it, one after the other, arrives', async () => {
    for (const [, answer] of [...PASSING, ...UNKNOWN]) it.teams.faults.add({ ...meets, ...answer, times: 1 });
    await walkTo(it, meets.body.source.includes('giveGo') ? 'GO / NOGO' : 'announce');
    await it.settled();
    expect(copies()).toBeGreaterThan(0);
    expect(copies()).toBeLessThanOrEqual(UNKNOWN.length + 1);
  });
});

describe('an update of a card', () => {
  test.each([...PASSING, ...UNKNOWN, ...DONE])('that meets %s, is made', async (_, answer) => {
    await walkTo(it, 'GO / NOGO');
    const asked = cardWith(it.teams, 'giveGo').id;
    it.teams.faults.add({ method: 'PUT', ...answer, times: 1 });
    await does(it, 'approver', 'giveGo');
    expect(textOf(cardOf(it.teams.message(asked).activity))).toContain('GO by Pierre');
  });

  test.each([404, 403])('that meets %d since the card is gone, is posted anew', async (status) => {
    await walkTo(it, 'GO / NOGO');
    const before = it.teams.messages.length;
    it.teams.faults.add({ method: 'PUT', path: new RegExp(rootOf(it)), status, times: 1 });
    await does(it, 'approver', 'giveGo');
    const living = it.teams.messages
      .slice(before)
      .filter((m) => JSON.stringify(m.activity).includes('"verb":"cancel"'));
    expect(living).toHaveLength(1);
  });
});

function rootOf({ teams }: House): string {
  return `${cardWith(teams, 'cancel').id}$`;
}

describe('what is final', () => {
  test.each([401, 403, 404, 413])(
    '%d for a notice is given up at once, told, and holds nothing else',
    async (status) => {
      it.teams.faults.add({ ...NOTICE, status, times: Infinity });
      await walkTo(it, 'remind');
      await it.settled();
      const change = (await it.service.changes.find(CHANGE))?.change;
      expect(change?.gaveUp.map(({ key }) => key)).toEqual([expect.stringContaining('/announce/')]);
      expect(notices(it.teams).some((text) => text.includes('tomorrow'))).toBe(true);
      const tried = it.teams.requests.filter(
        (r) => NOTICE.path.test(r.path) && NOTICE.body.test(JSON.stringify(r.body ?? '')),
      );
      expect(tried).toHaveLength(1);
    },
  );
});

/** Small and the same everywhere: a linear congruential generator. */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

describe('the whole page through weather that changes at every call', () => {
  test.each([1, 2, 3, 4, 5, 6])(
    'everything is said, and nothing twice that is known to have arrived (seed %d)',
    async (seed) => {
      const roll = dice(seed);
      const weather = [...PASSING, ...UNKNOWN, ...DONE];
      for (let call = 0; call < 60; call += 1) {
        const [, answer] = weather[roll(weather.length)] ?? PASSING[0] ?? ['', {}];
        // Some calls in between meet nothing.
        it.teams.faults.add({ times: 1, ...(roll(2) === 0 ? answer : { hang: 1 }) });
      }
      await walkTo(it, STATIONS.at(-1)?.name ?? '');
      await it.settled();
      const once = new Set(said(it));
      const fresh = await houses.build({});
      await walkTo(fresh, STATIONS.at(-1)?.name ?? '');
      await fresh.settled();
      expect([...new Set(said(fresh))].filter((text) => !once.has(text))).toEqual([]);
      const change = (await it.service.changes.find(CHANGE))?.change;
      expect(change?.gaveUp).toEqual([]);
    },
  );
});
