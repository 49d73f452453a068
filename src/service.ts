/** The service without its wires: everything between the store and Teams, composed once for `main.ts` and for the wire tests. */
import { randomUUID } from 'node:crypto';
import type { TurnContext } from 'botbuilder';
import { Changes } from './app/changes.ts';
import type { ClockRoom } from './app/clock-room.ts';
import { clockRoom } from './app/clock-room.ts';
import type { Delivery } from './app/deliver.ts';
import type { Handler } from './app/handle.ts';
import { handler } from './app/handle.ts';
import { Lanes } from './app/lanes.ts';
import type { LaterOf, LedgerLine } from './app/ledger.ts';
import { ledgerOf } from './app/ledger.ts';
import { NO_MAILER } from './app/mail-out.ts';
import { movableClock } from './app/movable-clock.ts';
import { outboxOf } from './app/outbox.ts';
import type { Pace } from './app/pace.ts';
import { NO_PACE } from './app/pace.ts';
import { isolated } from './app/plain-text.ts';
import type { Log, Mailer, Meter, Store } from './app/ports.ts';
import { NO_METER } from './app/ports.ts';
import { meetRecipients } from './app/recipients.ts';
import type { Patience } from './app/retry.ts';
import { secretWatch } from './app/secret-watch.ts';
import type { Status } from './app/status.ts';
import { statusOf } from './app/status.ts';
import { siteNow, Team } from './app/team.ts';
import { tick } from './app/tick.ts';
import type { Vitals } from './app/vitals.ts';
import { vitalsOf } from './app/vitals.ts';
import type { Voice } from './app/words.ts';
import type { CalendarEntry } from './domain/calendar.ts';
import { inCalendar } from './domain/calendar.ts';
import type { Change } from './domain/change.ts';
import type { Instant } from './domain/event.ts';
import type { Site } from './domain/site.ts';
import type { Cards } from './service/cards.ts';
import type { Credentials } from './teams/adapter.ts';
import { makeAdapter } from './teams/adapter.ts';
import type { Authority } from './teams/authority.ts';
import { bot } from './teams/bot.ts';
import { deck } from './teams/cards/deck.ts';
import { teamsChannel } from './teams/channel.ts';
import { letters } from './teams/letters.ts';
import { escapeForCard, escapeForMessage } from './teams/markdown.ts';
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
  /** All announced changes that are ahead or not long ago, as iCalendar text. */
  readonly calendar: () => string;
  /** How things are, for whoever watches from outside. */
  readonly vitals: () => Vitals;
  /** Lets everything happen that is due, and saves what was only noted. */
  tick(): Promise<void>;
  /** Ends the sends that are under way and saves; the store is the caller's to close. */
  stop(ms: number): Promise<void>;
}

export interface ServiceNeeds {
  readonly site: Site;
  readonly store: Store;
  readonly credentials: Credentials | null;
  /** Who vouches for Teams; that of the cloud when left out. */
  readonly authority?: Authority;
  readonly log: Log;
  /** Nothing is counted where it is left out. */
  readonly meter?: Meter;
  /** The day on which the client secret expires, `2027-06-01`; left out or null: it is not known. */
  readonly secretExpires?: string | null;
  /** The real clock, milliseconds since 1970. */
  readonly real: () => Instant;
  /** Whether people may move the clock: rehearsal and local mode only. */
  readonly movable: boolean;
  readonly cards: Cards;
  readonly patience: { readonly letter: Patience; readonly update: Patience };
  /** How long a call of Teams may take, milliseconds; 15 s when left out. */
  readonly sendWithinMs?: number;
  /** How quickly letters may go to Teams; as quickly as it goes when left out. */
  readonly pace?: Pace;
  /** Makes what sends mail, of the voice of each language, in plain text; null: notices go to the channel only. */
  readonly mailer: ((voices: readonly Voice[]) => Mailer) | null;
  /** Writes a calendar to subscribe to. */
  readonly calendar: (voices: readonly Voice[]) => (entries: readonly CalendarEntry[]) => string;
}

