/** What the sentences of a bad day can name: more time, a restore, an incident. */
import type { Change } from '../domain/change.ts';
import type { Outcome } from '../domain/trouble.ts';
import { extendedBy, extraLeft, isOpen } from '../domain/change.ts';
import type { Instant } from '../domain/event.ts';
import { scheduleOf, usualExtra } from '../domain/schedule.ts';
import type { Site } from '../domain/site.ts';
import { clip, ROOM_OF_A_REASON } from './cards/clip.ts';
import type { Values, Voice } from '../app/words.ts';

import { wayName } from '../app/notice-text.ts';

const MINUTE = 60_000;

/** The values of a change in trouble; `near` says a time beside the day of the window. */
export function ofTrouble(change: Change, site: Site, voice: Voice, near: (instant: Instant) => string): Values {
  return { ...ofTime(change, site, voice, near), ...ofIncident(change, voice, near), outcome: outcomeOf(change) };
}

function ofTime(change: Change, site: Site, { times, escape }: Voice, near: (instant: Instant) => string): Values {
  const { moreAsked, restoring } = change;
  return {
    acceptable: times.span(change.acceptable ?? usualExtra(site)),
    extraLeft: times.span(extraLeft(change)),
    extraIsLeft: extraLeft(change) > 0 ? 'yes' : 'no',
    extendedBy: times.span(extendedBy(change)),
    isExtended: extendedBy(change) > 0 ? 'yes' : 'no',
    announcedEnd: near(scheduleOf(change.draft, site).end),
    moreIsAsked: isOpen(change, 'more') ? 'yes' : 'no',
    moreMinutes: times.span(moreAsked?.minutes ?? 0),
    moreReason: clip(escape(moreAsked?.reason ?? ''), ROOM_OF_A_REASON),
    moreEnd: near(endAskedFor(change, site)),
    isRestoring: restoring === null ? 'no' : 'yes',
    restoringSince: restoring === null ? '' : near(restoring),
  };
}

/** The end that was asked for: from the end as it was then. */
function endAskedFor({ draft, extensions, moreAsked }: Change, site: Site): Instant {
  const before = extensions.filter(({ at }) => at < (moreAsked?.at ?? 0));
  const minutes = before.reduce((sum, each) => sum + each.minutes, moreAsked?.minutes ?? 0);
  return scheduleOf(draft, site).end + minutes * MINUTE;
}

function ofIncident({ incident }: Change, voice: Voice, near: (instant: Instant) => string): Values {
  const repair = incident?.repair ?? null;
  return {
    incidentSince: incident === null ? '' : near(incident.since),
    incidentBy: voice.escape(incident?.by?.name ?? ''),
    incidentByClock: incident?.by === null ? 'yes' : 'no',
    incidentReason: clip(voice.escape(incident?.reason ?? ''), ROOM_OF_A_REASON),
    triedCount: incident?.tried.length ?? 0,
    repair: repair === null ? 'none' : wayName(repair.way, voice),
    repairSince: repair === null ? '' : near(repair.since),
    repairExpected: repair === null || repair.expected === null ? 'none' : near(repair.expected),
  };
}

/** How the change ended; 'none': it has not, or it was cancelled. */
export function outcomeOf({ stage }: Change): Outcome | 'none' {
  return stage.is === 'ended' || stage.is === 'closed' ? stage.outcome : 'none';
}
