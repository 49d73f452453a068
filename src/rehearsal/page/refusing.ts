import { ask, sentence } from './ask.ts';
import { element } from './dom.ts';

/** Who refuses mail; for one address, a switch that makes it so. */
export class Refusing {
  readonly root = element('div', { class: 'refusing' });
  /** In small letters. */
  addresses: readonly string[] = [];
  readonly #box = element('input', { type: 'checkbox', role: 'switch' });
  readonly #switch = element('label', {}, this.#box, 'This mailbox refuses mail');
  readonly #who = element('p');
  readonly #fault: HTMLElement;
  #of = '';

  /** @param fault takes the sentence where the room cannot do it */
  constructor(fault: HTMLElement) {
    this.#fault = fault;
    this.root.append(this.#switch, this.#who);
    this.#box.addEventListener('change', () => {
      void this.#change(this.#of, this.#box.checked);
    });
    this.show('');
  }

  has(address: string): boolean {
    return this.addresses.includes(address.toLowerCase());
  }

  /** @param of an address, or empty for everybody */
  show(of: string): void {
    this.#of = of;
    this.#switch.hidden = of === '';
    this.#box.checked = this.has(of);
    // Of one address the switch says it.
    this.#who.textContent = of === '' && this.addresses.length > 0 ? `Refusing mail: ${this.addresses.join(', ')}` : '';
  }

  async #change(address: string, refuses: boolean): Promise<void> {
    this.#fault.textContent = '';
    try {
      this.addresses = (await ask('refuse', { address, refuses })).refusing;
    } catch (broken) {
      this.#fault.textContent = sentence(broken);
    }
    // Another address may be chosen meanwhile.
    this.show(this.#of);
  }
}
