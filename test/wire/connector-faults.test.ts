/** Whatever Teams answers, or does not: what may pass is said once, what is final is told, and nobody else waits for it. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { cardOf } from '../../src/rehearsal/connector/invoke.ts';
import type { OutboundRequest } from '../../src/rehearsal/connector/server.ts';
import type { House } from '../support/house.ts';
import { cardWith, cast, notices } from '../support/house.ts';
import { Houses } from '../support/houses.ts';
import { textOf } from '../support/cards-seen.ts';
import { CHANGE, does, press, walkTo } from '../support/stations.ts';
import { DONE, FINAL, isAnswerLost, isDone, NO_ID, PASSING, UNKNOWN, WITHIN_MS } from '../support/weather.ts';

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

/** What is sent, by its request: a notice has a thread of its own; the card that asks for GO shows its words too. */
const NOTICE = { method: 'POST', path: /^\/v3\/conversations$/, body: /Planned maintenance/ };
const SENT = [
  { what: 'a notice', to: 'announce', meets: NOTICE },
  {
    what: 'a card in the thread',
    to: 'GO / NOGO',
    meets: { method: 'POST', path: /messageid=/, body: /"verb":"giveGo"/ },
  },
] as const;

describe.each(SENT)('$what', ({ to, meets }) => {
  const calls = (): readonly OutboundRequest[] =>
    it.teams.requests.filter(
      ({ method, path, body }) =>
        method === meets.method && meets.path.test(path) && meets.body.test(JSON.stringify(body ?? null)),
    );
  const copies = (): number => calls().filter(isDone).length;
  const answersLost = (): number => calls().filter(isAnswerLost).length;

  test.each([...PASSING, ...DONE])('that meets %s, arrives once', async (_, answer) => {
    it.teams.faults.add({ ...meets, ...answer, times: 1 });
    await walkTo(it, to);
    expect(copies()).toBe(1 + answersLost());
  });

  test.each(UNKNOWN)('that meets %s, is said again, once: twice is better than never', async (_, answer) => {
    it.teams.faults.add({ ...meets, ...answer, times: 1 });
    await walkTo(it, to);
    expect(calls().findIndex(isAnswerLost)).toBe(0);
    expect(copies()).toBe(1 + answersLost());
    expect((await it.service.changes.find(CHANGE))?.change.gaveUp).toEqual([]);
  });

  test('that meets all of it, one after the other, arrives as often as its answer was lost, and once more', async () => {
    for (const [, answer] of [...PASSING, ...UNKNOWN]) it.teams.faults.add({ ...meets, ...answer, times: 1 });
    await walkTo(it, to);
    expect(answersLost()).toBeGreaterThanOrEqual(UNKNOWN.length);
    expect(copies()).toBe(1 + answersLost());
  });
});

describe('an answer without an id', () => {
  test.each(NO_ID)('(%s): a notice is said again, since a thread without an id is none', async (_, answer) => {
    it.teams.faults.add({ ...NOTICE, ...answer, times: 1 });
    await walkTo(it, 'announce');
    expect(notices(it.teams)).toHaveLength(2);
  });

  test.each(NO_ID)(
    '(%s): a card in the thread is there, and is posted once more when it changes',
    async (_, answer) => {
      it.teams.faults.add({ method: 'POST', body: /"verb":"acceptPreCheck"/, ...answer, times: 1 });
      await walkTo(it, 'pre-check');
      const asked = it.teams.messages.length;
      expect(
        it.teams.messages.filter((m) => JSON.stringify(m.activity).includes('"verb":"acceptPreCheck"')),
      ).toHaveLength(1);
      await does(it, 'approver', 'needCorrections', { corrections: 'one' });
      await does(it, 'implementer', 'tickCorrections', { 'item-0': 'true' });
      const again = it.teams.messages.slice(asked);
      expect(again.length).toBeGreaterThan(0);
      expect(it.teams.requests.filter(({ path }) => path.endsWith('/activities/'))).toEqual([]);
    },
  );
});

