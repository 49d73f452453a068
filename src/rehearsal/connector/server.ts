import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { asJson, parsed } from '../json.ts';
import { answer, namesLoopback, readBody } from '../loopback.ts';
import { refused, type Place } from './place.ts';
import { route } from './routes.ts';
import { threadOf } from './limits.ts';
import { answerStrangely, isStrange } from './strange-answer.ts';
import type { Fault, FaultList } from './faults.ts';
import type { Refusal } from './limits.ts';
import type { Reply } from './send.ts';

/** One call of the bot. */
export interface OutboundRequest {
  readonly method: string;
  /** Decoded. */
  readonly path: string;
  readonly at: Date;
  /** Parsed; undefined where there was none. */
  readonly body: unknown;
  /** As whom the bot calls; undefined without credentials. */
  readonly authorization?: string | undefined;
  /** Undefined until it is answered; `dropped` where a fault broke the connection. */
  readonly status: number | 'dropped' | undefined;
  /** What it met. */
  readonly fault?: Fault | undefined;
  /** Whether the connection ended before the answer did. */
  readonly isCutOff?: boolean;
}

type Entry = { -readonly [Key in keyof OutboundRequest]: OutboundRequest[Key] };

interface Needs {
  place: Place;
  faults: FaultList;
  log: Entry[];
  /** Ends requests that a fault left hanging. */
  closed: AbortSignal;
  /** Awaited before each request is handled. */
  before: (() => Promise<void>) | undefined;
}

export function connectorServer({ place, faults, log, closed, before }: Needs): Server {
  return createServer((request, response) => {
    // A break of the connection is the caller's affair: there is nobody left to answer.
    take(request, response).catch(() => response.destroy());
  });

  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // The bot is no browser: whatever has an origin is a page that has no business here.
    if (!namesLoopback(request) || request.headers.origin !== undefined) {
      answer(response, 403, refused(403, 'Forbidden', 'Only the bot on this machine may call.').body);
      return;
    }
    const method = request.method ?? 'GET';
    const encoded = (request.url ?? '/').replace(/\?.*$/, '').replace(/^\/+/, '/');
    const path = decodeURIComponent(encoded);
    const body = await readBody(request);
    const { authorization } = request.headers;
    const entry: Entry = { method, path, at: new Date(), body: parsed(body), authorization, status: undefined };
    log.push(entry);
    response.once('close', () => {
      entry.isCutOff = !response.writableFinished;
    });
    await before?.();
    const fault = faults.take({ method, path, body });
    entry.fault = fault;
    const refusal = limited(entry);
    const reply =
      refusal === null ? await met(fault, () => route(place, method, encoded, asJson(entry.body))) : injected(429);
    entry.status = reply?.status ?? 'dropped';
    if (reply === undefined) response.destroy();
    else if (refusal === null && isStrange(fault)) await answerStrangely(response, reply, fault, closed);
    else answer(response, reply.status, reply.body, retryAfter(refusal ?? fault));
  }

  /** Beyond Teams' limits nothing is done. */
  function limited({ method, path, body }: Entry): Refusal | null {
    const thread = threadOf(method, path, body);
    return thread === undefined ? null : (place.limits?.refuse(thread, performance.now()) ?? null);
  }

  /** @returns undefined where the connection breaks instead of an answer */
  async function met(fault: Fault | undefined, handle: () => Reply): Promise<Reply | undefined> {
    if (fault === undefined) return handle();
    if (fault.drop === 'before') return undefined;
    const reply = fault.status === undefined ? handle() : injected(fault.status);
    if (fault.hang !== undefined) await pause(fault.hang, undefined, { signal: closed });
    return fault.drop === 'after' ? undefined : reply;
  }
}

function injected(status: number): Reply {
  return refused(status, status === 429 ? 'TooManyRequests' : 'InjectedFault', `Injected fault ${status}.`);
}

function retryAfter(fault: Fault | Refusal | undefined): Record<string, string> {
  return fault?.retryAfter === undefined ? {} : { 'retry-after': String(fault.retryAfter) };
}
