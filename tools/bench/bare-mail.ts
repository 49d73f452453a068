/** Bare nodemailer, as somebody uses it who sends the same mails: with a pool, and everything in them prepared before. */
import type { SendMailOptions } from 'nodemailer';
import { createTransport } from 'nodemailer';
import type { MailLetter } from '../../src/app/ports.ts';
import type { Address } from '../../src/domain/site.ts';
import { encodedPart } from '../../src/mail/encoded.ts';
import { domainOf, mailIdOf, messageId } from '../../src/mail/message-id.ts';
import type { Writing } from '../../src/mail/written-mail.ts';
import { writtenMail } from '../../src/mail/written-mail.ts';

export interface BareMailer {
  /** Sends them, so many at a time. */
  send(mails: readonly SendMailOptions[], atOnce: number): Promise<void>;
  close(): void;
}

/** Sends to the server on this port of the machine. */
export function bareMailer(port: number): BareMailer {
  const transport = createTransport({
    host: '127.0.0.1',
    port,
    secure: false,
    pool: true,
    maxConnections: 5,
    maxMessages: 100,
  });
  return {
    async send(mails, atOnce) {
      let next = 0;
      const worker = async (): Promise<void> => {
        for (let mail = mails[next++]; mail !== undefined; mail = mails[next++]) await transport.sendMail(mail);
      };
      await Promise.all(Array.from({ length: atOnce }, worker));
    },
    close: () => {
      transport.close();
    },
  };
}

/**
 * What `smtpMailer` sends for this letter, to each of its recipients, as nodemailer takes it: text and HTML as texts, which is
 * how it is used, or encoded once for everybody, which is what `smtpMailer` does.
 */
export async function bareMails(
  letter: MailLetter,
  writing: Writing,
  parts: 'texts' | 'encoded',
): Promise<readonly SendMailOptions[]> {
  const { sender } = writing;
  const { subject, text, html, calendar } = await writtenMail(letter, writing);
  const same = {
    from: { name: sender.name, address: sender.address },
    ...(sender.replyTo === undefined ? {} : { replyTo: sender.replyTo }),
    subject,
    text: parts === 'texts' ? text : encodedPart('text/plain', text),
    html: parts === 'texts' ? html : encodedPart('text/html', html),
    date: new Date(letter.now),
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'OOF, AutoReply' },
    xMailer: false,
  } as const;
  const calendarOf = (to: Address): SendMailOptions =>
    calendar === null
      ? {}
      : { icalEvent: { method: calendar.method, filename: 'maintenance.ics', content: calendar.to(to) } };
  return letter.posting.to.map((to) => ({
    ...same,
    ...calendarOf(to),
    to: { name: '', address: to },
    envelope: { from: sender.address, to: [to] },
    messageId: messageId(mailIdOf(letter.posting.key, to), domainOf(sender.address)),
  }));
}
