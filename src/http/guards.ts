/** What is refused before anything of a request is read or routed. */
import type { IncomingMessage } from 'node:http';
import type { RequestHandler } from 'restify';
import { LARGEST_BODY } from './body.ts';
import { HttpFault } from './fault.ts';
import { isLoopback } from './loopback.ts';

/**
 * restify makes a URL of both and throws where nobody catches it: one such request (`Host: [`) kills the process. It also follows
 * detours (`/x/../api/messages`), by which an address gets past the rules of a proxy.
 */
export const plainAddress = guard(({ url = '', headers: { host = '' } }) => {
  if (!/^(\/(?!\.\.?(?:[/?]|$))[\w.-]+)*\/?(\?[!-~]*)?$/.test(url)) return new HttpFault(404);
  return /^[\w.:[\]-]*$/.test(host) && URL.canParse(`http://${host || 'localhost'}${url}`) ? null : new HttpFault(400);
});

/** restify inflates without a bound, and a body that is not what its encoding says kills the process. Teams encodes none. */
export const noEncoding = guard((req) => (req.headers['content-encoding'] === undefined ? null : new HttpFault(415)));

/** Only JSON: a page of another site can send a form across, but not this without being asked first. */
export const jsonOnly = guard((req) => (req.method !== 'POST' || isJson(req) ? null : new HttpFault(415)));

export const notTooLarge = guard((req) =>
  Number(req.headers['content-length'] ?? 0) > LARGEST_BODY ? new HttpFault(413) : null,
);

/** A page that points its own name at 127.0.0.1 still sends that name as the host. */
export const loopbackOnly = guard((req) => (isLoopback(req.headers.host ?? '') ? null : new HttpFault(403)));

function guard(refuse: (req: IncomingMessage) => HttpFault | null): RequestHandler {
  return (req, _res, next) => {
    next(refuse(req) ?? undefined);
  };
}

function isJson(req: IncomingMessage): boolean {
  return /^application\/json\s*(;\s*charset="?utf-8"?\s*)?$/i.test(req.headers['content-type'] ?? '');
}
