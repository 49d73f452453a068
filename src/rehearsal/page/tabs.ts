/** Which conversation is seen: one at a time on a narrow page; beside the channel one of the others on a wide one. */
export class Tabs {
  readonly #buttons = [...document.querySelectorAll<HTMLElement>('[data-show]')];
  /** How far each was scrolled: on a narrow page they are all scrolled with the page. */
  readonly #left = new Map<string, number>();
  readonly #shown: (name: string) => void;

  /** @param shown called with the tab that somebody comes to see */
  constructor(shown: (name: string) => void) {
    this.#shown = shown;
    for (const one of this.#buttons) {
      one.addEventListener('click', () => {
        this.show(one.dataset.show ?? 'channel');
      });
    }
    // The way leads to what may be hidden, so that is shown first.
    for (const one of document.querySelectorAll<HTMLAnchorElement>('.skip')) {
      one.addEventListener('click', () => {
        this.show(one.hash.slice(1));
      });
    }
    // Wider, the page may show more than before.
    window.addEventListener('resize', () => {
      this.#settle();
    });
  }

  /** @param name `channel`, `chat` or `mailbox` */
  show(name: string): void {
    const { tab = '' } = document.body.dataset;
    this.#left.set(tab, scrollY);
    document.body.dataset.tab = name;
    if (name !== 'channel') document.body.dataset.side = name;
    this.#settle();
    if (tab !== name) scrollTo({ top: this.#left.get(name) ?? 0 });
    this.#shown(name);
  }

  /** Something new is on a tab that may be hidden. */
  news(name: string): void {
    if (isSeen(name)) return;
    for (const one of this.#buttons) if (one.dataset.show === name) one.classList.add('news');
  }

  #settle(): void {
    const { tab, side } = document.body.dataset;
    for (const one of this.#buttons) {
      const { show = '' } = one.dataset;
      one.ariaPressed = String(show === (one.closest('.side') === null ? tab : side));
      if (isSeen(show)) one.classList.remove('news');
    }
  }
}

function isSeen(name: string): boolean {
  return document.getElementById(name)?.checkVisibility() === true;
}
