/** What has to be said because something happened: from events to the outbox, in the same write. */
import type { Change } from './change.ts';
import { isOpen } from './change.ts';
import type { Event, Instant } from './event.ts';
import type { NoticeName, Role } from './milestone.ts';
import { ROLE_OF } from './plan.ts';
import type { NoticeFacts, Posting } from './posting.ts';
import { scheduleOf, serviceOf } from './schedule.ts';
import type { Site } from './site.ts';
import { daysFrom, endOfDay } from './window.ts';

/** What an event puts into the outbox; `change` is the change after it. Most events only change the cards that are out. */
export function postings(change: Change, event: Event, site: Site): readonly Posting[] {
  switch (event.type) {
    case 'created':
      return [{ ...base(change, 'created', event.at), kind: 'living' }];
    case 'asked': {
      const round = change.asks[event.question]?.round ?? 1;
      return [{ ...base(change, event.question, event.due), kind: 'ask', question: event.question, round }];
    }
    case 'reminded': {
      const to: readonly Role[] = [ROLE_OF[event.question]];
      return [
        {
          ...base(change, event.question, event.at),
          kind: 'reminder',
          question: event.question,
          to,
          deputies: event.deputies,
        },
      ];
    }
    case 'held':
      return [
        {
          ...base(change, 'hold', event.at),
          kind: 'hold',
          milestone: event.milestone,
          reasons: event.reasons,
        },
      ];
    case 'noticed':
      return [notice(change, event.notice, event, site)];
    case 'preparationTicked':
    case 'prepared':
    case 'preCheckAccepted':
    case 'correctionsNeeded':
    case 'correctionsTicked':
    case 'corrected':
    case 'goGiven':
    case 'nogoGiven':
    case 'goRequested':
    case 'skipped':
    case 'released':
    case 'snapshotStarted':
    case 'snapshotFinished':
    case 'snapshotFailed':
    case 'skipRequested':
    case 'skipAgreed':
    case 'skipRefused':
    case 'started':
    case 'testsTicked':
    case 'notYet':
    case 'ended':
    case 'closed':
    case 'cancelled':
    case 'refused':
    case 'delivered':
    case 'gaveUp':
      return [];
  }
}

/** Whether a posting still makes sense for the change as it is now; one that does not is left out of the outbox. */
export function isWorthSaying(posting: Posting, change: Change): boolean {
  if (posting.kind === 'reminder') return isOpen(change, posting.question);
  if (posting.kind === 'ask')
    return isOpen(change, posting.question) && change.asks[posting.question]?.round === posting.round;
  if (posting.kind === 'hold') return change.hold?.milestone === posting.milestone;
  return true;
}

function notice(change: Change, name: NoticeName, event: Extract<Event, { type: 'noticed' }>, site: Site): Posting {
  const expires = name === 'remind' ? endOfDay(event.at, site.timeZone) : null;
  return {
    ...base(change, name, event.due),
    expires,
    kind: 'notice',
    notice: name,
    facts: facts(change, event.at, site),
  };
}

function facts(change: Change, happened: Instant, site: Site): NoticeFacts {
  const { start, end } = scheduleOf(change.draft, site);
  const { title } = change.draft;
  const reason = change.stage.is === 'cancelled' ? change.stage.reason : null;
  return {
    title,
    service: serviceOf(change.draft.service, site).name,
    start,
    end,
    happened,
    reason,
    days: daysFrom(happened, start, site.timeZone),
  };
}

function base(change: Change, milestone: string, due: Instant): { key: string; due: Instant; expires: Instant | null } {
  return { key: `${change.id}/${milestone}/channel/${String(change.version)}`, due, expires: null };
}
