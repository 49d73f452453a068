/** Notices by mail: written once for all who get one, sent to one after the other, each seeing nobody else. */
import type { SendMailOptions } from 'nodemailer';
import type { Mail, Mailer, MailLetter } from '../app/ports.ts';
import type { Sender } from '../domain/site.ts';
import { encodedPart } from './encoded.ts';
import { secretsOf, sendFailed } from './failure.ts';
import { domainOf, mailIdOf, messageId } from './message-id.ts';
import type { Patience, Smtp, Transport } from './transport.ts';
import { smtpTransport } from './transport.ts';
import type { WrittenMail, Writing } from './written-mail.ts';
import { writtenMail } from './written-mail.ts';

export interface MailerNeeds extends Writing {
  readonly smtp: Smtp;
  /** Shorter times for a test. */
  readonly patience?: Partial<Patience>;
}

/** Mail by SMTP. Nothing is connected, and no library of it loaded, before there is a mail. */
export function smtpMailer(needs: MailerNeeds): Mailer {
  let opened: Promise<Transport> | null = null;
  const open = (): Promise<Transport> => (opened ??= smtpTransport(needs.smtp, needs.patience));
  return {
    write: async (letter) => {
      const encoded = encodedOnce(await writtenMail(letter, needs), needs.sender);
      return mailOf(letter, encoded, await open(), needs);
    },
    // Also one that nobody has used: it takes nothing any more.
    close: () => {
      void open().then((transport) => {
        transport.close({ force: true });
      });
    },
  };
}

/** What is the same for everybody, and the calendar as it is for one. */
interface Encoded {
  readonly same: SendMailOptions;
  readonly calendarFor: ((to: string) => SendMailOptions) | null;
}

function encodedOnce({ subject, text, html, calendar }: WrittenMail, sender: Sender): Encoded {
  return {
    same: {
      from: { name: sender.name, address: sender.address },
      ...(sender.replyTo === undefined ? {} : { replyTo: sender.replyTo }),
      subject,
      text: encodedPart('text/plain', text),
      html: encodedPart('text/html', html),
      headers: UNANSWERED,
      xMailer: false,
    },
    calendarFor:
      calendar === null
        ? null
        : (to) => ({
            icalEvent: { method: calendar.method, filename: 'maintenance.ics', content: calendar.to(to) },
          }),
  };
}

/** Keeps holiday notes from answering: RFC 3834, 5; the second for Exchange ([MS-OXCMAIL] 2.2.3.2.14). */
const UNANSWERED = { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'OOF, AutoReply' };

function mailOf(letter: MailLetter, { same, calendarFor }: Encoded, transport: Transport, needs: MailerNeeds): Mail {
  const domain = domainOf(needs.sender.address);
  const secrets = secretsOf(needs.smtp.auth);
  return {
    async send(to, earlier, now) {
      const id = mailIdOf(letter.posting.key, to);
      const thread = earlier.map((one) => messageId(one, domain));
      try {
        await transport.sendMail({
          ...same,
          ...calendarFor?.(to),
          ...threaded(thread),
          date: new Date(now),
          to: { name: '', address: to },
          envelope: { from: needs.sender.address, to: [to] },
          messageId: messageId(id, domain),
        });
      } catch (error) {
        throw sendFailed(error, secrets);
      }
      return id;
    },
  };
}

/** One conversation for one change (RFC 5322, 3.6.4). */
function threaded(earlier: readonly string[]): SendMailOptions {
  const last = earlier.at(-1);
  return last === undefined ? {} : { inReplyTo: last, references: [...earlier] };
}
