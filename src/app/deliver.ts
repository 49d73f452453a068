/**
 * From the outbox to Teams. Two runners a change, one for the channel and one for the change's thread, each sends one
 * letter after the other; what the connector makes of it is recorded in a write of its own, so that after a kill only the
 * letter that was on its way may come twice.
 */
import type { Change } from '../domain/change.ts';
import { isOpen, isOver } from '../domain/change.ts';
import type { DeliveryCommand } from '../domain/command.ts';
import type { CardName, Instant, Question } from '../domain/event.ts';
import type { Posting } from '../domain/posting.ts';
import type { Changes, Kept } from './changes.ts';
import { SETTLED } from './changes.ts';
import { Lanes } from './lanes.ts';
import type { Channel, Letter, Log, Place, Posted } from './ports.ts';
import { SendFailed } from './ports.ts';
import type { Patience } from './retry.ts';
import { patiently } from './retry.ts';

export interface Delivery {
  /** There may be something to send for this change. */
  knock(changeId: string): void;
  /** Knocks on every change in memory: the channel became known, or time went by. */
  knockAll(): void;
  /** Resolves when nothing is being sent. */
  idle(): Promise<void>;
  /** Takes no more letters; resolves when the ones on their way have been answered or `ms` have passed. */
  stop(ms: number): Promise<void>;
}

interface Needs {
  readonly changes: Changes;
  readonly channel: Channel;
  readonly clock: () => Instant;
  readonly log: Log;
  readonly record: (command: DeliveryCommand) => Promise<unknown>;
  readonly patience: { readonly letter: Patience; readonly update: Patience };
}

type Runner = 'channel' | 'thread' | 'cards';
const RUNNERS: readonly Runner[] = ['channel', 'thread', 'cards'];

