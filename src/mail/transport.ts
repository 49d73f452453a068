/** The connections to the mail server. */
import type { SMTPPoolOptions } from 'nodemailer';

/** The mail server, as the environment names it. */
export interface Smtp {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte (`smtps:`). */
  readonly secure: boolean;
  /** No mail without TLS, and no login; without this STARTTLS is used where it is offered. */
  readonly requireTls: boolean;
  readonly auth?: { readonly user: string; readonly pass: string };
  /** A certificate to trust beside those of the machine, in PEM. */
  readonly ca?: string;
}

/** How long each part of a conversation may take, in milliseconds; `socket` is how long nothing may be heard. */
export interface Patience {
  readonly connection: number;
  readonly greeting: number;
  readonly socket: number;
}

const PATIENCE: Patience = { connection: 10_000, greeting: 10_000, socket: 30_000 };

/** Notices come hours or days apart: connections are kept for one that follows at once, and given back soon. */
const IDLE_MS = 20_000;

export type Transport = Awaited<ReturnType<typeof smtpTransport>>;

/**
 * A pool of at most five connections, of 100 mails each; none is opened before there is something to send. nodemailer takes
 * 20 ms to load, which the first mail pays and not the start.
 */
export async function smtpTransport(smtp: Smtp, patience: Partial<Patience> = {}) {
  const { createTransport } = await import('nodemailer');
  return createTransport({ ...optionsOf(smtp), ...timeouts({ ...PATIENCE, ...patience }), ...CAUTION, ...POOL });
}

const POOL = {
  pool: true,
  maxConnections: 5,
  maxMessages: 100,
  idleTimeout: IDLE_MS,
  // For a kept connection that the server has closed meanwhile. What was begun is not sent twice: the caller decides.
  maxRequeues: 1,
} as const;

/** The texts of a mail are texts, whatever they look like. */
const CAUTION = { disableFileAccess: true, disableUrlAccess: true } as const;

function optionsOf({ host, port, secure, requireTls, auth, ca }: Smtp): SMTPPoolOptions {
  return {
    host,
    port,
    secure,
    requireTLS: requireTls,
    ...(auth === undefined ? {} : { auth: { ...auth } }),
    ...(ca === undefined ? {} : { tls: { ca } }),
  };
}

function timeouts({ connection, greeting, socket }: Patience): SMTPPoolOptions {
  return {
    connectionTimeout: connection,
    dnsTimeout: connection,
    greetingTimeout: greeting,
    socketTimeout: socket,
  };
}
