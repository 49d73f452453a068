import { Agent, request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { expect, test } from '@jest/globals';
import { ACTIVITY, start } from './support.ts';
import type { TestServer } from './support.ts';

/** A server whose turns end when the test says so. */
async function slow(): Promise<{ server: TestServer; begun: Promise<void>; end: () => void }> {
  let begin = (): void => undefined;
  let end = (): void => undefined;
  const begun = new Promise<void>((resolve) => (begin = resolve));
  const ending = new Promise<void>((resolve) => (end = resolve));
  const server = await start({
    process: async (_req, res) => {
      begin();
      await ending;
      res.status(200).send({ done: true }).end();
    },
  });
  return {
    server,
    begun,
    end: () => {
      end();
    },
  };
}

test('a stop finishes what is under way and takes nothing new', async () => {
  const { server, begun, end } = await slow();
  const answer = server.send('POST', '/api/messages', ACTIVITY);
  await begun;
  const closed = server.close();
  await expect(server.send('GET', '/health/live')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  end();
  expect(await answer).toMatchObject({ status: 200, json: { done: true } });
  await closed;
});

test('a stop does not wait for more than it was given', async () => {
  const { server, begun } = await slow();
  const answer = server.send('POST', '/api/messages', ACTIVITY);
  const broken = expect(answer).rejects.toMatchObject({ code: 'ECONNRESET' });
  await begun;
  await server.close(20);
  await broken;
});

test('a stop waits for a turn whose caller has gone', async () => {
  const { server, begun, end } = await slow();
  const body = JSON.stringify(ACTIVITY);
  const headers = { 'content-type': 'application/json', 'content-length': body.length };
  const req = request({ port: server.port, method: 'POST', path: '/api/messages', headers, agent: false });
  const gone = new Promise((resolve) =>
    req
      .once('close', resolve)
      .on('error', () => undefined)
      .end(body),
  );
  await begun;
  req.destroy();
  await gone;
  let isClosed = false;
  const closed = server.close().then(() => (isClosed = true));
  await new Promise((resolve) => setImmediate(resolve));
  expect(isClosed).toBe(false);
  end();
  await closed;
});

test('a stop hangs up on lines that are only kept open', async () => {
  const server = await start();
  const agent = new Agent({ keepAlive: true });
  await new Promise<void>((resolve) => {
    request({ port: server.port, path: '/health/live', agent }, (res: IncomingMessage) => {
      res.resume().once('end', () => {
        resolve();
      });
    }).end();
  });
  const silent = connect(server.port, '127.0.0.1');
  await new Promise((resolve) => silent.once('connect', resolve));
  const hungUp = new Promise((resolve) => silent.once('close', resolve).on('error', () => undefined));
  await server.send('GET', '/health/live');
  await server.close();
  await hungUp;
  agent.destroy();
});

test('a stop leaves the port to the next one', async () => {
  const first = await start();
  await first.close();
  const second = await start({ port: first.port });
  expect(second.url).toBe(`http://127.0.0.1:${first.port}`);
  await second.close();
});
