/** Teams' other end in a process of its own: the rehearsal's Bot Connector, with the threads of the changes already there. */
import { startConnector } from '../../src/rehearsal/connector.ts';
import type { OutboundRequest } from '../../src/rehearsal/connector/server.ts';
import { send } from '../../src/rehearsal/connector/send.ts';
import { asJson } from '../../src/rehearsal/json.ts';
import { mainChannel } from '../../src/rehearsal/connector/tenancy.ts';
import { setTimeout as pause } from 'node:timers/promises';
import { PEOPLE } from './people.ts';
import { answerOrders } from './processes.ts';

/** Post the threads of so many changes; or take so long for every call from now on, as Teams does; and say how many there were. */
export interface ConnectorOrder {
  readonly threads?: number;
  readonly takesMs?: number;
  /** Says when posts came into each conversation. */
  readonly listsPosts?: boolean;
  /** Keeps Teams' limits from now on. */
  readonly limits?: boolean;
}

/** A change's thread: its root is the living card, its reply the card that asks for GO. */
export interface Thread {
  readonly conversation: string;
  readonly root: string;
  readonly ask: string;
}

export interface ConnectorReport {
  readonly serviceUrl: string;
  readonly threads: readonly Thread[];
  readonly calls: number;
  /** Milliseconds since 1970, by conversation; empty unless it was asked for. */
  readonly posts: ReadonlyMap<string, readonly number[]>;
  /** When threads of their own came since the limits are kept, likewise. */
  readonly notices: readonly number[];
  /** How many of them said what no other did. */
  readonly different: number;
  /** Calls that were answered 429. */
  readonly refused: number;
}

const AT_ONCE = 16;
let takesMs = 0;
/** Calls before the limits were kept. */
let before = 0;
const connector = await startConnector({
  service: 'http://127.0.0.1:9',
  people: Object.values(PEOPLE),
  before: () => (takesMs === 0 ? Promise.resolve() : pause(takesMs)),
});
const channel = mainChannel(connector.tenancy).id;
const MESSAGE = { type: 'message', text: 'A card' };

async function post(path: string, body: object): Promise<string> {
  const { status, body: answer } = await send(`${connector.url}/v3/conversations${path}`, { body });
  if (status >= 300) throw new Error(`${path}: ${status}`);
  return String(asJson(answer).id);
}

async function postThread(): Promise<Thread> {
  const conversation = await post('', { isGroup: true, channelData: { channel: { id: channel } }, activity: MESSAGE });
  const ask = await post(`/${encodeURIComponent(conversation)}/activities`, MESSAGE);
  return { conversation, root: conversation.split(';messageid=')[1] ?? '', ask };
}

async function postThreads(count: number): Promise<readonly Thread[]> {
  const threads: Thread[] = [];
  const worker = async (): Promise<void> => {
    while (threads.length < count) threads.push(await postThread());
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return threads;
}

function postsSoFar(): ReadonlyMap<string, number[]> {
  const posts = new Map<string, number[]>();
  for (const { method, path, at } of connector.requests) {
    const [, conversation] = /^\/v3\/conversations\/([^/]+)\/activities/.exec(path) ?? [];
    if (method !== 'POST' || conversation === undefined) continue;
    posts.set(conversation, [...(posts.get(conversation) ?? []), at.getTime()]);
  }
  return posts;
}

function isNewThread({ path, status }: OutboundRequest): boolean {
  return path === '/v3/conversations' && status === 201;
}

answerOrders(async (order: ConnectorOrder): Promise<ConnectorReport> => {
  takesMs = order.takesMs ?? takesMs;
  if (order.limits === true) {
    connector.limit({});
    before = connector.requests.length;
  }
  const threads = await postThreads(order.threads ?? 0);
  const posts = order.listsPosts === true ? postsSoFar() : new Map<string, number[]>();
  const since = connector.requests.slice(before);
  const notices = since.filter(isNewThread);
  return {
    ...{ threads, serviceUrl: connector.serviceUrl, calls: connector.requests.length, posts },
    notices: notices.map(({ at }) => at.getTime()),
    different: new Set(notices.map(({ body }) => JSON.stringify(body))).size,
    refused: since.filter(({ status }) => status === 429).length,
  };
});
