/** An ear at Teams' door: tests wait for a call of the bot, never for time. */
import type { Connector } from '../../src/rehearsal/connector.ts';
import type { OutboundRequest } from '../../src/rehearsal/connector/server.ts';

interface Waiting {
  readonly wanted: (request: OutboundRequest) => boolean;
  readonly arrived: (request: OutboundRequest) => void;
}

/** Give `before` to the connector, then `watch` it. */
export class Tap {
  #teams: Connector | null = null;
  #waiting: readonly Waiting[] = [];
  #open: Promise<void> = Promise.resolve();

  readonly before = async (): Promise<void> => {
    const request = this.#teams?.requests.at(-1);
    if (request !== undefined) this.#heard(request);
    await this.#open;
  };

  watch(teams: Connector): void {
    this.#teams = teams;
  }

  /** The next call that is wanted. */
  next(wanted: (request: OutboundRequest) => boolean): Promise<OutboundRequest> {
    return new Promise((arrived) => {
      this.#waiting = [...this.#waiting, { wanted, arrived }];
    });
  }

  /** From now on calls wait at the door; the result lets them in. */
  hold(): () => void {
    let letIn = (): void => undefined;
    this.#open = new Promise((resolve) => {
      letIn = resolve;
    });
    return letIn;
  }

  #heard(request: OutboundRequest): void {
    const heard = this.#waiting.filter(({ wanted }) => wanted(request));
    this.#waiting = this.#waiting.filter((one) => !heard.includes(one));
    for (const { arrived } of heard) arrived(request);
  }
}
