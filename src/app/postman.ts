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

export type Recorder = (command: DeliveryCommand) => Promise<unknown>;

/** What became of a mail; `said`: its id, or why not; `maybe`: it may have arrived all the same. */
export interface Outcome {
  readonly is: 'sent' | 'given up' | 'left out';
  readonly said: string;
  readonly maybe?: boolean;
}

export interface Postman {
  note(changeId: string, posting: MailPosting, to: Address, outcome: Outcome): void;
  /** Whether the outcome of this mail is known, and not written down yet. */
  has(key: string, to: Address): boolean;
  /** The mails of a change that went to a recipient and are not written down yet. */
  sentTo(changeId: string, to: Address): readonly MailId[];
  /** A write that failed is tried again. */
  again(changeId: string): void;
  /** There is nothing more to gather for this change; false where nothing was gathered. */
  hurry(changeId: string): boolean;
  busy(): boolean;
  idle(): Promise<void>;
}

/** Long enough to gather what a busy server takes, short enough that a person who looks sees it. */
const GATHER_MS = 100;

interface Noted {
  readonly posting: MailPosting;
  readonly outcomes: Map<Address, Outcome>;
}

interface Writing {
  readonly done: Promise<void>;
  /** Ends the gathering. */
  readonly hurry: () => void;
}

interface Needs {
  readonly record: Recorder;
  readonly clock: () => Instant;
  readonly log: Log;
  /** Told when all that was noted of a change is written down. */
  readonly written: (changeId: string) => void;
}

/** One postman for all changes. */
export function postman({ record, clock, log, written }: Needs): Postman {
  /** By change, by key. */
  const noted = new Map<string, Map<string, Noted>>();
  const writing = new Map<string, Writing>();

  function note(changeId: string, posting: MailPosting, to: Address, outcome: Outcome): void {
    const ofChange = noted.get(changeId) ?? new Map<string, Noted>();
    noted.set(changeId, ofChange);
    const one = ofChange.get(posting.key) ?? { posting, outcomes: new Map<Address, Outcome>() };
    ofChange.set(posting.key, one);
    one.outcomes.set(to, outcome);
    write(changeId);
  }

  function write(changeId: string): void {
    if (writing.has(changeId) || !noted.has(changeId)) return;
    let hurry: () => void = () => undefined;
    const gathering = new Promise<void>((resolve) => {
      hurry = resolve;
      setTimeout(resolve, GATHER_MS);
    });
    const done = gathering
      .then(() => gathered(changeId))
      .then(
        () => true,
        (error: unknown) => {
          log.error({ change: changeId, why: messageOf(error) }, 'sent mails could not be noted; it is tried again');
          return false;
        },
      )
      .then((isWritten) => {
        writing.delete(changeId);
        // After a failure the next knock tries again: at once it would meet what this one met.
        if (isWritten) write(changeId);
        if (!noted.has(changeId)) written(changeId);
      });
    writing.set(changeId, { done, hurry });
  }

  async function gathered(changeId: string): Promise<void> {
    for (const [key, { posting, outcomes }] of noted.get(changeId) ?? []) {
      const now = new Map(outcomes);
      await record(commandOf(changeId, posting, now, clock()));
      for (const to of now.keys()) outcomes.delete(to);
      if (outcomes.size === 0) noted.get(changeId)?.delete(key);
    }
    if (noted.get(changeId)?.size === 0) noted.delete(changeId);
  }

  return {
    note,
    has: (key, to) =>
      noted
        .get(key.split('/')[0] ?? '')
        ?.get(key)
        ?.outcomes.has(to) ?? false,
    sentTo(changeId, to) {
      const outcomes = [...(noted.get(changeId)?.values() ?? [])].map((one) => one.outcomes.get(to));
      return outcomes.flatMap((outcome) => (outcome?.is === 'sent' ? [outcome.said] : []));
    },
    again: write,
    hurry(changeId) {
      writing.get(changeId)?.hurry();
      return noted.has(changeId);
    },
    busy: () => writing.size > 0,
    async idle() {
      await Promise.all([...writing.values()].map(({ done }) => done));
    },
  };
}

function commandOf(
  changeId: string,
  posting: MailPosting,
  outcomes: ReadonlyMap<Address, Outcome>,
  now: Instant,
): DeliveryCommand {
  const of = (is: Outcome['is']): readonly (Outcome & { readonly to: Address })[] =>
    [...outcomes].flatMap(([to, outcome]) => (outcome.is === is ? [{ to, ...outcome }] : []));
  const gaveUp = of('given up');
  // What outlived its day is missed by nobody.
  const lost = gaveUp.filter(({ said }) => said !== EXPIRED).map(({ to }) => to);
  return {
    type: 'recordMails',
    changeId,
    now,
    key: posting.key,
    sent: of('sent').map(({ to, said }) => ({ to, id: said })),
    gaveUp: gaveUp.map(({ to, said, maybe }) => ({ to, why: said, ...(maybe === true ? { maybe } : {}) })),
    leftOut: of('left out').map(({ to, said, maybe }) => ({
      ...{ to, why: said as LeftOut },
      ...(maybe === true ? { maybe } : {}),
    })),
    ...(lost.length === 0 ? {} : { lost: { ...posting, to: lost } }),
  };
}
