/** A client that keeps its connection: thousands of activities a second. */
import { Agent, request } from 'node:http';

export interface Heard {
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

export class Wire {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });
  readonly #url: string;

  constructor(url: string) {
    this.#url = `${url}/api/messages`;
  }

  /** Sends bytes as JSON. @throws when the connection breaks: then somebody crashed */
  post(payload: string): Promise<Heard> {
    return new Promise((resolve, reject) => {
      const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(payload) };
      const outgoing = request(
        this.#url,
        { method: 'POST', agent: this.#agent, headers, timeout: 20_000 },
        (incoming) => {
          const chunks: Buffer[] = [];
          incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
          incoming.on('error', reject);
          incoming.on('end', () => {
            const { statusCode: status = 0, headers: heard } = incoming;
            resolve({ status, type: heard['content-type'] ?? '', text: Buffer.concat(chunks).toString('utf8') });
          });
        },
      );
      outgoing.on('error', reject);
      outgoing.on('timeout', () => outgoing.destroy(new Error('no answer within 20 s')));
      outgoing.end(payload);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}
