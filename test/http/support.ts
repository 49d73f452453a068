/** A server of a test on loopback, and ways to talk to it: politely, or as bytes. */
import { request } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import { connect } from 'node:net';
import type { GateRules } from '../../src/http/gate.ts';
import type { RunningServer, ServerOptions } from '../../src/http/server.ts';
import { startServer } from '../../src/http/server.ts';

export interface Line {
  readonly level: 'info' | 'warn' | 'error';
  readonly facts: Record<string, unknown>;
  readonly what: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly json: unknown;
}

export interface TestServer extends RunningServer {
  readonly lines: Line[];
  readonly send: (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Answer>;
}

export const LOOPBACK: GateRules = { serviceUrls: 'loopback', tenantId: null };

/** What the gate lets in on loopback. */
export const ACTIVITY = {
  type: 'message',
  channelId: 'msteams',
  serviceUrl: 'http://127.0.0.1:3979/',
  from: { id: '29:someone' },
  recipient: { id: '28:bot' },
  conversation: { id: 'a:1' },
  text: 'help',
};

/** Starts on a free port; the turn answers 200 with nothing unless another one is given. */
export async function start(options: Partial<ServerOptions> = {}): Promise<TestServer> {
  const lines: Line[] = [];
  const noted = (level: Line['level']) => (facts: object, what: string) => {
    lines.push({ level, facts: { ...facts }, what });
  };
  const server = await startServer({
    host: '127.0.0.1',
    port: 0,
    process: (_req, res) => {
      res.status(200).end();
      return Promise.resolve();
    },
    ready: () => ({ ok: true, checks: { store: true } }),
    gate: LOOPBACK,
    log: { info: noted('info'), warn: noted('warn'), error: noted('error') },
    ...options,
  });
  return { ...server, lines, send: (...args) => send(server.port, ...args) };
}

/** A request of its own connection, and all that comes back. */
export function send(
  port: number,
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
): Promise<Answer> {
  const payload = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
  const json = payload === undefined ? {} : { 'content-type': 'application/json' };
  return new Promise((resolve, reject) => {
    const req = request(
      { host: '127.0.0.1', port, method, path, agent: false, headers: { ...json, ...headers } },
      (res) => {
        let text = '';
        res.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        res.once('end', () => {
          resolve({ status: res.statusCode ?? 0, headers: res.headers, text, json: parsed(text) });
        });
      },
    );
    req.once('error', reject).end(payload);
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Sends bytes as they are. Gives all that comes back until the server hangs up. */
export function sendBytes(port: number, ...parts: readonly (string | Buffer)[]): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    let text = '';
    socket.setEncoding('latin1').on('data', (chunk: string) => (text += chunk));
    // A server that has said no hangs up on what is still being sent.
    socket.on('error', () => undefined);
    socket.once('close', () => {
      resolve(text);
    });
    for (const part of parts) socket.write(part);
  });
}

/** The head of a POST to the bot, ended; further headers on request. */
export function head(...headers: readonly string[]): string {
  return ['POST /api/messages HTTP/1.1', 'Host: localhost', 'Content-Type: application/json', ...headers, '', ''].join(
    '\r\n',
  );
}
