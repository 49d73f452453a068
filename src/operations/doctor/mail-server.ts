/** Whether the mail server takes us: name, connection, TLS and login. No mail is sent. */
import { secretsOf, sendFailed } from '../../mail/failure.ts';
import type { Smtp } from '../../mail/transport.ts';
import { smtpTransport } from '../../mail/transport.ts';
import { PATIENCE_MS } from './asked.ts';
import type { Finding } from './finding.ts';
import { ok, wrong } from './finding.ts';

export async function mailServerStep(smtp: Smtp, patienceMs = PATIENCE_MS): Promise<Finding> {
  const patience = { connection: patienceMs, greeting: patienceMs, socket: patienceMs };
  const transport = await smtpTransport(smtp, patience);
  const where = `${smtp.host}:${smtp.port}`;
  try {
    await transport.verify();
    return ok(`${where} answers${smtp.auth === undefined ? ', without a login' : ' and takes the login'}`);
  } catch (error) {
    const { message } = sendFailed(error, secretsOf(smtp.auth));
    return wrong(`${where}: ${message.replace(/\.$/, '')}`, remedyOf(error as SmtpError));
  } finally {
    transport.close();
  }
}

interface SmtpError {
  readonly code?: string;
  readonly message?: string;
}

function remedyOf({ code = '', message = '' }: SmtpError): string {
  if (/certificate|self.signed|altnames/i.test(message))
    return 'Use the name that its certificate has, or trust its authority by NODE_EXTRA_CA_CERTS';
  if (code === 'EAUTH') return 'Mend user and password in SMTP_URL; in a password write %40 for @';
  if (code === 'ETLS' || /tls|ssl|wrong version/i.test(message))
    return 'Begin SMTP_URL with smtps:// for a port with TLS from the start (465), with smtp:// for STARTTLS (587)';
  if (code === 'EDNS' || message.includes('ENOTFOUND')) return 'Mend the host in SMTP_URL';
  return 'Compare host and port in SMTP_URL, and let this machine speak to them';
}
