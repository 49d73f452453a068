/**
 * The whole service with Teams held by hand: what the bot posts is kept, people say things and press buttons, and the clock
 * stands where it is put. No network, and nothing of the service is imitated.
 */
import { fileURLToPath } from 'node:url';
import type { Activity, ResourceResponse } from 'botbuilder';
import { TurnContext } from 'botbuilder';
import type { Log, Mailer } from '../../src/app/ports.ts';
import { LETTER, UPDATE } from '../../src/app/retry.ts';
import type { Instant } from '../../src/domain/event.ts';
import type { Person, Site } from '../../src/domain/site.ts';
import { startOf } from '../../src/domain/window.ts';
import type { Service } from '../../src/service.ts';
import { startService } from '../../src/service.ts';
import { readCards } from '../../src/service/cards.ts';
import { memoryStore } from '../../src/storage/memory-store.ts';

const CARDS = fileURLToPath(new URL('../../cards', import.meta.url));
const ENGLISH = readCards(CARDS, ['en']);
const CHANNEL = '19:isc-learn-platform@thread.tacv2';
const TENANT = '00000000-0000-4000-8000-00000000000f';
const BOT = { id: '28:change-steward', name: 'Change Steward' };
const SILENT: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

export type Json = Readonly<Record<string, unknown>>;

/** A post of the bot, as Teams holds it now. */
export interface Post {
  readonly id: string;
  readonly conversation: string;
  readonly at: Instant;
  readonly activity: Partial<Activity>;
}

/** What the presser alone gets: a card in place of theirs, or a sentence. */
export type Answer = { readonly card: Json } | { readonly sentence: string };

/** The adapter as far as a turn uses it. */
type Wire = Pick<Service['adapter'], 'sendActivities' | 'updateActivity' | 'deleteActivity'>;

export class HandTeams {
  readonly service: Service;
  readonly #zone: string;
  readonly #posts: Post[];
  readonly #clock: { now: Instant };

  private constructor(service: Service, zone: string, posts: Post[], clock: { now: Instant }) {
    this.service = service;
    this.#zone = zone;
    this.#posts = posts;
    this.#clock = clock;
  }

  /** Starts the service at a wall-clock time (`2027-01-09 10:00`) and installs it where these people are. */
  static async open(
    site: Site,
    wall: string,
    people: readonly Person[],
    mailer: Mailer | null = null,
  ): Promise<HandTeams> {
    const clock = { now: instant(wall, site.timeZone) };
    const posts: Post[] = [];
    const service = await startService({
      site,
      store: memoryStore(),
      credentials: null,
      log: SILENT,
      real: () => clock.now,
      movable: false,
      mailer: mailer === null ? null : () => mailer,
      calendar: () => () => '',
      cards: site.languages.join() === 'en' ? ENGLISH : readCards(CARDS, site.languages),
      patience: { letter: LETTER, update: UPDATE },
    });
    connect(service, posts, clock);
    await service.team.meet(Object.fromEntries(people.map((p) => [p.entraId, { id: teamsId(p), name: p.name }])));
    await service.team.install({ ...INSTALLATION, channelName: site.channel });
    return new HandTeams(service, site.timeZone, posts, clock);
  }

  /** Everything the bot has posted, as Teams holds it now. */
  get posts(): readonly Post[] {
    return this.#posts;
  }

  /** The clock goes on to a time, and everything due on its way happens at its own. */
  async to(wall: string): Promise<this> {
    const target = instant(wall, this.#zone);
    for (
      let due = this.service.changes.nextDue();
      due !== null && due.at <= target;
      due = this.service.changes.nextDue()
    )
      await this.#tickAt(Math.max(due.at, this.#clock.now));
    return this.#tickAt(target);
  }

  /** The service was not there until this time: whatever was due happens now. */
  async backAt(wall: string): Promise<this> {
    return this.#tickAt(instant(wall, this.#zone));
  }

  /** The round of every minute: what waits is tried again, and cards count down. */
  async round(): Promise<void> {
    this.service.delivery.knockAll();
    await this.service.delivery.idle();
  }

  /** A person writes to the bot; gives its reply. */
  async says(by: Person, text: string): Promise<Post> {
    await this.#turn({ type: 'message', text, from: account(by), ...chatOf(by) });
    return this.latest(() => true);
  }

  /** A person presses the button with this verb on a post. */
  async press(by: Person, post: Post, verb: string, inputs: Json = {}): Promise<Answer> {
    const shown = this.#posts.find(({ id }) => id === post.id) ?? post;
    const button = everything(cardIn(shown)).find((one) => one.type === 'Action.Execute' && one.verb === verb);
    if (button === undefined) throw new Error(`no button '${verb}' on ${JSON.stringify(cardIn(shown))}`);
    return this.#invoke(by, shown, { verb, data: { ...(button.data as Json), ...inputs } });
  }

  /** A post in the view that its `refresh` brings a person. */
  async seenBy(by: Person, post: Post): Promise<Post> {
    const refresh = cardIn(post).refresh as { readonly action: Json };
    const answer = await this.#invoke(by, post, { ...refresh.action });
    if (!('card' in answer)) throw new Error(answer.sentence);
    return withCard(post, answer.card);
  }

  /** The newest post that fits, as it is now. */
  latest(fits: (post: Post) => boolean): Post {
    const found = this.#posts.findLast(fits);
    if (found === undefined) throw new Error('nothing like that was posted');
    return { ...found };
  }

  /** The newest card of a milestone: its buttons, or its `refresh`, say which one it belongs to. */
  card(milestone: string): Post {
    return this.latest((post) => markOf(post) === milestone);
  }

  /** The newest post with these words in its text or card. */
  saying(words: string): Post {
    return this.latest(({ activity }) => JSON.stringify(activity).includes(words));
  }

  async #tickAt(now: Instant): Promise<this> {
    this.#clock.now = now;
    await this.service.tick();
    await this.service.delivery.idle();
    return this;
  }

