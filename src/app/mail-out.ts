/**
 * From the outbox to the mail server: each recipient of a notice for themselves, so that one who cannot be reached holds nobody
 * else. The mails of a change reach a recipient in their order.
 */
import { bulkhead } from 'cockatiel';
import type { Instant } from '../domain/event.ts';
import { hasHeard, leftOut, mailsTo } from '../domain/mailing.ts';
import type { MailPosting } from '../domain/posting.ts';
import type { Address, Site } from '../domain/site.ts';
import type { Changes } from './changes.ts';
import type { Kept } from './kept.ts';
import { Lanes } from './lanes.ts';
import { withoutAddresses } from './masked.ts';
import type { Log, Mailer, MailId, Meter, SendOutcome } from './ports.ts';
import { NO_METER, SendFailed } from './ports.ts';
import type { Outcome, Recorder } from './postman.ts';
import { postman } from './postman.ts';
import { Resting } from './resting.ts';
import type { Later, Patience } from './retry.ts';
import { patiently } from './retry.ts';
import { EXPIRED, messageOf, STOPPING } from './sender.ts';
import { writtenOnce } from './written-once.ts';

export interface MailOut {
  /** There may be something to send for this change. */
  knock(changeId: string): void;
  /** Why a mail waits, and until when; undefined: it does not. */
  later(key: string, to: Address): Later | undefined;
  busy(): boolean;
  /** Resolves when nothing is being sent, and all that was is noted. */
  idle(): Promise<void>;
  /** Takes no more mails; resolves when those on their way have been answered and noted, or `ms` have passed. */
  stop(ms: number): Promise<void>;
}

export interface MailNeeds {
  readonly changes: Changes;
  readonly mailer: Mailer;
  readonly site: Site;
  readonly clock: () => Instant;
  readonly log: Log;
  readonly record: Recorder;
  readonly patience: Patience;
  /** Nothing is counted where it is left out. */
  readonly meter?: Meter;
  /** Told when nothing more is known of the mails of a change for a while, though some wait. */
  readonly rested: (changeId: string) => void;
}

/** More than the mail server is spoken to at once: a connection that is free finds the next mail ready. */
const AT_ONCE = 20;

/** Where nobody is a recipient, since there is no mail server: what waits still is left out before it is written. */
export const NO_MAILER: Mailer = {
  write: () => Promise.reject(new SendFailed('final', 'there is no mail server')),
  close: () => undefined,
};

