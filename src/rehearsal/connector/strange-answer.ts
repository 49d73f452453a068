/** Answers that are none: of a proxy in between, or of a connection that is hardly there. */
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { Fault } from './faults.ts';
import type { Reply } from './send.ts';

/** Whether the fault is in how it is answered. */
export function isStrange(fault: Fault | undefined): fault is Fault {
  return fault?.garbage !== undefined || fault?.drip !== undefined;
}

/** Answers so; `closed` ends an answer that never would. */
export async function answerStrangely(
  response: ServerResponse,
  { status, body }: Reply,
  { garbage, drip }: Fault,
  closed: AbortSignal,
): Promise<void> {
  const text = garbage ?? JSON.stringify(body ?? {});
  const type = text.startsWith('<') ? 'text/html' : 'application/json';
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(text) });
  const gone = new AbortController();
  response.once('close', () => {
    gone.abort();
  });
  const over = AbortSignal.any([closed, gone.signal]);
  for (const byte of drip === undefined ? [text] : Buffer.from(text)) {
    if (over.aborted) return;
    response.write(typeof byte === 'number' ? Buffer.from([byte]) : byte);
    if (drip !== undefined) await until(drip, over);
  }
  response.end();
}

/** The next byte is due, or nobody is there any more. */
async function until(ms: number, over: AbortSignal): Promise<void> {
  if (Number.isFinite(ms)) await pause(ms, undefined, { signal: over }).catch(() => undefined);
  else if (!over.aborted) await once(over, 'abort');
}
