import type { MailFault, MailFaults } from '../post-office/faults.ts';

/** The mailboxes that refuse mail because whoever rehearses wants them to. */
export class Refusals {
  readonly #faults: MailFaults;
  /** The fault of each, by its address; an address is the same in any case. */
  readonly #held = new Map<string, MailFault>();

  constructor(faults: MailFaults) {
    this.#faults = faults;
  }

  /** In small letters. */
  get addresses(): readonly string[] {
    return [...this.#held.keys()];
  }

  /** Harmless to repeat. */
  set(address: string, refuses: boolean): void {
    const to = address.toLowerCase();
    const held = this.#held.get(to);
    if (refuses === (held !== undefined)) return;
    if (held === undefined) this.#begin(to);
    else this.#end(to, held);
  }

  #begin(to: string): void {
    // As a server does that knows nobody of this address: 550 5.1.1.
    const fault: MailFault = { at: 'recipient', to, status: 550 };
    this.#held.set(to, fault);
    this.#faults.add(fault);
  }

  #end(to: string, fault: MailFault): void {
    this.#held.delete(to);
    this.#faults.remove(fault);
  }
}
