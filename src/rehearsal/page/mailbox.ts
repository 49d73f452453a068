import { ask, sentence } from './ask.ts';
import { element } from './dom.ts';
import { MailThread } from './mail-thread.ts';
import { openedMail } from './opened-mail.ts';
import { Refusing } from './refusing.ts';
import type { MailView } from './wire.ts';

const EVERYBODY = '';

/** The mails that were sent, newest first, and the one that is read. */
export class Mailbox {
  readonly #zone: () => string | undefined;
  readonly #mails = new Map<string, MailView>();
  readonly #threads = new Map<string, MailThread>();
  readonly #read = new Set<string>();
  readonly #select = element('select', { id: 'mails-of' });
  readonly #fault = element('p', { class: 'fault', role: 'alert' });
  readonly #refusing = new Refusing(this.#fault);
  readonly #none = element('p', { class: 'none' }, 'Nobody was sent a mail yet.');
  readonly #list = element('ol', { class: 'mail-threads', 'aria-label': 'Mails' });
  readonly #overview: HTMLElement;
  readonly #opened = element('div', { class: 'opened' });
  #offered = '';
  /** Set while a mail is read. */
  #reading: MailView | undefined;
  #drawing = false;

  /** @param zone of the site, once known */
  constructor(box: HTMLElement, zone: () => string | undefined) {
    this.#zone = zone;
    const label = element('label', { for: 'mails-of' }, 'Mails of');
    const scroll = element('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Mails' });
    scroll.append(this.#none, this.#list);
    this.#overview = element('div', { class: 'overview' });
    const choice = element('div', { class: 'choice' }, label, this.#select);
    this.#overview.append(choice, this.#refusing.root, this.#fault, scroll);
    this.#opened.hidden = true;
    box.append(this.#overview, this.#opened);
    this.#select.addEventListener('change', () => {
      this.#draw();
    });
    box.addEventListener('keydown', ({ key }) => {
      if (key === 'Escape') this.#back();
    });
    this.#offer();
  }

  /** Everything anew, keeping what is unchanged. */
  reset(mails: readonly MailView[]): void {
    const there = new Set(mails.map(({ id }) => id));
    // Another run of the room knows nothing of these.
    if ([...this.#mails.keys()].some((id) => !there.has(id))) this.#clear();
    for (const one of mails) this.take(one);
  }

  take(mail: MailView): void {
    if (this.#mails.has(mail.id)) return;
    this.#mails.set(mail.id, mail);
    const known = this.#threads.get(mail.thread);
    const thread = known ?? new MailThread(this.#zone, (chosen) => void this.#open(chosen));
    this.#threads.set(mail.thread, thread);
    thread.take(mail, this.#mails.size);
    this.#drawSoon();
  }

  /** @param addresses whose mailbox refuses mail, in small letters */
  refuse(addresses: readonly string[]): void {
    this.#refusing.addresses = addresses;
    this.#draw();
  }

  /** Whether a new mail comes before somebody's eyes. */
  get isListSeen(): boolean {
    return this.#list.parentElement?.checkVisibility() === true;
  }

  /** Brings a mail of the list into view and gives it the focus. */
  goTo(id: string): void {
    const mail = this.#mails.get(id);
    if (mail === undefined) return;
    this.#showList();
    if (![EVERYBODY, mail.to].includes(this.#select.value)) this.#select.value = EVERYBODY;
    this.#draw();
    this.#threads.get(mail.thread)?.focus();
  }

  /** One notice may be many mails at once. */
  #drawSoon(): void {
    if (this.#drawing) return;
    this.#drawing = true;
    setTimeout(() => {
      this.#drawing = false;
      this.#draw();
    });
  }

  #draw(): void {
    this.#offer();
    const chosen = this.#select.value;
    this.#refusing.show(chosen);
    const shown = [...this.#threads.values()].filter(({ to }) => chosen === EVERYBODY || to === chosen);
    shown.sort((a, b) => b.order - a.order);
    for (const one of shown) one.draw(this.#read);
    this.#arrange(shown.map(({ root }) => root));
    this.#none.hidden = shown.length > 0;
  }

  /** Moves no row that stands right, so that whatever has the focus keeps it. */
  #arrange(rows: readonly HTMLElement[]): void {
    const wanted = new Set<Element>(rows);
    for (const row of [...this.#list.children]) if (!wanted.has(row)) row.remove();
    const active = document.activeElement;
    rows.forEach((row, at) => {
      if (this.#list.children[at] !== row) this.#list.insertBefore(row, this.#list.children[at] ?? null);
    });
    if (active instanceof HTMLElement && this.#list.contains(active)) active.focus({ preventScroll: true });
  }

  #offer(): void {
    const addresses = [...new Set([...this.#mails.values()].map(({ to }) => to))].sort();
    const names = addresses.map((one) => (this.#refusing.has(one) ? `${one} (refuses mail)` : one));
    const offered = JSON.stringify(names);
    // A list that somebody has open is not to close for nothing.
    if (offered === this.#offered) return;
    this.#offered = offered;
    const chosen = this.#select.value;
    const options = addresses.map((value, at) => element('option', { value }, names[at] ?? value));
    this.#select.replaceChildren(element('option', { value: EVERYBODY }, 'everybody'), ...options);
    this.#select.value = chosen;
  }

  async #open(mail: MailView): Promise<void> {
    this.#fault.textContent = '';
    try {
      const parts = await ask('mail', { mail: mail.id });
      this.#read.add(mail.id);
      this.#reading = mail;
      const shown = openedMail(mail, parts, this.#zone(), () => {
        this.#back();
      });
      this.#opened.replaceChildren(shown);
      this.#overview.hidden = true;
      this.#opened.hidden = false;
      shown.querySelector<HTMLElement>('h3')?.focus();
    } catch (fault) {
      this.#fault.textContent = sentence(fault);
    }
  }

  /** From a mail to its row. */
  #back(): void {
    const mail = this.#reading;
    if (mail === undefined) return;
    this.#showList();
    this.#threads.get(mail.thread)?.focus(mail.id);
  }

  #showList(): void {
    this.#reading = undefined;
    this.#opened.replaceChildren();
    this.#opened.hidden = true;
    this.#overview.hidden = false;
    this.#draw();
  }

  #clear(): void {
    this.#mails.clear();
    this.#threads.clear();
    this.#read.clear();
    this.#select.value = EVERYBODY;
    this.#showList();
  }
}

/** A room without mail has no mailbox either. */
export function showMailbox(shown: boolean): void {
  for (const one of document.querySelectorAll<HTMLElement>(
    '.tabs [data-show="mailbox"], .side, #mailbox, .skip[href="#mailbox"]',
  )) {
    one.hidden = !shown;
  }
}
