import type { Writer } from './compose.ts';
import { compose } from './compose.ts';
import { button, element } from './dom.ts';

/** A post of the channel with the replies below it. */
export class Thread {
  readonly root: HTMLElement;
  readonly #first = element('div', { class: 'first' });
  readonly #replies = element('ol', { class: 'replies', 'aria-label': 'Replies' });

  constructor(id: string, writer: Writer) {
    const toggle = button('Reply', () => {
      open(true);
    });
    const form = compose('Reply to the bot in this thread', writer, { thread: id }, () => {
      open(false);
    });
    form.hidden = true;
    form.addEventListener('keydown', ({ key }) => {
      if (key === 'Escape') open(false);
    });
    toggle.className = 'quiet reply';
    this.root = element('li', { class: 'thread' }, this.#first, this.#replies, toggle, form);

    function open(opened: boolean): void {
      form.hidden = !opened;
      toggle.hidden = opened;
      if (opened) form.querySelector('textarea')?.focus();
      else toggle.focus();
    }
  }

  begin(post: HTMLElement): void {
    this.#first.replaceChildren(post);
  }

  reply(post: HTMLElement): void {
    this.#replies.append(element('li', {}, post));
  }
}
