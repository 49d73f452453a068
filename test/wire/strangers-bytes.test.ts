/**
 * What comes with a right token and is no activity, and crowds of strangers: the whole house goes on, and whoever has business
 * there is answered meanwhile. Each of these bytes is met one by one in `test/http/hostile.test.ts`.
 */
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Activity } from '../../src/rehearsal/connector/activity.ts';
import { sendBytes } from '../http/support.ts';
import type { Guarded } from '../support/guarded.ts';
import { guarded } from '../support/guarded.ts';
import { cast } from '../support/house.ts';
import { FOREIGN_KEY } from '../support/issuer.ts';
import { walkTo } from '../support/stations.ts';

let at: Guarded;
let port: number;
/** The GO of the approver, with the token that goes with it. */
let press: Activity;
let token: string;
let before: object;

beforeAll(async () => {
  at = await guarded();
  await walkTo(at.it, 'GO / NOGO');
  port = Number(new URL(at.it.url).port);
});
afterAll(() => at.close());

const state = (): object => ({
  documents: [...at.memory],
  calls: at.teams.requests.length,
  posts: at.teams.messages.length,
});

beforeEach(async () => {
  press = await at.pressOf(cast.approver, 'giveGo');
  token = at.issuer.bearer(press);
  before = state();
});
afterEach(async () => {
  await at.it.settled();
  expect(state()).toEqual(before);
  expect(at.it.log.all.filter(({ level }) => level === 'error')).toEqual([]);
});

/** The head of a request with the right token. */
function head(line = 'POST /api/messages', ...headers: readonly string[]): string {
  const host = headers.some((one) => one.startsWith('Host:')) ? [] : [`Host: 127.0.0.1:${port}`];
  const type = headers.some((one) => one.startsWith('Content-Type:')) ? [] : ['Content-Type: application/json'];
  return [`${line} HTTP/1.1`, ...host, ...type, `Authorization: ${token}`, ...headers, '', ''].join('\r\n');
}

const length = (body: string | Buffer): string => `Content-Length: ${Buffer.byteLength(body)}`;
const whole = (): string => JSON.stringify(press);
const statusOf = (answer: string): number => Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1] ?? 0);

type Row = readonly [what: string, status: number, bytes: () => readonly (string | Buffer)[]];

const zipped = (body: Buffer): readonly (string | Buffer)[] => [
  head('POST /api/messages', 'Content-Encoding: gzip', length(body)),
  body,
];
const plain = (body: string, ...headers: readonly string[]): readonly string[] => [
  head('POST /api/messages', length(body), ...headers),
  body,
];

const ROWS: readonly Row[] = [
  ['a gzip bomb', 415, () => zipped(gzipSync(Buffer.alloc(50_000_000)))],
  ['a press in gzip', 415, () => zipped(gzipSync(whole()))],
  ['garbage that calls itself gzip', 415, () => zipped(randomBytes(64))],
  ['JSON that is 30,000 deep', 400, () => plain(`${'['.repeat(30_000)}${']'.repeat(30_000)}`)],
  [
    'a press with a value that is 100 deep',
    400,
    () => plain(whole().replace('"value":', `"deep":${deep(100)},"value":`)),
  ],
  [
    'a press with a prototype in it',
    400,
    () => plain(whole().replace('"value":', '"__proto__":{"verb":"x"},"value":')),
  ],
  ['a body of 10 MB', 413, () => [head('POST /api/messages', 'Content-Length: 10485760'), Buffer.alloc(300_000, 32)]],
  ['chunks without an end', 413, () => [head('POST /api/messages', 'Transfer-Encoding: chunked'), ...chunks(6)]],
  ['both lengths at once', 400, () => [head('POST /api/messages', length('{}'), 'Transfer-Encoding: chunked'), '{}']],
  ['two lengths', 400, () => [head('POST /api/messages', 'Content-Length: 2', 'Content-Length: 3'), '{}']],
  ['text that is no JSON', 400, () => plain('giveGo')],
  ['a list of presses', 401, () => plain(`[${whole()}]`)],
  ['a press as a form', 415, () => plain(whole(), 'Content-Type: application/x-www-form-urlencoded')],
  ['a press as text', 415, () => plain(whole(), 'Content-Type: text/plain')],
  ['a press by GET', 405, () => [head('GET /api/messages', length(whole())), whole()]],
  ['a press by PUT', 405, () => [head('PUT /api/messages', length(whole())), whole()]],
  ['a press at another address', 404, () => [head('POST /api/message', length(whole())), whole()]],
  ['a press at an address with a detour', 404, () => [head('POST /x/../api/messages', length(whole())), whole()]],
  ['a press for a host that cannot be', 400, () => [head('POST /api/messages', 'Host: [', length(whole())), whole()]],
  ['a token of 20 KB', 431, () => [head('POST /api/messages', `X-Much: ${'x'.repeat(20_000)}`)]],
  ['no HTTP at all', 400, () => ['GO\r\n\r\n']],
];

