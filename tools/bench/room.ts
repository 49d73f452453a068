/** Both bots, Teams' other end and the load, each in its own process, and a data folder with changes that wait for their GO. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Change } from '../../src/domain/change.ts';
import { send } from '../../src/rehearsal/connector/send.ts';
import { asJson } from '../../src/rehearsal/json.ts';
import type { ConnectorOrder, ConnectorReport, Thread } from './connector-process.ts';
import type { Load, LoadReport } from './load-client.ts';
import { PEOPLE, SITE } from './people.ts';
import { pressOn } from './presses.ts';
import type { Running, Server, Worker } from './processes.ts';
import { startServer, startWorker } from './processes.ts';
import type { Document } from './stories.ts';
import { awaitingGo } from './stories.ts';
import { writeData } from './writing.ts';

export const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
const BARE = fileURLToPath(new URL('bare-bot.mjs', import.meta.url));

export interface Room {
  readonly steward: Server;
  readonly bare: Server;
  readonly client: Worker<Load, LoadReport>;
  readonly serviceUrl: string;
  readonly changes: readonly Change[];
  readonly data: string;
  /** How often the bot has called Teams so far; with `takesMs`, its calls take so long from now on. */
  calls(takesMs?: number): Promise<number>;
  /** Ends the service, so that its folder can be read. */
  close(): Promise<void>;
}

/** Opens it in this folder with so many changes. */
export async function openRoom(folder: string, count: number): Promise<Room> {
  const running: Running[] = [];
  const kept = <T extends Running>(one: T): T => {
    running.unshift(one);
    return one;
  };
  const close = async (): Promise<void> => {
    for (const one of running.splice(0)) await one.stop();
  };
  try {
    await mkdir(folder, { recursive: true });
    const connector = kept(await startWorker<ConnectorOrder, ConnectorReport>('connector-process.ts'));
    const client = kept(await startWorker<Load, LoadReport>('load-client.ts'));
    const { threads, serviceUrl } = await connector.ask({ threads: count });
    const data = join(folder, 'data');
    const documents = threads.slice(0, count).map(documentOf);
    await writeData(data, documents, serviceUrl);
    const changes = documents.map(({ change }) => change);
    const steward = kept(await startSteward(folder, data));
    const card = join(folder, 'card.json');
    await writeFile(card, JSON.stringify(await refreshedCard(steward.url, changes, serviceUrl)));
    const bare = kept(await startBare(folder, card));
    const calls: Room['calls'] = async (takesMs) =>
      (await connector.ask(takesMs === undefined ? {} : { takesMs })).calls;
    return { steward, bare, client, serviceUrl, changes, data, calls, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/**
 * The real service, as `npm start` runs it, in the mode that takes a Teams of this machine and sends to it no faster than to the real
 * one; `site`: another site file.
 */
export function startSteward(folder: string, data: string, site?: string): Promise<Server> {
  const env = { STEWARD_MODE: 'local', STEWARD_DATA: data, ...(site === undefined ? {} : { STEWARD_SITE: site }) };
  return startServer({ file: MAIN, env, cwd: folder, log: join(folder, 'steward.log') });
}

/** The bare bot, which answers with the card in this file. */
export function startBare(folder: string, card: string): Promise<Server> {
  return startServer({ file: BARE, args: [card], cwd: folder, log: join(folder, 'bare.log') });
}

function documentOf({ conversation, root, ask }: Thread, index: number): Document {
  const out = (activity: string): { conversation: string; activity: string } => ({ conversation, activity });
  // The earlier cards are final: nothing is sent to them any more.
  return awaitingGo(index, Date.now(), SITE, (card) => out(card === 'living' ? root : ask));
}

/** The card of a refresh: the bare bot answers with the same one, so that both answer as much. */
async function refreshedCard(url: string, changes: readonly Change[], serviceUrl: string): Promise<unknown> {
  const [first] = changes;
  if (first === undefined) throw new Error('a room without changes');
  const body: unknown = JSON.parse(pressOn('go-nogo', 'refresh', PEOPLE.approver, first, serviceUrl));
  return asJson((await send(`${url}/api/messages`, { body })).body).value;
}
