import { setMaxListeners } from 'node:events';
import { added, removed } from './connector/arrival.ts';
import { Board, type Change, type Message } from './connector/board.ts';
import { findButton, type Wanted } from './connector/card-actions.ts';
import { FaultList, type Faults } from './connector/faults.ts';
import { cardFor, refreshOf, texts, type Action, type InvokeAnswer } from './connector/invoke.ts';
import { type LimitOptions, TeamsLimits } from './connector/limits.ts';
import { Presses } from './connector/presses.ts';
import { send, type Reply } from './connector/send.ts';
import { connectorServer, type OutboundRequest } from './connector/server.ts';
import { spoken, type Speech, type Where } from './connector/speech.ts';
import { BOT, CHANNELS, TEAM, TENANT, chatOf, mainChannel, thread } from './connector/tenancy.ts';
import { until } from './connector/waiting.ts';
import { asJson, type Json } from './json.ts';
import { listen, stop } from './loopback.ts';
import type { Activity } from './connector/activity.ts';
import type { ConnectorOptions, Spoken, Spot } from './connector/options.ts';
import type { Person } from './connector/people.ts';
import type { Place } from './connector/place.ts';
import type { Tenancy } from './connector/tenancy.ts';

/** Teams' other end: what the bot calls, and what people do. */
export class Connector {
  /** Without, `serviceUrl` with the closing slash. */
  readonly url: string;
  readonly serviceUrl: string;
  readonly tenancy: Tenancy;
  readonly faults: Faults;
  /** Every call of the bot, in the order of arrival. */
  readonly requests: readonly OutboundRequest[];
  readonly #parts: Parts;

  /** For `startConnector` only. */
  constructor(parts: Parts, port: number) {
    this.url = `http://127.0.0.1:${port}`;
    this.serviceUrl = `${this.url}/`;
    this.tenancy = parts.place.tenancy;
    this.faults = parts.faults;
    this.requests = parts.requests;
    this.#parts = parts;
  }

  /** Everything posted so far, oldest first. */
  get messages(): readonly Message[] {
    return this.#parts.place.board.all;
  }

  /** @throws Error when there is no such message */
  message(id: string): Message {
    const found = this.#parts.place.board.find(id);
    if (found === undefined) throw new Error(`There is no message ${id}.`);
    return found;
  }

  /** Keeps Teams' limits from now on. */
  limit(options: LimitOptions): void {
    this.#parts.place.limits = new TeamsLimits(options);
  }

  /** Talks to a service elsewhere from now on, e.g. one that was started again. */
  retarget(service: string): void {
    this.#parts.service = service;
  }

