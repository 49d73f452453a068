/** Cards in Teams: those that are out are brought up to date, those that are gone or were never delivered are posted. */
import type { Change } from '../domain/change.ts';
import type { DeliveryCommand } from '../domain/command.ts';
import type { CardName, Instant, Question } from '../domain/event.ts';
import { behind, countedAt, isFinal, lost } from './cards-out.ts';
import type { Changes } from './changes.ts';
import type { Kept } from './kept.ts';
import { SETTLED } from './changes.ts';
import type { Channel, Letter, Place } from './ports.ts';
import { SendFailed } from './ports.ts';
import type { Patience } from './retry.ts';
import type { Sender, Sending } from './sender.ts';
import { STOPPING } from './sender.ts';

export interface Show {
  /** Ids of changes whose card counts down. */
  counting(): readonly string[];
  /** Brings one card that is behind up to date; false when none is, besides those in `skip`, which it adds to. */
  next(kept: Kept, skip: Set<string>): Promise<boolean>;
  /** Posts one card whose letter was given up, likewise. */
  nextLost(kept: Kept, skip: Set<string>): Promise<boolean>;
  /** Notes that a card shows this state of its change; `before`: what it was noted to show when that was sent. */
  shown(change: Change, card: CardName, before?: number): void;
}

export interface ShowNeeds {
  readonly changes: Changes;
  readonly channel: Channel;
  readonly clock: () => Instant;
  readonly record: (command: DeliveryCommand) => Promise<unknown>;
  readonly patience: { readonly update: Patience };
}

/** The cards of these changes. */
export function show(needs: ShowNeeds, out: Sender): Show {
  const { changes, channel, clock, record, patience } = needs;
  /** From when the living card of each change counts down. */
  const counted = new Map<string, Instant>();

  async function next(kept: Kept, skip: Set<string>): Promise<boolean> {
    const { change } = kept;
    const card = [...behind(kept), ...stale(change)].find((name) => !skip.has(name));
    const at = card === undefined ? undefined : change.cards[card];
    if (card === undefined || at === undefined) return false;
    skip.add(card);
    const place: Place = { in: 'conversation', id: at.conversation };
    try {
      const what: Sending = { kind: 'card', key: `${change.id}/${card}`, place, patience: patience.update };
      await out.send(what, () => channel.update(at, { card, change }));
      shown(change, card, kept.shown[card]);
      skip.delete(card);
    } catch (error) {
      if (!(error instanceof SendFailed)) throw error;
      // Where that fails too the card stays behind: the other cards do not wait for it, and the next round tries again.
      if (error.kind === 'gone') await postAnew(change, card, { card, change }).catch(unlessSendFailed);
      if (error.kind === 'final' && error !== STOPPING) await noteRefused(change, card, error.message);
    }
    return true;
  }

  async function nextLost(kept: Kept, skip: Set<string>): Promise<boolean> {
    const { change } = kept;
    const card = lost(kept).find((name) => !skip.has(name));
    if (card === undefined) return false;
    skip.add(card);
    await postAnew(change, card, lostLetter(card, change, clock())).catch(unlessSendFailed);
    return true;
  }

  /** Up to date with the change, but not with the clock. */
  function stale(change: Change): readonly CardName[] {
    const at = countedAt(change, clock());
    return at === null || change.cards.living === undefined || counted.get(change.id) === at ? [] : ['living'];
  }

  function shown(change: Change, card: CardName, before?: number): void {
    const at = countedAt(change, clock());
    if (card === 'living' && at !== null) counted.set(change.id, at);
    if (at === null) counted.delete(change.id);
    changes.noteShown(change.id, card, isFinal(card, change) ? SETTLED : change.version, before);
  }

  async function postAnew(change: Change, card: CardName, letter: Letter): Promise<void> {
    if (card !== 'living' && (isFinal(card, change) || card.startsWith('living@'))) {
      changes.noteShown(change.id, card, SETTLED);
      return;
    }
    const root = change.cards.living;
    const place: Place =
      card === 'living' || root === undefined ? { in: 'channel' } : { in: 'conversation', id: root.conversation };
    const key = anewKey(card, change);
    // With the patience of an update: the next round tries again, and knows by then whether it is still wanted.
    const what: Sending = { kind: 'card', key, place, patience: patience.update };
    const posted = await out.send(what, () => channel.post(place, letter));
    shown(change, card);
    await record({ changeId: change.id, now: clock(), key, type: 'recordDelivery', card, ...posted });
  }

  /** An update that Teams does not take stands in the history once for what it would have shown, however often it is tried. */
  async function noteRefused({ id, version, gaveUp }: Change, card: CardName, why: string): Promise<void> {
    const key = `${id}/${card}/channel/update-${String(version)}`;
    if (gaveUp.some((one) => one.key === key)) return;
    await record({ changeId: id, now: clock(), key, type: 'recordFailure', why });
  }

  function counting(): readonly string[] {
    return changes
      .open()
      .filter((change) => stale(change).length > 0)
      .map(({ id }) => id);
  }

  return { next, nextLost, shown, counting };
}

function anewKey(card: CardName, { id, version }: Change): string {
  return `${id}/${card}/channel/anew-${String(version)}`;
}

/** A question comes with the words and the mention that were lost with it. */
function lostLetter(card: CardName, change: Change, now: Instant): Letter {
  const [name = '', round = ''] = card.split('/');
  const question = name as Question;
  const asked = change.asks[question];
  if (asked === undefined) return { card, change };
  const base = { key: anewKey(card, change), due: asked.at, expires: null };
  return { posting: { ...base, kind: 'ask', question, round: Number(round) }, change, now };
}

function unlessSendFailed(error: unknown): void {
  if (!(error instanceof SendFailed)) throw error;
}
