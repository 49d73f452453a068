import type { Response } from 'restify';
import type { Log } from '../app/ports.ts';
import { answer, answerFault } from './answer.ts';
import { HttpFault, statusOf } from './fault.ts';

/** The request as the SDK's adapter takes it: the body parsed. */
export interface BotRequest {
  readonly body: Record<string, unknown>;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly method: string;
}

/**
 * The response as the SDK's adapter takes it. What the adapter has to say of a failure (its error's text, its version as a
 * header) stays inside, and 501, its word for an invoke that nobody answers, becomes 400: the bot is not broken.
 */
export class BotResponse {
  readonly socket: unknown;
  readonly #res: Response;
  readonly #log: Log;
  #status = 200;
  #body: unknown;
  #ended = false;

  constructor(res: Response, log: Log) {
    this.#res = res;
    this.#log = log;
    this.socket = res.socket;
  }

  get isEnded(): boolean {
    return this.#ended;
  }

  status(code: number): this {
    this.#status = code;
    return this;
  }

  /** The adapter sets its version, and nothing else. */
  header(): this {
    return this;
  }

  send(body: unknown): this {
    this.#body = body;
    return this;
  }

  /** Sends what was said; the second time, nothing. */
  end(): this {
    if (this.#ended) return this;
    this.#ended = true;
    if (this.#isFailure()) this.#fail();
    else answer(this.#res, this.#status, this.#body);
    return this;
  }

  /** An invoke may be answered with an error status and a body made by the bot; the adapter's own failures are text. */
  #isFailure(): boolean {
    return this.#status >= 400 && typeof this.#body !== 'object';
  }

  #fail(): void {
    const why = typeof this.#body === 'string' ? this.#body.slice(0, 200) : '';
    this.#log.warn({ status: this.#status, why }, 'turn not answered');
    answerFault(this.#res, new HttpFault(this.#status === 501 ? 400 : statusOf(this.#status)));
  }
}
