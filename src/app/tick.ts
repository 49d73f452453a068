/** The knock of every second: asks the index what is due, and lets it happen. The store, not the timer, knows what time means. */
import type { Instant } from '../domain/event.ts';
import type { Changes } from './changes.ts';
import type { Handler } from './handle.ts';
import type { Log } from './ports.ts';

/** Lets everything happen that is due by `now`, over all changes, the oldest first. Gives how much that was. */
export async function tick(changes: Changes, handler: Handler, now: Instant, log: Log): Promise<number> {
  const failed = new Set<string>();
  for (let done = 0; ; done += 1) {
    const due = changes.nextDue();
    if (due === null || due.at > now || failed.has(due.id)) return done;
    const before = due.at;
    try {
      await handler.handle({ type: 'fallDue', changeId: due.id, now });
    } catch (error) {
      // The disk said no: the change stays due, and the next tick asks again.
      log.error({ change: due.id, err: error }, 'what is due could not be stored');
      failed.add(due.id);
    }
    const next = changes.nextDue();
    if (next?.id === due.id && next.at === before) failed.add(due.id);
  }
}
