import { EventEmitter } from 'node:events';
import type { Activity } from './activity.ts';
import type { Person } from './people.ts';

/** What one person alone sees in place of the shared card, until the message is next updated. */
export interface PersonalView {
  card: unknown;
  /** Grows with every new view, so that two views never look the same. */
  serial: number;
}

/** One message as it stands; a later change makes a new value. */
export interface Message {
  readonly id: string;
  /** The channel with `;messageid=…`, or the personal chat. */
  readonly conversationId: string;
  /** The channel alone; undefined in a personal chat. */
  readonly channelId?: string;
  /** The id of the thread's first post, its own for the first post; undefined in a personal chat. */
  readonly threadRoot?: string;
  /** Whose personal chat it is in. */
  readonly owner?: Person;
  /** `bot`, or the person who wrote it. */
  readonly from: 'bot' | Person;
  /** The latest content. */
  readonly activity: Activity;
  readonly edits: number;
  readonly deleted: boolean;
  /** The real time it was posted, whatever the clock of the rehearsal says. */
  readonly at: Date;
  /** By Entra id. */
  readonly views: ReadonlyMap<string, PersonalView>;
}

export type Change = 'posted' | 'edited' | 'deleted' | 'viewed';
export type Draft = Omit<Message, 'id' | 'edits' | 'deleted' | 'at' | 'views'>;

/** Everything that was posted, oldest first; tells every change. */
export class Board {
  readonly changes = new EventEmitter<{ change: [Message, Change] }>();
  readonly #messages = new Map<string, Message>();
  readonly #clock: () => Date;
  #lastId = 0;
  #serial = 0;

  /** @param clock what message ids are made from: in Teams an id is the time in milliseconds */
  constructor(clock: () => Date) {
    this.#clock = clock;
    this.changes.setMaxListeners(0);
  }

  get all(): readonly Message[] {
    return [...this.#messages.values()];
  }

  find(id: string): Message | undefined {
    return this.#messages.get(id);
  }

  nextId(): string {
    this.#lastId = Math.max(this.#lastId + 1, this.#clock().getTime());
    return String(this.#lastId);
  }

  add(draft: Draft, id = this.nextId()): Message {
    const message = { ...draft, id, edits: 0, deleted: false, at: new Date(), views: new Map() };
    return this.#put(message, 'posted');
  }

  /** A shared update: every personal view is over. */
  edit(message: Message, activity: Activity): Message {
    return this.#put({ ...message, activity, edits: message.edits + 1, views: new Map() }, 'edited');
  }

  remove(message: Message): Message {
    return this.#put({ ...message, deleted: true, views: new Map() }, 'deleted');
  }

  show(message: Message, viewer: Person, card: unknown): Message {
    this.#serial += 1;
    const views = new Map(message.views).set(viewer.entraId, { card, serial: this.#serial });
    return this.#put({ ...message, views }, 'viewed');
  }

  #put(message: Message, change: Change): Message {
    this.#messages.set(message.id, message);
    this.changes.emit('change', message, change);
    return message;
  }
}
