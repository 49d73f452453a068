/**
 * The log: a JSON object a line. An error of the SDK carries its request, with the bearer token in it, some levels deep and under
 * names that differ by version: so of an error only what is on a list is written, and the secrets themselves are blotted out of
 * every line, for whoever repeats one in a message.
 */
import pino from 'pino';
import { withoutTokens } from './app/masked.ts';
import type { Log } from './app/ports.ts';

interface Needs {
  readonly level: string;
  /** What must not be in a line, in every form somebody could write it. */
  readonly secrets: readonly string[];
  /** Where lines go; the standard output when left out. */
  readonly to?: pino.DestinationStream;
}

/** The log of the process. */
export function openLog({ level, secrets, to }: Needs): Log & { fatal: Log['error'] } {
  const longestFirst = secrets.filter(isWithinText).toSorted((a, b) => b.length - a.length);
  const options: pino.LoggerOptions = {
    level,
    serializers: { err: errorSaid },
    redact: ['authorization', 'password', 'pass', 'auth', 'token'].flatMap((key) => [key, `*.${key}`]),
    hooks: { streamWrite: (line) => blotted(line, longestFirst) },
  };
  return to === undefined ? pino(options) : pino(options, to);
}

function blotted(line: string, secrets: readonly string[]): string {
  const told = secrets.reduce((text, secret) => text.replaceAll(secret, '…'), withoutTokens(line));
  return told.replace(UNSEEN, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Not a quote or a number of the line itself: a line stays JSON. Each secret is there as JSON has it, too. */
function isWithinText(secret: string): boolean {
  if (/^[\d.]*$/.test(secret)) return false;
  try {
    return typeof JSON.parse(`"${secret}"`) === 'string';
  } catch {
    return false;
  }
}

/** What pino writes as it is and a terminal obeys: delete, the C1 controls (one of them begins a colour), what ends a line or turns it around. */
const UNSEEN = /[\u007F-\u009F\u2028-\u202E\u2066-\u2069]/g;

const TOLD: readonly string[] = ['code', 'statusCode', 'errno', 'syscall'];
/** An error may be the cause of itself. */
const DEEPEST = 4;

/** What is written of an error: its kind, its words, its codes and where it came from; of anything else that was thrown, its text. */
export function errorSaid(error: unknown, depth = 0): object {
  if (!(error instanceof Error)) return { type: typeof error, message: String(error).slice(0, 200) };
  const { name, message, stack, cause } = error;
  const codes = Object.entries(error).filter(
    ([key, value]) => TOLD.includes(key) && ['string', 'number'].includes(typeof value),
  );
  return {
    type: name,
    message,
    ...Object.fromEntries(codes),
    stack,
    ...(cause === undefined || depth >= DEEPEST ? {} : { cause: errorSaid(cause, depth + 1) }),
  };
}

/** What nobody catches is written by the same rules, where Node would print the error with all it carries; then it ends with 1. */
export function endOnCrash(log: { readonly fatal: Log['error'] }): void {
  process.on('uncaughtException', (error) => {
    log.fatal({ err: error }, 'something went wrong that nobody expected: ending');
    process.exit(1);
  });
}
