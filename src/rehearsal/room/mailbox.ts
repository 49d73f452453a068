import { invitationOf } from './invitation.ts';
import type { Mail } from '../post-office/mail.ts';
import type { MailParts, MailView } from '../page/wire.ts';

/** What the page lists, and which mails belong together. */
export class Mailbox {
  /** The thread of each message, by its recipient and id: two people's mails are never one thread. */
  readonly #threads = new Map<string, string>();

  /** Called once for each mail, in the order of their arrival. */
  view(mail: Mail): MailView {
    const { id, at, to, from, subject } = mail;
    return { id, at: at.toISOString(), to, from, subject, thread: this.#thread(mail) };
  }

  #thread({ id, to, messageId, inReplyTo, references }: Mail): string {
    const key = (message: string): string => `${to.toLowerCase()} ${message}`;
    const before = [...references, ...(inReplyTo === null ? [] : [inReplyTo])].map(key);
    const known = before.map((one) => this.#threads.get(one)).find((one) => one !== undefined);
    // A thread may begin with a message that this box has not got.
    const thread = known ?? before[0] ?? key(messageId ?? id);
    for (const one of [...before, ...(messageId === null ? [] : [key(messageId)])]) this.#threads.set(one, thread);
    return thread;
  }
}

/** What is fetched when a mail is opened. */
export function partsOf({ id, html, text, calendar, attachments, raw }: Mail): MailParts {
  return {
    id,
    html: html === null ? null : `/mails/${id}`,
    text,
    calendar,
    invitation: calendar === null ? null : invitationOf(calendar),
    source: headersOf(raw),
    attachments: attachments.map(({ name, type, content }) => ({ name: name ?? type, size: content.length })),
  };
}

function headersOf(raw: Buffer): string {
  const end = raw.indexOf('\r\n\r\n');
  return raw.subarray(0, end < 0 ? raw.length : end).toString('utf8');
}

/**
 * Nothing of the mail runs, nothing is loaded, and only the room's own page frames it, which may look into it: whatever has
 * no scripts cannot look back.
 */
export const MAIL_HEADERS: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': [
    'sandbox allow-same-origin',
    "default-src 'none'",
    "style-src 'unsafe-inline'",
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'self'",
  ].join('; '),
  'x-dns-prefetch-control': 'off',
};

/** A link of the mail would show its page in place of the mail; aimed at a new window, which a sandbox does not open, it does nothing. */
const LINKS_LEAD_NOWHERE = '<base target="_blank">';

/**
 * The HTML of a mail as a document of its own, to be loaded by its address: what a page writes into a frame (`srcdoc`) is bound
 * to the rules of that page, and the room's allow no styles but its own.
 */
export function documentOf(html: string): string {
  // A connection that is asked for in advance (`preconnect`) is no load, which the rules would forbid.
  return `<!doctype html>${LINKS_LEAD_NOWHERE}${html.replace(/<link\b[^>]*>/gi, '')}`;
}
