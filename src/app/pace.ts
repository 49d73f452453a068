/**
 * Keeps what goes to Teams within what Teams takes. Who sends more is answered 429, and each of those costs a try, its wait, and room for
 * others.
 */
import { Lanes } from './lanes.ts';

/** So many sends within so many milliseconds. */
export interface Limit {
  readonly most: number;
  readonly withinMs: number;
}

export interface Limits {
  /** To one conversation; all of them hold. */
  readonly conversation: readonly Limit[];
  /** To all of them together. */
  readonly all: readonly Limit[];
}

const TEAMS_IN_ALL = 30;
/** Who writes to the bot is answered at once and out of turn. Without room for that, 52 calls of a busy minute were refused; with it, two. */
const FOR_PEOPLE = 2;

/** Source: Teams documentation, "Optimize your bot with rate limiting in Teams": per bot and thread, and per app and tenant. */
export const TEAMS: Limits = {
  conversation: [
    { most: 7, withinMs: 1_000 },
    { most: 8, withinMs: 2_000 },
    { most: 60, withinMs: 30_000 },
    { most: 1_800, withinMs: 3_600_000 },
  ],
  all: [{ most: TEAMS_IN_ALL - FOR_PEOPLE, withinMs: 1_000 }],
};

export interface Pace {
  /** Resolves when this conversation takes one more. Asked for by one at a time for each. */
  room(conversation: string): Promise<void>;
  /** Resolves when one more may go at all. It is counted, so it has to go at once. */
  turn(conversation: string): Promise<void>;
  /** Teams has said when to come again: until then this conversation has no room. */
  rest(conversation: string, ms: number): void;
}

/** A clock that nobody sets, in milliseconds, and a wait by it. */
export interface Stopwatch {
  now(): number;
  wait(ms: number): Promise<void>;
}

/** For a rehearsal, where a month passes within a minute, and nobody limits anything. */
export const NO_PACE: Pace = {
  room: () => Promise.resolve(),
  turn: () => Promise.resolve(),
  rest: () => undefined,
};

/** What leaves a second apart may arrive a little closer together. */
const SLACK = 1.02;
const SLACK_MS = 20;
/** Whoever says to come again tomorrow is asked again sooner, by one letter. */
const LONGEST_REST_MS = 60_000;
/** Conversations are forgotten when there are so many and nothing was sent there for the longest of the limits. */
const MOST_KNOWN = 1_000;

interface Known {
  /** Of the sends so far, the oldest first. */
  readonly times: number[];
  restsUntil: number;
}

/**
 * Not by limiters of a library one behind the other (`p-throttle`): each lets go by its own window only, and what a narrow one spreads
 * no longer fits into the wide one before it. Here one look decides by all of them.
 */
export function pace(limits: Limits, stopwatch: Stopwatch): Pace {
  const known = new Map<string, Known>();
  const all: number[] = [];
  /** Turns are given one after the other: who waits for the limit of all is not overtaken. */
  const turns = new Lanes();

  function of(conversation: string): Known {
    const one = known.get(conversation) ?? { times: [], restsUntil: -Infinity };
    known.set(conversation, one);
    return one;
  }

  async function until(at: number): Promise<void> {
    const left = at - stopwatch.now();
    if (left > 0) await stopwatch.wait(left);
  }

  return {
    async room(conversation) {
      if (known.size > MOST_KNOWN) forget(known, stopwatch.now(), limits.conversation);
      const { times, restsUntil } = of(conversation);
      await until(Math.max(restsUntil, freeAt(times, limits.conversation)));
    },
    turn: (conversation) =>
      turns.run('', async () => {
        await until(freeAt(all, limits.all));
        const now = stopwatch.now();
        note(all, now, limits.all);
        note(of(conversation).times, now, limits.conversation);
      }),
    rest(conversation, ms) {
      of(conversation).restsUntil = stopwatch.now() + Math.min(ms, LONGEST_REST_MS);
    },
  };
}

/** When one more fits into every limit. */
function freeAt(times: readonly number[], limits: readonly Limit[]): number {
  return Math.max(...limits.map((limit) => (times.at(-limit.most) ?? -Infinity) + lasting(limit)));
}

function lasting({ withinMs }: Limit): number {
  return withinMs * SLACK + SLACK_MS;
}

function note(times: number[], now: number, limits: readonly Limit[]): void {
  times.push(now);
  const most = Math.max(...limits.map((limit) => limit.most));
  // Cut in portions: taking the first one away at each send would move all the others.
  if (times.length > 2 * most) times.splice(0, times.length - most);
}

function forget(known: Map<string, Known>, now: number, limits: readonly Limit[]): void {
  const longest = Math.max(...limits.map(lasting));
  for (const [conversation, { times, restsUntil }] of known)
    if (Math.max(times.at(-1) ?? -Infinity, restsUntil) + longest < now) known.delete(conversation);
}
