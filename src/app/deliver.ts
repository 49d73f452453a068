/**
 * From the outbox to Teams. Two runners a change, one for the channel and one for the change's thread, each sends one
 * letter after the other; what the connector makes of it is recorded in a write of its own, so that after a kill only the
 * letter that was on its way may come twice.
 */
import type { Change } from '../domain/change.ts';
import type { DeliveryCommand } from '../domain/command.ts';
import type { CardName, Instant } from '../domain/event.ts';
import type { Posting } from '../domain/posting.ts';
import { behind, isFinal } from './cards-out.ts';
import type { Changes, Kept } from './changes.ts';
import { SETTLED } from './changes.ts';
import { Lanes } from './lanes.ts';
import type { Channel, Letter, Log, Place, Posted } from './ports.ts';
import { SendFailed } from './ports.ts';
import type { Runner } from './places.ts';
import { cardOf, laneOf, placeOf, runnerOf } from './places.ts';
import type { Patience } from './retry.ts';
import { fewAtOnce, patiently } from './retry.ts';

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

const STOPPING = new SendFailed('final', 'the service stops');
const RUNNERS: readonly Runner[] = ['channel', 'thread', 'cards'];

/** Delivery over these changes. */
export function delivery(needs: Needs): Delivery {
  const running = new Map<string, Promise<void>>();
  const again = new Set<string>();
  const conversations = new Lanes();
  const sends = fewAtOnce();
  /** Sent, and not noted yet. */
  const sent = new Map<string, Posted>();
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
        if (error !== STOPPING)
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
    const posted =
      sent.get(key) ??
      (await send(key, place, () => ({ posting, change, now: stillWorthSending(posting) })).catch(given));
    const base = { changeId: change.id, now: needs.clock(), key };
    if ('why' in posted) {
      await needs.record({ ...base, type: 'recordFailure', why: posted.why });
      return;
    }
    // Where only the note of it fails, the letter is not sent again for that.
    sent.set(key, posted);
    const card = cardOf(posting, change);
    if (card !== null) shown(change, card);
    await needs.record({ ...base, type: 'recordDelivery', card, ...posted });
    sent.delete(key);
  }

  /** Given up for good; what is not the connector's doing (a template, say) would be the same at every try. */
  function given(error: unknown): { why: string } {
    if (stopped) throw error;
    if (!(error instanceof SendFailed)) needs.log.error({ err: error }, 'a letter could not be written');
    return { why: error instanceof Error ? error.message : String(error) };
  }

  /** The instant it is sent at, looked at before every try: a letter may expire while the connector is away. */
  function stillWorthSending({ expires }: Posting): Instant {
    const now = needs.clock();
    if (expires !== null && now >= expires) throw new SendFailed('final', 'expired');
    return now;
  }

  async function send(key: string, place: Place, letter: () => Letter): Promise<Posted> {
    const lane = laneOf(place);
    const policy = patiently(needs.patience.letter);
    return policy.execute(() =>
      conversations.run(lane, () => attempt(key, async () => needs.channel.post(place, letter()))),
    );
  }

  async function attempt<T>(key: string, task: () => Promise<T>): Promise<T> {
    return sends.execute(() => attemptNow(key, task));
  }

  /** One line a send: ids and the outcome. Nothing leaves any more once we stop: nobody would note that it went. */
  async function attemptNow<T>(key: string, task: () => Promise<T>): Promise<T> {
    if (stopped) throw STOPPING;
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
      // Where that fails too the card stays behind: the other cards do not wait for it, and the next round tries again.
      if (error.kind === 'gone') await postAnew(change, card).catch(unlessSendFailed);
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
      card === 'living' || root === undefined ? { in: 'channel' } : { in: 'conversation', id: root.conversation };
    const key = `${change.id}/${card}/channel/anew-${String(change.version)}`;
    const posted = await send(key, place, () => ({ card, change }));
    shown(change, card);
    await needs.record({ changeId: change.id, now: needs.clock(), key, type: 'recordDelivery', card, ...posted });
  }

  return {
    knock(id) {
      for (const runner of RUNNERS) start(id, runner);
    },
    knockAll() {
      for (const id of needs.changes.waiting()) for (const runner of RUNNERS) start(id, runner);
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

function unlessSendFailed(error: unknown): void {
  if (!(error instanceof SendFailed)) throw error;
}
