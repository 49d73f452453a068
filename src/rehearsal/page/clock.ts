import { ask, sentence } from './ask.ts';
import { byId } from './dom.ts';
import type { ClockFace } from './wire.ts';

/** The shown clock and its buttons. */
export class Clock {
  /** The site's zone, once the service told it. */
  zone: string | undefined;
  readonly #now = byId('now');
  readonly #next = byId('next');
  readonly #fault = byId('clock-fault');
  readonly #buttons = [...document.querySelectorAll<HTMLButtonElement>('.moves button')];
  #busy = false;

  constructor() {
    for (const one of document.querySelectorAll<HTMLElement>('[data-move]')) {
      one.addEventListener('click', () => {
        void this.#move(one.dataset.move ?? '');
      });
    }
    byId('goto').addEventListener('submit', (event) => {
      event.preventDefault();
      void this.#move((byId('to') as HTMLInputElement).value.trim());
    });
  }

  show(face: ClockFace): void {
    if ('fault' in face) {
      this.#now.textContent = 'No clock';
      this.#next.textContent = face.fault;
      return;
    }
    this.zone = face.zone;
    this.#now.textContent = face.local;
    this.#next.textContent = face.next === null ? 'Nothing is due.' : `Next: ${face.next.what}, ${face.next.local}`;
    const field = byId('to') as HTMLInputElement;
    // Only to be changed by hand: what is being typed stays.
    if (field.value === '') field.value = face.local.slice(0, '2027-02-06 09:00'.length);
  }

  async #move(to: string): Promise<void> {
    if (this.#busy) return;
    this.#mark(true);
    this.#fault.textContent = '';
    try {
      this.show(await ask('clock', { to }));
    } catch (fault) {
      this.#fault.textContent = sentence(fault);
    }
    this.#mark(false);
  }

  #mark(busy: boolean): void {
    this.#busy = busy;
    for (const one of this.#buttons) one.ariaDisabled = busy ? 'true' : null;
  }
}
