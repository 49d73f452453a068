/** A disk that takes its time: everybody is answered when it is done, and what comes meanwhile decides nothing twice. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Store } from '../../src/app/ports.ts';
import { cardOf } from '../../src/rehearsal/connector/invoke.ts';
import { memoryStore } from '../../src/storage/memory-store.ts';
import { textOf } from '../support/cards-seen.ts';
import type { House } from '../support/house.ts';
import { cardWith, cast, house, notices, toldTo } from '../support/house.ts';
import { ALL_PREPARED, CHANGE, FORM, SAY_NEW, press, said, walkTo } from '../support/stations.ts';

let it: House;
let disk: SlowDisk;

/** Writes wait while it is held, and tell when one has come. */
class SlowDisk {
  #free: Promise<void> = Promise.resolve();
  #told: () => void = () => undefined;
  /** How many writes have begun. */
  writes = 0;

  /** From now on writes wait; the result lets them go on. `begun` resolves with the first of them. */
  hold(): { readonly begun: Promise<void>; readonly letGo: () => void } {
    let letGo = (): void => undefined;
    this.#free = new Promise((resolve) => {
      letGo = resolve;
    });
    const begun = new Promise<void>((resolve) => {
      this.#told = resolve;
    });
    return { begun, letGo };
  }

  async write<T>(task: () => Promise<T>): Promise<T> {
    this.writes += 1;
    this.#told();
    await this.#free;
    return task();
  }
}

beforeEach(async () => {
  disk = new SlowDisk();
  const memory = memoryStore();
  const store: Store = { ...memory, commit: (...args) => disk.write(() => memory.commit(...args)) };
  it = await house({ store });
});
afterEach(async () => {
  await it.close();
});

const decided = async (type: string) => (await it.store.read(CHANGE))?.events.filter((event) => event.type === type);

test('a press is answered when it is stored and not before, with what was stored', async () => {
  await walkTo(it, 'GO / NOGO');
  const heard = said(it);
  const { begun, letGo } = disk.hold();
  let isAnswered = false;
  const pressed = press(it, 'approver', 'giveGo').finally(() => (isAnswered = true));
  await begun;
  expect([isAnswered, said(it)]).toEqual([false, heard]);
  letGo();
  expect(textOf((await pressed).card)).toContain('GO by Pierre André');
  await it.settled();
  expect(notices(it.teams)).toHaveLength(1);
});

test('a double press while the first is being written decides once, and both are answered', async () => {
  await walkTo(it, 'GO / NOGO');
  const { begun, letGo } = disk.hold();
  const presses = [press(it, 'approver', 'giveGo')];
  await begun;
  presses.push(press(it, 'approver', 'giveGo'), press(it, 'approver', 'giveNogo', { reason: 'No' }));
  letGo();
  const answers = await Promise.all(presses);
  await it.settled();
  expect(answers.map((answer) => [answer.status, toldTo(answer)])).toEqual([
    [200, ''],
    [200, ''],
    [200, ''],
  ]);
  for (const { card } of answers) expect(textOf(card)).toContain('GO by Pierre André');
  expect(await decided('goGiven')).toHaveLength(1);
  expect(await decided('nogoGiven')).toHaveLength(0);
  expect(notices(it.teams)).toHaveLength(1);
});

test('what Teams sends again after 15 seconds without an answer is the same press', async () => {
  await walkTo(it, 'GO / NOGO');
  const card = cardWith(it.teams, 'giveGo');
  const { begun, letGo } = disk.hold();
  const first = it.teams.press(cast.approver, card.id, { verb: 'giveGo' }, {}, { activityId: 'f:again' });
  await begun;
  const again = { activityId: 'f:again', card: cardOf(card.activity) };
  const second = it.teams.press(cast.approver, card.id, { verb: 'giveGo' }, {}, again);
  letGo();
  expect([(await first).status, (await second).status]).toEqual([200, 200]);
  const third = await it.teams.press(cast.approver, card.id, { verb: 'giveGo' }, {}, again);
  await it.settled();
  expect(textOf(third.card)).toContain('GO by Pierre André');
  expect(await decided('goGiven')).toHaveLength(1);
  expect(notices(it.teams)).toHaveLength(1);
});

test('a form that is sent twice while the first is being written makes one change', async () => {
  await it.teams.say(cast.implementer, SAY_NEW, 'channel');
  const { begun, letGo } = disk.hold();
  const forms = [press(it, 'implementer', 'create', FORM)];
  await begun;
  forms.push(press(it, 'implementer', 'create', FORM));
  letGo();
  await Promise.all(forms);
  await it.settled();
  expect(it.service.changes.ids()).toEqual([CHANGE]);
});

test('knocks of the clock while a write is under way let nothing happen twice', async () => {
  await walkTo(it, 'announce');
  const { begun, letGo } = disk.hold();
  const knocks = [it.jump('2027-02-12 09:00')];
  await begun;
  knocks.push(it.service.tick(), it.service.tick());
  letGo();
  await Promise.all(knocks);
  await it.settled();
  expect(notices(it.teams)).toHaveLength(2);
});

test('nobody who only reads is held up by a write', async () => {
  await walkTo(it, 'prepare');
  const { begun, letGo } = disk.hold();
  const pressed = press(it, 'implementer', 'tickPreparations', ALL_PREPARED);
  await begun;
  await it.teams.say(cast.member, 'list', 'personal');
  await it.teams.until((m) => m.owner?.entraId === cast.member.entraId && m.from === 'bot', 'the list');
  letGo();
  expect(toldTo(await pressed)).toBe('');
});