  /** Adds the bot to the team, as often as you like: Teams says so more than once too. */
  async install(): Promise<void> {
    this.#parts.place.installed = true;
    for (const activity of added(this.#speech(), this.#admin())) await this.post(activity);
  }

  /** Removes the bot: from now on its every call is refused. */
  async uninstall(): Promise<void> {
    this.#parts.place.installed = false;
    for (const activity of removed(this.#speech(), this.#admin())) await this.post(activity);
  }

  /** A person writes to the bot; in a channel with the mention. `@Name` of a person becomes a mention too. */
  async say(from: Person, text: string, where: Spot): Promise<Spoken> {
    const { board } = this.#parts.place;
    const id = board.nextId();
    const spot = this.#where(where, id);
    const activity = spoken(this.#speech(), from, spot, text, id);
    const place =
      spot === 'personal'
        ? { conversationId: chatOf(from), owner: from }
        : { conversationId: thread(spot.channel, spot.root), channelId: spot.channel, threadRoot: spot.root };
    const message = board.add({ ...place, from, activity }, id);
    return { ...(await this.post(activity)), message };
  }

  /**
   * A person presses a button of a card as they see it, with the preset inputs under the given ones.
   * @param again the id of an earlier activity, to be a client that repeats itself; and an older card to press on
   * @throws Error when there is no such button, or when nobody answers
   */
  async press(
    from: Person,
    messageId: string,
    wanted: Wanted,
    inputs: Json = {},
    again: { activityId?: string; card?: unknown } = {},
  ): Promise<InvokeAnswer> {
    const { action, preset } = findButton(again.card ?? cardFor(this.message(messageId), from), wanted);
    const associated = action.associatedInputs === 'none' ? {} : { ...preset, ...inputs };
    const data = { ...asJson(action.data), ...associated };
    const { title, verb, id } = action;
    return this.act(from, messageId, { ...texts({ title, verb, id }), data }, { ...wanted, ...again });
  }

  /** A press whose inputs are merged already, as the room's page does it. */
  act(
    from: Person,
    messageId: string,
    action: Action,
    how: { type?: 'execute' | 'submit'; activityId?: string } = {},
  ): Promise<InvokeAnswer> {
    const message = this.message(messageId);
    return how.type === 'submit'
      ? this.#presses().submit(from, message, action, how.activityId)
      : this.#presses().execute(from, message, action, 'manual', how.activityId);
  }

  /** The person's client comes to see the card; undefined where the card has no refresh for this person. */
  async refresh(from: Person, messageId: string): Promise<InvokeAnswer | undefined> {
    const message = this.message(messageId);
    const action = refreshOf(message, from);
    return action === undefined ? undefined : this.#presses().execute(from, message, action, 'automatic');
  }

  /** Somebody deletes a message: the bot's next update of it meets a 404. */
  remove(messageId: string): void {
    this.#parts.place.board.remove(this.message(messageId));
  }

  /** Sends any activity to the bot. @throws Error in a sentence when nobody answers */
  async post(activity: Activity): Promise<Reply> {
    const authorization = await this.#parts.authorize?.(activity);
    const headers = authorization === undefined ? {} : { authorization };
    return send(new URL('/api/messages', this.#parts.service).href, { body: activity, headers });
  }

  /** @see until */
  until(predicate: (message: Message) => boolean, what: string): Promise<Message> {
    return until(this.#parts.place.board, predicate, what, this.#parts.patience);
  }

  on(event: 'change', listener: (message: Message, change: Change) => void): void {
    this.#parts.place.board.changes.on(event, listener);
  }

  off(event: 'change', listener: (message: Message, change: Change) => void): void {
    this.#parts.place.board.changes.off(event, listener);
  }

  async close(): Promise<void> {
    await this.#parts.end();
  }

  #speech(): Speech {
    return { tenancy: this.tenancy, serviceUrl: this.serviceUrl, clock: this.#parts.clock };
  }

  #presses(): Presses {
    return new Presses(this.#parts.place.board, this.#speech(), (activity) => this.post(activity));
  }

  #where(spot: Spot, id: string): Where {
    if (spot === 'personal') return spot;
    if (spot === 'channel') return { channel: mainChannel(this.tenancy).id, root: id };
    if ('channel' in spot) return { channel: spot.channel, root: id };
    const { channelId, threadRoot } = this.message(spot.thread);
    if (channelId === undefined || threadRoot === undefined) throw new Error(`${spot.thread} is in a personal chat.`);
    return { channel: channelId, root: threadRoot };
  }

  #admin(): Person {
    const [first] = this.tenancy.people;
    if (first === undefined) throw new Error('A team without people cannot install a bot.');
    return first;
  }
}

interface Parts {
  service: string;
  place: Place;
  faults: FaultList;
  requests: readonly OutboundRequest[];
  clock: () => Date;
  patience: number;
  authorize: ConnectorOptions['authorize'] | undefined;
  end: () => Promise<void>;
}

/** Starts a Bot Connector on loopback. @throws the server's error, e.g. EADDRINUSE */
export async function startConnector(options: ConnectorOptions): Promise<Connector> {
  const { clock = () => new Date(), patience = 10_000, service, authorize } = options;
  const limits = options.limits === undefined ? null : new TeamsLimits(options.limits);
  const place: Place = { tenancy: tenancyOf(options), board: new Board(clock), installed: true, limits };
  const faults = new FaultList();
  const requests: OutboundRequest[] = [];
  const closed = new AbortController();
  // As many as there are hanging requests.
  setMaxListeners(0, closed.signal);
  const server = connectorServer({ place, faults, log: requests, closed: closed.signal, before: options.before });
  const end = async (): Promise<void> => {
    closed.abort();
    await stop(server);
  };
  const port = await listen(server, options.port ?? 0);
  return new Connector({ service, place, faults, requests, clock, patience, authorize, end }, port);
}

function tenancyOf({ tenantId = TENANT, team = TEAM, channels = CHANNELS, people, botId }: ConnectorOptions): Tenancy {
  return { tenantId, team, channels, people, bot: { id: botId ?? BOT.id, name: BOT.name } };
}
