/** The people: they ask for changes, and press what is theirs and what is not, twice, late, and on cards of yesterday. */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Connector } from '../../src/rehearsal/connector.ts';
import type { Message } from '../../src/rehearsal/connector/board.ts';
import type { InvokeAnswer } from '../../src/rehearsal/connector/invoke.ts';
import { cardOf } from '../../src/rehearsal/connector/invoke.ts';
import type { Person } from '../../src/rehearsal/connector/people.ts';
import type { Json } from '../../src/rehearsal/json.ts';
import type { BoardIndex, Offer } from './board-index.ts';
import { offersOn } from './board-index.ts';
import type { Cast } from './cast.ts';
import type { Chance } from './chance.ts';
import type { Diary, Press } from './diary.ts';
import { FILLED_IN, VERBS } from './verbs.ts';
import { windowAt } from './windows.ts';

export interface CrowdNeeds {
  readonly connector: Connector;
  readonly board: BoardIndex;
  readonly diary: Diary;
  readonly chance: Chance;
  readonly cast: Cast;
  /** How many changes there are to be at a time. */
  readonly changes: number;
  /** Told when a press leaves, and when its answer is there. */
  readonly watcher: { pressing(): void; answered(): void };
}

/** A press that had no answer when its life ended: clients send it again. */
interface Unanswered {
  readonly by: Person;
  readonly offer: Offer;
  readonly inputs: Json;
  readonly press: Press;
}

const AT_ONCE = 3;
const REST_MS = [10, 150] as const;
/** So often of a hundred is what somebody does something else than pressing the newest card of a change, once. */
const OLD_CARD = 0.15;
const STRANGER = 0.12;
const TWICE = 0.1;
const SENT_AGAIN = 0.08;
const ASKED_FOR = 0.2;
const MOVED = 0.02;
/** The rest is of any change, those that are over with it. */
const LIVELY = 0.85;

export class Crowd {
  readonly #needs: CrowdNeeds;
  readonly #unanswered: Unanswered[] = [];
  #asked = 0;
  /** Why somebody got no answer though the service was there. */
  readonly unanswered: string[] = [];

  constructor(needs: CrowdNeeds) {
    this.#needs = needs;
  }

