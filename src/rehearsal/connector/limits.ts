/** Teams' limits on what a bot sends, as the connector keeps them: what is beyond is answered 429 and not done. */

export interface LimitOptions {
  /** All times are so many times shorter; 1 is Teams itself. */
  readonly quicker?: number;
  /** Whether a refusal says when to come again; it does. */
  readonly saysWhen?: boolean;
}

type Limit = readonly [most: number, withinMs: number];

/** Source: Teams documentation, "Optimize your bot with rate limiting in Teams". */
const A_THREAD: readonly Limit[] = [
  [7, 1_000],
  [8, 2_000],
  [60, 30_000],
  [1_800, 3_600_000],
];
const ALL: readonly Limit[] = [[30, 1_000]];

export interface Refusal {
  /** Seconds; undefined: it does not say. */
  readonly retryAfter: number | undefined;
}

export class TeamsLimits {
  readonly #sent = new Map<string, number[]>();
  readonly #all: number[] = [];
  readonly #quicker: number;
  readonly #saysWhen: boolean;

  constructor({ quicker = 1, saysWhen = true }: LimitOptions) {
    this.#quicker = quicker;
    this.#saysWhen = saysWhen;
  }

  /** Counts a send to this thread at this instant; a refusal counts nothing. @param now milliseconds by any steady clock */
  refuse(thread: string, now: number): Refusal | null {
    const times = this.#sent.get(thread) ?? [];
    this.#sent.set(thread, times);
    const waitMs = Math.max(this.#wait(times, A_THREAD, now), this.#wait(this.#all, ALL, now));
    if (waitMs > 0) return { retryAfter: this.#saysWhen ? Math.ceil(waitMs / 10) / 100 : undefined };
    times.push(now);
    this.#all.push(now);
    return null;
  }

  #wait(times: readonly number[], limits: readonly Limit[], now: number): number {
    return Math.max(
      ...limits.map(([most, withinMs]) => (times.at(-most) ?? -Infinity) + withinMs / this.#quicker - now),
    );
  }
}

/** The thread that a request sends to: a new one is counted for its channel; undefined: it sends nothing. */
export function threadOf(method: string, path: string, body: unknown): string | undefined {
  if (method !== 'POST' && method !== 'PUT') return undefined;
  const [, conversation] = /^\/v3\/conversations\/([^/]+)\/activities/.exec(path) ?? [];
  if (conversation !== undefined) return conversation;
  const { channelData } = (body ?? {}) as { channelData?: { channel?: { id?: string } } };
  return path === '/v3/conversations' ? (channelData?.channel?.id ?? 'personal') : undefined;
}
