/** What the bot knows of its team: where it is installed and how Teams calls the people. Refreshed by every inbound activity. */
import type { Installation, KnownPerson, Store, TeamState } from './ports.ts';

export class Team {
  readonly #store: Store;
  #state: TeamState = { installation: null, people: {} };
  #writing: Promise<void> = Promise.resolve();

  constructor(store: Store) {
    this.#store = store;
  }

  async load(): Promise<void> {
    this.#state = await this.#store.readTeam();
  }

  get installation(): Installation | null {
    return this.#state.installation;
  }

  /** How Teams calls a person; undefined when they have not been seen. */
  person(entraId: string): KnownPerson | undefined {
    return this.#state.people[entraId];
  }

  /** Everybody who has been seen, by Entra id. */
  get people(): TeamState['people'] {
    return this.#state.people;
  }

  /** Keeps the installation; null when the bot was removed. Writes only when something is new. */
  async install(installation: Installation | null): Promise<void> {
    await this.#update({ ...this.#state, installation });
  }

  async meet(people: Readonly<Record<string, KnownPerson>>): Promise<void> {
    await this.#update({ ...this.#state, people: { ...this.#state.people, ...people } });
  }

  async #update(next: TeamState): Promise<void> {
    if (JSON.stringify(next) === JSON.stringify(this.#state)) return this.#writing;
    this.#state = next;
    this.#writing = this.#writing.catch(() => undefined).then(() => this.#store.writeTeam(this.#state));
    return this.#writing;
  }
}
