/** Changes as they stand in the store when the measuring begins: real events, decided by the process. */
import { isFinal } from '../../src/app/cards-out.ts';
import { SETTLED } from '../../src/app/changes.ts';
import { cardOf } from '../../src/app/places.ts';
import type { Commit } from '../../src/app/ports.ts';
import type { Change } from '../../src/domain/change.ts';
import { isOpen } from '../../src/domain/change.ts';
import type { Command } from '../../src/domain/command.ts';
import { decide, isRefusal } from '../../src/domain/decide.ts';
import type { CardName, Draft, Event, Instant } from '../../src/domain/event.ts';
import { PREPARATIONS } from '../../src/domain/event.ts';
import { fold } from '../../src/domain/evolve.ts';
import { postings } from '../../src/domain/notices.ts';
import type { Site } from '../../src/domain/site.ts';
import { PEOPLE } from './people.ts';

/** A card that is out: the conversation it is in, and its activity. */
export type Out = (card: CardName) => { readonly conversation: string; readonly activity: string };

export interface Document extends Commit {
  readonly change: Change;
}

const YEAR = 2027;
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** The windows of the changes are in the week before which a GO is asked for, each at a time of its own. */
/** So many windows, a minute apart, stay within that week; more changes share them. */
const WINDOWS = 4_000;
const WINDOW_AHEAD_MS = 3 * 24 * 60 * MINUTE_MS;

/** `CHG-2027-001` */
export function idOf(index: number): string {
  return `CHG-${YEAR}-${String(index + 1).padStart(3, '0')}`;
}

/**
 * The change of that number, days before its window, which waits for its GO with every card delivered and shown: nothing is
 * left to be said, and nothing falls due while it is measured.
 */
export function awaitingGo(index: number, now: Instant, site: Site, out: Out): Document {
  const id = idOf(index);
  const document = delivered(
    id,
    story(id, now, now + WINDOW_AHEAD_MS + (index % WINDOWS) * MINUTE_MS, site),
    now,
    site,
    out,
  );
  if (!isOpen(document.change, 'go-nogo')) throw new Error(`${id} does not wait for its GO`);
  return document;
}

/** So many of them. Only as many are made as there are windows; the others are the same under another id. */
export function* manyAwaitingGo(count: number, now: Instant, site: Site, out: Out): Generator<Document> {
  const made: Document[] = [];
  for (let index = 0; index < count; index += 1) {
    const model = made[index % WINDOWS] ?? awaitingGo(index, now, site, out);
    made[index % WINDOWS] = model;
    yield renamed(model, idOf(index));
  }
}

function renamed(document: Document, id: string): Document {
  if (document.change.id === id) return document;
  return JSON.parse(JSON.stringify(document).replaceAll(document.change.id, id)) as Document;
}

/** What has happened, with all of its cards delivered and shown. */
function delivered(id: string, story: readonly Event[], now: Instant, site: Site, out: Out): Document {
  const events = [...story];
  let change = folded(events);
  for (const posting of events.flatMap((event, index) => postings(folded(events.slice(0, index + 1)), event, site))) {
    const card = cardOf(posting, change);
    if (card === null) continue;
    const noted: Command = { type: 'recordDelivery', changeId: id, now, key: posting.key, card, ...out(card) };
    events.push(...happened(change, noted, site));
    change = folded(events);
  }
  const cards = Object.keys(change.cards) as CardName[];
  const shown = Object.fromEntries(cards.map((card) => [card, isFinal(card, change) ? SETTLED : change.version]));
  return { change, events, outbox: [], shown };
}

/** The change of that number, whose preparation was asked for so long ago that it is asked again at `due`, and nothing else is. */
export function askedAgainAt(index: number, due: Instant, site: Site, out: Out): Document {
  const changeId = idOf(index);
  const createdAt = due - ASKED_AGAIN_MS;
  const draft: Draft = { ...DRAFT, window: { start: wallClock(due + FAR_AHEAD_MS, site), minutes: 240 } };
  const base = { changeId, now: createdAt };
  return delivered(
    changeId,
    happened(undefined, { ...base, type: 'create', form: `form of ${changeId}`, draft, by: PEOPLE.implementer }, site),
    createdAt,
    site,
    out,
  );
}

/** The change of that number, announced, whose reminder falls due then and nothing else does. */
export function announcedUntil(index: number, due: Instant, site: Site, out: Out): Document {
  const id = idOf(index);
  // The day before its window, at the hour of the window: the site of the bench reminds at no hour of its own.
  const events = [...story(id, due - 10 * MINUTE_MS, due + DAY_MS, site)];
  const { version } = folded(events);
  const base = { changeId: id, now: due - 10 * MINUTE_MS };
  events.push(...happened(folded(events), { ...base, type: 'giveGo', by: PEOPLE.approver, version }, site));
  return delivered(id, events, base.now, site, out);
}

const ASKED_AGAIN_MS = 7 * DAY_MS;
/** Far enough for no other milestone to fall due. */
const FAR_AHEAD_MS = 60 * DAY_MS;

/** An hour ago somebody had an idea, and since then everybody has been quick. */
function story(changeId: string, now: Instant, start: Instant, site: Site): Event[] {
  const { implementer, approver } = PEOPLE;
  const draft: Draft = { ...DRAFT, window: { start: wallClock(start, site), minutes: 240 } };
  const base = { changeId, now: now - 60 * MINUTE_MS };
  const commands: readonly Command[] = [
    { ...base, type: 'create', form: `form of ${changeId}`, draft, by: implementer },
    { ...base, type: 'tickPreparations', items: PREPARATIONS, by: implementer },
    { ...base, type: 'fallDue' },
    { ...base, type: 'acceptPreCheck', by: approver },
    { ...base, type: 'fallDue' },
  ];
  return commands.reduce<Event[]>((events, command) => [...events, ...happened(fold(events), command, site)], []);
}

const DRAFT = {
  title: 'Upgrade Moodle',
  service: 'isc-learn',
  what: 'Moodle on Hannibal goes to the next long-term version.',
  tests: ['A student can log in', 'A course opens'],
  backout: 'Restore the data snapshot.',
};

function happened(change: Change | undefined, command: Command, site: Site): readonly Event[] {
  const decision = decide(change, command, site);
  if (decision === 'outdated' || isRefusal(decision)) throw new Error(`${command.type}: ${JSON.stringify(decision)}`);
  return decision;
}

function folded(events: readonly Event[]): Change {
  const change = fold(events);
  if (change === undefined) throw new Error('no events');
  return change;
}

/** `2027-02-13T08:00`, in the site's zone. */
function wallClock(at: Instant, { timeZone }: Site): string {
  return new Date(at).toLocaleString('sv', { timeZone }).slice(0, 16).replace(' ', 'T');
}
