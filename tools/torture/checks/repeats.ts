/** What came more than once, and why: a repeat is allowed only where nobody could know that it had come already. */
import type { Life } from '../diary.ts';
import type { Broken } from './broken.ts';
import { breaks } from './broken.ts';

/** Of a thread: what asks, reminds, or tells the people of a change. */
export const QUESTION = 'in a thread';

export type Kind = 'in the channel' | 'by mail' | typeof QUESTION;

/** Something that arrived: a post of the bot, a mail. Copies of one letter have the same name. */
export interface Arrival {
  readonly name: string;
  readonly kind: Kind;
  readonly id: string;
  /** The one who sends it sends nothing else before it is noted; copies come from the same one. */
  readonly runner: string;
  /** When it was taken, by the real clock. */
  readonly at: number;
  /** Whether the history says of this very copy that it was sent. */
  readonly noted: boolean;
  /** Whether the sender was never answered, because the other end broke off. */
  readonly answerLost: boolean;
}

/** A copy that was not noted: `kill`: the process died first, so many milliseconds after it was taken; `answer`: nobody was told. */
export interface Repeat {
  readonly name: string;
  readonly kind: Kind;
  readonly because: 'kill' | 'answer' | null;
  /** Whether another copy came too; none did where it was not worth saying any more. */
  readonly cameAgain: boolean;
  readonly life: number;
  readonly ending: Life['ending'];
  readonly gapMs: number;
}

/** A note is one write; a machine under load may take so long for it. */
export const NOTED_WITHIN_MS = 2_000;

/** Every copy that no history notes, each with its reason. */
export function repeatsOf(arrivals: readonly Arrival[], lives: readonly Life[], patienceMs: number): readonly Repeat[] {
  const byRunner = new Map<string, Arrival[]>();
  for (const one of arrivals) byRunner.set(one.runner, [...(byRunner.get(one.runner) ?? []), one]);
  return arrivals
    .filter(({ noted }) => !noted)
    .map((arrival) => {
      const { name, kind, at, answerLost } = arrival;
      const life = lives.findLast(({ startedAt }) => startedAt <= at);
      const end = life?.endedAt ?? Infinity;
      const gapMs = end - at;
      const isLast = !(byRunner.get(arrival.runner) ?? []).some(
        (one) => one !== arrival && one.at >= at && one.at <= end,
      );
      // What was on its way when its sender died arrives a moment after that.
      const isKilled = life !== undefined && gapMs <= patienceMs && (gapMs < 0 || isLast);
      const because = answerLost ? 'answer' : isKilled ? 'kill' : null;
      const cameAgain = arrivals.some((one) => one !== arrival && one.name === name);
      return { name, kind, because, cameAgain, life: life?.number ?? 0, ending: life?.ending ?? null, gapMs };
    });
}

/** The repeats that nothing explains. */
export function unexplained(repeats: readonly Repeat[]): readonly Broken[] {
  return repeats
    .filter(({ because }) => because === null)
    .map(({ name, life, gapMs }) =>
      breaks('nothing comes twice without a reason')(`${name}: in life ${life}, ${gapMs} ms before its end`),
    );
}
