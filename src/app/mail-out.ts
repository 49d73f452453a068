/**
 * From the outbox to the mail server: each recipient of a notice for themselves, so that one who cannot be reached holds nobody
 * else. The mails of a change reach a recipient in their order.
 */
import { bulkhead } from 'cockatiel';
import { LATE_AFTER_MS } from '../domain/decide/clock.ts';
import type { Instant } from '../domain/event.ts';
import { leftOut, mailsTo } from '../domain/mailing.ts';
import type { MailPosting } from '../domain/posting.ts';
import type { Address, Site } from '../domain/site.ts';
import type { Changes } from './changes.ts';
import type { Kept } from './kept.ts';
import { Lanes } from './lanes.ts';
import type { Log, Mail, MailId, Mailer } from './ports.ts';
import { SendFailed } from './ports.ts';
import { postman } from './postman.ts';
import type { Fate, Record } from './postman.ts';
import type { Later, Patience } from './retry.ts';
import { patiently } from './retry.ts';
import { EXPIRED, messageOf, STOPPING } from './sender.ts';

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
  readonly record: Record;
  readonly patience: Patience;
}

/** More than the mail server is spoken to at once: a connection that is free finds the next mail ready. */
const AT_ONCE = 20;

/** Some 20 KB each. */
const MOST_WRITTEN = 50;

/** Where nobody is a recipient, since there is no mail server: what waits still is left out before it is written. */
export const NO_MAILER: Mailer = {
  write: () => Promise.reject(new SendFailed('final', 'there is no mail server')),
  close: () => undefined,
};

/** Mails of these changes. */
export function mailOut(needs: MailNeeds): MailOut {
  const { changes, mailer, site, clock, log } = needs;
  const recipients = new Lanes();
  const sends = bulkhead(AT_ONCE, Infinity);
  const stopping = new AbortController();
  const under = new Map<string, Promise<void>>();
  const waiting = new Map<string, Later>();
  const written = new Map<string, Promise<Mail>>();
  const notes = postman({ record: needs.record, clock, log, isResting });

  function knock(id: string): void {
    const kept = changes.peek(id);
    if (kept === undefined || stopping.signal.aborted) return;
    for (const posting of kept.outbox)
      if (posting.kind === 'mail') for (const to of posting.to) start(kept, posting, to);
    notes.again(id);
  }

  function start({ change: { id } }: Kept, posting: MailPosting, to: Address): void {
    const key = nameOf(posting.key, to);
    if (under.has(key) || notes.has(posting.key, to)) return;
    const run = recipients
      .run(`${id} ${to}`, () => deliver(id, posting, to))
      .catch((error: unknown) => {
        if (error !== STOPPING) log.error({ send: posting.key, err: error }, 'a mail could not be handled');
      })
      .finally(() => {
        under.delete(key);
        waiting.delete(key);
        rest();
      });
    under.set(key, run);
  }

  /** When nothing goes on but waiting, what is known so far is noted. */
  function rest(): void {
    if (isResting()) notes.hurry();
  }

  function isResting(): boolean {
    return under.size === waiting.size;
  }

  async function deliver(id: string, posting: MailPosting, to: Address): Promise<void> {
    const outcome = await tried(id, posting, to);
    if (outcome !== null) notes.note(id, posting, to, outcome);
  }

  /** Null: nobody needs it any more. */
  async function tried(id: string, posting: MailPosting, to: Address): Promise<Fate | null> {
    try {
      return await patiently(needs.patience, isLater(nameOf(posting.key, to))).execute(
        () => sends.execute(() => attempt(id, posting, to)),
        stopping.signal,
      );
    } catch (error) {
      if (stopping.signal.aborted) throw STOPPING;
      if (!(error instanceof SendFailed)) log.error({ err: error }, 'a mail could not be written');
      return { is: 'given up', said: messageOf(error) };
    }
  }

  function isLater(key: string): (delayMs: number, why: string) => void {
    return (delayMs, why) => {
      waiting.set(key, { why, next: clock() + delayMs });
      rest();
    };
  }

  async function attempt(id: string, posting: MailPosting, to: Address): Promise<Fate | null> {
    if (stopping.signal.aborted) throw STOPPING;
    const kept = changes.peek(id);
    const present = kept?.outbox.find((one) => one.key === posting.key);
    if (kept === undefined || present?.kind !== 'mail' || !present.to.includes(to)) return null;
    const now = clock();
    if (present.expires !== null && now >= present.expires) throw new SendFailed('final', EXPIRED);
    const earlier = new Set([...mailsTo(to, kept.change), ...notes.sentTo(id, to)]);
    const why = leftOut(present, to, kept.change, site, earlier.size > 0);
    if (why !== null) return { is: 'left out', said: why };
    const mail = await writtenOnce(present, now);
    return { is: 'sent', said: await send(mail, posting.key, to, [...earlier]) };
  }

  async function send(mail: Mail, key: string, to: Address, earlier: readonly MailId[]): Promise<MailId> {
    try {
      const id = await mail.send(to, earlier);
      log.info({ send: key, mail: id, outcome: 'sent' }, 'send');
      return id;
    } catch (error) {
      const outcome = error instanceof SendFailed ? error.kind : 'failed';
      log.warn({ send: key, outcome, why: withoutAddresses(messageOf(error)) }, 'send');
      throw error;
    }
  }

  /** Once for all recipients; anew where it has become late meanwhile, and says so. */
  function writtenOnce(posting: MailPosting, now: Instant): Promise<Mail> {
    const late = now - posting.due > LATE_AFTER_MS;
    const key = late ? `${posting.key} late` : posting.key;
    const before = written.get(key);
    if (before !== undefined) return before;
    const [changeId = ''] = posting.key.split('/');
    const writing = mailer.write({ changeId, posting, late, now });
    written.set(key, writing);
    const [oldest = ''] = written.keys();
    if (written.size > MOST_WRITTEN) written.delete(oldest);
    // What could not be written is not kept: a mended text lets it go.
    writing.catch(() => written.delete(key));
    return writing;
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

/** Servers repeat whom they refuse; the log has ids and outcomes, the ledger has the rest. */
function withoutAddresses(why: string): string {
  return why.replace(/[^\s<>:;,]+@[^\s<>:;,]+/g, '…');
}

function nameOf(key: string, to: Address): string {
  return `${key} ${to}`;
}
