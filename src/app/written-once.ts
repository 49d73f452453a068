/** A mail is written once for all of its recipients, and anew where it has become late meanwhile and says so. */
import { LATE_AFTER_MS } from '../domain/decide/clock.ts';
import type { Instant } from '../domain/event.ts';
import type { MailPosting } from '../domain/posting.ts';
import type { Mail, Mailer } from './ports.ts';

/** Some 20 KB each. */
const MOST_KEPT = 50;

/** Writes with this mailer, and keeps what was written last. @throws what the mailer throws */
export function writtenOnce(mailer: Mailer): (posting: MailPosting, now: Instant) => Promise<Mail> {
  const kept = new Map<string, Promise<Mail>>();
  return (posting, now) => {
    const late = now - posting.due > LATE_AFTER_MS;
    const key = late ? `${posting.key} late` : posting.key;
    const before = kept.get(key);
    if (before !== undefined) return before;
    const [changeId = ''] = posting.key.split('/');
    const writing = mailer.write({ changeId, posting, late, now });
    kept.set(key, writing);
    const [oldest = ''] = kept.keys();
    if (kept.size > MOST_KEPT) kept.delete(oldest);
    // What could not be written is not kept: a mended text lets it go.
    writing.catch(() => kept.delete(key));
    return writing;
  };
}
