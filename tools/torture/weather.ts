/** What goes wrong at the other ends while people press: the Bot Connector and the mail server, one thing after another. */
import type { Connector } from '../../src/rehearsal/connector.ts';
import type { Fault } from '../../src/rehearsal/connector/faults.ts';
import type { PostOffice } from '../../src/rehearsal/post-office.ts';
import type { MailFault } from '../../src/rehearsal/post-office/faults.ts';
import type { Chance } from './chance.ts';

/** An answer that takes so long at most; the client waits 15 s. */
export const LONGEST_HANG_MS = 900;

export class Weather {
  readonly #chance: Chance;
  readonly #connector: Connector;
  readonly #post: PostOffice;
  #timer: NodeJS.Timeout | undefined;

  constructor(chance: Chance, connector: Connector, post: PostOffice) {
    this.#chance = chance;
    this.#connector = connector;
    this.#post = post;
  }

  /** For this life: calm, some gusts, or a storm. */
  begin(): void {
    const every = this.#chance.oneOf([null, 400, 200, 90]);
    if (every === null) return;
    this.#timer = setInterval(() => {
      this.#connector.faults.add(this.#ofConnector());
      if (this.#chance.is(0.7)) this.#post.faults.add(this.#ofMail());
    }, every);
  }

  /** Nothing goes wrong any more. */
  end(): void {
    clearInterval(this.#timer);
    this.#connector.faults.clear();
    this.#post.faults.clear();
  }

  #ofConnector(): Fault {
    const chance = this.#chance;
    const faults: readonly Omit<Fault, 'times'>[] = [
      { status: 429, retryAfter: 1 },
      { status: chance.oneOf([429, 412, 500, 502, 503, 504]) },
      { drop: 'before' },
      { drop: 'after' },
      { hang: chance.between(50, LONGEST_HANG_MS) },
    ];
    return { ...chance.oneOf(faults), times: 1 };
  }

  #ofMail(): MailFault {
    const chance = this.#chance;
    const faults: readonly MailFault[] = [
      { at: 'recipient', status: chance.oneOf([450, 451, 452]) },
      { at: 'message', status: chance.oneOf([421, 451, 452]) },
      { at: 'message', drop: 'before' },
      { at: 'message', drop: 'after' },
      { at: 'message', hang: chance.between(50, LONGEST_HANG_MS) },
      { at: 'connection', drop: 'before' },
      { at: 'recipient', hang: chance.between(50, LONGEST_HANG_MS) },
    ];
    // For good: the mail is given up, and sent again by whoever presses for it.
    const final: MailFault = { at: 'recipient', status: 550 };
    return { ...(chance.is(0.06) ? final : chance.oneOf(faults)), times: 1 };
  }
}
