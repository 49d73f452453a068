/**
 * Notes what became of mails, many in one write: a write a mail would cost a thousand writes of a growing document for a
 * thousand recipients (3 ms each at 100 KB), and hold up the sending. What was sent and is not noted yet when the machine dies
 * is sent once more, with the same Message-ID.
 */
import type { DeliveryCommand } from '../domain/command.ts';
import type { Instant } from '../domain/event.ts';
import type { LeftOut } from '../domain/mailing.ts';
import type { MailPosting } from '../domain/posting.ts';
import type { Address } from '../domain/site.ts';
import type { Log, MailId } from './ports.ts';
import { EXPIRED, messageOf } from './sender.ts';

export type Record = (command: DeliveryCommand) => Promise<unknown>;

/** What became of a mail; `said`: its id, or why not. */
export interface Fate {
  readonly is: 'sent' | 'given up' | 'left out';
  readonly said: string;
}

export interface Postman {
  note(changeId: string, posting: MailPosting, to: Address, fate: Fate): void;
  /** Whether the fate of this mail is known, and not written down yet. */
  has(key: string, to: Address): boolean;
  /** The mails of a change that went to a recipient and are not written down yet. */
  sentTo(changeId: string, to: Address): readonly MailId[];
  /** A write that failed is tried again. */
  again(changeId: string): void;
  /** There is nothing more to gather. */
  hurry(): void;
  busy(): boolean;
  idle(): Promise<void>;
}

/** Long enough to gather what a busy server takes, short enough that a person who looks sees it. */
const GATHER_MS = 100;

interface Noted {
  readonly posting: MailPosting;
  readonly fates: Map<Address, Fate>;
}

interface Needs {
  readonly record: Record;
  readonly clock: () => Instant;
  readonly log: Log;
  /** Whether nothing goes on but waiting: then people who look at the change's card are shown how far it is. */
  readonly isResting: () => boolean;
}

/** One postman for all changes. */
export function postman({ record, clock, log, isResting }: Needs): Postman {
  /** By change, by key. */
  const noted = new Map<string, Map<string, Noted>>();
  const writing = new Map<string, Promise<void>>();
  let hurry: () => void = () => undefined;
  let gathering = restarted();

  function restarted(): Promise<void> {
    return new Promise((resolve) => {
      hurry = resolve;
    });
  }

  function note(changeId: string, posting: MailPosting, to: Address, fate: Fate): void {
    const ofChange = noted.get(changeId) ?? new Map<string, Noted>();
    noted.set(changeId, ofChange);
    const one = ofChange.get(posting.key) ?? { posting, fates: new Map<Address, Fate>() };
    ofChange.set(posting.key, one);
    one.fates.set(to, fate);
    write(changeId);
  }

  function write(changeId: string): void {
    if (writing.has(changeId) || !noted.has(changeId)) return;
    const run = gathered(changeId)
      .then(() => true)
      .catch((error: unknown) => {
        log.error({ change: changeId, why: messageOf(error) }, 'sent mails could not be noted; it is tried again');
        return false;
      })
      .then((isWritten) => {
        writing.delete(changeId);
        // After a failure the next knock tries again: at once it would meet what this one met.
        if (isWritten) write(changeId);
      });
    writing.set(changeId, run);
  }

  async function gathered(changeId: string): Promise<void> {
    await Promise.race([gathering, new Promise((resolve) => setTimeout(resolve, GATHER_MS))]);
    for (const [key, { posting, fates }] of noted.get(changeId) ?? []) {
      const now = new Map(fates);
      await record({ ...commandOf(changeId, posting, now, clock()), resting: isResting() });
      for (const to of now.keys()) fates.delete(to);
      if (fates.size === 0) noted.get(changeId)?.delete(key);
    }
    if (noted.get(changeId)?.size === 0) noted.delete(changeId);
  }

  return {
    note,
    has: (key, to) =>
      noted
        .get(key.split('/')[0] ?? '')
        ?.get(key)
        ?.fates.has(to) ?? false,
    sentTo(changeId, to) {
      const fates = [...(noted.get(changeId)?.values() ?? [])].map((one) => one.fates.get(to));
      return fates.flatMap((fate) => (fate?.is === 'sent' ? [fate.said] : []));
    },
    again: write,
    hurry() {
      hurry();
      gathering = restarted();
    },
    busy: () => writing.size > 0,
    async idle() {
      await Promise.all(writing.values());
    },
  };
}

type MailsCommand = Omit<Extract<DeliveryCommand, { type: 'recordMails' }>, 'resting'>;

function commandOf(changeId: string, posting: MailPosting, fates: Map<Address, Fate>, now: Instant): MailsCommand {
  const of = (is: Fate['is']): readonly (readonly [Address, string])[] =>
    [...fates].filter(([, fate]) => fate.is === is).map(([to, { said }]) => [to, said]);
  const gaveUp = of('given up').map(([to, why]) => ({ to, why }));
  const lost = gaveUp.filter(({ why }) => why !== EXPIRED).map(({ to }) => to);
  return {
    type: 'recordMails',
    changeId,
    now,
    key: posting.key,
    sent: of('sent').map(([to, id]) => ({ to, id })),
    gaveUp,
    leftOut: of('left out').map(([to, why]) => ({ to, why: why as LeftOut })),
    ...(lost.length === 0 ? {} : { lost: { ...posting, to: lost } }),
  };
}
