import { createHash, timingSafeEqual } from 'node:crypto';

/** Whether both are the same, by their digests, which have one length: how long it takes says nothing of the secret. */
export function isSameSecret(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
