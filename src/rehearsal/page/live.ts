import type { RoomEvents } from './wire.ts';

type Listeners = { [Name in keyof RoomEvents]: (data: RoomEvents[Name]) => void };

const NAMES = ['state', 'post', 'nudge', 'mail', 'refusing', 'clock'] as const satisfies readonly (keyof RoomEvents)[];
const AGAIN_AFTER = 2_000;

/** What the room tells while one looks as a person; after every break it begins with the whole state. */
export class Live {
  readonly #listeners: Listeners;
  readonly #lost: (lost: boolean) => void;
  #source: EventSource | undefined;

  /** @param lost called with true when the connection breaks, with false when it is there */
  constructor(listeners: Listeners, lost: (lost: boolean) => void) {
    this.#listeners = listeners;
    this.#lost = lost;
  }

  /** @param person an Entra id, or null for whoever is first */
  open(person: string | null): void {
    this.#source?.close();
    const source = new EventSource(person === null ? '/events' : `/events?person=${encodeURIComponent(person)}`);
    this.#source = source;
    source.onopen = () => {
      this.#lost(false);
    };
    source.onerror = () => {
      this.#lost(true);
      // The browser tries again by itself unless it was answered with an error.
      if (source.readyState === EventSource.CLOSED) setTimeout(this.#retry, AGAIN_AFTER, source, person);
    };
    for (const name of NAMES) {
      source.addEventListener(name, (event) => {
        // What was still under way for the person one was before is not for this one.
        if (this.#source === source) this.#hear(name, JSON.parse(event.data as string));
      });
    }
  }

  readonly #retry = (source: EventSource, person: string | null): void => {
    if (this.#source === source) this.open(person);
  };

  /** The room and its page are built together, so what comes under a name has its shape. */
  #hear(name: keyof RoomEvents, data: unknown): void {
    const listener = this.#listeners[name] as (data: unknown) => void;
    listener(data);
  }
}
