/** Invokes per second of the service against the bare bot, in rounds that alternate between the two. */
import type { Change } from '../../src/domain/change.ts';
import { openStore } from '../../src/storage/open-store.ts';
import type { Aim } from './figures.ts';
import { figure, heading } from './figures.ts';
import type { LoadReport } from './load-client.ts';
import { median } from './median.ts';
import { PEOPLE } from './people.ts';
import { pressOn } from './presses.ts';
import type { Room } from './room.ts';
import { openRoom } from './room.ts';

/** As many clients press at once, each on a connection that it keeps. */
const CONNECTIONS = 16;
const CARD = '"type":"application/vnd.microsoft.card.adaptive"';
/** The first round of each warms up and does not count. */
const ROUNDS = 7;

const REFRESHES_A_ROUND = 2_400;
/** A team's changes, seen by everybody again and again. */
const CHANGES_LOOKED_AT = 40;

/** A card that refreshes itself, for three people in turn, of the living card and of the one that asks for GO. */
export async function measureRefresh(folder: string): Promise<readonly Aim[]> {
  heading(`Card refresh: ${REFRESHES_A_ROUND} invokes a round, ${CONNECTIONS} at a time`);
  const first = REFRESHES_A_ROUND / CARDS_A_CHANGE;
  const room = await openRoom(folder, CHANGES_LOOKED_AT + first);
  try {
    const people = Object.values(PEOPLE);
    const bodies = Array.from({ length: REFRESHES_A_ROUND }, (_, index) =>
      refreshOf(room, room.changes[Math.floor(index / CARDS_A_CHANGE) % CHANGES_LOOKED_AT], index, people.length),
    );
    const rounds = await alternate(ROUNDS, () => bodies, room);
    const unseen = room.changes.slice(CHANGES_LOOKED_AT);
    const new_ = Array.from({ length: REFRESHES_A_ROUND }, (_, index) =>
      refreshOf(room, unseen[Math.floor(index / CARDS_A_CHANGE)], index, people.length),
    );
    const fresh = await load(room, room.steward.url, new_);
    const ratio = printRates(rounds);
    figure('each card drawn for the first time', rate(fresh));
    return [{ what: 'card refresh, of the bare bot’s rate', measured: ratio, least: 0.8 }];
  } finally {
    await room.close();
  }
}

/** Two cards, each as it is for who is asked, for everybody else of the team, and for the implementer. */
const CARDS_A_CHANGE = 6;

function refreshOf({ serviceUrl }: Room, change: Change | undefined, index: number, people: number): string {
  const person = Object.values(PEOPLE)[index % people];
  if (change === undefined || person === undefined) throw new Error('too few changes');
  return pressOn(index % CARDS_A_CHANGE < people ? 'living' : 'go-nogo', 'refresh', person, change, serviceUrl);
}

const PRESSES_A_ROUND = 480;
/** So long Teams takes for a call, or longer. */
const CALL_TAKES_MS = 100;

/** The approver's GO on a change that waits for it: decided, on the disk, and answered with the card. */
export async function measurePress(folder: string): Promise<readonly Aim[]> {
  heading(
    `Durable GO press: ${PRESSES_A_ROUND} presses a round, each on a change of its own, ${CONNECTIONS} at a time`,
  );
  const room = await openRoom(folder, PRESSES_A_ROUND * ROUNDS);
  try {
    await load(
      room,
      room.steward.url,
      room.changes.map((change) => pressOn('go-nogo', 'refresh', PEOPLE.member, change, room.serviceUrl)),
    );
    const bodies = room.changes.map((change) => pressOn('go-nogo', 'giveGo', PEOPLE.approver, change, room.serviceUrl));
    const bodiesOf = (round: number): readonly string[] =>
      bodies.slice(round * PRESSES_A_ROUND, (round + 1) * PRESSES_A_ROUND);
    await room.calls(CALL_TAKES_MS);
    const rounds = await alternate(ROUNDS, bodiesOf, room);
    const ratio = printRates(rounds);
    await room.close();
    figure('GO found on the disk afterwards', `${await goesOnDisk(room.data)} of ${bodies.length}`);
    return [{ what: 'durable GO press, of the bare bot’s rate', measured: ratio, least: 0.5 }];
  } finally {
    await room.close();
  }
}

interface Round {
  readonly bare: LoadReport;
  readonly steward: LoadReport;
}

/** Rounds of the same bodies for both, one after the other. */
async function alternate(
  rounds: number,
  bodiesOf: (round: number) => readonly string[],
  room: Room,
): Promise<readonly Round[]> {
  const reports: Round[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const bodies = bodiesOf(round);
    const bare = await load(room, room.bare.url, bodies);
    const steward = await load(room, room.steward.url, bodies);
    reports.push({ bare, steward });
  }
  return reports.slice(1);
}

function load(room: Room, url: string, bodies: readonly string[]): Promise<LoadReport> {
  return room.client.ask({ url, bodies, connections: CONNECTIONS, expected: CARD });
}

async function goesOnDisk(data: string): Promise<number> {
  const store = await openStore(data);
  let found = 0;
  for await (const { events } of store.all()) if (events.some(({ type }) => type === 'goGiven')) found += 1;
  await store.close();
  return found;
}

/** The ratio: the median of the rounds' ratios. */
function printRates(rounds: readonly Round[]): number {
  figure('bare botbuilder + restify', rate(middle(rounds.map(({ bare }) => bare))));
  figure('Change Steward', rate(middle(rounds.map(({ steward }) => steward))));
  const ratios = rounds.map(({ bare, steward }) => steward.perSecond / bare.perSecond);
  figure('ratio', `${median(ratios).toFixed(2)} (rounds: ${ratios.map((ratio) => ratio.toFixed(2)).join(' ')})`);
  return median(ratios);
}

function middle(reports: readonly LoadReport[]): LoadReport {
  const of = (key: keyof LoadReport): number => median(reports.map((report) => report[key]));
  return { perSecond: of('perSecond'), p50Ms: of('p50Ms'), p99Ms: of('p99Ms') };
}

function rate({ perSecond, p50Ms, p99Ms }: LoadReport): string {
  return `${perSecond.toFixed(0)} a second, p50 ${p50Ms.toFixed(1)} ms, p99 ${p99Ms.toFixed(1)} ms`;
}
