/** Memory under load that goes on: people look, press what is not theirs, and ask, again and again. `BENCH_MINUTES=60` for an hour. */
import { setTimeout as pause } from 'node:timers/promises';
import { send } from '../../src/rehearsal/connector/send.ts';
import { spoken } from '../../src/rehearsal/connector/speech.ts';
import type { Aim } from './figures.ts';
import { figure, heading } from './figures.ts';
import { median } from './median.ts';
import { PEOPLE } from './people.ts';
import { pressOn, TENANCY } from './presses.ts';
import { residentMb } from './processes.ts';
import type { Room } from './room.ts';
import { openRoom } from './room.ts';

const MINUTES = Number(process.env.BENCH_MINUTES ?? 3);
const CHANGES = 200;
const REQUESTS_A_SECOND = 50;
const EVERY_MS = 100;
const SAMPLES = 30;

/** Resident memory over the time; the first third warms up. */
export async function measureSoak(folder: string): Promise<readonly Aim[]> {
  heading(`Memory over ${MINUTES} minutes of ${REQUESTS_A_SECOND} requests a second, ${CHANGES} open changes`);
  const room = await openRoom(folder, CHANGES);
  try {
    const samples: number[] = [];
    const from = performance.now();
    const lastsMs = MINUTES * 60_000;
    let sent = 0;
    while (performance.now() - from < lastsMs) {
      const batch = Array.from({ length: (REQUESTS_A_SECOND * EVERY_MS) / 1000 }, () => ask(room, (sent += 1)));
      await Promise.all([...batch, pause(EVERY_MS)]);
      if (performance.now() - from > (lastsMs * samples.length) / SAMPLES) samples.push(residentMb(room.steward.pid));
    }
    const third = Math.floor(samples.length / 3);
    const [early, late] = [median(samples.slice(third, 2 * third)), median(samples.slice(2 * third))];
    figure('requests answered', String(sent));
    figure('resident over the time, MB', samples.map((mb) => mb.toFixed(0)).join(' '));
    return [{ what: 'memory in the last third, of the second', measured: late / early, most: 1.1 }];
  } finally {
    await room.close();
  }
}

const SAYINGS = ['list', 'mine', 'status', 'help', 'show', 'history'] as const;

/** One request after the other of another kind. @throws Error where it is not answered with 200 */
async function ask(room: Room, index: number): Promise<void> {
  const change = room.changes[index % CHANGES];
  if (change === undefined) throw new Error('a room without changes');
  const { serviceUrl } = room;
  const people = Object.values(PEOPLE);
  const by = people[index % people.length] ?? PEOPLE.member;
  const said = SAYINGS[index % SAYINGS.length] ?? 'help';
  const text = said === 'show' || said === 'history' ? `${said} ${change.id}` : said;
  const speech = { tenancy: TENANCY, serviceUrl, clock: () => new Date() };
  const body: unknown =
    index % 10 === 0
      ? spoken(speech, by, 'personal', text, `soak-${index}`)
      : JSON.parse(pressOn('go-nogo', index % 3 === 0 ? 'giveGo' : 'refresh', PEOPLE.member, change, serviceUrl));
  const { status } = await send(`${room.steward.url}/api/messages`, { body });
  if (status !== 200) throw new Error(`request ${index} got ${status}`);
}
