/** From the instant at which something falls due to the request that says it at the connector, with the tick as it is. */
import { join } from 'node:path';
import { mkdir } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import type { Aim } from './figures.ts';
import { figure, heading } from './figures.ts';
import type { ConnectorOrder, ConnectorReport } from './connector-process.ts';
import { SITE } from './people.ts';
import { startWorker } from './processes.ts';
import { startSteward } from './room.ts';
import { askedAgainAt } from './stories.ts';
import { writeData } from './writing.ts';

const CHANGES = 300;
/** The first falls due when the service is surely there, and ten of them a second from then on, at any millisecond. */
const FIRST_MS = 8_000;
const APART_MS = 97;
const MOST_LATE_MS = 5_000;

/** Reminders of unanswered questions that fall due one after the other. */
export async function measureLag(folder: string): Promise<readonly Aim[]> {
  heading(`From due to the request at the connector: ${CHANGES} reminders, ${Math.round(1000 / APART_MS)} a second`);
  await mkdir(folder, { recursive: true });
  const connector = await startWorker<ConnectorOrder, ConnectorReport>('connector-process.ts');
  try {
    const { threads, serviceUrl } = await connector.ask({ threads: CHANGES });
    const first = Date.now() + FIRST_MS;
    const due = threads.slice(0, CHANGES).map((thread, index) => ({ ...thread, at: first + index * APART_MS }));
    const documents = due.map(({ conversation, root, ask, at }, index) =>
      askedAgainAt(index, at, SITE, (card) => ({ conversation, activity: card === 'living' ? root : ask })),
    );
    const data = join(folder, 'data');
    await writeData(data, documents, serviceUrl);
    const steward = await startSteward(folder, data);
    try {
      await pause(first + CHANGES * APART_MS + MOST_LATE_MS - Date.now());
      const { posts } = await connector.ask({ listsPosts: true });
      return report(due.flatMap(({ conversation, at }) => lagOf(posts.get(conversation), at)));
    } finally {
      await steward.stop();
    }
  } finally {
    await connector.stop();
  }
}

function lagOf(arrivals: readonly number[] | undefined, due: number): readonly number[] {
  const said = (arrivals ?? []).find((at) => at >= due);
  return said === undefined ? [] : [said - due];
}

function report(lags: readonly number[]): readonly Aim[] {
  if (lags.length < CHANGES) throw new Error(`${CHANGES - lags.length} reminders did not come`);
  const sorted = [...lags].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.floor(sorted.length * share)] ?? NaN;
  figure('lag', `p50 ${at(0.5).toFixed(0)} ms, p99 ${at(0.99).toFixed(0)} ms, longest ${at(0.9999).toFixed(0)} ms`);
  return [{ what: 'lag from due to the request, p99 in seconds', measured: at(0.99) / 1000, most: 1.1 }];
}
