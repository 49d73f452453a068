/** The storm: life after life of the service, each killed at a moment that chance chooses, with people, clock and faults in all of them. */
import { watch } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { nextDue } from '../../src/domain/plan.ts';
import { fold } from '../../src/domain/evolve.ts';
import { isTemp } from '../../src/storage/folder.ts';
import type { Ending, Life } from './diary.ts';
import type { Disk } from './disk.ts';
import type { House } from './house.ts';
import { MoveClock } from './move-clock.ts';

/** Ways to be killed, and how often each is chosen. */
const WAYS: readonly (readonly [Exclude<Ending, 'stopped'>, number])[] = [
  ['starting', 2],
  ['writing', 3],
  ['pressing', 2],
  ['answered', 3],
  ['taken', 2],
  ['told', 2],
  ['mailed', 2],
  ['moving', 1],
  ['anytime', 3],
];

/** Whoever waits for a moment that does not come is killed all the same. */
const LONGEST_LIFE_MS = 2_500;
const FIRST_START_MS = 900;

/** Waits for the moment of a life's end. */
export class Doom {
  #way: Ending = 'anytime';
  #left = 0;
  #strike: (() => void) | null = null;
  #after: () => number = () => 0;

  /** From now on: the n-th such moment, and so many milliseconds later. */
  arm(way: Ending, times: number, after: () => number, strike: () => void): void {
    [this.#way, this.#left, this.#after, this.#strike] = [way, times, after, strike];
  }

  disarm(): void {
    this.#strike = null;
  }

  /** One of these moments is there. */
  meets(way: Ending): void {
    if (way !== this.#way || this.#strike === null) return;
    this.#left -= 1;
    if (this.#left > 0) return;
    const strike = this.#strike;
    this.#strike = null;
    const ms = this.#after();
    if (ms === 0) strike();
    else setTimeout(strike, ms);
  }
}

/** Tells the doom of what happens at the other ends and in the folder. Gives what ends that. */
export function listens(house: House, doom: Doom): () => void {
  house.connector.on('change', (message, what) => {
    if (message.from !== 'bot' || what === 'viewed') return;
    doom.meets('taken');
    doom.meets('told');
  });
  house.post.on('mail', () => {
    doom.meets('mailed');
  });
  const watcher = watch(house.changesFolder, (_event, name) => {
    if (name !== null && isTemp(name)) doom.meets('writing');
  });
  return () => {
    watcher.close();
  };
}

/** One life from its start to its kill. */
export async function live(house: House, doom: Doom): Promise<Life> {
  const { chance, weather, crowd, diary } = house;
  const life = house.start();
  const [way] = chance.weighted(WAYS, ([, weight]) => weight);
  // One that comes too late must not meet the next life.
  const strike = (ending: Ending): void => {
    if (life.endedAt === null) house.kill(ending);
  };
  weather.begin();
  if (way === 'starting') setTimeout(strike, chance.between(0, typicalStartMs(diary.lives)), 'starting');
  else
    doom.arm(
      way,
      chance.between(1, way === 'writing' ? 14 : 4),
      () => delayAfter(way, house),
      () => {
        strike(way);
      },
    );
  const isReady = await house.victim.ready;
  if (isReady) {
    life.readyAt = Date.now();
    house.afterStart();
    const isOver = (): boolean => life.endedAt !== null || house.victim.isOver();
    const latest = way === 'anytime' ? chance.between(20, 2_500) : LONGEST_LIFE_MS;
    const limit = setTimeout(strike, latest, 'anytime');
    const clock = new MoveClock(house.victim.url, chance, diary, () => {
      doom.meets('moving');
    });
    await Promise.all([crowd.press(isOver), clock.move(isOver)]);
    clearTimeout(limit);
  }
  doom.disarm();
  const how = await house.victim.ended;
  weather.end();
  house.noteEnd(life, how);
  // What was already on its way arrives at the other ends.
  await pause(5);
  return life;
}

function delayAfter(way: Ending, { chance }: House): number {
  if (way === 'pressing') return chance.between(0, 15);
  if (way === 'writing') return chance.between(0, 3);
  if (way === 'told') return chance.between(1, 6);
  if (way === 'mailed') return chance.oneOf([0, chance.between(1, 150)]);
  if (way === 'moving') return chance.between(0, 250);
  return way === 'answered' ? chance.oneOf([0, 0, chance.between(1, 8)]) : 0;
}

function typicalStartMs(lives: readonly Life[]): number {
  const starts = lives.flatMap(({ startedAt, readyAt }) => (readyAt === null ? [] : [readyAt - startedAt]));
  return starts.length === 0 ? FIRST_START_MS : starts.reduce((sum, ms) => sum + ms, 0) / starts.length;
}

/** How far the clock goes on while nobody is there: mostly not at all, at times past what was due. */
export function downtimeMs({ changes }: Disk, { chance, site, diary }: House): number {
  if (chance.is(0.75)) return 0;
  const due = [...changes.values()].flatMap(({ events }) => {
    const change = fold(events);
    return (change === undefined ? null : nextDue(change, site)) ?? [];
  });
  const next = Math.min(...due);
  const toNext = Number.isFinite(next) ? Math.max(0, next - diary.now()) : 0;
  return toNext + chance.between(0, 3 * 60) * 60_000;
}