  /** Presses until the life is over. */
  async press(isOver: () => boolean): Promise<void> {
    const somebody = async (): Promise<void> => {
      while (!isOver()) {
        await this.#once().catch((error: unknown) => {
          if (!isOver()) this.unanswered.push(error instanceof Error ? error.message : String(error));
        });
        await pause(this.#needs.chance.between(...REST_MS));
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, somebody));
  }

  async #once(): Promise<void> {
    const { chance, board, changes } = this.#needs;
    const left = this.#unanswered.pop();
    if (left !== undefined) return this.#again(left);
    const known = board.changes;
    if (known.length === 0 || (chance.is(ASKED_FOR) && board.open.length < changes)) return this.#asksFor();
    const { open } = board;
    const change = chance.oneOf(open.length > 0 && chance.is(LIVELY) ? open : known);
    if (chance.is(MOVED)) return this.#moves(change);
    return this.#pressesOn(change);
  }

  async #pressesOn(change: string): Promise<void> {
    const { chance, board, cast } = this.#needs;
    const cards = board.cardsOf(change).filter(({ deleted }) => !deleted);
    const message = chance.is(0.7) ? cards.find((one) => wanted(board.offers(one)).length > 0) : chance.oneOf(cards);
    if (message === undefined) return;
    const earlier = board.earlier(message);
    const before = chance.is(OLD_CARD) && earlier.length > 0 ? chance.oneOf(earlier) : undefined;
    const offers = wanted(board.offers(message, before));
    if (offers.length === 0) return;
    const offer = chance.weighted(offers, ({ verb }) => VERBS[verb]?.weight ?? 0);
    const by = chance.is(STRANGER) ? chance.oneOf(cast.all) : this.#whoMay(offer);
    const presses = [this.presses(by, offer, FILLED_IN)];
    if (chance.is(TWICE)) presses.push(this.presses(chance.is(0.5) ? by : this.#whoMay(offer), offer, FILLED_IN));
    const [first] = await Promise.all(presses);
    if (first !== undefined && chance.is(SENT_AGAIN)) await this.presses(by, offer, FILLED_IN, first.activityId);
  }

  #whoMay({ verb }: Offer): Person {
    const { chance, cast } = this.#needs;
    if (VERBS[verb]?.by === 'approver') return chance.is(0.7) ? cast.approver : cast.deputy;
    return chance.oneOf(cast.implementers);
  }

  /** One press, noted with its answer. @throws Error where none came */
  async presses(by: Person, offer: Offer, inputs: Json, activityId: string = randomUUID()): Promise<InvokeAnswer> {
    const { connector, diary, watcher } = this.#needs;
    const { verb, changeId, version, form, card } = offer;
    const life = diary.lives.length;
    const press: Press = {
      ...{ life, by: by.entraId, verb, changeId, version, form },
      ...{ at: Date.now(), activityId, answer: null },
    };
    diary.presses.push(press);
    const sent = connector.press(by, offer.message, { verb }, inputs, { card, activityId });
    watcher.pressing();
    try {
      const answer = await sent;
      diary.answered(press, answer);
      watcher.answered();
      return answer;
    } catch (error) {
      if (form === '') this.#unanswered.push({ by, offer, inputs, press });
      throw error;
    }
  }

  async #again({ by, offer, inputs, press }: Unanswered): Promise<void> {
    await this.presses(by, offer, inputs, press.activityId);
  }

  /** In the personal chat, where forms are nobody else's business. */
  async #asksFor(): Promise<void> {
    const { chance, cast, diary } = this.#needs;
    this.#asked += 1;
    const by = chance.is(0.1) ? cast.approver : chance.oneOf(cast.implementers);
    const service = chance.oneOf(['isc-learn', 'sandbox']);
    const said = `new Upgrade ${this.#asked} on ${service} ${windowAt(diary.now(), chance)}`;
    const fields = {
      what: 'It goes to the next version.',
      tests: 'A student can log in\nA course opens',
      backout: 'Restore the data snapshot.',
      reason: 'The vendor ends its support',
    };
    await this.#fillsIn(by, said, 'create', fields);
  }

  async #moves(change: string): Promise<void> {
    const { chance, cast, diary } = this.#needs;
    const by = chance.oneOf(cast.implementers);
    const [day, time] = windowAt(diary.now(), chance).split(' ');
    const fields = { start: `${String(day)} ${String(time)}`, reason: 'The vendor is late' };
    await this.#fillsIn(by, `reschedule ${change}`, 'sendReschedule', fields);
  }

  /** Sends the form that comes, and once more where it comes back with what stands against it. */
  async #fillsIn(by: Person, said: string, verb: string, fields: Json): Promise<void> {
    const { connector } = this.#needs;
    await connector.say(by, said, 'personal');
    const form = newestOf(connector.messages, by, verb);
    if (form === undefined) return;
    let card: unknown = cardOf(form.activity);
    for (let time = 0; time < 3; time += 1) {
      const offer = offersOn(form.id, card).find((one) => one.verb === verb);
      if (offer === undefined) return;
      card = (await this.presses(by, offer, fields)).card;
    }
  }
}

function wanted(offers: readonly Offer[]): readonly Offer[] {
  return offers.filter(({ verb }) => Object.hasOwn(VERBS, verb));
}

function newestOf(messages: readonly Message[], owner: Person, verb: string): Message | undefined {
  return messages.findLast(
    (one) =>
      one.from === 'bot' &&
      one.owner?.entraId === owner.entraId &&
      offersOn(one.id, cardOf(one.activity)).some((offer) => offer.verb === verb),
  );
}
