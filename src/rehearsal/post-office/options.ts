export interface PostOfficeOptions {
  /** Default 0: a free one. */
  port?: number;
  /** What mails are dated with; default the system's clock. */
  clock?: () => Date;
  /** Awaited before each mail is dated; default nothing. */
  before?: () => Promise<void>;
  /** Default none is asked for, nor taken. */
  login?: { user: string; pass: string };
  /** PEM. With them STARTTLS is offered, and a login is taken after it only; default neither. */
  tls?: { key: string; cert: string };
  /** `false` keeps nothing but the attempts and their number, for a measurement of the sender alone; default true. */
  parse?: boolean;
  /** Milliseconds that `until` and `arrived` wait; default 10,000. */
  patience?: number;
}

/** One recipient whom a sender named, in the order of the naming. */
export interface Attempt {
  readonly to: string;
  readonly at: Date;
  /** The SMTP code it ended with: 250 for a mail that was taken; undefined until then, `dropped` where a fault broke the connection. */
  readonly status: number | 'dropped' | undefined;
}
