import { Boxes } from './post-office/boxes.ts';
import { MailFaultList, type MailFaults } from './post-office/faults.ts';
import { mailServer } from './post-office/server.ts';
import { waitFor } from './post-office/waiting.ts';
import { listen } from './loopback.ts';
import type { Mail } from './post-office/mail.ts';
import type { Attempt, PostOfficeOptions } from './post-office/options.ts';
import type { Socket } from 'node:net';

/** The other end of the service's mails: a mail server, and the box of whoever is written to. */
export class PostOffice {
  /** e.g. `smtp://127.0.0.1:2525` */
  readonly url: string;
  readonly port: number;
  readonly faults: MailFaults;
  /** Every recipient whom a sender named, taken or not. */
  readonly attempts: readonly Attempt[];
  readonly #parts: Parts;

  /** For `startPostOffice` only. */
  constructor(parts: Parts, port: number) {
    this.url = `smtp://127.0.0.1:${port}`;
    this.port = port;
    this.faults = parts.faults;
    this.attempts = parts.attempts;
    this.#parts = parts;
  }

  /** Everything taken so far, oldest first; nothing where mails are only counted. */
  get mails(): readonly Mail[] {
    return this.#parts.boxes.mails;
  }

  /** How many mails were taken. */
  get taken(): number {
    return this.#parts.boxes.taken;
  }

  /** The mails to one address, in any case, oldest first. */
  box(address: string): readonly Mail[] {
    return this.mails.filter(({ to }) => to.toLowerCase() === address.toLowerCase());
  }

  /**
   * The first mail, present or to come, that fits.
   * @param what names it in the error, e.g. "the reminder"
   * @throws Error that lists the mails there are
   */
  until(predicate: (mail: Mail) => boolean, what: string): Promise<Mail> {
    const { boxes, patience } = this.#parts;
    return waitFor(boxes, () => boxes.mails.find(predicate), what, patience);
  }

  /** Waits until so many mails were taken. @throws Error that lists the mails there are */
  async arrived(count: number): Promise<void> {
    const { boxes, patience } = this.#parts;
    await waitFor(boxes, () => (boxes.taken >= count ? true : undefined), `${count} mails`, patience);
  }

  on(event: 'mail', listener: (mail: Mail) => void): void {
    this.#parts.boxes.news.on(event, listener);
  }

  off(event: 'mail', listener: (mail: Mail) => void): void {
    this.#parts.boxes.news.off(event, listener);
  }

  /** Ends at once, or a tenth of a second later where a sender holds its connection open. */
  async close(): Promise<void> {
    await this.#parts.end();
  }
}

interface Parts {
  boxes: Boxes;
  faults: MailFaultList;
  attempts: readonly Attempt[];
  patience: number;
  end: () => Promise<void>;
}

/** Starts a mail server on loopback, which sends nothing on. @throws the server's error, e.g. EADDRINUSE */
export async function startPostOffice(options: PostOfficeOptions = {}): Promise<PostOffice> {
  const { clock = () => new Date(), before = () => Promise.resolve(), parse = true, patience = 10_000 } = options;
  const boxes = new Boxes(clock, before, parse);
  const faults = new MailFaultList();
  const attempts: Attempt[] = [];
  const closed = new AbortController();
  const smtp = mailServer({ boxes, faults, log: attempts, clock, options, closed: closed.signal });
  const sockets = new Set<Socket>();
  smtp.server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  const end = async (): Promise<void> => {
    closed.abort();
    await new Promise<void>((resolve) => {
      smtp.close(resolve);
    });
    for (const socket of sockets) socket.destroy();
  };
  const port = await listen(smtp.server, options.port ?? 0);
  return new PostOffice({ boxes, faults, attempts, patience, end }, port);
}
