import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo, Server as AnyServer } from 'node:net';

const HOST = '127.0.0.1';
const NAMES = new Set(['127.0.0.1', 'localhost', '[::1]']);
const LARGEST_BODY = 1024 * 1024;

/**
 * Listens on loopback only.
 * @param port 0 picks a free one
 * @returns the port that is listened on
 * @throws the server's own error, e.g. EADDRINUSE
 */
export async function listen(server: AnyServer, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, HOST, () => {
      server.off('error', reject);
      resolve();
    });
  });
  return (server.address() as AddressInfo).port;
}

/** Ends the server at once, open streams included. */
export async function stop(server: Server): Promise<void> {
  await new Promise<void>((resolve) => {
    server.close(() => {
      resolve();
    });
    server.closeAllConnections();
  });
}

/** A page that rebinds its own name to 127.0.0.1 still sends that name as the host. */
export function namesLoopback(request: IncomingMessage): boolean {
  const host = request.headers.host ?? '';
  return NAMES.has(host.replace(/:\d+$/, ''));
}

/** @throws Error when the body is larger than 1 MiB or breaks off */
export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LARGEST_BODY) throw new Error('The body is larger than 1 MiB.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** @param body sent as JSON; undefined sends an empty body */
export function answer(
  response: ServerResponse,
  status: number,
  body?: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
  response.end(body === undefined ? undefined : JSON.stringify(body));
}
