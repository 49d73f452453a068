/** A mail server in a process of its own, which takes every mail and keeps nothing but the numbers. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { answerOrders } from './processes.ts';

/** What came since the order before. */
export interface MailReport {
  readonly port: number;
  readonly mails: number;
  readonly bytes: number;
  /** Who got so many: in the order of their first mail. */
  readonly perRecipient: ReadonlyMap<string, number>;
}

let mails = 0;
let bytes = 0;
let perRecipient = new Map<string, number>();

const smtp = new SMTPServer({
  disabledCommands: ['STARTTLS', 'AUTH'],
  authOptional: true,
  disableReverseLookup: true,
  logger: false,
  onData(stream, { envelope }, done) {
    stream.on('data', (chunk: Buffer) => (bytes += chunk.length));
    stream.once('end', () => {
      mails += 1;
      for (const { address } of envelope.rcptTo) perRecipient.set(address, (perRecipient.get(address) ?? 0) + 1);
      done();
    });
  },
});
smtp.listen(0, '127.0.0.1');
await once(smtp.server, 'listening');
const { port } = smtp.server.address() as AddressInfo;

answerOrders(() => {
  const report: MailReport = { port, mails, bytes, perRecipient };
  mails = 0;
  bytes = 0;
  perRecipient = new Map();
  return Promise.resolve(report);
});
