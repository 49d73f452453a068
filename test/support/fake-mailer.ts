/** Mail, as delivery sees it: keeps what it was given, and fails or waits as it is told. */
import type { Mail, Mailer, MailLetter } from '../../src/app/ports.ts';
import { SendFailed } from '../../src/app/ports.ts';

/** A mail that was taken: which notice, to whom, and the mails of the change that they had before. */
export interface Sent {
  readonly notice: string;
  readonly to: string;
  readonly late: boolean;
  readonly earlier: readonly string[];
}

type Task = () => Promise<void>;

export const greylisted = (): SendFailed => new SendFailed('passing', '451 4.7.1 greylisted');
export const noSuchUser = (): SendFailed => new SendFailed('final', '550 5.1.1 no such user');
export const noConnection = (): SendFailed => new SendFailed('passing', 'connect ECONNREFUSED');

export class FakeMailer implements Mailer {
  readonly sent: Sent[] = [];
  /** Every try, those that failed too: `announce to a@b.example`. */
  readonly tries: string[] = [];
  /** How often each mail was written. */
  readonly written: string[] = [];
  /** Tried before every mail: `null` lets it through. */
  always: ((to: string) => SendFailed | null) | null = null;
  readonly #before = new Map<string, Task[]>();

  /** What the next tries to somebody meet, one after the other. */
  meets(to: string, ...tasks: readonly (Error | Task)[]): void {
    const before = tasks.map((one): Task => (one instanceof Error ? () => Promise.reject(one) : one));
    this.#before.set(to, [...(this.#before.get(to) ?? []), ...before]);
  }

  /** What arrived, in order: `announce to a@b.example`. */
  get said(): readonly string[] {
    return this.sent.map(({ notice, to }) => `${notice} to ${to}`);
  }

  write({ posting, late }: MailLetter): Promise<Mail> {
    this.written.push(posting.key);
    const send = async (to: string, earlier: readonly string[]): Promise<string> => {
      this.tries.push(`${posting.notice} to ${to}`);
      const fault = this.always?.(to) ?? null;
      if (fault !== null) throw fault;
      await this.#before.get(to)?.shift()?.();
      this.sent.push({ notice: posting.notice, to, late, earlier });
      return `${posting.key.replaceAll('/', '.')}.${to.split('@')[0] ?? ''}`;
    };
    return Promise.resolve({ send });
  }

  close(): void {
    // It holds nothing.
  }
}
