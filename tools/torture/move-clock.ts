/** The clock of the service is moved by hand, as in a rehearsal, while people press. */
import { setTimeout as pause } from 'node:timers/promises';
import { asJson, asText } from '../../src/rehearsal/json.ts';
import { send } from '../../src/rehearsal/connector/send.ts';
import type { Chance } from './chance.ts';
import type { Diary } from './diary.ts';

const REST_MS = [150, 600] as const;
/** A move waits up to 3 s at each thing that is due until it has been said: the next one may come before. */
const AT_ONCE = 2;
const MOVES = ['next', 'next', 'next', 'next', '+30m', '+2h', '+1d'];

export class MoveClock {
  readonly #url: string;
  readonly #chance: Chance;
  readonly #diary: Diary;
  readonly #moving: () => void;

  constructor(url: string, chance: Chance, diary: Diary, moving: () => void) {
    this.#url = url;
    this.#chance = chance;
    this.#diary = diary;
    this.#moving = moving;
  }

  async move(isOver: () => boolean): Promise<void> {
    let underWay = 0;
    while (!isOver()) {
      await pause(this.#chance.between(...REST_MS));
      if (isOver() || underWay >= AT_ONCE) continue;
      underWay += 1;
      const moved = moveClock(this.#url, this.#chance.oneOf(MOVES), this.#diary);
      this.#moving();
      moved
        .catch(() => undefined)
        .finally(() => {
          underWay -= 1;
        });
    }
  }
}

/** Moves the clock of the service and waits until what was due has been said. Gives whether it could. @throws where nobody answers */
export async function moveClock(url: string, to: string, diary: Diary): Promise<boolean> {
  const { status, body } = await send(`${url}/clock`, { body: { to }, patience: 60_000 });
  const now = asText(asJson(body).now);
  if (now !== undefined) diary.clockShows(Date.parse(now));
  return status === 200;
}
