/**
 * 500 reminders that fall due in the same minute, against a Teams that keeps its limits with their true times: how near the service comes
 * to what the limits allow, and how long a person waits meanwhile who looks at a card, presses a button or asks how things are. It takes
 * some five minutes, so it runs only when it is named.
 */
import { join } from 'node:path';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { loadSettings } from '../../src/settings.ts';
import { send } from '../../src/rehearsal/connector/send.ts';
import type { Aim } from './figures.ts';
import { figure, heading } from './figures.ts';
import type { ConnectorOrder, ConnectorReport } from './connector-process.ts';
import { PEOPLE } from './people.ts';
import { pressOn, wordsOf } from './presses.ts';
import type { Server, Worker } from './processes.ts';
import { processorSeconds, residentMb, startWorker } from './processes.ts';
import { startSteward } from './room.ts';
import type { Document } from './stories.ts';
import { announcedUntil, awaitingGo } from './stories.ts';
import { writeData } from './writing.ts';

const NOTICES = 500;
/** Changes that wait for a GO, which a member tries to give: each press is refused, and stored. */
const PRESSED = 500;
const MINUTE_MS = 60_000;
const FIRST_MS = 15_000;
/** Sixty within half a minute: the last of them may go in the ninth half minute. */
const LEAST_MS = Math.floor((NOTICES - 1) / 60) * 30_000;
const PATIENCE_MS = 2 * LEAST_MS;
const ASK_EVERY_MS = 500;

/** From the first notice in the channel to the last one. */
export async function measureDrain(folder: string): Promise<readonly Aim[]> {
  heading(`${NOTICES} notices due in the same minute, into one channel, with Teams' limits as they are`);
  await mkdir(folder, { recursive: true });
  const connector = await startWorker<ConnectorOrder, ConnectorReport>('connector-process.ts');
  try {
    const { threads, serviceUrl } = await connector.ask({ threads: NOTICES + PRESSED });
    const due = Math.ceil((Date.now() + FIRST_MS) / MINUTE_MS) * MINUTE_MS;
    const siteFile = await siteThatRemindsByTheHourOfTheWindow(folder);
    const { site } = loadSettings({ STEWARD_MODE: 'local', STEWARD_SITE: siteFile });
    const documents = threads.slice(0, NOTICES + PRESSED).map(({ conversation, root, ask }, index) => {
      const out = (card: string): { conversation: string; activity: string } => ({
        conversation,
        activity: card === 'living' ? root : ask,
      });
      return index < NOTICES
        ? announcedUntil(index, due, { ...site, mail: undefined }, out)
        : awaitingGo(index, due, { ...site, mail: undefined }, out);
    });
    const data = join(folder, 'data');
    await writeData(data, documents, serviceUrl);
    await connector.ask({ limits: true });
    const steward = await startSteward(folder, data, siteFile);
    try {
      return await drained(connector, documents, due, steward, serviceUrl);
    } finally {
      await steward.stop();
    }
  } finally {
    await connector.stop();
  }
}

/** The example site, whose reminders fall due at any full minute. */
async function siteThatRemindsByTheHourOfTheWindow(folder: string): Promise<string> {
  const file = join(folder, 'site.yaml');
  const example = await readFile(new URL('../../config/isc-learn.yaml', import.meta.url), 'utf8');
  await writeFile(file, example.replace(/^process: \{\}$/m, 'process: { remind: { hour: none } }'));
  return file;
}

async function drained(
  connector: Worker<ConnectorOrder, ConnectorReport>,
  documents: readonly Document[],
  due: number,
  steward: Server,
  serviceUrl: string,
): Promise<readonly Aim[]> {
  const waits: Waits = { 'a card looked at': [], 'a press, stored': [], '`status`': [] };
  const pressed = documents.slice(NOTICES);
  let [notices, different, refused]: [readonly number[], number, number] = [[], 0, 0];
  while (notices.length < NOTICES && Date.now() < due + PATIENCE_MS) {
    await pause(ASK_EVERY_MS);
    if (Date.now() <= due) continue;
    await ask(steward.url, pressed[waits['`status`'].length % PRESSED], serviceUrl, waits);
    if (waits['`status`'].length % 10 === 9)
      ({ notices, different, refused } = await connector.ask({ listsPosts: true }));
  }
  const took = Math.max(...notices) - Math.min(...notices);
  figure(
    'notices in the channel',
    `${notices.length} of ${NOTICES}, ${different} different; ${(took / 1000).toFixed(0)} s, of ${LEAST_MS / 1000} s that the limits ask for`,
  );
  figure('refused with 429', String(refused));
  for (const [what, times] of Object.entries(waits)) figure(`${what} meanwhile`, quantiles(times));
  figure(
    'the service',
    `${residentMb(steward.pid).toFixed(0)} MB, ${processorSeconds(steward.pid)} s of the processor since it was started`,
  );
  if (notices.length !== NOTICES || different !== NOTICES)
    throw new Error(`${NOTICES} notices were to come, each once: ${notices.length} came, ${different} different`);
  return [{ what: '500 notices of a minute, of what the limits allow', measured: LEAST_MS / took, least: 0.9 }];
}

/** Milliseconds that a person waited for each answer. */
type Waits = Readonly<Record<'a card looked at' | 'a press, stored' | '`status`', number[]>>;

/** One person looks, presses and asks; the answer to `status` goes over the connector, so its request ends when that has taken it. */
async function ask(url: string, document: Document | undefined, serviceUrl: string, waits: Waits): Promise<void> {
  if (document === undefined) throw new Error('no changes');
  const { member } = PEOPLE;
  const { change } = document;
  const id = String(Date.now());
  waits['a card looked at'].push(await timed(url, pressOn('living', 'refresh', member, change, serviceUrl)));
  waits['a press, stored'].push(await timed(url, pressOn('go-nogo', 'giveGo', member, change, serviceUrl)));
  waits['`status`'].push(await timed(url, wordsOf('status', member, id, serviceUrl)));
}

async function timed(url: string, body: string): Promise<number> {
  const from = performance.now();
  const { status } = await send(`${url}/api/messages`, { body: JSON.parse(body) as unknown });
  if (status >= 300) throw new Error(`a person got ${status}`);
  return performance.now() - from;
}

function quantiles(times: readonly number[]): string {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (part: number): string => (sorted[Math.floor(sorted.length * part)] ?? NaN).toFixed(0);
  return `p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, ${sorted.length} times`;
}
