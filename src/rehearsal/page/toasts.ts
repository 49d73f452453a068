import { button, byId, element } from './dom.ts';
import type { PostView } from './wire.ts';

/** Milliseconds that a toast stays when nobody points at it. */
const STAYS = 8_000;
const AT_MOST = 3;

/** Short notes about new messages; each brings the message into view. */
export class Toasts {
  readonly #box = byId('toasts');
  readonly #announcer = byId('announcer');
  readonly #shown = new Set<string>();
  readonly #goTo: (post: PostView) => void;

  constructor(goTo: (post: PostView) => void) {
    this.#goTo = goTo;
  }

  /** Shown once a message, however often asked. */
  show(post: PostView): void {
    if (this.#shown.has(post.id)) return;
    this.#shown.add(post.id);
    const note = button('', () => {
      note.remove();
      this.#goTo(post);
    });
    note.className = 'toast';
    note.append(element('strong', {}, `${post.author}${placed(post)}`), element('span', {}, post.gist));
    this.#box.append(note);
    while (this.#box.children.length > AT_MOST) this.#box.firstElementChild?.remove();
    leave(note);
  }

  /** For whoever cannot see it come. */
  announce(post: PostView): void {
    this.#announcer.textContent = `${post.author}${placed(post)}: ${post.gist}`;
  }
}

function placed({ thread, id }: PostView): string {
  if (thread === null) return ' to you';
  return thread === id ? ' in the channel' : ' in a thread';
}

function leave(note: HTMLElement): void {
  setTimeout(() => {
    if (note.matches(':hover, :focus')) leave(note);
    else note.remove();
  }, STAYS);
}