describe('an update of a card', () => {
  test.each([...PASSING, ...UNKNOWN, ...NO_ID, ...DONE])('that meets %s, is made', async (_, answer) => {
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
  test.each(FINAL)('%s for a notice is given up at once, told, and holds nothing else', async (status, answer) => {
    it.teams.faults.add({ ...NOTICE, ...answer, times: Infinity });
    await walkTo(it, 'remind');
    await it.settled();
    const change = (await it.service.changes.find(CHANGE))?.change;
    expect(change?.gaveUp.map(({ key }) => key)).toEqual([expect.stringContaining('/announce/')]);
    expect(notices(it.teams).some((text) => text.includes('tomorrow'))).toBe(true);
    const tried = it.teams.requests.filter(
      (r) => NOTICE.path.test(r.path) && NOTICE.body.test(JSON.stringify(r.body ?? '')),
    );
    expect(tried).toHaveLength(1);
    expect(await reads('status')).toMatch(/Not delivered\n1/);
    expect(await reads(`history ${CHANGE}`)).toContain(`could not deliver the planned maintenance notice: ${status}`);
  });

  test.each(FINAL)(
    '%s for the card that asks for GO: the next round posts it, and GO can be given',
    async (_, answer) => {
      it.teams.faults.add({ method: 'POST', body: /"verb":"giveGo"/, ...answer, times: 1 });
      await walkTo(it, 'GO / NOGO');
      expect(await reads('status')).toMatch(/Not delivered\n1/);
      await round();
      await does(it, 'approver', 'giveGo');
      expect(notices(it.teams)).toEqual([expect.stringContaining('Planned maintenance')]);
    },
  );
});

/** The words of the card that answers this. */
async function reads(text: string): Promise<string> {
  await it.teams.say(cast.approver, text, 'personal');
  return textOf(cardOf(it.teams.messages.at(-1)?.activity ?? { type: '' }));
}

/** The round of every minute. */
async function round(): Promise<void> {
  for (let second = 0; second < 60; second += 1) await it.service.tick();
  await it.settled();
}

describe('whoever presses a button', () => {
  test.each([...PASSING, ...UNKNOWN, ...NO_ID, ...FINAL, ['a hang of a minute', { hang: 60_000 }] as const])(
    'has the answer with the press, while all that the bot says meets %s',
    async (_, answer) => {
      await walkTo(it, 'GO / NOGO');
      it.teams.faults.add({ ...answer, times: Infinity });
      const { card } = await press(it, 'approver', 'giveGo');
      expect(textOf(card)).toContain('GO by Pierre');
      it.teams.faults.clear();
      await it.settled();
    },
  );
});

describe('whoever writes', () => {
  const answers = (): number => it.teams.messages.filter(({ from }) => from === 'bot').length;

  test.each([...PASSING, ...NO_ID, ...DONE])('is answered once where the answer meets %s', async (_, answer) => {
    it.teams.faults.add({ method: 'POST', ...answer, times: 1 });
    await it.teams.say(cast.member, 'help', 'personal');
    expect(answers()).toBe(1 + it.teams.requests.filter(isAnswerLost).length);
  });

  test.each(UNKNOWN)('is answered where the answer meets %s', async (_, answer) => {
    it.teams.faults.add({ method: 'POST', ...answer, times: 1 });
    await it.teams.say(cast.member, 'help', 'personal');
    expect(answers()).toBeGreaterThan(0);
  });

  test.each(FINAL)('and cannot be answered (%s), is with the next word', async (_, answer) => {
    it.teams.faults.add({ method: 'POST', ...answer, times: 1 });
    await it.teams.say(cast.member, 'help', 'personal');
    expect(answers()).toBe(0);
    await it.teams.say(cast.member, 'help', 'personal');
    expect(answers()).toBe(1);
  });

  test('has a copy of a card without an id: it is no card that is out, and nothing else fails for it', async () => {
    await walkTo(it, 'GO / NOGO');
    it.teams.faults.add({ method: 'POST', garbage: '', times: 1 });
    await it.teams.say(cast.member, `show ${CHANGE}`, 'personal');
    await does(it, 'approver', 'giveGo');
    const { cards } = (await it.service.changes.find(CHANGE))?.change ?? {};
    expect(Object.keys(cards ?? {})).not.toContain('living@');
    expect(notices(it.teams)).toEqual([expect.stringContaining('Planned maintenance')]);
  });
});
