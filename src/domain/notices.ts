/** What has to be said because something happened: from events to the outbox, in the same write. */
import type { Change } from './change.ts';
import { isOpen } from './change.ts';
import type { Event, Instant, Question } from './event.ts';
import { calendarOf } from './calendar.ts';
import { facts } from './notice-facts.ts';
import type { NoticeName, Role } from './milestone.ts';
import { ROLE_OF } from './plan.ts';
import type { MailName, Posting } from './posting.ts';
import { postingKey } from './posting.ts';
import type { Site } from './site.ts';
import { lastTold } from './telling.ts';
import { endOfDay } from './window.ts';

/** What an event puts into the outbox; `change` is the change after it. Most events only change the cards that are out. */
export function postings(change: Change, event: Event, site: Site): readonly Posting[] {
  switch (event.type) {
    case 'created':
      return [{ ...base(change, 'created', event.at), kind: 'living' }];
    case 'asked': {
      const round = change.asks[event.question]?.round ?? 1;
      return [{ ...base(change, letterOf(event.question), event.due), kind: 'ask', question: event.question, round }];
    }
    case 'reminded': {
      const role = ROLE_OF[event.question];
      const to: readonly Role[] = event.escalated && role === 'implementer' ? [role, 'approver'] : [role];
      return [
        {
          ...base(change, letterOf(event.question), event.at),
          kind: 'reminder',
          question: event.question,
          to,
          deputies: event.escalated && role === 'approver',
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
    case 'addressed':
      return [mail(change, event, site)];
    case 'resent':
      return event.letters;
    case 'incidentHandedOver':
      return [{ ...base(change, 'ready-text', event.at), kind: 'ready text', reason: event.reason }];
    case 'preparationTicked':
    case 'prepared':
    case 'preCheckAccepted':
    case 'correctionsNeeded':
    case 'correctionsTicked':
    case 'corrected':
    case 'goGiven':
    case 'nogoGiven':
    case 'nogoTasksTicked':
    case 'goRequested':
    case 'rescheduled':
    case 'edited':
    case 'handedOver':
    case 'startDelayed':
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
    case 'keptGoing':
    case 'restoreStarted':
    case 'extended':
    case 'moreRequested':
    case 'moreRefused':
    case 'incidentDeclared':
    case 'repairStarted':
    case 'incidentUpdated':
    case 'repairFailed':
    case 'incidentResolved':
    case 'ended':
    case 'closed':
    case 'cancelled':
    case 'refused':
    case 'delivered':
    case 'mailed':
    case 'gaveUp':
      return [];
  }
}

/** The name of a question's letters: an incident is a notice already. */
function letterOf(question: Question): string {
  return question === 'incident' ? 'repair' : question;
}

/** Whether a posting still makes sense for the change as it is now; one that does not is left out of the outbox. */
export function isWorthSaying(posting: Posting, change: Change): boolean {
  if (posting.kind === 'reminder') return isOpen(change, posting.question);
  if (posting.kind === 'ask')
    return isOpen(change, posting.question) && change.asks[posting.question]?.round === posting.round;
  if (posting.kind === 'hold') return change.hold?.milestone === posting.milestone;
  return posting.kind === 'notice' || posting.kind === 'mail' ? isNews(posting.notice, change) : true;
}

function isNews(notice: MailName, change: Change): boolean {
  // Whoever hears of the end, or that it is an incident, needs not be told late that work goes on.
  if (notice === 'overrun') return change.stage.is === 'in progress';
  // Nobody needs to be reminded of, or told late of the delay of, what has another plan by now.
  if (notice === 'remind') return change.stage.is === 'approved' && change.notices.remind !== undefined;
  if (notice === 'tentative') return lastTold(change) === null;
  if (notice === 'postponed') return lastTold(change)?.is === 'postponed';
  return true;
}

function notice(change: Change, name: NoticeName, event: Extract<Event, { type: 'noticed' }>, site: Site): Posting {
  const expires = name === 'remind' ? endOfDay(event.at, site.timeZone) : null;
  return {
    ...base(change, name, event.due),
    expires,
    kind: 'notice',
    notice: name,
    facts: facts(name, change, event.at, site),
  };
}

/** The same by mail: to whom, and what the calendar says from now on. */
function mail(change: Change, event: Extract<Event, { type: 'addressed' }>, site: Site): Posting {
  const { notice: name, to, due, at, joined } = event;
  const said = facts(name, change, at, site);
  return {
    key: postingKey(change.id, name, change.length, 'mail'),
    due,
    expires: name === 'remind' ? endOfDay(at, site.timeZone) : null,
    kind: 'mail',
    notice: name,
    facts: said,
    to,
    calendar: calendarOf(name, said, change),
    ...(joined === undefined ? {} : { joined }),
  };
}

function base(change: Change, milestone: string, due: Instant): { key: string; due: Instant; expires: Instant | null } {
  return { key: postingKey(change.id, milestone, change.version), due, expires: null };
}
