/**
 * From the outbox to Teams. Two runners a change, one for the channel and one for the change's thread, each sends one
 * letter after the other; what the connector makes of it is recorded in a write of its own, so that after a kill only the
 * letter that was on its way may come twice.
 */
import type { Change } from '../domain/change.ts';
import type { Instant } from '../domain/event.ts';
import type { Posting } from '../domain/posting.ts';
import type { Address } from '../domain/site.ts';
import type { Kept } from './kept.ts';
import type { Log, Meter, Place, Posted } from './ports.ts';
import { NO_METER, SendFailed } from './ports.ts';
import type { Pace } from './pace.ts';
import type { Runner } from './places.ts';
import { cardOf, placeOf, runnerOf } from './places.ts';
import type { Later, Patience } from './retry.ts';
import type { Sending } from './sender.ts';
import { EXPIRED, messageOf, OVERTAKEN, sender, STOPPING } from './sender.ts';
import type { ShowNeeds } from './show.ts';
import { show } from './show.ts';

export interface Delivery {
  /** There may be something to send for this change. */
  knock(changeId: string): void;
  /** Knocks on every change in memory: the channel became known, or time went by. Takes up what was given up, too. */
  knockAll(): void;
  /** Why a letter, or a mail to this recipient, waits, and until when; undefined: it does not. */
  later(key: string, to?: Address): Later | undefined;
  busy(): boolean;
  /** Resolves when nothing is being sent. */
  idle(): Promise<void>;
  /** Takes no more letters; resolves when the ones on their way have been answered or `ms` have passed. */
  stop(ms: number): Promise<void>;
}

interface Needs extends ShowNeeds {
  readonly log: Log;
  /** Nothing is counted where it is left out. */
  readonly meter?: Meter;
  readonly patience: { readonly letter: Patience; readonly update: Patience };
  /** As quickly as it goes where it is left out. */
  readonly pace?: Pace;
}

/** A letter that went: where to, and the change it showed. */
interface Sent {
  readonly posting: Posting;
  readonly posted: Posted;
  readonly change: Change;
}

const RUNNERS: readonly Runner[] = ['channel', 'thread', 'cards'];
/** A card that was lost waits for the round: at once it would meet what its letter met. */
const RUNNERS_OF_A_ROUND: readonly Runner[] = [...RUNNERS, 'lost'];

/** Delivery over these changes. */
export function delivery(needs: Needs): Delivery {
  const running = new Map<string, Promise<void>>();
  const again = new Set<string>();
  const { meter = NO_METER } = needs;
  const out = sender(needs.log, needs.clock, meter, needs.pace);
  const cards = show(needs, out);
  /** Sent, and not noted yet. */
  const sent = new Map<string, Sent>();
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
    if (runner === 'cards') return cards.next(kept, skip);
    if (runner === 'lost') return cards.nextLost(kept, skip);
    const unnoted = leftBehind(kept, runner);
    if (unnoted !== undefined) {
      await note(unnoted);
      return true;
    }
    const posting = kept.outbox.find((p) => runnerOf(p) === runner);
    if (posting === undefined) return false;
    const place = placeOf(posting, kept);
    if (place === null) return false;
    await sendPosting(posting, place, kept.change);
    return true;
  }

  async function sendPosting(posting: Posting, place: Place, change: Change): Promise<void> {
    const { key } = posting;
    const result = sent.get(key) ?? (await post(posting, place, change).catch(given));
    if (result === null) return;
    if ('why' in result) {
      const isLost = posting.kind === 'notice' && result.why !== EXPIRED;
      const base = { changeId: change.id, now: needs.clock(), key };
      await needs.record({ ...base, type: 'recordFailure', why: result.why, ...(isLost ? { lost: posting } : {}) });
      return;
    }
    // Where only the note of it fails, the letter is not sent again for that.
    sent.set(key, result);
    await note(result);
  }

  async function note({ posting, posted, change }: Sent): Promise<void> {
    const { key } = posting;
    const card = cardOf(posting, change);
    if (card !== null) cards.shown(change, card);
    await needs.record({ changeId: change.id, now: needs.clock(), key, type: 'recordDelivery', card, ...posted });
    sent.delete(key);
  }

  /** Sent while the disk said no, and answered before it could be noted: its card is out all the same, and has to show how it went on. */
  function leftBehind({ change: { id }, outbox }: Kept, runner: Runner): Sent | undefined {
    if (sent.size === 0) return undefined;
    const mine = [...sent.values()].filter(({ change, posting }) => change.id === id && runnerOf(posting) === runner);
    return mine.find(({ posting }) => !outbox.some(({ key }) => key === posting.key));
  }

  /** Sends it as it has to be at the try that succeeds. */
  async function post(posting: Posting, place: Place, before: Change): Promise<Sent> {
    let change = before;
    const what: Sending = { kind: 'letter', key: posting.key, place, patience: needs.patience.letter };
    const posted = await out.send(what, () => {
      change = presentOf(posting, before.id);
      return needs.channel.post(place, { posting, change, now: stillWorthSending(posting) });
    });
    meter.lag('teams', needs.clock() - posting.due);
    return { posting, posted, change };
  }

  /** Between two tries the change may have moved on, and what the letter was about may be settled. */
  function presentOf({ key }: Posting, id: string): Change {
    const kept = needs.changes.peek(id);
    if (!kept?.outbox.some((posting) => posting.key === key)) throw OVERTAKEN;
    return kept.change;
  }

  /** The instant it is sent at, looked at before every try: a letter may expire while the connector is away. */
  function stillWorthSending({ expires }: Posting): Instant {
    const now = needs.clock();
    if (expires !== null && now >= expires) throw new SendFailed('final', EXPIRED);
    return now;
  }

  /** Given up for good (null: nobody needs it any more); what is not the connector's doing would be the same at every try. */
  function given(error: unknown): { readonly why: string } | null {
    if (stopped) throw error;
    if (error === OVERTAKEN) return null;
    if (!(error instanceof SendFailed)) needs.log.error({ err: error }, 'a letter could not be written');
    return { why: messageOf(error) };
  }

  return {
    knock(id) {
      for (const runner of RUNNERS) start(id, runner);
    },
    knockAll() {
      for (const id of needs.changes.waiting()) for (const runner of RUNNERS_OF_A_ROUND) start(id, runner);
      for (const id of cards.counting()) start(id, 'cards');
    },
    later: (key) => out.later(key),
    busy: () => running.size > 0,
    async idle() {
      while (running.size > 0) await Promise.all(running.values());
    },
    async stop(ms) {
      stopped = true;
      out.stop();
      await Promise.race([Promise.all(running.values()), new Promise((resolve) => setTimeout(resolve, ms).unref())]);
    },
  };
}
