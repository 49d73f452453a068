/** Houses one after the other on the same ground: the service stopped, and started again. */
import type { Memory } from '../../src/storage/memory-store.ts';
import type { Built, House } from './house.ts';
import { house } from './house.ts';

/** A send that fails is tried again at once, and as often as it takes. */
const STUBBORN = { attempts: 100_000, firstMs: 1, mostMs: 5 };

export class Houses {
  #built: readonly House[] = [];

  async build(built: Built = {}): Promise<House> {
    const it = await house({ patience: STUBBORN, ...built });
    this.#built = [...this.#built, it];
    return it;
  }

  /** Kills the service and starts it again on what is stored, with the same Teams; at the same time when no other is given. */
  async again(it: House, memory: Memory, start: string | number = it.service.clock.now()): Promise<House> {
    await it.kill();
    it.teams.faults.clear();
    const second = await this.build({ memory, teams: it.teams, start });
    await second.settled();
    return second;
  }

  async close(): Promise<void> {
    const built = this.#built.toReversed();
    this.#built = [];
    for (const it of built) await it.close();
  }
}
