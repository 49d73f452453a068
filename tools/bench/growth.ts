/** What a commit and a tick cost with few and with many stored changes, and how long many take to be read at the start. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Changes } from '../../src/app/changes.ts';
import { handler } from '../../src/app/handle.ts';
import { Lanes } from '../../src/app/lanes.ts';
import type { Log } from '../../src/app/ports.ts';
import { tick } from '../../src/app/tick.ts';
import type { Change } from '../../src/domain/change.ts';
import { openStore } from '../../src/storage/open-store.ts';
import type { Aim } from './figures.ts';
import { figure, heading } from './figures.ts';
import { median } from './median.ts';
import { PEOPLE, SITE } from './people.ts';
import { parseAll, writeDurably } from './physical.ts';
import { idOf, manyAwaitingGo } from './stories.ts';
import { writeData } from './writing.ts';

const SIZES = [10, 1_000, 10_000, 100_000] as const;
const COMMITS_A_ROUND = 40;
const TICKS_A_ROUND = 2_000;
const ROUNDS = 7;
const SILENT: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** A store of one size, ready to be measured. */
interface Side {
  readonly size: number;
  readonly loadMs: number;
  /** What parsing the same files takes without us. */
  readonly parseMs: number;
  /** Milliseconds a commit: a refused press, kept in the history of an open change. */
  commit(): Promise<number>;
  /** Microseconds a tick with nothing due. */
  tick(): Promise<number>;
  /** Milliseconds to bring as many bytes as a commit's to the disk. */
  bytes(): Promise<number>;
  close(): Promise<void>;
}

/** All sizes side by side, measured in turn, so that a slow moment of the machine meets each of them. */
export async function measureGrowth(folder: string): Promise<readonly Aim[]> {
  heading(`A commit and a tick at ${SIZES.join(', ')} stored open changes`);
  const sides: Side[] = [];
  try {
    for (const size of SIZES) sides.push(await openSide(join(folder, String(size)), size));
    const commits = await inTurn(sides, (side) => side.commit());
    const ticks = await inTurn(sides, (side) => side.tick());
    for (const [index, { size, loadMs, parseMs }] of sides.entries()) {
      const [commit = NaN, knock = NaN] = [commits[index], ticks[index]];
      figure(
        `${size} changes`,
        `commit ${commit.toFixed(2)} ms, tick ${knock.toFixed(2)} µs, read at start ${loadMs.toFixed(0)} ms (only parsed: ${parseMs.toFixed(0)} ms)`,
      );
    }
    const bytes = await inTurn(sides, (side) => side.bytes());
    const disk = median(bytes);
    figure(
      'the same bytes to the disk, and nothing else',
      `${disk.toFixed(2)} ms, a commit ${((commits[0] ?? NaN) / disk).toFixed(1)} times as much`,
    );
    return [
      aim('a commit at 100,000 changes, of one at 10', commits),
      aim('a tick at 100,000 changes, of one at 10', ticks),
    ];
  } finally {
    for (const side of sides) await side.close();
  }
}

async function openSide(folder: string, size: number): Promise<Side> {
  const out = (card: string): { conversation: string; activity: string } => ({ conversation: 'c', activity: card });
  await writeData(folder, manyAwaitingGo(size, Date.now(), SITE, out), null);
  const parseMs = parseAll(join(folder, 'changes'));
  const store = await openStore(folder);
  const changes = new Changes(store, SITE);
  const from = performance.now();
  await changes.load();
  const loadMs = performance.now() - from;
  const handle = handler({ changes, site: SITE, lanes: new Lanes(), log: SILENT, committed: () => undefined });
  const press = async ({ id, version }: Change, reason: number): Promise<void> => {
    const by = { ...PEOPLE.member, name: `Member ${reason}`, entraId: `${PEOPLE.member.entraId}-${reason}` };
    await handle.handle({ type: 'giveGo', changeId: id, version, by, now: Date.now() });
  };
  // Looked up once: a list of 100,000 is garbage that would be collected while the commits are timed.
  const ten = changes.open().slice(0, 10);
  let pressed = 0;
  return {
    size,
    loadMs,
    parseMs,
    bytes: () => {
      const text = readFileSync(join(folder, 'changes', `${idOf(0)}.json`), 'utf8');
      const times = Array.from({ length: COMMITS_A_ROUND }, () => writeDurably(folder, 'bytes', text));
      return Promise.resolve(median(times));
    },
    async commit() {
      const start = performance.now();
      for (let count = 0; count < COMMITS_A_ROUND; count += 1) {
        const change = ten[count % ten.length];
        if (change !== undefined) await press(change, (pressed += 1));
      }
      return (performance.now() - start) / COMMITS_A_ROUND;
    },
    async tick() {
      const start = performance.now();
      for (let count = 0; count < TICKS_A_ROUND; count += 1) await tick(changes, handle, Date.now(), SILENT);
      return ((performance.now() - start) / TICKS_A_ROUND) * 1000;
    },
    close: () => store.close(),
  };
}

/** The median of the rounds for each side; the first round warms up and does not count. */
async function inTurn(sides: readonly Side[], measure: (side: Side) => Promise<number>): Promise<readonly number[]> {
  const rounds: number[][] = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const measured: number[] = [];
    for (const side of sides) measured.push(await measure(side));
    if (round > 0) rounds.push(measured);
  }
  return sides.map((_, index) => median(rounds.map((measured) => measured[index] ?? NaN)));
}

function aim(what: string, measured: readonly number[]): Aim {
  return { what, measured: (measured.at(-1) ?? NaN) / (measured[0] ?? NaN), most: 1.1 };
}
