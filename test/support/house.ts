/** The whole house in one process: store, service, HTTP on a free port, and Teams' other end. Time stands still unless it is moved. */
import { fileURLToPath } from 'node:url';
import type { Meter, Store } from '../../src/app/ports.ts';
import type { Pace } from '../../src/app/pace.ts';
import type { Patience } from '../../src/app/retry.ts';
import type { Site } from '../../src/domain/site.ts';
import type { GateRules } from '../../src/http/gate.ts';
import { startServer } from '../../src/http/server.ts';
import type { Connector } from '../../src/rehearsal/connector.ts';
import { startConnector } from '../../src/rehearsal/connector.ts';
import type { ConnectorOptions } from '../../src/rehearsal/connector/options.ts';
import { cardOf } from '../../src/rehearsal/connector/invoke.ts';
import type { InvokeAnswer } from '../../src/rehearsal/connector/invoke.ts';
import type { Message } from '../../src/rehearsal/connector/board.ts';
import { person } from '../../src/rehearsal/connector/people.ts';
import { calendarFeed } from '../../src/mail/calendar-feed.ts';
import { smtpMailer } from '../../src/mail/mailer.ts';
import type { PostOffice } from '../../src/rehearsal/post-office.ts';
import type { Service, ServiceNeeds } from '../../src/service.ts';
import { startService } from '../../src/service.ts';
import type { Cards } from '../../src/service/cards.ts';
import { readCards } from '../../src/service/cards.ts';
import type { Credentials } from '../../src/teams/adapter.ts';
import type { Authority } from '../../src/teams/authority.ts';
import type { Memory } from '../../src/storage/memory-store.ts';
import { memoryStore } from '../../src/storage/memory-store.ts';
import { Lines } from './lines.ts';
import { approver, deputy, implementer, mailSite, member, site as theSite, zurich } from './fixtures.ts';

export const cast = {
  implementer: person(implementer.name, implementer.entraId),
  approver: person(approver.name, approver.entraId),
  member: person(member.name, member.entraId),
  deputy: person(deputy.name, deputy.entraId),
};

// Read once for each list of languages: it takes longer than a whole change.
const read = new Map<string, Cards>();
function cardsIn(languages: Site['languages']): Cards {
  const key = languages.join(' ');
  const cards = read.get(key) ?? readCards(fileURLToPath(new URL('../../cards', import.meta.url)), languages);
  read.set(key, cards);
  return cards;
}
const FAST: Patience = { attempts: 3, firstMs: 1, mostMs: 5 };

export interface House {
  readonly teams: Connector;
  readonly service: Service;
  readonly store: Store;
  readonly url: string;
  readonly log: Lines;
  /** Moves the clock through everything that is due, and waits until it has been said. */
  to(wall: string): Promise<void>;
  next(): Promise<void>;
  /** The clock shows this, as after a leap or a downtime: what is due is stored, and nothing is waited for. */
  jump(wall: string | number): Promise<void>;
  /** Waits until everything has been said. */
  settled(): Promise<void>;
  /** Ends the service as a kill would: nothing is finished, nothing saved. */
  kill(): Promise<void>;
  close(): Promise<void>;
}

export interface Built {
  readonly site?: Site;
  readonly memory?: Memory;
  readonly store?: Store;
  /** What the clock shows; a wall-clock time of Zurich or an instant. */
  readonly start?: string | number;
  /** The other end to use, when the service is started again. */
  readonly teams?: Connector;
  readonly connector?: Partial<ConnectorOptions>;
  readonly patience?: Patience;
  readonly pace?: Pace;
  /** How long a call of Teams may take. */
  readonly sendWithinMs?: number;
  readonly install?: boolean;
  /** Whether people may move the clock, as in a rehearsal; they may. */
  readonly movable?: boolean;
  /** Where mail goes; without it nobody is written to. */
  readonly post?: PostOffice;
  readonly meter?: Meter;
  /** The day on which the client secret expires. */
  readonly secretExpires?: string;
  /** The token of the calendar to subscribe to. */
  readonly token?: string;
  /** Whom it trusts, as in Teams; without it nobody is authenticated, and whoever is on loopback is let in. */
  readonly strict?: Strict;
}

