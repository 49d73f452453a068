/** On a narrow page one conversation is seen at a time. */
export class Tabs {
  readonly #buttons = [...document.querySelectorAll<HTMLElement>('[data-show]')];

  constructor() {
    for (const one of this.#buttons) {
      one.addEventListener('click', () => {
        this.show(one.dataset.show ?? 'channel');
      });
    }
  }

  /** @param name `channel` or `chat` */
  show(name: string): void {
    document.body.dataset.tab = name;
    for (const one of this.#buttons) {
      const shown = one.dataset.show === name;
      one.ariaPressed = String(shown);
      if (shown) one.classList.remove('news');
    }
  }

  /** Something new is on a tab that may be hidden. */
  news(name: string): void {
    if (document.body.dataset.tab === name) return;
    this.#buttons.find((one) => one.dataset.show === name)?.classList.add('news');
  }
}
