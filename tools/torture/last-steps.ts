/** After the storm: every change is carried to its end by people who do the obvious thing, with nothing going wrong any more. */
import { setTimeout as pause } from 'node:timers/promises';
import { behind, lost } from '../../src/app/cards-out.ts';
import type { Kept } from '../../src/app/kept.ts';
import { keptOf } from '../../src/app/kept.ts';
import type { StoredChange } from '../../src/app/ports.ts';
import type { Change } from '../../src/domain/change.ts';
import { isOver } from '../../src/domain/change.ts';
import { fold } from '../../src/domain/evolve.ts';
import { person } from '../../src/rehearsal/connector/people.ts';
import type { Step } from '../../test/support/driver.ts';
import { obviousStep } from '../../test/support/driver.ts';
import type { Broken } from './checks/broken.ts';
import { breaks } from './checks/broken.ts';
import type { Disk } from './disk.ts';
import type { House } from './house.ts';
import { moveClock } from './move-clock.ts';
import { inputsOf } from './verbs.ts';

const LOOK_EVERY_MS = 100;
/** So long a letter may take without faults, a pause of a retry included. */
const CARD_WITHIN_MS = 20_000;
const QUIET_WITHIN_MS = 90_000;
const MOST_ROUNDS = 600;

const stuck = breaks('every change can go on');

/** Waits until nothing is left to be said. Gives the files as they are then. */
export async function quiet(house: House): Promise<Disk> {
  const until = Date.now() + QUIET_WITHIN_MS;
  for (;;) {
    const disk = house.read();
    const waiting = [...disk.changes.values()].filter((stored) => hasToSay(keptOf(stored)));
    if (waiting.length === 0) return disk;
    if (Date.now() > until) {
      house.broken.push(...waiting.map(leftBehind));
      return disk;
    }
    await pause(LOOK_EVERY_MS);
  }
}

function leftBehind({ id, outbox }: StoredChange): Broken {
  const promise = outbox.length > 0 ? 'every notice arrives' : 'every card shows the present state';
  const left = outbox.map(({ key }) => key).join(', ');
  return { promise, what: `${id}, after ${QUIET_WITHIN_MS} ms: ${left === '' ? 'a card is still behind' : left}` };
}

/** Letters, cards that are behind, cards that were lost: which ones show what is noted once a second. */
function hasToSay(kept: Kept | undefined): boolean {
  return kept !== undefined && (kept.outbox.length > 0 || behind(kept).length > 0 || lost(kept).length > 0);
}

/** Carries all of them on until they are over, or it is seen that they cannot. */
export async function goAllTheWay(house: House): Promise<void> {
  const given = new Set<string>();
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const open = openIn(house.read()).filter(({ id }) => !given.has(id));
    if (open.length === 0) return;
    const pressed = await Promise.all(open.map((change) => goOn(house, change, given)));
    if (pressed.some(Boolean)) continue;
    if (!(await moveClock(house.victim.url, 'next', house.diary))) break;
  }
  for (const { id, stage } of openIn(house.read())) house.broken.push(stuck(`${id} is not over but ${stage.is}`));
}

function openIn({ changes }: Disk): readonly Change[] {
  return [...changes.values()].flatMap((stored: StoredChange) => {
    const change = fold(stored.events);
    return change === undefined || isOver(change) ? [] : [change];
  });
}

/** Whether somebody could press something; false: it is the clock's turn. */
async function goOn(house: House, change: Change, given: Set<string>): Promise<boolean> {
  const step = obviousStep(change, house.site, house.diary.now());
  if (step === null) return false;
  const before = change.version;
  const why = await press(house, change, step);
  if (why === null && (await hasMoved(house, change.id, before))) return true;
  given.add(change.id);
  house.broken.push(stuck(`${change.id} (${change.stage.is}): ${step.request.type}: ${why ?? 'nothing came of it'}`));
  return false;
}

/** Presses its button as soon as it is on a card of the present version. Null, or why that was not possible. */
async function press(house: House, { id }: Change, { by, request }: Step): Promise<string | null> {
  const until = Date.now() + CARD_WITHIN_MS;
  while (Date.now() < until) {
    const version = fold(house.read().changes.get(id)?.events ?? [])?.version;
    const offers = house.board
      .cardsOf(id)
      .filter(({ deleted }) => !deleted)
      .flatMap((card) => house.board.offers(card));
    const offer = offers.find((one) => one.verb === request.type && one.version === version);
    if (offer !== undefined) {
      const who = person(by.name, by.entraId);
      const { card, message, error } = await house.crowd.presses(who, offer, inputsOf(request));
      return card === undefined ? (message ?? error?.message ?? 'no answer') : null;
    }
    await pause(LOOK_EVERY_MS);
  }
  return `no card with that button and the present version is out after ${CARD_WITHIN_MS} ms`;
}

/** The files are written before the press is answered; an outdated one is pressed again in the next round. */
async function hasMoved(house: House, id: string, before: number): Promise<boolean> {
  await Promise.resolve();
  return (fold(house.read().changes.get(id)?.events ?? [])?.version ?? 0) > before;
}
