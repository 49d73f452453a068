/**
 * 500 reminders that fall due in the same minute, against a Teams that keeps its limits with their true times: how near the service comes
 * to what the limits allow, and what a person who asks meanwhile waits. It takes some five minutes, so it runs only when it is named.
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
import { pressOn } from './presses.ts';
import type { Worker } from './processes.ts';
import { startWorker } from './processes.ts';
import { startSteward } from './room.ts';
import type { Document } from './stories.ts';
import { announcedUntil } from './stories.ts';
import { writeData } from './writing.ts';

const NOTICES = 500;
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
    const { threads, serviceUrl } = await connector.ask({ threads: NOTICES });
    const due = Math.ceil((Date.now() + FIRST_MS) / MINUTE_MS) * MINUTE_MS;
    const siteFile = await siteThatRemindsByTheHourOfTheWindow(folder);
    const { site } = loadSettings({ STEWARD_MODE: 'local', STEWARD_SITE: siteFile });
    const documents = threads.slice(0, NOTICES).map(({ conversation, root, ask }, index) =>
      announcedUntil(index, due, { ...site, mail: undefined }, (card) => ({
        conversation,
        activity: card === 'living' ? root : ask,
      })),
    );
    const data = join(folder, 'data');
    await writeData(data, documents, serviceUrl);
    await connector.ask({ limits: true });
    const steward = await startSteward(folder, data, siteFile);
    try {
      return await drained(connector, documents, due, steward.url, serviceUrl);
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
  url: string,
  serviceUrl: string,
): Promise<readonly Aim[]> {
  const waits: number[] = [];
  let notices: readonly number[] = [];
  while (notices.length < NOTICES && Date.now() < due + PATIENCE_MS) {
    await pause(ASK_EVERY_MS);
    if (Date.now() > due) waits.push(await look(url, documents[waits.length % NOTICES], serviceUrl));
    if (waits.length % 10 === 9) notices = (await connector.ask({ listsPosts: true })).notices;
  }
  const { refused } = await connector.ask({ listsPosts: true });
  const sorted = [...waits].sort((a, b) => a - b);
  const took = Math.max(...notices) - Math.min(...notices);
  figure(
    'notices in the channel',
    `${notices.length} of ${NOTICES}, ${(took / 1000).toFixed(0)} s, of ${LEAST_MS / 1000} s that the limits ask for`,
  );
  figure('refused with 429', String(refused));
  figure(
    'a card looked at meanwhile',
    `p50 ${(sorted[Math.floor(sorted.length / 2)] ?? NaN).toFixed(0)} ms, p99 ${(sorted[Math.floor(sorted.length * 0.99)] ?? NaN).toFixed(0)} ms`,
  );
  if (notices.length !== NOTICES) throw new Error(`${NOTICES - notices.length} notices did not come`);
  return [{ what: '500 notices of a minute, of what the limits allow', measured: LEAST_MS / took, least: 0.9 }];
}

async function look(url: string, document: Document | undefined, serviceUrl: string): Promise<number> {
  if (document === undefined) throw new Error('no changes');
  const from = performance.now();
  const body: unknown = JSON.parse(pressOn('living', 'refresh', PEOPLE.member, document.change, serviceUrl));
  const { status } = await send(`${url}/api/messages`, { body });
  if (status !== 200) throw new Error(`a refresh got ${status}`);
  return performance.now() - from;
}
