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
    req.once('close', fail(400));
  });
}

function parse(bytes: Buffer): unknown {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new HttpFault(400, 'The request is no JSON.');
  }
  if (isStrange(value)) throw new HttpFault(400, 'The JSON is nested too deep, or has a key that nobody sends.');
  return value;
}

/** Level by level, because recursion is what a deep value would break; a copied `__proto__` would replace what it is copied to. */
function isStrange(value: unknown): boolean {
  let level: readonly unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > DEEPEST || level.some(hasProto)) return true;
    level = level.flatMap((each) => (isObject(each) ? (Object.values(each) as unknown[]) : []));
  }
  return false;
}

function hasProto(value: unknown): boolean {
  return isObject(value) && Object.hasOwn(value, '__proto__');
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
