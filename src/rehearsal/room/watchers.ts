import type { ServerResponse } from 'node:http';
import type { Person } from '../connector/people.ts';
import type { RoomEvents } from '../page/wire.ts';

interface Watcher {
  person: Person;
  response: ServerResponse;
}

/** The open pages, each looking as one person. */
export class Watchers {
  readonly #all = new Set<Watcher>();

  get size(): number {
    return this.#all.size;
  }

  /** Keeps the answer open for events until the page goes away. */
  add(response: ServerResponse, person: Person, headers: Readonly<Record<string, string>>): void {
    response.writeHead(200, { ...headers, 'content-type': 'text/event-stream; charset=utf-8' });
    const watcher = { person, response };
    this.#all.add(watcher);
    response.on('close', () => this.#all.delete(watcher));
  }

  /** Tells everybody what `make` makes for them; undefined for nothing. */
  tell<Name extends keyof RoomEvents>(name: Name, make: (viewer: Person) => RoomEvents[Name] | undefined): void {
    for (const { person, response } of this.#all) write(response, name, make(person));
  }
}

/** One server-sent event. */
export function write<Name extends keyof RoomEvents>(
  response: ServerResponse,
  name: Name,
  data: RoomEvents[Name] | undefined,
): void {
  if (data !== undefined) response.write(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
}