/** Composes the service and reads what is stored; nothing is sent before the channel is known. */
export async function startService(needs: ServiceNeeds): Promise<Service> {
  const { store, log, meter = NO_METER } = needs;
  const team = new Team(store);
  await team.load();
  const site = siteNow(withMailer(needs), team);
  const changes = new Changes(store, site);
  const lanes = new Lanes();
  let knock: (changeId: string) => void = () => undefined;
  const handle = handler({
    ...{ changes, site, lanes, log, meter },
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
  const speaking = (escape: Voice['escape']): readonly Voice[] =>
    sentences.map((each) => ({ sentences: each, times: times(each.language, site.timeZone), escape }));
  const voices = speaking(escapeForCard);
  const voice = { sentences: sentences[0], times: times(sentences[0].language, site.timeZone), escape: escapeForCard };
  let later: LaterOf = () => undefined;
  const ledger = (change: Change): readonly LedgerLine[] =>
    ledgerOf(change, changes.peek(change.id)?.outbox ?? [], (key, to) => later(key, to));
  const cards = deck({
    ...{ templates, site, voice, voices, ledger },
    clock: clock.now,
    viewers: (involved) => team.viewers(involved),
    plans: () => changes.plans(),
  });
  const post = letters({
    deck: cards,
    site,
    voice: { ...voice, escape: escapeForMessage },
    idOf: (person) => team.person(person.entraId)?.id ?? person.entraId,
  });
  const adapter = makeAdapter(needs.credentials, needs.sendWithinMs, needs.authority);
  const appId = needs.credentials?.appId ?? '';
  const channel = teamsChannel({ adapter, appId, team, letters: post, deck: cards });
  const plainVoices = speaking(isolated);
  const mailer = needs.mailer?.(plainVoices) ?? NO_MAILER;
  const feed = needs.calendar(plainVoices);
  const outbox = outboxOf({
    ...{ changes, site, channel, mailer, log, meter, clock: clock.now, patience: needs.patience },
    pace: needs.pace ?? NO_PACE,
    record: (command) => handle.handle(command),
  });
  knock = (id) => {
    outbox.knock(id);
  };
  later = (key, to) => outbox.later(key, to);
  const secret = secretWatch({
    ...{ expires: needs.secretExpires ?? null, zone: site.timeZone, team, channel, voice },
    ...{ clock: clock.now, log, meter },
  });

  let ticks = 0;
  async function tickNow(): Promise<void> {
    await tick(changes, handle, clock.now(), log);
    await saveNotes();
    ticks += 1;
    if (ticks % TICKS_A_ROUND !== 0) return;
    outbox.knockAll();
    secret.knock();
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

  const status = (): Status =>
    statusOf({ changes, team, store, site, since, now: clock.now(), later, secret: secret.now() });

  const turn = bot({
    adapter,
    appId,
    installed: () => {
      outbox.knockAll();
      secret.knock();
    },
    service: {
      site,
      changes,
      handler: handle,
      store,
      team,
      status,
      ledger,
      clock: clock.now,
      moveClock: hand?.move ?? null,
      deck: cards,
      voice,
      newForm: randomUUID,
      log,
    },
  });

  await changes.load();
  for (const { file, why } of store.damaged) log.warn({ file, why }, 'a file that could not be used was set aside');
  await meetRecipients(changes, handle, clock.now(), site);
  outbox.knockAll();
  secret.knock();
  return {
    changes,
    handler: handle,
    delivery: outbox,
    team,
    clock,
    movable: hand === null ? null : clockRoom(hand, changes, site, voice),
    turn,
    adapter,
    vitals: () => vitalsOf(changes, store, team, secret.now()?.at ?? null),
    calendar: () => feed(inCalendar(changes.calendar(), clock.now())),
    tick: tickNow,
    async stop(ms) {
      secret.stop();
      await outbox.stop(ms);
      mailer.close();
      await saveNotes();
    },
  };
}

/** Without anything to send mail with nobody is written to. */
function withMailer({ site, mailer }: ServiceNeeds): Site {
  return mailer === null ? { ...site, mail: undefined } : site;
}

/** Once a minute a round over all changes takes up what a failed send or update left behind. */
const TICKS_A_ROUND = 60;

const SETTLE_MS = 3_000;
