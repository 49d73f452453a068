/** The clock of a rehearsal as people read and move it: by the room's buttons, over HTTP. */
import type { Instant } from '../domain/event.ts';
import { MILESTONE_OF, plan } from '../domain/plan.ts';
import type { DueItem } from '../domain/plan.ts';
import type { MilestoneName } from '../domain/milestone.ts';
import type { Site } from '../domain/site.ts';
import { wallClock } from '../domain/window.ts';
import type { Changes } from './changes.ts';
import type { MovableClock } from './movable-clock.ts';
import type { Sentences, Times } from './words.ts';

/** `move` throws a sentence for the person (`ClockError`). */
export interface ClockRoom {
  read(): ClockReading;
  move(to: string): Promise<ClockReading>;
}

/** Instants as ISO 8601 in UTC, and as people read them: `2027-02-06 09:00 CET (UTC+01:00)`. */
export interface ClockReading {
  readonly now: string;
  readonly local: string;
  readonly zone: string;
  /** The very thing that *next* goes to, reminders included; null: nothing is due. */
  readonly next: { readonly at: string; readonly local: string; readonly what: string } | null;
}

/** The clock in the words of the site. */
export function clockRoom(
  clock: MovableClock,
  changes: Changes,
  site: Site,
  { sentences, times }: { sentences: Sentences; times: Times },
): ClockRoom {
  const local = (instant: Instant): string =>
    `${wallClock(instant, site.timeZone).slice(0, 10)} ${times.clock(instant)}`;

  function next(): ClockReading['next'] {
    const due = changes.nextDue();
    const change = due === null ? undefined : changes.peek(due.id)?.change;
    const [item] = change === undefined ? [] : plan(change, site);
    if (due === null || item === undefined) return null;
    const key = item.do === 'notice' && item.notice === 'postponed' ? item.notice : item.do;
    const what = sentences.say(`due.${key}`, { milestone: sentences.say(`milestone.${milestoneOf(item)}`) });
    return { at: iso(due.at), local: local(due.at), what: `${due.id}: ${what}` };
  }

  const read = (): ClockReading => ({
    now: iso(clock.now()),
    local: local(clock.now()),
    zone: site.timeZone,
    next: next(),
  });
  return { read, move: (to) => clock.move(to).then(read) };
}

function milestoneOf(item: DueItem): MilestoneName {
  if (item.do === 'ask' || item.do === 'remind') return MILESTONE_OF[item.question];
  if (item.do === 'hold') return item.milestone;
  if (item.do !== 'notice') return item.do;
  return item.notice === 'postponed' ? 'start' : item.notice;
}

function iso(instant: Instant): string {
  return new Date(instant).toISOString();
}
