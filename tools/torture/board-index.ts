/** The cards of the changes, as people find them in the channel: the newest ones, and how each looked before. */
import type { Connector } from '../../src/rehearsal/connector.ts';
import type { Message } from '../../src/rehearsal/connector/board.ts';
import { buttonsOf } from '../../src/rehearsal/connector/card-actions.ts';
import { cardOf } from '../../src/rehearsal/connector/invoke.ts';
import { asJson, asText } from '../../src/rehearsal/json.ts';
import type { Diary } from './diary.ts';

/** A button as somebody sees it: of which card, and of which state of it. */
export interface Offer {
  readonly message: string;
  readonly verb: string;
  readonly changeId: string;
  readonly version: number;
  readonly form: string;
  readonly card: unknown;
}

export class BoardIndex {
  /** Ids of messages with buttons, by change, oldest first. */
  readonly #messages = new Map<string, string[]>();
  readonly #before = new Map<string, unknown[]>();
  readonly #latest = new Map<string, unknown>();
  readonly #offers = new Map<string, readonly Offer[]>();
  readonly #connector: Connector;

  constructor(connector: Connector, diary: Diary) {
    this.#connector = connector;
    connector.on('change', (message, what) => {
      if (message.from !== 'bot' || what === 'viewed') return;
      diary.sees(message.activity);
      this.#keep(message);
    });
  }

  get changes(): readonly string[] {
    return [...this.#messages.keys()];
  }

  /** The cards of a change, the newest first. */
  cardsOf(changeId: string): readonly Message[] {
    return (this.#messages.get(changeId) ?? []).map((id) => this.#connector.message(id)).reverse();
  }

  /** What is offered on a card now; `before`: as it looked some time ago. */
  offers(message: Message, before?: unknown): readonly Offer[] {
    return before === undefined ? (this.#offers.get(message.id) ?? []) : offersOn(message.id, before);
  }

  /** Changes that can still be cancelled: they are not over. */
  get open(): readonly string[] {
    return [...this.#messages].flatMap(([changeId, ids]) => {
      const offers = ids.flatMap((id) => this.#offers.get(id) ?? []);
      return offers.some(({ verb }) => verb === 'cancel') ? [changeId] : [];
    });
  }

  /** How a card looked before it was edited, the oldest first. */
  earlier(message: Message): readonly unknown[] {
    return this.#before.get(message.id) ?? [];
  }

  #keep(message: Message): void {
    const card = cardOf(message.activity);
    const earlier = this.#latest.get(message.id);
    if (earlier !== undefined) this.#before.set(message.id, [...this.earlier(message), earlier].slice(-MOST_KEPT));
    this.#latest.set(message.id, card);
    if (message.owner !== undefined) return;
    const offers = offersOn(message.id, card);
    this.#offers.set(message.id, offers);
    const [first] = offers;
    if (first === undefined) return;
    const known = this.#messages.get(first.changeId) ?? [];
    if (!known.includes(message.id)) this.#messages.set(first.changeId, [...known, message.id]);
  }
}

const MOST_KEPT = 5;

/** Every button of a card that names a change or a form. */
export function offersOn(message: string, card: unknown): readonly Offer[] {
  return buttonsOf(card).flatMap(({ action }) => {
    const data = asJson(action.data);
    const [verb, changeId, form] = [asText(action.verb), asText(data.changeId) ?? '', asText(data.form) ?? ''];
    if (verb === undefined || (changeId === '' && form === '')) return [];
    return [{ message, verb, changeId, version: typeof data.version === 'number' ? data.version : -1, form, card }];
  });
}
