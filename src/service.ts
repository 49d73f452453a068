/** The service without its wires: everything between the store and Teams, composed once for `main.ts` and for the wire tests. */
import { randomUUID } from 'node:crypto';
import type { TurnContext } from 'botbuilder';
import { Changes } from './app/changes.ts';
import type { ClockRoom } from './app/clock-room.ts';
import { clockRoom } from './app/clock-room.ts';
import type { Delivery } from './app/deliver.ts';
import { delivery } from './app/deliver.ts';
import type { Handler } from './app/handle.ts';
import { handler } from './app/handle.ts';
import { Lanes } from './app/lanes.ts';
import { movableClock } from './app/movable-clock.ts';
import type { Log, Store } from './app/ports.ts';
import type { Patience } from './app/retry.ts';
import type { Status } from './app/status.ts';
import { statusOf } from './app/status.ts';
import { siteNow, Team } from './app/team.ts';
import { tick } from './app/tick.ts';
import type { Sentences } from './app/words.ts';
import type { Instant } from './domain/event.ts';
import type { Person, Site } from './domain/site.ts';
import type { Credentials } from './teams/adapter.ts';
import { makeAdapter } from './teams/adapter.ts';
import { bot } from './teams/bot.ts';
import { deck } from './teams/cards/deck.ts';
import { readTemplates } from './teams/cards/template.ts';
import type { Templates } from './teams/cards/template.ts';
import { teamsChannel } from './teams/channel.ts';
import { letters } from './teams/letters.ts';
import { escapeForCard, escapeForMessage } from './teams/markdown.ts';
import { readSentences } from './text/sentences.ts';
import { times } from './text/times.ts';

export interface Service {
  readonly changes: Changes;
  readonly handler: Handler;
  readonly delivery: Delivery;
  readonly team: Team;
  readonly clock: { readonly now: () => Instant };
  /** The clock for a person who rehearses; null where it cannot be moved. */
  readonly movable: ClockRoom | null;
  /** Answers a turn of the adapter. */
  readonly turn: (context: TurnContext) => Promise<void>;
  readonly adapter: ReturnType<typeof makeAdapter>;
  /** Lets everything happen that is due, and saves what was only noted. */
  tick(): Promise<void>;
  /** Ends the sends that are under way and saves; the store is the caller's to close. */
  stop(ms: number): Promise<void>;
}

export interface ServiceNeeds {
  readonly site: Site;
  readonly store: Store;
  readonly credentials: Credentials | null;
  readonly log: Log;
  /** The real clock, milliseconds since 1970. */
  readonly real: () => Instant;
  /** Whether people may move the clock: rehearsal and local mode only. */
  readonly movable: boolean;
  readonly cards: Cards;
  readonly patience: { readonly letter: Patience; readonly update: Patience };
}

/** Layouts and words, as `readCards` gives them. */
export interface Cards {
  readonly templates: Templates;
  readonly sentences: Sentences;
}

/** Reads the folder of the templates, with `text/` in it; the first language of the site is the one that is spoken. */
export function readCards(folder: string, [language = 'en']: Site['languages']): Cards {
  return { templates: readTemplates(folder), sentences: readSentences(`${folder}/text`, language) };
}

/** Composes the service and reads what is stored; nothing is sent before the channel is known. */
export async function startService(needs: ServiceNeeds): Promise<Service> {
  const { store, log } = needs;
  const team = new Team(store);
  await team.load();
  const site = siteNow(needs.site, team);
  const changes = new Changes(store, site);
  const lanes = new Lanes();
  let knock: (changeId: string) => void = () => undefined;
  const handle = handler({
    changes,
    site,
    lanes,
    log,
    committed: (id) => {
      knock(id);
    },
  });
  const hand = needs.movable
    ? movableClock({ real: needs.real, zone: site.timeZone, nextDue: () => changes.nextDue()?.at ?? null, settle })
    : null;
  const clock = hand ?? { now: needs.real };
  const since = clock.now();

  const { templates, sentences } = needs.cards;
  const voice = { sentences, times: times(sentences.language, site.timeZone), escape: escapeForCard };
  const cards = deck({
    templates,
    site,
    voice,
    clock: clock.now,
    viewers: (involved) => viewers(involved, team),
    plans: () => changes.plans(),
  });
  const post = letters({
    deck: cards,
    site,
    voice: { ...voice, escape: escapeForMessage },
    idOf: (person) => team.person(person.entraId)?.id ?? person.entraId,
  });
  const adapter = makeAdapter(needs.credentials);
  const appId = needs.credentials?.appId ?? '';
  const channel = teamsChannel({ adapter, appId, team, letters: post, deck: cards });
  const outbox = delivery({
    changes,
    channel,
    clock: clock.now,
    log,
    record: (command) => handle.handle(command),
    patience: needs.patience,
  });
  knock = (id) => {
    outbox.knock(id);
  };

  let ticks = 0;
  async function tickNow(): Promise<void> {
    await tick(changes, handle, clock.now(), log);
    await saveNotes();
    ticks += 1;
    if (ticks % TICKS_A_ROUND === 0) outbox.knockAll();
  }

  /** A note that is lost costs one repeated update: a disk that says no stops nothing else. */
  async function saveNotes(): Promise<void> {
    try {
      await changes.saveNotes((id, task) => lanes.run(id, task));
    } catch (error) {
      log.error({ err: error }, 'what the cards show could not be noted; it is tried again');
    }
  }

  /** A moved clock waits until what was due has been said, but not for a connector that does not answer. */
  async function settle(): Promise<void> {
    await tick(changes, handle, clock.now(), log);
    await Promise.race([outbox.idle(), new Promise((resolve) => setTimeout(resolve, SETTLE_MS).unref())]);
  }

  const status = (): Status => statusOf(changes, team, store, site, since, clock.now());

  const turn = bot({
    adapter,
    appId,
    installed: () => {
      outbox.knockAll();
    },
    service: {
      site,
      changes,
      handler: handle,
      store,
      team,
      status,
      clock: clock.now,
      moveClock: hand?.move ?? null,
      deck: cards,
      voice,
      newForm: randomUUID,
      log,
    },
  });

  await changes.load();
  outbox.knockAll();
  return {
    changes,
    handler: handle,
    delivery: outbox,
    team,
    clock,
    movable: hand === null ? null : clockRoom(hand, changes, site, voice),
    turn,
    adapter,
    tick: tickNow,
    async stop(ms) {
      await outbox.stop(ms);
      await saveNotes();
    },
  };
}

/** Once a minute a round over all changes takes up what a failed send or update left behind. */
const TICKS_A_ROUND = 60;

const SETTLE_MS = 3_000;

/** Those who are involved first, then everybody else who is known: the platform takes sixty. */
function viewers(involved: readonly Person[], team: Team): readonly string[] {
  const first = involved.flatMap((person) => team.person(person.entraId)?.id ?? []);
  const all = Object.values(team.people).map((person) => person.id);
  return [...new Set([...first, ...all])];
}