/** Mails of these changes. */
export function mailOut(needs: MailNeeds): MailOut {
  const { changes, site, clock, log, meter = NO_METER } = needs;
  const since = clock();
  const recipients = new Lanes();
  const sends = bulkhead(AT_ONCE, Infinity);
  const stopping = new AbortController();
  const under = new Map<string, Promise<void>>();
  const waiting = new Map<string, Later>();
  /** Recipients who may have had a mail of the change whose answer was lost: `CHG-2027-001 a@b.example`. */
  const unknown = new Set<string>();
  const going = new Resting();
  const shownAtRest = new Map<string, unknown>();
  const write = writtenOnce(needs.mailer);
  const notes = postman({ record: needs.record, clock, log, written: rest });

  function knock(id: string): void {
    const kept = changes.peek(id);
    if (kept === undefined || stopping.signal.aborted) return;
    for (const posting of kept.outbox) if (posting.kind === 'mail') for (const to of posting.to) start(id, posting, to);
    notes.again(id);
  }

  function start(id: string, posting: MailPosting, to: Address): void {
    const name = nameOf(posting.key, to);
    if (under.has(name) || notes.has(posting.key, to)) return;
    const run = recipients
      .run(`${id} ${to}`, () => deliver(id, posting, to))
      .catch((error: unknown) => {
        if (error !== STOPPING) log.error({ send: posting.key, err: error }, 'a mail could not be handled');
      })
      .finally(() => {
        under.delete(name);
        rest(id);
      });
    under.set(name, run);
  }

  /** When nothing goes on but waiting, what is known so far is noted, and the card of the change shows it. */
  function rest(id: string): void {
    if (!going.isAtRest(id)) return;
    if (notes.hurry(id)) return;
    const waits = [...waiting.keys()].some((name) => name.startsWith(`${id}/`));
    const mailings = waits ? changes.peek(id)?.change.mailings : undefined;
    // A try that failed once more is nothing new.
    if (mailings === shownAtRest.get(id)) return;
    if (mailings === undefined) shownAtRest.delete(id);
    else {
      shownAtRest.set(id, mailings);
      needs.rested(id);
    }
  }

  async function deliver(id: string, posting: MailPosting, to: Address): Promise<void> {
    const outcome = await tried(id, posting, to);
    meter.send('mail', 'letter', countedAs(outcome));
    if (outcome !== null) notes.note(id, posting, to, outcome);
  }

  /** Null: nobody needs it any more. */
  async function tried(id: string, posting: MailPosting, to: Address): Promise<Outcome | null> {
    const name = nameOf(posting.key, to);
    const isLater = (delayMs: number, why: string, isUnknown: boolean): void => {
      waiting.set(name, { why, next: clock() + delayMs });
      meter.send('mail', 'letter', isUnknown ? 'unknown' : 'tried again');
      rest(id);
    };
    try {
      return await patiently(needs.patience, isLater).execute(
        () => sends.execute(() => whileGoing(id, name, () => attempt(id, posting, to))),
        stopping.signal,
      );
    } catch (error) {
      if (stopping.signal.aborted) throw STOPPING;
      if (!(error instanceof SendFailed)) log.error({ err: error }, 'a mail could not be written');
      return { is: 'given up', said: messageOf(error), maybe: mayHaveArrived(id, posting.key, to) };
    } finally {
      waiting.delete(name);
    }
  }

  async function whileGoing<T>(id: string, name: string, task: () => Promise<T>): Promise<T> {
    waiting.delete(name);
    going.begin(id);
    try {
      return await task();
    } finally {
      going.end(id);
    }
  }

  async function attempt(id: string, posting: MailPosting, to: Address): Promise<Outcome | null> {
    if (stopping.signal.aborted) throw STOPPING;
    const kept = changes.peek(id);
    const present = kept?.outbox.find((one) => one.key === posting.key);
    if (kept === undefined || present?.kind !== 'mail' || !present.to.includes(to)) return null;
    const now = clock();
    if (present.expires !== null && now >= present.expires) throw new SendFailed('final', EXPIRED);
    const earlier = [...new Set([...mailsTo(to, kept.change), ...notes.sentTo(id, to)])];
    const why = leftOut(present, to, kept.change, site, earlier.length > 0 || mayHaveHeard(kept, present.key, to));
    if (why !== null) return { is: 'left out', said: why, maybe: mayHaveArrived(id, present.key, to) };
    return { is: 'sent', said: await send(present, id, to, earlier, now) };
  }

  /** A try of this very mail may have reached them: its answer was lost, or it was under way when the process before this one died. */
  function mayHaveArrived(id: string, key: string, to: Address): boolean {
    const mailing = changes.peek(id)?.change.mailings.find((one) => one.key === key);
    return unknown.has(`${id} ${to}`) || (mailing !== undefined && mailing.at < since);
  }

  /** The answer to another mail was lost: just now, or by whoever was at work before this start. */
  function mayHaveHeard({ change }: Kept, key: string, to: Address): boolean {
    const isOpen = change.mailings.some((one) => one.key !== key && one.at < since && one.to.get(to)?.is === 'queued');
    return isOpen || unknown.has(`${change.id} ${to}`) || hasHeard(to, change, key);
  }

  async function send(
    posting: MailPosting,
    id: string,
    to: Address,
    earlier: readonly MailId[],
    now: Instant,
  ): Promise<MailId> {
    const mail = await write(posting, now);
    try {
      const mailId = await mail.send(to, earlier, now);
      meter.lag('mail', clock() - posting.due);
      log.info({ send: posting.key, mail: mailId, outcome: 'sent' }, 'send');
      return mailId;
    } catch (error) {
      const outcome = error instanceof SendFailed ? error.kind : 'failed';
      if (error instanceof SendFailed && error.isUnknown) unknown.add(`${id} ${to}`);
      log.warn({ send: posting.key, outcome, why: withoutAddresses(messageOf(error)) }, 'send');
      throw error;
    }
  }

  async function idle(): Promise<void> {
    while (under.size > 0 || notes.busy()) await Promise.all([...under.values(), notes.idle()]);
  }

  return {
    knock,
    later: (key, to) => waiting.get(nameOf(key, to)),
    busy: () => under.size > 0 || notes.busy(),
    idle,
    async stop(ms) {
      stopping.abort();
      await Promise.race([idle(), new Promise((resolve) => setTimeout(resolve, ms).unref())]);
    },
  };
}

/** What outlived its day is missed by nobody. */
function countedAs(outcome: Outcome | null): SendOutcome {
  return outcome === null || outcome.said === EXPIRED ? 'left out' : outcome.is;
}

function nameOf(key: string, to: Address): string {
  return `${key} ${to}`;
}