/** Delivery over these changes. */
export function delivery(needs: Needs): Delivery {
  const running = new Map<string, Promise<void>>();
  const again = new Set<string>();
  const conversations = new Lanes();
  let stopped = false;

  function start(id: string, runner: Runner): void {
    const key = `${runner} ${id}`;
    if (stopped) return;
    if (running.has(key)) {
      again.add(key);
      return;
    }
    const run = drain(id, runner)
      .catch((error: unknown) => {
        needs.log.error({ change: id, err: error }, 'delivery failed; it goes on with the next event');
      })
      .finally(() => {
        running.delete(key);
        if (again.delete(key)) start(id, runner);
      });
    running.set(key, run);
  }

  async function drain(id: string, runner: Runner): Promise<void> {
    const skip = new Set<string>();
    for (;;) {
      const kept = stopped ? undefined : needs.changes.peek(id);
      if (kept === undefined || !needs.channel.isKnown()) return;
      if (!(await step(kept, runner, skip))) return;
    }
  }

  /** Sends the next thing of a runner; false when there is nothing (more) to do now. */
  async function step(kept: Kept, runner: Runner, skip: Set<string>): Promise<boolean> {
    if (runner === 'cards') return showNext(kept, skip);
    const posting = kept.outbox.find((p) => runnerOf(p) === runner);
    if (posting === undefined) return false;
    const place = placeOf(posting, kept);
    if (place === null) return false;
    await sendPosting(posting, place, kept.change);
    return true;
  }

  async function sendPosting(posting: Posting, place: Place, change: Change): Promise<void> {
    const { key } = posting;
    const now = needs.clock();
    const base = { changeId: change.id, now, key };
    if (posting.expires !== null && now >= posting.expires) {
      await needs.record({ ...base, type: 'recordFailure', why: 'expired' });
      return;
    }
    try {
      const posted = await send(key, place, { posting, change, now });
      const card = cardOf(posting);
      if (card !== null) needs.changes.noteShown(change.id, card, change.version);
      await needs.record({ ...base, now: needs.clock(), type: 'recordDelivery', card, ...posted });
    } catch (error) {
      if (!(error instanceof SendFailed) || stopped) throw error;
      await needs.record({ ...base, now: needs.clock(), type: 'recordFailure', why: error.message });
    }
  }

  async function send(key: string, place: Place, letter: Letter): Promise<Posted> {
    const lane = place.in === 'channel' ? 'channel' : place.in === 'thread' ? place.root : place.id;
    const policy = patiently(needs.patience.letter);
    const posted = await policy.execute(() =>
      conversations.run(lane, () => attempt(key, () => needs.channel.post(place, letter))),
    );
    return posted;
  }

  /** One line a send: ids and the outcome. */
  async function attempt<T>(key: string, task: () => Promise<T>): Promise<T> {
    try {
      const result = await task();
      needs.log.info({ send: key, outcome: 'sent' }, 'send');
      return result;
    } catch (error) {
      const outcome = error instanceof SendFailed ? error.kind : 'failed';
      needs.log.warn({ send: key, outcome, why: error instanceof Error ? error.message : String(error) }, 'send');
      throw error;
    }
  }

  /** Brings one card that is behind up to date; a card that is gone is posted anew. */
  async function showNext(kept: Kept, skip: Set<string>): Promise<boolean> {
    const { change } = kept;
    const card = behind(kept).find((name) => !skip.has(name));
    const out = card === undefined ? undefined : change.cards[card];
    if (card === undefined || out === undefined) return false;
    skip.add(card);
    try {
      await patiently(needs.patience.update).execute(() =>
        conversations.run(out.conversation, () =>
          attempt(`${change.id}/${card}`, () => needs.channel.update(out, { card, change })),
        ),
      );
      shown(change, card);
      skip.delete(card);
    } catch (error) {
      if (!(error instanceof SendFailed)) throw error;
      if (error.kind === 'gone') await postAnew(change, card);
    }
    return true;
  }

  function shown(change: Change, card: CardName): void {
    needs.changes.noteShown(change.id, card, isFinal(card, change) ? SETTLED : change.version);
  }

  async function postAnew(change: Change, card: CardName): Promise<void> {
    if (card !== 'living' && (isFinal(card, change) || card.startsWith('living@'))) {
      needs.changes.noteShown(change.id, card, SETTLED);
      return;
    }
    const root = change.cards.living;
    const place: Place =
      card === 'living' || root === undefined ? { in: 'channel' } : { in: 'thread', root: root.activity };
    const key = `${change.id}/${card}/channel/anew-${String(change.version)}`;
    const posted = await send(key, place, { card, change });
    shown(change, card);
    await needs.record({ changeId: change.id, now: needs.clock(), key, type: 'recordDelivery', card, ...posted });
  }

  return {
    knock(id) {
      for (const runner of RUNNERS) start(id, runner);
    },
    knockAll() {
      for (const change of needs.changes.waiting()) for (const runner of RUNNERS) start(change, runner);
    },
    async idle() {
      while (running.size > 0) await Promise.all(running.values());
    },
    async stop(ms) {
      stopped = true;
      await Promise.race([Promise.all(running.values()), new Promise((resolve) => setTimeout(resolve, ms).unref())]);
    },
  };
}

/** Cards that show an older version than the change has. */
function behind(kept: Kept): readonly CardName[] {
  const { change, shown } = kept;
  return (Object.keys(change.cards) as CardName[]).filter((card) => (shown[card] ?? 0) < change.version);
}

/** A card whose question is answered, or that belongs to a change that is over, is updated once more and then left alone. */
function isFinal(card: CardName, change: Change): boolean {
  if (isOver(change)) return true;
  if (card === 'living' || card.startsWith('living@')) return false;
  const [question = '', round = ''] = card.split('/');
  return !isOpen(change, question as Question) || change.asks[question as Question]?.round !== Number(round);
}

function runnerOf(posting: Posting): Runner {
  return posting.kind === 'living' || posting.kind === 'notice' ? 'channel' : 'thread';
}

/** Null: it has to wait until the change has its thread. When the thread could not be made, the channel has to do. */
function placeOf(posting: Posting, { change, outbox }: Kept): Place | null {
  if (runnerOf(posting) === 'channel') return { in: 'channel' };
  const root = change.cards.living;
  if (root !== undefined) return { in: 'thread', root: root.activity };
  return outbox.some((p) => p.kind === 'living') ? null : { in: 'channel' };
}

function cardOf(posting: Posting): CardName | null {
  if (posting.kind === 'living') return 'living';
  return posting.kind === 'ask' ? `${posting.question}/${posting.round}` : null;
}
