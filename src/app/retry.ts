/** How often and how long a send is tried. */
import type { IBackoff, IRetryBackoffContext, RetryPolicy } from 'cockatiel';
import { DelegateBackoff, ExponentialBackoff, handleWhen, retry } from 'cockatiel';
import type { Instant } from '../domain/event.ts';
import { SendFailed } from './ports.ts';

export interface Patience {
  readonly attempts: number;
  readonly firstMs: number;
  readonly mostMs: number;
}

/** It waits: why, and until when. */
export interface Later {
  readonly why: string;
  readonly next: Instant;
}

/** Some three hours: longer than an outage of Teams usually lasts, shorter than a notice stays worth reading. */
export const LETTER: Patience = { attempts: 45, firstMs: 500, mostMs: 5 * 60_000 };
/** An update is repeated at the next event anyway, and by the tick. */
export const UPDATE: Patience = { attempts: 4, firstMs: 500, mostMs: 5_000 };

/**
 * Tries again only where it may help, with jitter; what the other side asks for by Retry-After is a lower bound. `isLater` hears
 * of every wait: how long, why, and whether only the answer was lost.
 */
export function patiently(
  patience: Patience,
  isLater: (delayMs: number, why: string, isUnknown: boolean) => void = () => undefined,
): RetryPolicy {
  const jittered = new ExponentialBackoff({ initialDelay: patience.firstMs, maxDelay: patience.mostMs });
  const backoff = new DelegateBackoff<IRetryBackoffContext<unknown>, IBackoff<unknown>>((context, previous) => {
    const next = previous?.next(undefined) ?? jittered.next();
    return { delay: Math.max(next.duration, askedFor(context)), state: next };
  });
  const policy = handleWhen((error) => error instanceof SendFailed && error.kind === 'passing');
  // A wait keeps no process alive that has nothing else to do: the outbox knows what is still to be sent.
  const tries = retry(policy, { maxAttempts: patience.attempts, backoff }).dangerouslyUnref();
  tries.onRetry((reason) => {
    const error = 'error' in reason ? reason.error : undefined;
    isLater(reason.delay, error?.message ?? '', error instanceof SendFailed && error.isUnknown);
  });
  return tries;
}

function askedFor({ result }: IRetryBackoffContext<unknown>): number {
  return 'error' in result && result.error instanceof SendFailed ? (result.error.retryAfterMs ?? 0) : 0;
}
