/** What becomes of a change on a bad day: more time, a restore, an incident. */
import type { Change } from '../change.ts';
import { extendedBy } from '../change.ts';
import type { Incident, Outcome } from '../trouble.ts';
import type { Event, Question } from '../event.ts';
import type { MilestoneName } from '../milestone.ts';
import { decided } from './decided.ts';

export type Trouble = Extract<
  Event,
  {
    type:
      | 'keptGoing'
      | 'restoreStarted'
      | 'extended'
      | 'moreRequested'
      | 'moreRefused'
      | 'incidentDeclared'
      | 'repairStarted'
      | 'incidentUpdated'
      | 'repairFailed'
      | 'incidentResolved'
      | 'incidentHandedOver';
  }
>;

const MINUTE = 60_000;

/** What one event of a bad day changes. */
export function troubled(change: Change, event: Trouble): Partial<Change> {
  const { at } = event;
  switch (event.type) {
    case 'keptGoing':
      return { asks: closed(change, ['last-rollback']), ...decided(change, 'keep going', event) };
    case 'restoreStarted':
      // What was tested is gone: the state of before is tested anew.
      return {
        restoring: at,
        testsDone: [],
        asks: closed(change, ['last-rollback', 'decide', 'more']),
        ...decided(change, 'restore', event),
      };
    case 'extended':
      return extended(change, event);
    case 'moreRequested':
      return {
        moreAsked: { at, minutes: event.minutes, reason: event.reason },
        ...decided(change, 'more asked', event, event.reason),
      };
    case 'moreRefused':
      return {
        asks: closed(change, ['more']),
        ...decided(change, 'more refused', event, event.reason),
      };
    case 'incidentDeclared':
      return {
        stage: { is: 'incident', since: at, startedAt: startOf(change) },
        incident: { since: at, by: event.by, reason: event.reason, repair: null, tried: [], updates: [] },
        ...(event.by === null ? {} : decided(change, 'incident', event, event.reason)),
      };
    case 'repairStarted':
      return {
        asks: spokenTo(change, at),
        incident: { ...incidentOf(change), repair: { way: event.way, since: at, expected: later(at, event.minutes) } },
        ...(event.way.is === 'backup'
          ? decided(change, 'repair', event, event.way.name)
          : decided(change, 'restore', event)),
      };
    case 'incidentUpdated':
      return { incident: updated(incidentOf(change), event), asks: spokenTo(change, at) };
    case 'repairFailed':
      return {
        incident: failed(incidentOf(change), event),
        ...decided(change, 'repair failed', event, event.reason),
      };
    case 'incidentResolved':
      return {
        stage: {
          is: 'ended',
          since: at,
          startedAt: startOf(change),
          outcome: repairedBy(change),
          untested: event.untested,
        },
        ...decided(change, 'resolved', event, event.untested),
      };
    case 'incidentHandedOver':
      return {
        stage: { is: 'ended', since: at, startedAt: startOf(change), outcome: 'failed', untested: null },
        ...decided(change, 'incident process', event, event.reason),
      };
  }
}

/** The end is another one: what depends on it is asked anew. */
function extended(change: Change, event: Extract<Event, { type: 'extended' }>): Partial<Change> {
  const { minutes, reason, restore, agreed, at, by } = event;
  if (by === null) throw new Error(`${change.id}: only people extend`);
  const { window } = change.planned;
  const extensions = [...change.extensions, { at, by, minutes, reason, restore, agreed }];
  const used = extendedBy({ ...change, extensions });
  return {
    extensions,
    planned: { ...change.planned, window: { ...window, minutes: window.minutes + minutes } },
    // What the approver agrees to later counts as agreed from then on.
    acceptable: agreed ? Math.max(change.acceptable ?? 0, used) : change.acceptable,
    asks: closed(change, ['last-rollback', 'decide', 'more']),
    skipped: change.skipped.filter((milestone) => !BEFORE_END.includes(milestone)),
    ...(restore ? {} : decided(change, agreed ? 'more agreed' : 'more time', event, reason)),
  };
}

const BEFORE_END: readonly MilestoneName[] = ['last-rollback', 'decide'];

/** These questions are answered, though the change is still where it was. */
export function closed(change: Change, questions: readonly Question[]): Change['asks'] {
  const answered = questions.flatMap((question) => {
    const ask = change.asks[question];
    return ask === undefined ? [] : [[question, { ...ask, closed: true }] as const];
  });
  return { ...change.asks, ...Object.fromEntries(answered) };
}

/** Who has just said how it goes is left in peace until it is time again. */
function spokenTo({ asks }: Change, at: number): Change['asks'] {
  const { incident } = asks;
  return incident === undefined ? asks : { ...asks, incident: { ...incident, lastAt: at, reminders: 0 } };
}

function incidentOf({ id, incident }: Change): Incident {
  if (incident === null) throw new Error(`${id}: there is no incident`);
  return incident;
}

function updated(incident: Incident, { at, text, minutes }: Extract<Event, { type: 'incidentUpdated' }>): Incident {
  const { repair, updates } = incident;
  const expected = later(at, minutes);
  return {
    ...incident,
    updates: [...updates, { at, text }],
    repair: repair === null || expected === null ? repair : { ...repair, expected },
  };
}

function failed(incident: Incident, { at, by, reason }: Extract<Event, { type: 'repairFailed' }>): Incident {
  const { repair, tried } = incident;
  if (repair === null || by === null) return incident;
  return {
    ...incident,
    repair: null,
    tried: [...tried, { way: repair.way, since: repair.since, failedAt: at, reason, by }],
  };
}

/** A restore that was under way when it became an incident is one too, where no other repair was begun. */
function repairedBy({ incident, restoring }: Change): Outcome {
  const repair = incident?.repair ?? null;
  const isRestored = repair === null ? restoring !== null : repair.way.is === 'snapshot';
  return isRestored ? 'restored' : 'repaired';
}

function later(at: number, minutes: number | null): number | null {
  return minutes === null ? null : at + minutes * MINUTE;
}

function startOf({ id, stage }: Change): number {
  if (stage.is === 'in progress') return stage.since;
  if (stage.is === 'incident') return stage.startedAt;
  throw new Error(`${id}: it does not take place, it is ${stage.is}`);
}
