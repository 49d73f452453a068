/** The knock of every second: asks the index what is due, and lets it happen. The store, not the timer, knows what time means. */
import type { Instant } from '../domain/event.ts';
import type { Changes } from './changes.ts';
import type { Handler } from './handle.ts';
import type { Log } from './ports.ts';

/** Lets everything happen that is due by `now`, over all changes, the oldest first. Gives how much that was. */
export async function tick(changes: Changes, handler: Handler, now: Instant, log: Log): Promise<number> {
  // A change that cannot go on stays due, keeps nobody waiting, and is asked again by the next tick.
  const stuck = new Set<string>();
  let done = 0;
  for (;;) {
    const due = changes.dueBy(now, stuck);
    if (due === null) return done;
    if (await happens(due, changes, handler, now, log)) done += 1;
    else stuck.add(due);
  }
}

/** Whether something of it was stored. */
async function happens(changeId: string, changes: Changes, handler: Handler, now: Instant, log: Log): Promise<boolean> {
  const before = changes.peek(changeId)?.change.length;
  try {
    const { change } = await handler.handle({ type: 'fallDue', changeId, now });
    return change?.length !== before;
  } catch (error) {
    log.error({ change: changeId, err: error }, 'what is due could not be stored');
    return false;
  }
}
