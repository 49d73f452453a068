/** What the bot knows of its team: where it is installed and how Teams calls the people. Refreshed by every inbound activity. */
import type { Delegation } from '../domain/delegation.ts';
import type { Person, Site } from '../domain/site.ts';
import type { Installation, KnownPerson, SecretWarned, Store, TeamState } from './ports.ts';

export class Team {
  readonly #store: Store;
  #state: TeamState = { installation: null, people: {} };
  /** What the store has, as text: a write that failed is made up for by the next one. */
  #written = '';
  #writing: Promise<void> = Promise.resolve();

  constructor(store: Store) {
    this.#store = store;
  }

  async load(): Promise<void> {
    this.#state = await this.#store.readTeam();
    this.#written = JSON.stringify(this.#state);
  }

  get installation(): Installation | null {
    return this.#state.installation;
  }

  /** How Teams calls a person; undefined when they have not been seen. */
  person(entraId: string): KnownPerson | undefined {
    return Object.hasOwn(this.#state.people, entraId) ? this.#state.people[entraId] : undefined;
  }

  /** Everybody who has been seen, by Entra id. */
  get people(): TeamState['people'] {
    return this.#state.people;
  }

  /** Teams ids of those who are involved first, then of everybody else who is known: the platform takes sixty. */
  viewers(involved: readonly Person[]): readonly string[] {
    const first = involved.flatMap((person) => this.person(person.entraId)?.id ?? []);
    const all = Object.values(this.people).map((person) => person.id);
    return [...new Set([...first, ...all])];
  }

  /** Keeps the installation; null when the bot was removed. Writes only when something is new. */
  async install(installation: Installation | null): Promise<void> {
    await this.#update({ ...this.#state, installation });
  }

  async meet(people: Readonly<Record<string, KnownPerson>>): Promise<void> {
    await this.#update({ ...this.#state, people: { ...this.#state.people, ...people } });
  }

  /** The approver's deputies by `delegate`. */
  get delegations(): readonly Delegation[] {
    return this.#state.delegations ?? [];
  }

  /** @throws when it could not be written; then nobody stands in who did not before. */
  async delegate(delegations: readonly Delegation[]): Promise<void> {
    const before = this.delegations;
    try {
      await this.#update({ ...this.#state, delegations });
    } catch (error) {
      this.#state = { ...this.#state, delegations: before };
      throw error;
    }
  }

  /** The last warning of the client secret that the channel was given. */
  get secretWarned(): SecretWarned | undefined {
    return this.#state.secretWarned;
  }

  /** @throws when it could not be written; then the warning may be said once more after a restart. */
  async warnedOfSecret(secretWarned: SecretWarned): Promise<void> {
    await this.#update({ ...this.#state, secretWarned });
  }

  async #update(next: TeamState): Promise<void> {
    this.#state = next;
    this.#writing = this.#writing.catch(() => undefined).then(() => this.#write());
    return this.#writing;
  }

  async #write(): Promise<void> {
    const state = this.#state;
    const text = JSON.stringify(state);
    if (text === this.#written) return;
    await this.#store.writeTeam(state);
    this.#written = text;
  }
}

/** The site as it is by now: with the deputies of the team beside those of its file, whenever somebody looks. */
export function siteNow(site: Site, team: Team): Site {
  const { deputies } = site;
  return {
    ...site,
    get deputies() {
      return [...deputies, ...team.delegations];
    },
  };
}
