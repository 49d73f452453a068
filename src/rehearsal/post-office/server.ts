import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { SMTPServer, type SMTPServerAddress, type SMTPServerSession } from 'smtp-server';
import type { Boxes } from './boxes.ts';
import type { MailFault, MailFaultList, Moment } from './faults.ts';
import type { Attempt, PostOfficeOptions } from './options.ts';

type Entry = { -readonly [Key in keyof Attempt]: Attempt[Key] };
type Done = (fault?: Error | null) => void;

interface Needs {
  boxes: Boxes;
  faults: MailFaultList;
  log: Entry[];
  clock: () => Date;
  options: Pick<PostOfficeOptions, 'login' | 'tls' | 'parse'>;
  /** Ends the steps that a fault left hanging. */
  closed: AbortSignal;
}

/** Milliseconds that a sender may still take to say goodbye when the server ends. */
const CLOSES_WITHIN = 100;
/** The longest wait that a timer of Node knows, 24 days. */
const FOREVER = 2 ** 31 - 1;

const SAYS: Readonly<Record<number, string>> = {
  421: '4.3.2 The service is not available, try again later',
  450: '4.2.1 The mailbox is busy, try again later',
  451: '4.7.1 Greylisted, try again later',
  452: '4.2.2 The mailbox is full at the moment',
  535: '5.7.8 The login is wrong',
  550: '5.1.1 There is no such mailbox',
  552: '5.2.2 The mailbox is full',
  554: '5.7.1 The message is not wanted here',
};

/** A refusal as smtp-server takes it. */
class Refusal extends Error {
  readonly responseCode: number;

  constructor(responseCode: number, says = SAYS[responseCode] ?? 'Injected fault') {
    super(says);
    this.responseCode = responseCode;
  }
}

export function mailServer({ boxes, faults, log, clock, options, closed }: Needs): SMTPServer {
  const { login, tls, parse = true } = options;
  const entries = new WeakMap<SMTPServerAddress, Entry>();
  const server = new SMTPServer({
    banner: 'rehearsal',
    ...tls,
    disabledCommands: [...(tls === undefined ? ['STARTTLS'] : []), ...(login === undefined ? ['AUTH'] : [])],
    allowInsecureAuth: tls === undefined,
    disableReverseLookup: true,
    closeTimeout: CLOSES_WITHIN,
    logger: false,
    authOptional: login === undefined,
    onConnect(session, done) {
      told(step(session, { at: 'connection', to: [] }, nothing), done);
    },
    onAuth({ username, password }, session, done) {
      const check = (): void => {
        if (username !== login?.user || password !== login?.pass) throw new Refusal(535);
      };
      step(session, { at: 'login', to: [] }, check).then(() => {
        done(null, { user: username });
      }, done);
    },
    onRcptTo(address, session, done) {
      const entry: Entry = { to: address.address, at: clock(), status: undefined };
      log.push(entry);
      entries.set(address, entry);
      told(step(session, { at: 'recipient', to: [address.address] }, nothing, [entry]), done);
    },
    onData(stream, session, done) {
      const { mailFrom, rcptTo } = session.envelope;
      const recipients = rcptTo.map(({ address }) => address);
      const envelope = { returnPath: mailFrom === false ? '' : mailFrom.address, recipients };
      const named = rcptTo.map((one) => entries.get(one)).filter((one) => one !== undefined);
      const taken = whole(stream, parse)
        .then((raw) => step(session, { at: 'message', to: recipients }, () => take({ raw, envelope }), named))
        .then(() => {
          for (const entry of named) entry.status = 250;
        });
      told(taken, done);
    },
  });
  // A sender that breaks off is its own affair.
  server.on('error', () => undefined);
  return server;

  async function take(delivery: Parameters<Boxes['take']>[0]): Promise<void> {
    await boxes.take(delivery).catch((fault: unknown) => {
      throw new Refusal(554, `5.6.0 The message cannot be read: ${fault instanceof Error ? fault.message : 'why?'}`);
    });
  }

  /**
   * Does what a step is there for, or what a fault makes of it; never comes back where the connection is broken.
   * @throws Refusal
   */
  async function step(
    session: SMTPServerSession,
    moment: Moment,
    act: () => void | Promise<void>,
    named: readonly Entry[] = [],
  ): Promise<void> {
    const end = (status: Entry['status']): void => {
      for (const entry of named) entry.status = status;
    };
    const goesOn = await met(faults.take(moment), act, closed).catch((refusal: unknown) => {
      // Anything else is the end of a wait because the server ends.
      if (!(refusal instanceof Refusal)) return false;
      end(refusal.responseCode);
      throw refusal;
    });
    if (goesOn) return;
    end('dropped');
    for (const connection of server.connections) if (connection.id === session.id) connection._socket.destroy();
    await new Promise(() => undefined);
  }
}

/** @returns false where the connection breaks instead of an answer. @throws Refusal */
async function met(
  fault: MailFault | undefined,
  act: () => void | Promise<void>,
  closed: AbortSignal,
): Promise<boolean> {
  const { status, drop, hang } = fault ?? {};
  if (status === undefined && drop !== 'before') await act();
  if (hang !== undefined) await pause(Math.min(hang, FOREVER), undefined, { signal: closed });
  if (drop !== undefined) return false;
  if (status !== undefined) throw new Refusal(status);
  return true;
}

function told(step: Promise<void>, done: Done): void {
  step.then(() => {
    done();
  }, done);
}

function nothing(): void {
  // Most steps are taken by going on.
}

/** @param kept false reads it to its end and keeps nothing. @throws Error when it breaks off */
async function whole(stream: NodeJS.ReadableStream, kept: boolean): Promise<Buffer> {
  if (!kept) {
    stream.resume();
    await once(stream, 'end');
    return Buffer.alloc(0);
  }
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
