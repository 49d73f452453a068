/** What the use cases need of the world; `main.ts` hands in the rooms that give it. */
import type { Change } from '../domain/change.ts';
import type { Command } from '../domain/command.ts';
import type { CardName, Event, Instant } from '../domain/event.ts';
import type { Delegation } from '../domain/delegation.ts';
import type { MailPosting, Posting } from '../domain/posting.ts';
import type { Refusal } from '../domain/refusal.ts';
import type { Address } from '../domain/site.ts';

/** One document: a change as it is kept. `events.length` is its version for `commit`. */
export interface StoredChange {
  readonly id: string;
  readonly events: readonly Event[];
  readonly outbox: readonly Posting[];
  /** The version each card that is out shows; may lag behind after a kill, which costs a harmless repeated update. */
  readonly shown: Readonly<Partial<Record<CardName, number>>>;
}

export interface Commit {
  /** Appended to the events. */
  readonly events: readonly Event[];
  /** The whole outbox after this write. */
  readonly outbox: readonly Posting[];
  readonly shown: Readonly<Partial<Record<CardName, number>>>;
}

/** What the bot knows of its team, kept as one document: refreshed by every inbound activity. */
export interface TeamState {
  readonly installation: Installation | null;
  /** By Entra id. */
  readonly people: Readonly<Record<string, KnownPerson>>;
  /** The approver's deputies by `delegate`, besides those of the site file. */
  readonly delegations?: readonly Delegation[];
  /** The last warning of the client secret that the channel was given; absent: there was none. */
  readonly secretWarned?: SecretWarned;
}

/** `expires`: the day, `2027-06-01`; `step`: how many days ahead it was said, 0 and less when the day had come. */
export interface SecretWarned {
  readonly expires: string;
  readonly step: number;
}

export interface Installation {
  readonly serviceUrl: string;
  readonly tenantId: string;
  readonly teamId: string;
  readonly channelId: string;
  readonly channelName: string;
  /** True when the configured channel was not there and General is used. */
  readonly fallback: boolean;
  readonly bot: { readonly id: string; readonly name: string };
}

export interface KnownPerson {
  /** The Teams id of the person (`29:…`). */
  readonly id: string;
  readonly name: string;
}

export interface Store {
  /** The document, or undefined when there is none of that id. */
  read(id: string): Promise<StoredChange | undefined>;
  /**
   * One durable write: all of it or nothing. `expected` is the number of events the caller has seen (0: a new change).
   * @throws StaleVersion when the document has moved on; any other error is the disk's, and then nothing was written.
   */
  commit(id: string, expected: number, commit: Commit): Promise<void>;
  /** Every document, one after the other; damaged ones are set aside and named in `damaged`. */
  all(): AsyncIterable<StoredChange>;
  /** Takes a document out of the way that can be read and makes no sense: it is named in `damaged`, like one that cannot be read. */
  setAside(id: string, why: string): Promise<void>;
  readTeam(): Promise<TeamState>;
  writeTeam(state: TeamState): Promise<void>;
  /** Files that were set aside because they could not be read: where they are now, and why. */
  readonly damaged: readonly { readonly file: string; readonly why: string }[];
  close(): Promise<void>;
}

/** The document has more (or fewer) events than the caller has seen. */
export class StaleVersion extends Error {
  readonly id: string;
  constructor(id: string, expected: number, found: number) {
    super(`${id}: expected version ${expected}, found ${found}`);
    this.name = 'StaleVersion';
    this.id = id;
  }
}

/** Where something is said: the channel itself, or a conversation, such as the thread of a change. */
export type Place = { readonly in: 'channel' } | { readonly in: 'conversation'; readonly id: string };

/** Where a post went: its activity id, and the conversation to name when it is updated. */
export interface Posted {
  readonly activity: string;
  readonly conversation: string;
}

/** What the log gets: one line, ids and figures, never texts. */
export interface Log {
  info(facts: object, what: string): void;
  warn(facts: object, what: string): void;
  error(facts: object, what: string): void;
}

/**
 * What became of a try to send. `tried again`: it failed, and another try follows; `unknown`: likewise, but only the answer was
 * lost, so that it may come twice; `left out`: nobody needs it any more.
 */
export type SendOutcome = 'sent' | 'tried again' | 'unknown' | 'given up' | 'left out';

/** Who counts what happens, for whoever watches the service from outside. Nothing here names a change or a person. */
export interface Meter {
  command(type: Command['type'], outcome: 'done' | 'outdated' | 'failed' | Refusal): void;
  /** `card`: one that is out is brought up to date, or is posted anew. */
  send(channel: 'teams' | 'mail', kind: 'letter' | 'card', outcome: SendOutcome): void;
  /** A letter has gone so many milliseconds after it was due. */
  lag(channel: 'teams' | 'mail', ms: number): void;
}

/** Counts nothing. */
export const NO_METER: Meter = { command: () => undefined, send: () => undefined, lag: () => undefined };

export type Clock = () => Instant;

/** What is said: a letter of the outbox, or a card that is out and has to show the change as it is now. */
export type Letter =
  | { readonly posting: Posting; readonly change: Change; readonly now: Instant }
  | { readonly card: CardName; readonly change: Change };

/** Teams, as delivery sees it. */
export interface Channel {
  /** Whether the channel is known; nothing can be said before. */
  isKnown(): boolean;
  /** @throws SendFailed */
  post(place: Place, letter: Letter): Promise<Posted>;
  /** Replaces a card that is out. @throws SendFailed, 'gone' when the card is not there any more. */
  update(out: Posted, letter: Letter): Promise<void>;
  /** A new post in plain text, of the bot itself and no change. @throws SendFailed */
  say(text: string): Promise<void>;
}

/** The part of a Message-ID before the `@`: of one notice to one recipient, the same at every try. */
export type MailId = string;

/** A notice to be written as a mail; `late`: it is sent so long after it was due that it says so. */
export interface MailLetter {
  readonly changeId: string;
  readonly posting: MailPosting;
  readonly late: boolean;
  readonly now: Instant;
}

/** Mail, as delivery sees it. */
export interface Mailer {
  /** Writes it once for all who get it. @throws what a text or a template throws */
  write(letter: MailLetter): Promise<Mail>;
  /** Hangs up; what is under way fails. */
  close(): void;
}

export interface Mail {
  /**
   * Sends it to one recipient, who sees no other, dated `now`; `earlier` are the mails of this change that they had, the oldest
   * first.
   * @throws SendFailed: 'final' where the server will never take it (5xx for this recipient), 'passing' where it may
   * (4xx, no answer, no connection, a login that is refused)
   */
  send(to: Address, earlier: readonly MailId[], now: Instant): Promise<MailId>;
}

/**
 * A send that did not succeed. 'gone': the card or conversation is not there (404, 403); 'final': trying again would not
 * help (401, 413); 'passing': it may go later (429, 412, 5xx, no answer).
 */
export class SendFailed extends Error {
  readonly kind: 'gone' | 'final' | 'passing';
  /** What the other side asked for by Retry-After. */
  readonly retryAfterMs: number | null;
  /** It may have arrived all the same: only the answer was lost. */
  readonly isUnknown: boolean;
  constructor(kind: SendFailed['kind'], why: string, retryAfterMs: number | null = null, isUnknown = false) {
    super(why);
    this.name = 'SendFailed';
    this.kind = kind;
    this.retryAfterMs = retryAfterMs;
    this.isUnknown = isUnknown;
  }
}