function deep(levels: number): string {
  return `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;
}

function chunks(count: number): readonly string[] {
  return Array.from({ length: count }, () => `10000\r\n${' '.repeat(0x10000)}\r\n`);
}

describe('with a right token', () => {
  test.each(ROWS)('%s: %i, and nothing happens', async (_what, status, bytes) => {
    const answer = await sendBytes(port, ...bytes());
    expect(statusOf(answer)).toBe(status);
    expect(answer).not.toMatch(/node_modules|\n {4}at |restify|botbuilder|teamsai/i);
  });

  test('junk behind a question is no second request', async () => {
    const junk = 'GO /api/messages\r\n\r\nPOST /api/messages HTTP/9.9\r\n\r\n';
    const answer = await sendBytes(port, `GET /health/live HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n${junk}`);
    expect(answer.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 400']);
  });
});

describe('a crowd of strangers', () => {
  const CROWD = 200;
  let sockets: readonly Socket[] = [];

  afterEach(() => {
    for (const socket of sockets) socket.destroy();
    sockets = [];
  });

  /** Connections that have said this much and will say no more. */
  async function holding(bytes: string): Promise<void> {
    sockets = Array.from({ length: CROWD }, () => connect(port, '127.0.0.1'));
    const said = sockets.map(
      (socket) =>
        new Promise<void>((resolve, reject) => {
          socket.once('error', reject);
          socket.write(bytes, () => {
            resolve();
          });
        }),
    );
    await Promise.all(said);
  }

  /** The right person looks at the card: answered, or this waits until the test is given up. */
  async function looks(): Promise<void> {
    const activity = await at.pressOf(cast.approver, 'refresh');
    expect((await at.knock(activity, at.issuer.bearer(activity))).status).toBe(200);
  }

  test.each([
    ['is slow with its bodies', () => `${head('POST /api/messages', 'Content-Length: 1000')}{"type":`],
    ['is slow with its headers', () => 'POST /api/messages HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: '],
    ['connects and says nothing', () => ''],
  ])('that %s keeps nobody waiting', async (_what, bytes) => {
    await holding(bytes());
    await looks();
    // All of them were still there while the right one was answered.
    expect(sockets.filter(({ readyState }) => readyState !== 'open')).toEqual([]);
  });

  test.each<readonly [string, () => readonly [unknown, string]]>([
    ['forges signatures', () => [press, at.issuer.bearer(press, { key: FOREIGN_KEY })]],
    ['makes up keys', () => [press, at.issuer.bearer(press, { head: { kid: String(Math.random()) } })]],
    [
      'brings tokens of other tenants',
      () => [press, at.issuer.bearer(press, { claims: { tid: String(Math.random()) } })],
    ],
    ['sends bodies that are too large', () => ['x'.repeat(300_000), token]],
    ['sends JSON that is too deep', () => ['['.repeat(100_000), token]],
  ])('that %s keeps nobody waiting', async (_what, attempt) => {
    let answered = 0;
    let isOver = false;
    const asked = at.issuer.asked.length;
    const knock = (): Promise<void> =>
      at.knock(...attempt()).then(
        ({ status }) => {
          expect([400, 401, 413]).toContain(status);
          answered += 1;
        },
        // Hung up on while it was still sending.
        () => void (answered += 1),
      );
    const stranger = async (): Promise<void> => {
      do await knock();
      while (!isOver);
    };
    const crowd = Promise.all(Array.from({ length: 20 }, stranger));
    // Three looks, one after the other, in the middle of a crowd that goes on until they are answered.
    for (let look = 0; look < 3; look += 1) await looks();
    isOver = true;
    await crowd;
    expect(answered).toBeGreaterThanOrEqual(20);
    expect(at.issuer.asked).toHaveLength(asked);
  });
});
