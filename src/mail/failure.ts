/** What an error of nodemailer means for the mail: whether trying again may help, in words that hold no secret. */
import { oneLine } from '../app/plain-text.ts';
import { SendFailed } from '../app/ports.ts';

/** What nodemailer and Node put on an error. */
interface SmtpError {
  readonly code?: string;
  readonly command?: string;
  /** The server's answer, its code first. */
  readonly response?: string;
  readonly responseCode?: number;
  readonly message?: string;
  /** What the system was asked when it failed. */
  readonly syscall?: string;
}

/**
 * 'final' is what the server says for good of this recipient or this mail: a 5yz answer to RCPT or DATA (RFC 5321, 4.2.1), or
 * an address or a size that cannot be sent at all. All else is 'passing': 4yz, no connection, no answer, and what somebody
 * can mend while the mails wait: the login, the certificate, the sender's address. `secrets` are blotted out of the words.
 */
export function sendFailed(error: unknown, secrets: readonly string[] = []): SendFailed {
  const failed = error as SmtpError;
  return new SendFailed(isFinal(failed) ? 'final' : 'passing', wordsOf(failed, secrets), null, isUnknown(failed));
}

/**
 * A connection that broke or fell silent: the library does not say in which command, so that the server may have the mail. Not
 * so where there was no connection yet.
 */
function isUnknown({ code = '', command, responseCode, syscall, message = '' }: SmtpError): boolean {
  if (responseCode !== undefined || command === 'API' || syscall === 'connect') return false;
  return BROKEN.includes(code) && !/greeting|connection timeout/i.test(message);
}

const BROKEN = ['ECONNECTION', 'ESOCKET', 'ETIMEDOUT'];

function isFinal({ code, command, responseCode }: SmtpError): boolean {
  if (responseCode === undefined) return ofMail(code);
  const ofThisMail = command === 'RCPT TO' || command === 'DATA';
  return ofThisMail && responseCode >= 500 && !OF_THE_SESSION.includes(responseCode);
}

function ofMail(code: string | undefined): boolean {
  return code === 'EENVELOPE' || code === 'EMESSAGE';
}

/** Commands out of order, and the login that is asked for or refused (RFC 4954, 6): nothing of this mail. */
const OF_THE_SESSION = [503, 530, 534, 535, 538];

const MOST_WORDS = 200;

function wordsOf({ code, response, message }: SmtpError, secrets: readonly string[]): string {
  // What a server answers of a mail begins with its own code; of a connection, a login, a certificate it needs a name.
  const words =
    ofMail(code) && response !== undefined ? response : `${code ?? 'no answer'} ${response ?? message ?? ''}`;
  const told = secrets.filter((secret) => secret !== '').reduce((text, secret) => text.replaceAll(secret, '…'), words);
  return oneLine(told.replace(CREDENTIALS_IN_URL, '$1'), MOST_WORDS);
}

/** `smtp://user:password@host` */
const CREDENTIALS_IN_URL = /(\b[a-z]+:\/\/)[^\s/@]*@/gi;

/** All a server could repeat of a login: PLAIN and LOGIN say it in Base64 (RFC 4616), an address with `%40` for `@`. */
export function secretsOf(auth: { readonly user: string; readonly pass: string } | undefined): readonly string[] {
  if (auth === undefined) return [];
  const base64 = (text: string): string => Buffer.from(text).toString('base64');
  return [base64(`\0${auth.user}\0${auth.pass}`), base64(auth.pass), auth.pass, encodeURIComponent(auth.pass)];
}
