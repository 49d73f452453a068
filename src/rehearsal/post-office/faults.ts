/** Something that goes wrong on purpose with the next steps of a sender that match. */
export type MailFault = Trouble & Step;

interface Trouble {
  /** How often; without, until it is taken back. */
  times?: number;
  /** Refuses with this SMTP code: 421, 451, 535, 550, 552, 554 … */
  status?: number;
  /** Breaks the connection: `before` the mail was taken, `after` it was taken and only the answer is lost. */
  drop?: 'before' | 'after';
  /** Milliseconds until the answer, `Infinity` for never. The mail is taken first, unless it is refused or dropped too. */
  hang?: number;
}

/** Where it happens. Nobody is named yet when a sender connects and logs in. */
type Step =
  | { at: 'connection' | 'login' }
  | {
      /** When the recipient is named, or when the whole message was sent. */
      at: 'recipient' | 'message';
      /** The only address that it meets, in any case. */
      to?: string;
      /** `times` counts for each recipient on its own, as greylisting does. */
      each?: boolean;
    };

export interface MailFaults {
  add(fault: MailFault): void;
  /** Takes back the very one that was added, and leaves its like. */
  remove(fault: MailFault): void;
  clear(): void;
}

/** A step of a sender; `to` is empty where nobody is named yet. */
export interface Moment {
  at: MailFault['at'];
  to: readonly string[];
}

interface Held {
  fault: Readonly<MailFault>;
  /** How often it met somebody, by address; under no address where it counts all alike. */
  met: Map<string, number>;
}

export class MailFaultList implements MailFaults {
  #held: Held[] = [];

  add(fault: MailFault): void {
    this.#held.push({ fault, met: new Map() });
  }

  remove(fault: MailFault): void {
    this.#held = this.#held.filter((one) => one.fault !== fault);
  }

  clear(): void {
    this.#held = [];
  }

  /** The first fault that meets the step; counted as used. */
  take({ at, to }: Moment): MailFault | undefined {
    for (const { fault, met } of this.#held) {
      if (fault.at !== at) continue;
      const address = to.map((one) => one.toLowerCase()).find((one) => isFor(fault, one)) ?? '';
      if (address === '' && only(fault) !== undefined) continue;
      const key = 'each' in fault && fault.each ? address : '';
      const times = met.get(key) ?? 0;
      if (times >= (fault.times ?? Infinity)) continue;
      met.set(key, times + 1);
      return fault;
    }
    return undefined;
  }
}

function only(fault: MailFault): string | undefined {
  return 'to' in fault ? fault.to.toLowerCase() : undefined;
}

function isFor(fault: MailFault, address: string): boolean {
  return (only(fault) ?? address) === address;
}
