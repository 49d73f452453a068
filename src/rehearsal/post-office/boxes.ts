import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { readLetter, type Envelope, type Mail } from './mail.ts';

export interface Delivery {
  raw: Buffer;
  envelope: Envelope;
}

/** What was taken, and who wants to hear of it. */
export class Boxes {
  readonly news = new EventEmitter<{ mail: [Mail]; taken: [number] }>();
  readonly mails: Mail[] = [];
  /** Mails taken, read or not. */
  taken = 0;
  readonly #clock: () => Date;
  readonly #before: () => Promise<void>;
  readonly #parse: boolean;
  #last: Promise<unknown> = Promise.resolve();

  constructor(clock: () => Date, before: () => Promise<void>, parse: boolean) {
    this.#clock = clock;
    this.#before = before;
    this.#parse = parse;
    this.news.setMaxListeners(0);
  }

  /** One after the other, so that mails stand in the order of their arrival. @throws Error when it cannot be read */
  take(delivery: Delivery): Promise<void> {
    const turn = this.#last.then(() => this.#put(delivery));
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  async #put({ raw, envelope }: Delivery): Promise<void> {
    if (this.#parse) {
      const letter = await readLetter(raw);
      await this.#before();
      for (const to of envelope.recipients) {
        const mail = { ...letter, id: randomUUID(), at: this.#clock(), to, envelope, raw };
        this.mails.push(mail);
        this.news.emit('mail', mail);
      }
    }
    this.taken += envelope.recipients.length;
    this.news.emit('taken', this.taken);
  }
}
