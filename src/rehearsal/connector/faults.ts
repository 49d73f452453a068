/** Something that goes wrong on purpose with the next requests of the bot that match. */
export interface Fault {
  method?: string;
  /** Matched against the decoded path, e.g. `/v3/conversations/19:…;messageid=1/activities`. */
  path?: RegExp;
  /** Matched against the raw body. */
  body?: RegExp;
  /** How many requests it meets. */
  times: number;
  /** Answers with this status, and does nothing else. */
  status?: number;
  /** Seconds, sent as `Retry-After`. */
  retryAfter?: number;
  /** Breaks the connection: `before` nothing was done, `after` it was done and only the answer is lost. */
  drop?: 'before' | 'after';
  /** Milliseconds until the answer. */
  hang?: number;
  /** It is done, and answered with this text in place of JSON: a proxy's page, half an answer, nothing. */
  garbage?: string;
  /** It is done, and the answer trickles, a byte at each so many milliseconds; with `Infinity` it begins and never ends. */
  drip?: number;
}

export interface Faults {
  add(fault: Fault): void;
  clear(): void;
}

export interface Arrival {
  method: string;
  path: string;
  body: string;
}

export class FaultList implements Faults {
  #faults: Fault[] = [];

  add(fault: Fault): void {
    this.#faults.push({ ...fault });
  }

  clear(): void {
    this.#faults = [];
  }

  /** The first fault that meets the request; counted as used. */
  take(arrival: Arrival): Fault | undefined {
    const fault = this.#faults.find((one) => one.times > 0 && meets(one, arrival));
    if (fault !== undefined) fault.times -= 1;
    return fault;
  }
}

function meets(fault: Fault, { method, path, body }: Arrival): boolean {
  return (
    (fault.method === undefined || fault.method.toUpperCase() === method) &&
    (fault.path === undefined || path.search(fault.path) >= 0) &&
    (fault.body === undefined || body.search(fault.body) >= 0)
  );
}
