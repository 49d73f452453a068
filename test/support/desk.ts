/** The use cases over a memory store and a fake channel, with a clock moved by hand. */
import { jest } from '@jest/globals';
import { Changes } from '../../src/app/changes.ts';
import type { Delivery } from '../../src/app/deliver.ts';
import { delivery } from '../../src/app/deliver.ts';
import type { Handled, Handler } from '../../src/app/handle.ts';
import { handler } from '../../src/app/handle.ts';
import { Lanes } from '../../src/app/lanes.ts';
import { mailOut } from '../../src/app/mail-out.ts';
import type { Log, Mailer, Meter, Store } from '../../src/app/ports.ts';
import { NO_METER } from '../../src/app/ports.ts';
import { meetRecipients } from '../../src/app/recipients.ts';
import type { Patience } from '../../src/app/retry.ts';
import { tick } from '../../src/app/tick.ts';
import { together } from '../../src/app/together.ts';
import type { Change } from '../../src/domain/change.ts';
import type { DeliveryCommand, Request } from '../../src/domain/command.ts';
import type { Draft } from '../../src/domain/event.ts';
import type { Person, Site } from '../../src/domain/site.ts';
import type { Memory } from '../../src/storage/memory-store.ts';
import { memoryStore } from '../../src/storage/memory-store.ts';
import { FakeChannel } from './fake-channel.ts';
import { ALL_PREPARATIONS, approver, implementer, site as theSite, upgrade, zurich } from './fixtures.ts';

/** Tries again at once, three times. */
const FAST: Patience = { attempts: 3, firstMs: 1, mostMs: 1 };

export const ID = 'CHG-2027-001';

type Asked = Exclude<Request, { type: 'create' }>;

export interface Desk {
  readonly memory: Memory;
  readonly store: Store;
  readonly changes: Changes;
  readonly handler: Handler;
  readonly delivery: Delivery;
  readonly channel: FakeChannel;
  readonly log: { readonly [Level in keyof Log]: jest.Mock<Log[Level]> };
  /** Moves the clock, lets happen what is due, and waits until it has been said. */
  to(wall: string): Promise<number>;
  /** Moves the clock and nothing else. */
  clockAt(wall: string): void;
  create(form?: string, draft?: Draft, by?: Person): Promise<Handled>;
  says(by: Person, request: Asked, more?: { readonly changeId?: string; readonly version?: number }): Promise<Handled>;
  /** Waits until everything has been said. */
  said(): Promise<void>;
  /** The change as it is in memory. */
  change(id?: string): Change;
  saveNotes(): Promise<void>;
}

interface Built {
  readonly memory?: Memory;
  readonly store?: Store;
  readonly site?: Site;
  readonly channel?: FakeChannel;
  readonly now?: string;
  readonly patience?: Patience;
  readonly mailer?: Mailer;
  readonly meter?: Meter;
}

/** A desk over this memory; over the same memory as another one it is the bot after a restart. */
export async function desk(built: Built = {}): Promise<Desk> {
  const { site = theSite, memory = new Map<string, string>(), channel = new FakeChannel(), patience = FAST } = built;
  const { meter = NO_METER } = built;
  const store = built.store ?? memoryStore(memory);
  const changes = new Changes(store, site);
  const lanes = new Lanes();
  const log = { info: jest.fn<Log['info']>(), warn: jest.fn<Log['warn']>(), error: jest.fn<Log['error']>() };
  let now = zurich(built.now ?? '2027-01-09 10:00');
  let knock: (id: string) => void = () => undefined;
  const handle = handler({
    changes,
    site,
    lanes,
    log,
    meter,
    committed: (id) => {
      knock(id);
    },
  });
  const sending = {
    changes,
    log,
    meter,
    clock: () => now,
    record: (command: DeliveryCommand) => handle.handle(command),
  };
  const letters = delivery({ ...sending, channel, patience: { letter: patience, update: patience } });
  const { mailer } = built;
  const rested = (id: string): void => {
    changes.noteBehind(id);
    letters.knock(id);
  };
  const outbox =
    mailer === undefined
      ? letters
      : together(letters, mailOut({ ...sending, mailer, site, patience, rested }), changes);
  knock = (id) => {
    outbox.knock(id);
  };
  await changes.load();
  await meetRecipients(changes, handle, now, site);
  return {
    memory,
    store,
    changes,
    handler: handle,
    delivery: outbox,
    channel,
    log,
    async to(wall) {
      now = zurich(wall);
      const done = await tick(changes, handle, now, log);
      await outbox.idle();
      return done;
    },
    clockAt(wall) {
      now = zurich(wall);
    },
    create: (form = 'form-1', draft = upgrade, by = implementer) =>
      handle.create({ type: 'create', form, draft, by, now }),
    says: (by, request, more = {}) => handle.handle({ ...request, changeId: ID, ...more, by, now }),
    said: () => outbox.idle(),
    change(id = ID) {
      const kept = changes.peek(id);
      if (kept === undefined) throw new Error(`${id} is not in memory`);
      return kept.change;
    },
    saveNotes: () => changes.saveNotes((id, task) => lanes.run(id, task)),
  };
}

/** The example change, asked for GO, with everything said. */
export async function askedForGo(at: Desk): Promise<void> {
  await at.create();
  await at.said();
  await at.says(implementer, { type: 'tickPreparations', items: ALL_PREPARATIONS });
  await at.to('2027-01-30 09:00');
  await at.says(approver, { type: 'acceptPreCheck' });
  await at.to('2027-02-06 09:00');
  await at.said();
}

/** The example change with its GO, the evening before; everything said. */
export async function approvedAt(at: Desk): Promise<void> {
  await askedForGo(at);
  await at.says(approver, { type: 'giveGo' });
  await at.said();
}
