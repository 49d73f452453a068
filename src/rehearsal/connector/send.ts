import { request } from 'node:http';
import { parsed } from '../json.ts';

export interface Reply {
  status: number;
  /** Parsed JSON, or the text where it is none, or undefined where there is none. */
  body: unknown;
}

interface Sending {
  method?: 'GET' | 'POST';
  body?: unknown;
  headers?: Record<string, string>;
  /** How long an answer may take. */
  patience?: number;
}

/** Teams gives an invoke up after about as long. */
const PATIENCE = 15_000;

/**
 * One request on a connection of its own: a kept one would hold up the service's own graceful stop.
 * @throws Error in a sentence when nobody answers, or not within `patience` milliseconds (15 s)
 */
export function send(url: string, sending: Sending = {}): Promise<Reply> {
  const { body, headers, patience = PATIENCE, method = body === undefined ? 'GET' : 'POST' } = sending;
  const payload = body === undefined ? undefined : JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const outgoing = request(url, {
      method,
      agent: false,
      signal: AbortSignal.timeout(patience),
      headers: { ...(payload === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    });
    const fail = (cause: Error): void => {
      reject(new Error(`The service at ${url} does not answer: ${reason(cause, patience)}.`, { cause }));
    };
    outgoing.on('error', fail);
    outgoing.on('response', (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('error', fail);
      incoming.on('end', () => {
        resolve({ status: incoming.statusCode ?? 0, body: parsed(Buffer.concat(chunks).toString('utf8')) });
      });
    });
    outgoing.end(payload);
  });
}

function reason(cause: Error & { code?: string }, patience: number): string {
  if (cause.name === 'AbortError' || cause.name === 'TimeoutError') return `nothing within ${patience} ms`;
  if (cause.code === 'ECONNREFUSED') return 'nobody listens there';
  return cause.message === '' ? (cause.code ?? cause.name) : cause.message;
}