  async #invoke(by: Person, post: Post, action: Json): Promise<Answer> {
    const conversation = inChannel(post.conversation);
    const value = { action: { type: 'Action.Execute', ...action } };
    const sent = await this.#turn({
      type: 'invoke',
      name: 'adaptiveCard/action',
      from: account(by),
      conversation,
      replyToId: post.id,
      value,
    });
    const { body } = sent.find(({ type }) => type === 'invokeResponse')?.value as { body: { value: unknown } };
    return typeof body.value === 'string' ? { sentence: body.value } : { card: body.value as Json };
  }

  /** A turn of the bot; gives everything it sent that is no post. */
  async #turn(activity: Partial<Activity>): Promise<readonly Partial<Activity>[]> {
    const answers: Partial<Activity>[] = [];
    const inbound = { ...INBOUND, id: `in-${String(this.#posts.length)}`, ...activity };
    await this.service.turn(new TurnContext(wire(this.#posts, this.#clock, answers) as never, inbound));
    await this.service.delivery.idle();
    return answers;
  }
}

/** The card of a post. */
export function cardIn({ activity }: Post): Json {
  return (activity.attachments?.[0]?.content ?? {}) as Json;
}

/** The same post with another card. */
export function withCard(post: Post, card: Json): Post {
  return { ...post, activity: { ...post.activity, attachments: [{ contentType: CARD_TYPE, content: card }] } };
}

/** Every object in a card, however deep. */
export function everything(node: unknown): readonly Json[] {
  if (Array.isArray(node)) return node.flatMap(everything);
  if (typeof node !== 'object' || node === null) return [];
  return [node as Json, ...Object.values(node).flatMap(everything)];
}

const CARD_TYPE = 'application/vnd.microsoft.card.adaptive';
const INSTALLATION = {
  serviceUrl: 'https://smba.example/',
  tenantId: TENANT,
  teamId: 'team',
  channelId: CHANNEL,
  fallback: false,
  bot: BOT,
};
const INBOUND: Partial<Activity> = { channelId: 'msteams', serviceUrl: INSTALLATION.serviceUrl, recipient: BOT };

function instant(wall: string, zone: string): Instant {
  return startOf({ start: wall.replace(' ', 'T'), minutes: 0 }, zone);
}

function markOf(post: Post): unknown {
  return everything(cardIn(post)).find((one) => 'milestone' in one)?.milestone;
}

function teamsId({ entraId }: Person): string {
  return `29:${entraId}`;
}

function account(person: Person): Activity['from'] {
  return { id: teamsId(person), name: person.name, aadObjectId: person.entraId };
}

function chatOf({ entraId }: Person): Pick<Activity, 'conversation'> {
  const conversation = {
    id: `chat-${entraId}`,
    isGroup: false,
    conversationType: 'personal',
    name: '',
    tenantId: TENANT,
  };
  return { conversation };
}

function inChannel(id: string): Activity['conversation'] {
  return { id, isGroup: true, conversationType: 'channel', name: '', tenantId: TENANT };
}

/** Where activities go instead of Teams: posts are kept and replaced, answers to a press are handed back. */
function wire(posts: Post[], clock: { readonly now: Instant }, answers: Partial<Activity>[]): Wire {
  const keep = (activity: Partial<Activity>): ResourceResponse => {
    const id = `post-${String(posts.length + 1)}`;
    posts.push({ id, conversation: activity.conversation?.id ?? '', at: clock.now, activity });
    return { id };
  };
  return {
    sendActivities: (_context, activities) =>
      Promise.resolve(
        activities.map((activity) => {
          if (activity.type !== 'invokeResponse') return keep(activity);
          answers.push(activity);
          return { id: '' };
        }),
      ),
    updateActivity: (_context, activity) => {
      const index = posts.findIndex(({ id }) => id === activity.id);
      const before = posts[index];
      if (before !== undefined) posts[index] = { ...before, activity };
      return Promise.resolve();
    },
    deleteActivity: () => Promise.reject(new Error('the bot deletes nothing')),
  };
}

/** The service's own adapter, but for its last step: what it would send is kept. */
function connect(service: Service, posts: Post[], clock: { readonly now: Instant }): void {
  const out = wire(posts, clock, []);
  const within = (id: string): TurnContext =>
    new TurnContext(out as never, { ...INBOUND, type: 'event', conversation: inChannel(id) });
  const reached: Partial<Service['adapter']> = {
    continueConversationAsync: async (_app: string, { conversation }: Partial<Activity>, logic: Logic) => {
      await logic(within(conversation?.id ?? ''));
    },
    createConversationAsync: async (_app, _channel, _url, _audience, parameters, logic) => {
      const thread = `${CHANNEL};messageid=post-${String(posts.length + 1)}`;
      const root = { ...parameters.activity, conversation: inChannel(thread) };
      await out.sendActivities(within(thread), [root]);
      await logic(within(thread));
    },
  };
  Object.assign(service.adapter, reached);
}

type Logic = (context: TurnContext) => Promise<void>;
