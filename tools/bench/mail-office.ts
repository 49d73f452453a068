/** Change Steward's way from a press to the last mail that is noted on the disk, without Teams: store, use cases, mails. */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pino from 'pino';
import { Changes } from '../../src/app/changes.ts';
import { handler } from '../../src/app/handle.ts';
import { Lanes } from '../../src/app/lanes.ts';
import { mailOut } from '../../src/app/mail-out.ts';
import { isolated } from '../../src/app/plain-text.ts';
import type { MailLetter, Mailer, Store } from '../../src/app/ports.ts';
import { LETTER } from '../../src/app/retry.ts';
import type { Voice } from '../../src/app/words.ts';
import type { Change } from '../../src/domain/change.ts';
import type { Command, DeliveryCommand } from '../../src/domain/command.ts';
import type { Instant } from '../../src/domain/event.ts';
import { fold } from '../../src/domain/evolve.ts';
import { nextDue } from '../../src/domain/plan.ts';
import type { Sender, Site } from '../../src/domain/site.ts';
import { smtpMailer } from '../../src/mail/mailer.ts';
import { readCards } from '../../src/service/cards.ts';
import { openStore } from '../../src/storage/open-store.ts';
import { times } from '../../src/text/times.ts';

const CARDS = fileURLToPath(new URL('../../cards', import.meta.url));

export interface Office {
  /** Carries out the command, and waits until every mail that it brings is sent and noted. @throws Error where it is refused */
  does(command: Command): Promise<Change>;
  /** Moves the clock to what is due next on this change, and lets it happen, likewise. */
  fallsDue(change: Change): Promise<Change>;
  /** Writes the change as it is. */
  commit(changeId: string): Promise<void>;
  readonly voices: readonly Voice[];
  /** Every mail that was written. */
  readonly letters: readonly MailLetter[];
  /** Durable writes so far. */
  writes(): number;
  clock(): Instant;
  fileSize(changeId: string): Promise<number>;
  close(): Promise<void>;
}

interface Given {
  /** Of `writeData`. */
  readonly data: string;
  readonly site: Site & { readonly mail: Sender };
  readonly port: number;
  /** The file of the log, which has a line a mail. */
  readonly log: string;
}

/** Opens it on this data, for the mail server on this port of the machine. */
export async function openOffice({ data, site, port, log: file }: Given): Promise<Office> {
  const log = pino(pino.destination({ dest: file, sync: true }));
  const store = await openStore(data);
  const writes = counted(store);
  const changes = new Changes(store, site);
  await changes.load();
  let knock: (changeId: string) => void = () => undefined;
  const handle = handler({
    changes,
    site,
    lanes: new Lanes(),
    log,
    committed: (id) => {
      knock(id);
    },
  });
  const voices = voicesOf(site);
  const letters: MailLetter[] = [];
  const smtp = { host: '127.0.0.1', port, secure: false, requireTls: false };
  const mailer = listening(smtpMailer({ smtp, sender: site.mail, site, voices }), letters);
  let ahead = 0;
  const clock = (): Instant => Date.now() + ahead;
  const record = (command: DeliveryCommand): Promise<unknown> => handle.handle(command);
  const rested = (id: string): void => {
    changes.noteBehind(id);
  };
  const mails = mailOut({ changes, mailer, site, clock, log, record, rested, patience: LETTER });
  knock = (id) => {
    mails.knock(id);
  };

  async function does(command: Command): Promise<Change> {
    const { outcome, change } = await handle.handle(command);
    if (outcome !== 'done' || change === undefined) throw new Error(`${command.type}: ${JSON.stringify(outcome)}`);
    await mails.idle();
    return change;
  }

  return {
    does,
    fallsDue(change) {
      ahead += Math.max(0, (nextDue(change, site) ?? 0) - clock());
      return does({ type: 'fallDue', changeId: change.id, now: clock() });
    },
    async commit(id) {
      const kept = changes.peek(id);
      if (kept === undefined) throw new Error(`${id} is not in memory`);
      await changes.commit(kept, kept, []);
    },
    voices,
    letters,
    writes,
    clock,
    fileSize: async (id) => (await stat(join(data, 'changes', `${id}.json`))).size,
    async close() {
      await mails.stop(0);
      mailer.close();
      await store.close();
    },
  };
}

/** Every change in the folder, as the disk has it. */
export async function changesOn(data: string): Promise<readonly Change[]> {
  const store = await openStore(data);
  const found: Change[] = [];
  for await (const { events } of store.all()) {
    const change = fold(events);
    if (change !== undefined) found.push(change);
  }
  await store.close();
  return found;
}

/** As the service speaks in mails. */
function voicesOf({ languages, timeZone }: Site): readonly Voice[] {
  const { sentences } = readCards(CARDS, languages);
  return sentences.map((each) => ({ sentences: each, times: times(each.language, timeZone), escape: isolated }));
}

function listening(mailer: Mailer, letters: MailLetter[]): Mailer {
  return {
    write(letter) {
      letters.push(letter);
      return mailer.write(letter);
    },
    close: () => {
      mailer.close();
    },
  };
}

/** Counts the durable writes of changes. */
function counted(store: Store): () => number {
  const commit = store.commit.bind(store);
  let count = 0;
  store.commit = (...args) => {
    count += 1;
    return commit(...args);
  };
  return () => count;
}
