import { button, element } from './dom.ts';
import { shownTime } from './time.ts';
import type { MailView } from './wire.ts';

/** The mails of one recipient that answer one another: one row, which opens the mail, or all of them where there are more. */
export class MailThread {
  readonly root = element('li', { class: 'mail-thread' });
  /** That of its newest mail. */
  order = 0;
  readonly #zone: () => string | undefined;
  readonly #open: (mail: MailView) => void;
  readonly #mails: MailView[] = [];
  readonly #row: HTMLButtonElement;
  readonly #list = element('ol', { class: 'mails', 'aria-label': 'The thread, newest first' });
  readonly #rows = new Map<string, HTMLButtonElement>();

  /** @param open called with the mail that somebody wants to read */
  constructor(zone: () => string | undefined, open: (mail: MailView) => void) {
    this.#zone = zone;
    this.#open = open;
    this.#row = button('', () => {
      this.#press();
    });
    this.#list.hidden = true;
    this.root.append(this.#row, this.#list);
  }

  get to(): string {
    return this.#mails[0]?.to ?? '';
  }

  /** @param order greater than that of every mail before it */
  take(mail: MailView, order: number): void {
    this.#mails.push(mail);
    this.order = order;
  }

  /** @param read ids of the mails that were opened */
  draw(read: ReadonlySet<string>): void {
    const [first] = this.#mails;
    const newest = this.#mails.at(-1);
    if (first === undefined || newest === undefined) return;
    const many = this.#mails.length > 1;
    this.#row.className = this.#mails.every(({ id }) => read.has(id)) ? 'mail-row' : 'mail-row unread';
    this.#row.replaceChildren(
      element('span', { class: 'subject' }, titleOf(newest), ...(many ? [' ', counted(this.#mails.length)] : [])),
      element('span', { class: 'to' }, element('span', { class: 'unseen' }, 'to '), first.to),
      this.#time(newest),
      ...(many ? [element('span', { class: 'began' }, `First: ${titleOf(first)}`)] : []),
    );
    if (!many) return;
    this.#row.ariaExpanded = String(!this.#list.hidden);
    for (const [at, mail] of this.#mails.toReversed().entries()) this.#drawMail(mail, at, read.has(mail.id));
  }

  /** @param id of the mail that has the focus where all are shown; default the newest */
  focus(id?: string): void {
    const row = this.#list.hidden ? this.#row : (this.#rows.get(id ?? '') ?? this.#row);
    row.scrollIntoView({ block: 'nearest' });
    row.focus({ preventScroll: true });
  }

  #press(): void {
    const [only] = this.#mails;
    if (this.#mails.length === 1 && only !== undefined) {
      this.#open(only);
      return;
    }
    this.#list.hidden = !this.#list.hidden;
    this.#row.ariaExpanded = String(!this.#list.hidden);
  }

  #drawMail(mail: MailView, at: number, isRead: boolean): void {
    const known = this.#rows.get(mail.id);
    const row = known ?? this.#mailRow(mail);
    row.className = isRead ? 'mail-row' : 'mail-row unread';
    if (known !== undefined) return;
    this.#rows.set(mail.id, row);
    this.#list.insertBefore(element('li', {}, row), this.#list.children[at] ?? null);
  }

  #mailRow(mail: MailView): HTMLButtonElement {
    const row = button('', () => {
      this.#open(mail);
    });
    row.append(element('span', { class: 'subject' }, titleOf(mail)), this.#time(mail));
    return row;
  }

  #time({ at }: MailView): HTMLElement {
    return element('time', { datetime: at }, shownTime(at, this.#zone()));
  }
}

/** A mail without a subject must be pressed somewhere too. */
export function titleOf({ subject }: MailView): string {
  return subject === '' ? '(no subject)' : subject;
}

function counted(mails: number): HTMLElement {
  return element('span', { class: 'count' }, String(mails), element('span', { class: 'unseen' }, ' mails'));
}
