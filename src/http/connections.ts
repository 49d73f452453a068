/** Who is connected, and what is being answered: so that a stop loses no answer and waits for nobody who only keeps a line open. */
import type { Server } from 'node:http';
import type { Socket } from 'node:net';

export class Connections {
  /** The requests under way on each. */
  readonly #sockets = new Map<Socket, number>();
  readonly #work = new Set<Promise<unknown>>();
  readonly #server: Server;
  #closing = false;

  constructor(server: Server) {
    this.#server = server;
    server.on('connection', (socket) => {
      this.#sockets.set(socket, 0);
      socket.once('close', () => this.#sockets.delete(socket));
    });
    server.on('request', ({ socket }, res) => {
      this.#count(socket, 1);
      res.once('close', () => {
        this.#count(socket, -1);
      });
    });
  }

  /** Work that a stop waits for even when the one who asked has gone. */
  async keep<T>(work: Promise<T>): Promise<T> {
    this.#work.add(work);
    try {
      return await work;
    } finally {
      this.#work.delete(work);
    }
  }

  /** Takes no more, hangs up on whoever asks nothing, and waits for the rest `ms` at most; then hangs up on all. */
  async close(ms: number): Promise<void> {
    this.#closing = true;
    const closed = new Promise((resolve) => this.#server.close(resolve));
    for (const [socket, requests] of this.#sockets) if (requests === 0) socket.destroy();
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise((resolve) => (timer = setTimeout(resolve, ms)));
    await Promise.race([Promise.allSettled([closed, ...this.#work]), late]);
    clearTimeout(timer);
    this.#server.closeAllConnections();
    await closed;
  }

  #count(socket: Socket, more: 1 | -1): void {
    const requests = this.#sockets.get(socket);
    if (requests === undefined) return;
    this.#sockets.set(socket, requests + more);
    if (this.#closing && requests + more === 0) socket.destroy();
  }
}
