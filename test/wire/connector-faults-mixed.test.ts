/** Weather that is another one at every call, the same one for the same seed: a whole change, many at once, and nobody there at all. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { startConnector } from '../../src/rehearsal/connector.ts';
import type { OutboundRequest } from '../../src/rehearsal/connector/server.ts';
import type { House } from '../support/house.ts';
import { cast } from '../support/house.ts';
import { Houses } from '../support/houses.ts';
import { announcedChanges, idOf } from '../support/many-changes.ts';
import { CHANGE, STATIONS, summaryOf, walkTo } from '../support/stations.ts';
import type { Answer } from '../support/weather.ts';
import { DONE, FINAL, isAnswerLost, isDone, PASSING, UNKNOWN, WITHIN_MS } from '../support/weather.ts';

const LAST = STATIONS.at(-1)?.name ?? '';
/** Half a minute on a busy machine: some of the calls have to be waited for. */
const PATIENCE_MS = 60_000;
/** Half of the calls meet nothing. */
const FINE: Answer = { hang: 1 };

const houses = new Houses();
const crashes: unknown[] = [];
const crashed = (error: unknown): void => void crashes.push(error);
beforeEach(() => {
  process.on('unhandledRejection', crashed);
});
afterEach(async () => {
  await houses.close();
  process.off('unhandledRejection', crashed);
  expect(crashes.splice(0)).toEqual([]);
});

/** What so many calls meet, one after the other. */
function weatherOf(calls: number, seed: number, answers: readonly (readonly [string, Answer])[]): readonly Answer[] {
  const one = fc.oneof(fc.constant(FINE), fc.constantFrom(...answers.map(([, answer]) => answer)));
  const [weather = []] = fc.sample(fc.array(one, { minLength: calls, maxLength: calls }), { numRuns: 1, seed });
  return weather;
}

function meet({ teams }: House, weather: readonly Answer[]): void {
  for (const answer of weather) teams.faults.add({ ...answer, times: 1 });
}

/** What has come, in its order: what was done, whatever was answered. What came again at once comes once. */
function toldIn({ teams }: House, isWanted: (request: OutboundRequest) => boolean): readonly string[] {
  return teams.requests
    .filter((request) => isDone(request) && isWanted(request))
    .flatMap((request) => summaryOf(request) ?? [])
    .filter((text, index, all) => text !== all[index - 1]);
}

const isPost = ({ path }: OutboundRequest): boolean => path === '/v3/conversations';
const isReply = (request: OutboundRequest): boolean => !isPost(request);

describe('a whole change', () => {
  test.each([1, 2, 3, 4, 5])(
    'is told in its order, in the channel and in its thread, and only what had lost its answer comes again (seed %d)',
    async (seed) => {
      const fresh = await houses.build({});
      await walkTo(fresh, LAST);
      const it = await houses.build({ sendWithinMs: WITHIN_MS });
      meet(it, weatherOf(60, seed, [...PASSING, ...UNKNOWN, ...DONE]));
      await walkTo(it, LAST);
      expect(toldIn(it, isPost)).toEqual(toldIn(fresh, isPost));
      expect(toldIn(it, isReply)).toEqual(toldIn(fresh, isReply));
      expect(tooMany(it.teams.requests, fresh.teams.requests)).toEqual([]);
      expect((await it.service.changes.find(CHANGE))?.change.gaveUp).toEqual([]);
    },
    PATIENCE_MS,
  );
});

/** What has come more often than in fine weather, by another number than that of its answers that were lost. */
function tooMany(requests: readonly OutboundRequest[], fine: readonly OutboundRequest[]): readonly string[] {
  const timesIn = (all: readonly OutboundRequest[], text: string): number =>
    all.filter((request) => isDone(request) && summaryOf(request) === text).length;
  const lost = (text: string): number =>
    requests.filter((request) => summaryOf(request) === text && isAnswerLost(request)).length;
  const texts = [...new Set(requests.flatMap((request) => summaryOf(request) ?? []))];
  return texts.filter((text) => timesIn(requests, text) !== timesIn(fine, text) + lost(text));
}

describe('thirty changes that fall due in the same minute', () => {
  const COUNT = 30;

  test.each([1, 2, 3, 4])(
    'the trouble of each is its own: told, told again where its answer was lost, or given up and noted (seed %d)',
    async (seed) => {
      const easy = await startConnector({ service: 'http://127.0.0.1:9', people: Object.values(cast) });
      const memory = await announcedChanges(houses, easy, COUNT);
      const before = easy.requests.length;
      const it = await houses.build({
        ...{ memory, teams: easy, install: true, start: '2027-02-12 08:59', sendWithinMs: WITHIN_MS },
      });
      await it.settled();
      meet(it, weatherOf(4 * COUNT, seed, [...PASSING, ...UNKNOWN, ...DONE, ...FINAL]));
      await it.jump('2027-02-12 09:00');
      await it.settled();
      const since = easy.requests.slice(before).filter((request) => summaryOf(request)?.includes('tomorrow') === true);
      for (let number = 1; number <= COUNT; number += 1) {
        const id = idOf(number);
        const mine = since.filter(({ body }) => JSON.stringify(body).includes(id));
        const copies = mine.filter(isDone).length;
        const lost = mine.filter(isAnswerLost).length;
        const { delivered, gaveUp } = await notedOf(it, id);
        expect({ id, delivered, gaveUp, copies }).toEqual({
          ...{ id, delivered: 1 - gaveUp, gaveUp, copies: lost + 1 - gaveUp },
        });
        expect(mine.filter(({ fault }) => FINAL.some(([, { status }]) => status === fault?.status))).toHaveLength(
          gaveUp,
        );
      }
      await easy.close();
    },
    PATIENCE_MS,
  );

  /** How often the history notes that the reminder was delivered, and that it was given up. */
  async function notedOf(it: House, id: string): Promise<{ readonly delivered: number; readonly gaveUp: number }> {
    const events = (await it.store.read(id))?.events ?? [];
    const noted = (type: 'delivered' | 'gaveUp'): number =>
      events.filter((event) => event.type === type && event.key.includes('/remind/')).length;
    return { delivered: noted('delivered'), gaveUp: noted('gaveUp') };
  }
});

test('nobody is there at all: what was due is said once when somebody is', async () => {
  const away = await startConnector({ service: 'http://127.0.0.1:9', people: Object.values(cast) });
  const it = await houses.build({ teams: away, install: true });
  await walkTo(it, 'announce');
  const port = Number(new URL(away.url).port);
  await away.close();
  const refused = it.log.next(({ what, level }) => what === 'send' && level === 'warn');
  await it.jump('2027-02-12 09:00');
  await refused;
  const back = await startConnector({ service: it.url, people: Object.values(cast), port });
  await it.settled();
  const told = back.messages.filter(({ activity }) => activity.summary?.includes('tomorrow') === true);
  expect(told).toHaveLength(1);
  await back.close();
});
