/** The recipients are the site's: after a start they may be others than the changes that are announced have told. */
import { newcomers } from '../domain/mailing.ts';
import type { Instant } from '../domain/event.ts';
import type { Site } from '../domain/site.ts';
import type { Changes } from './changes.ts';
import type { Handler } from './handle.ts';

/** New recipients are told how announced changes stand; who is none any more gets nothing more (`leftOut` sees to that). */
export async function meetRecipients(changes: Changes, handler: Handler, now: Instant, site: Site): Promise<void> {
  for (const change of changes.open())
    if (newcomers(change, now, site).length > 0)
      await handler.handle({ type: 'meetRecipients', changeId: change.id, now });
}
