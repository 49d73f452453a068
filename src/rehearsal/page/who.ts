import { element } from './dom.ts';
import type { PersonView } from './wire.ts';

/** Who one is: a radio group, with how many new messages address each of the others. */
export class Who {
  readonly #box: HTMLElement;
  readonly #choose: (person: string) => void;
  readonly #badges = new Map<string, HTMLElement>();
  #people = '';

  constructor(box: HTMLElement, choose: (person: string) => void) {
    this.#box = box;
    this.#choose = choose;
  }

  /** @param chosen whose radio is on */
  show(people: readonly PersonView[], chosen: string): void {
    const key = JSON.stringify(people);
    if (key !== this.#people) this.#box.replaceChildren(...people.map((one) => this.#pill(one)));
    this.#people = key;
    for (const radio of this.#box.querySelectorAll('input')) radio.checked = radio.value === chosen;
    this.#badges.get(chosen)?.replaceChildren();
  }

  /** One more message addresses this person. */
  nudge(person: string): void {
    const badge = this.#badges.get(person);
    if (badge === undefined) return;
    const count = Number(badge.dataset.count ?? 0) + 1;
    badge.dataset.count = String(badge.textContent === '' ? 1 : count);
    badge.replaceChildren(badge.dataset.count, element('span', { class: 'unseen' }, ' new'));
  }

  #pill({ name, entraId, role }: PersonView): HTMLElement {
    const radio = element('input', { type: 'radio', name: 'who', value: entraId });
    radio.addEventListener('change', () => {
      this.#choose(entraId);
    });
    const badge = element('span', { class: 'badge' });
    this.#badges.set(entraId, badge);
    const shown = name.toLowerCase().includes(role.toLowerCase()) ? [] : [element('small', {}, role)];
    return element('label', { class: 'pill' }, radio, element('span', {}, name), ...shown, badge);
  }
}
