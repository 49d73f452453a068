/** The HTTP room: one small server, closed to everything that it does not expect. */
import type { AddressInfo } from 'node:net';
import restify from 'restify';
import type { Log } from '../app/ports.ts';
import { answerFault } from './answer.ts';
import { Connections } from './connections.ts';
import { faultOf } from './fault.ts';
import { jsonOnly, loopbackOnly, noEncoding, notTooLarge, plainAddress } from './guards.ts';
import type { Needs } from './routes.ts';
import { addRoutes } from './routes.ts';

export interface ServerOptions extends Omit<Needs, 'connections' | 'bodyWithinMs'> {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  /** How long a body may take to arrive, milliseconds; 10 s when left out. */
  readonly bodyWithinMs?: number;
  /** Told the status of every answer that is sent whole. */
  readonly answered?: (status: number) => void;
}

export interface RunningServer {
  /** `http://127.0.0.1:3978` */
  readonly url: string;
  readonly port: number;
  /** Stops listening, finishes what is under way within `ms`, and hangs up. */
  close(ms?: number): Promise<void>;
}

const BODY_WITHIN_MS = 10_000;
const HEADERS_WITHIN_MS = 10_000;
const REQUEST_WITHIN_MS = 30_000;
/** Longer than proxies keep an idle connection to us (60 s is usual), so that none of them writes into one that we just closed. */
const KEEP_ALIVE_MS = 65_000;
const STOP_WITHIN_MS = 8_000;

/** Starts listening. @throws the socket's error, EADDRINUSE for one */
export async function startServer({
  host,
  port,
  bodyWithinMs = BODY_WITHIN_MS,
  answered,
  ...needs
}: ServerOptions): Promise<RunningServer> {
  // Without a name there is no Server header.
  const server = restify.createServer({ name: '' });
  const connections = new Connections(server.server);
  setLimits(server);
  if (answered !== undefined) tellAnswers(server, answered);
  server.pre(plainAddress, noEncoding, jsonOnly, notTooLarge);
  if (needs.clock !== undefined || needs.gate.serviceUrls === 'loopback') server.pre(loopbackOnly);
  addRoutes(server, { ...needs, bodyWithinMs, connections });
  answerFaults(server, needs.log);
  const address = await listen(server, port, host);
  return {
    url: `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${address.port}`,
    port: address.port,
    close: (ms = STOP_WITHIN_MS) => connections.close(ms),
  };
}

function setLimits({ server }: restify.Server): void {
  server.headersTimeout = HEADERS_WITHIN_MS;
  server.requestTimeout = REQUEST_WITHIN_MS;
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  // restify takes these sockets out of Node's hands and then leaves them open.
  server.on('upgrade', (_req, socket) => {
    socket.destroy();
  });
}

function tellAnswers({ server }: restify.Server, answered: (status: number) => void): void {
  server.on('request', (_req, res) => {
    res.once('finish', () => {
      answered(res.statusCode);
    });
  });
}

/** Everything that is thrown or not found comes by here; only what is nobody's fault but ours is worth a line. */
function answerFaults(server: restify.Server, log: Log): void {
  server.on('restifyError', (_req: restify.Request, res: restify.Response, error: unknown, done: () => void) => {
    const fault = faultOf(error);
    if (fault.statusCode === 500) log.error({ err: error }, 'request failed');
    if (!res.headersSent) answerFault(res, fault);
    done();
  });
}

function listen(server: restify.Server, port: number, host: string): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve(server.address());
    });
  });
}
