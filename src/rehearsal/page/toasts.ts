import { button, byId, element } from './dom.ts';
import type { MailView, PostView } from './wire.ts';

/** Milliseconds that a toast stays when nobody points at it. */
const STAYS = 8_000;
const AT_MOST = 3;

/** A later mail of the same subject is another notice after as many milliseconds. */
const ONE_NOTICE = 30_000;

interface Notice {
  note: HTMLElement;
  mails: number;
  last: number;
}

/** Short notes about new messages; each brings the message into view. */
export class Toasts {
  readonly #box = byId('toasts');
  readonly #announcer = byId('announcer');
  readonly #shown = new Set<string>();
  readonly #notices = new Map<string, Notice>();
  readonly #goTo: (post: PostView) => void;
  readonly #goToMail: (mail: MailView) => void;

  constructor(goTo: (post: PostView) => void, goToMail: (mail: MailView) => void) {
    this.#goTo = goTo;
    this.#goToMail = goToMail;
  }

  /** Shown once a message, however often asked. */
  show(post: PostView): void {
    if (this.#shown.has(post.id)) return;
    this.#shown.add(post.id);
    this.#add(`${post.author}${placed(post)}`, post.gist, () => {
      this.#goTo(post);
    });
  }

  /** One notice is many mails: the first is shown, and all others of its subject only counted. */
  mail(mail: MailView): void {
    const known = this.#notices.get(mail.subject);
    const now = Date.now();
    if (known !== undefined && now - known.last < ONE_NOTICE) {
      known.mails += 1;
      known.last = now;
      known.note.querySelector('strong')?.replaceChildren(`${known.mails} mails`);
      return;
    }
    const note = this.#add(`Mail to ${mail.to}`, mail.subject, () => {
      this.#goToMail(mail);
    });
    this.#notices.set(mail.subject, { note, mails: 1, last: now });
    this.#announcer.textContent = `Mail: ${mail.subject}`;
  }

  /** Notes about mails only lie over the mails themselves. */
  mailsAreSeen(): void {
    for (const { note } of this.#notices.values()) note.remove();
  }

  /** For whoever cannot see it come. */
  announce(post: PostView): void {
    this.#announcer.textContent = `${post.author}${placed(post)}: ${post.gist}`;
  }

  #add(title: string, gist: string, go: () => void): HTMLElement {
    const note = button('', () => {
      note.remove();
      go();
    });
    note.className = 'toast';
    note.append(element('strong', {}, title), element('span', {}, gist));
    this.#box.append(note);
    while (this.#box.children.length > AT_MOST) this.#box.firstElementChild?.remove();
    leave(note);
    return note;
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
