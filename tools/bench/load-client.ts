/** The load: a process of its own, with autocannon. Every body is sent once, shared out over the connections. */
import autocannon from 'autocannon';
import { answerOrders } from './processes.ts';

export interface Load {
  readonly url: string;
  /** As many as can be shared out evenly. */
  readonly bodies: readonly string[];
  readonly connections: number;
  /** What every answer has to have in it. */
  readonly expected: string;
}

export interface LoadReport {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

const HEADERS = { 'content-type': 'application/json; charset=utf-8' };

async function load({ url, bodies, connections, expected }: Load): Promise<LoadReport> {
  const share = bodies.length / connections;
  const latencies: number[] = [];
  let next = 0;
  let last = 0;
  let from = 0;
  // What it gives is both, an emitter and a promise; its types say only the latter.
  const running = autocannon({
    url: `${url}/api/messages`,
    method: 'POST',
    connections,
    amount: bodies.length,
    timeout: 30,
    verifyBody: (body) => String(body).includes(expected),
    setupClient(client) {
      const own = bodies.slice(next, next + share);
      next += share;
      client.setRequests(own.map((body) => ({ method: 'POST', path: '/api/messages', headers: HEADERS, body })));
    },
  });
  const told = running as unknown as autocannon.Instance;
  told.once('start', () => (from = performance.now()));
  told.on('response', (_client, _status, _bytes, ms) => {
    latencies.push(ms);
    last = performance.now();
  });
  const result = await running;
  const wrong = result.mismatches + result.errors + result.timeouts + result.non2xx;
  if (wrong > 0 || latencies.length !== bodies.length)
    throw new Error(`${wrong} of ${bodies.length} answers were not what they should be (${latencies.length} came)`);
  latencies.sort((a, b) => a - b);
  return {
    perSecond: (latencies.length / (last - from)) * 1000,
    p50Ms: latencies[Math.floor(latencies.length * 0.5)] ?? NaN,
    p99Ms: latencies[Math.floor(latencies.length * 0.99)] ?? NaN,
  };
}

answerOrders(load);