export interface Strict {
  readonly credentials: Credentials;
  readonly authority: Authority;
  readonly gate: GateRules;
}

/** Builds the house and installs the bot into the team. */
export async function house(built: Built = {}): Promise<House> {
  const log = new Lines();
  let real = instantOf(built.start ?? '2027-01-09 10:00');
  const patience = built.patience ?? FAST;
  const store = built.store ?? memoryStore(built.memory);
  const site = built.site ?? (built.post === undefined ? theSite : mailSite);
  const service = await startService({
    site,
    store,
    credentials: built.strict?.credentials ?? null,
    ...(built.strict === undefined ? {} : { authority: built.strict.authority }),
    log,
    ...(built.meter === undefined ? {} : { meter: built.meter }),
    secretExpires: built.secretExpires ?? null,
    real: () => real,
    movable: built.movable ?? true,
    cards: cardsIn(site.languages),
    patience: { letter: patience, update: patience },
    ...(built.pace === undefined ? {} : { pace: built.pace }),
    ...(built.sendWithinMs === undefined ? {} : { sendWithinMs: built.sendWithinMs }),
    mailer: built.post === undefined ? null : mailerTo(built.post, site),
    calendar: (voices) => calendarFeed({ sender: site.mail, site, voices }),
  });
  await service.tick();
  const server = await startServer({
    host: '127.0.0.1',
    port: 0,
    gate: built.strict?.gate ?? { serviceUrls: 'loopback', tenantId: null },
    log,
    process: (req, res) => service.adapter.process(req, res, service.turn),
    ready: () => ({ ok: true, checks: {} }),
    calendar: { token: built.token ?? null, read: service.calendar },
    ...(service.movable === null ? {} : { clock: service.movable }),
  });
  const teams =
    built.teams ??
    (await startConnector({
      service: server.url,
      people: Object.values(cast),
      patience: 5_000,
      ...built.connector,
    }));
  teams.retarget(server.url);
  if (built.install ?? built.teams === undefined) await teams.install();
  const kill = async (): Promise<void> => {
    await store.close();
    await service.delivery.stop(0);
    await server.close(0);
  };
  return {
    teams,
    service,
    store,
    url: server.url,
    log,
    to: async (wall) => {
      await service.movable?.move(wall);
      await service.delivery.idle();
    },
    next: async () => {
      await service.movable?.move('next');
      await service.delivery.idle();
    },
    jump: (wall) => {
      real += instantOf(wall) - service.clock.now();
      return service.tick();
    },
    settled: () => service.delivery.idle(),
    kill,
    async close() {
      await kill();
      await teams.close();
    },
  };
}

/** A server that says nothing is left alone after a moment. */
const SHORT = { connection: 1_000, greeting: 1_000, socket: 1_000 };

function mailerTo({ port }: PostOffice, site: Site): ServiceNeeds['mailer'] {
  const { mail } = site;
  const smtp = { host: '127.0.0.1', port, secure: false, requireTls: false };
  return mail === undefined ? null : (voices) => smtpMailer({ smtp, sender: mail, site, voices, patience: SHORT });
}

function instantOf(start: string | number): number {
  return typeof start === 'number' ? start : zurich(start);
}

/** The newest card of the bot with a button of this verb, as everybody sees it. */
export function cardWith(teams: Connector, verb: string): Message {
  const found = teams.messages.findLast(
    (m) => m.from === 'bot' && !m.deleted && JSON.stringify(cardOf(m.activity) ?? null).includes(`"verb":"${verb}"`),
  );
  if (found === undefined) throw new Error(`no card with '${verb}' is out`);
  return found;
}

/** The texts of the notices in the channel: bot posts that begin a thread and have no buttons. */
export function notices(teams: Connector): readonly string[] {
  return teams.messages
    .filter(
      (m) =>
        m.from === 'bot' &&
        m.threadRoot === m.id &&
        m.activity.summary !== undefined &&
        !JSON.stringify(m.activity).includes('Action.'),
    )
    .map((m) => String(m.activity.summary));
}

/** What the presser was told, when it was no card. */
export function toldTo(answer: InvokeAnswer): string {
  return answer.message ?? answer.error?.message ?? '';
}
