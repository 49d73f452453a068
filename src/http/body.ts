/** The body of a request: JSON, not too long, not too deep, in time. */
import type { IncomingMessage } from 'node:http';
import { HttpFault } from './fault.ts';

/** Teams sends some kilobytes; a form with every field full stays far below. */
export const LARGEST_BODY = 256 * 1024;
/** A card's data is some ten levels deep; what walks it further in may do so by recursion. */
const DEEPEST = 64;

/** The parsed body. @throws HttpFault 400, 408 after `withinMs`, or 413 */
export async function readJson(req: IncomingMessage, withinMs: number): Promise<unknown> {
  return parse(await readBytes(req, withinMs));
}

function readBytes(req: IncomingMessage, withinMs: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const fail = (status: 400 | 408 | 413) => (): void => {
      clearTimeout(timer);
      req.pause();
      reject(new HttpFault(status));
    };
    const timer = setTimeout(fail(408), withinMs);
    req.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > LARGEST_BODY) fail(413)();
      else chunks.push(chunk);
    });
    req.once('end', () => {
      clearTimeout(timer);
      resolve(Buffer.concat(chunks));
    });
    req.once('error', fail(400));
    // It closes after every request; making a fault of that would cost 20 µs, for its stack.
    req.once('close', () => {
      if (!req.complete) fail(400)();
    });
  });
}

const UTF8 = new TextDecoder('utf-8', { fatal: true });

function parse(bytes: Buffer): unknown {
  let value: unknown;
  try {
    value = JSON.parse(UTF8.decode(bytes));
  } catch {
    throw new HttpFault(400, 'The request is no JSON.');
  }
  if (isStrange(value, 0)) throw new HttpFault(400, 'The JSON is nested too deep, or has a key that nobody sends.');
  return value;
}

/** Looks no deeper than it may be, so that its own recursion is bounded; a copied `__proto__` would replace what it is copied to. */
function isStrange(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (depth > DEEPEST || Object.hasOwn(value, '__proto__')) return true;
  return Object.values(value).some((each) => isStrange(each, depth + 1));
}
