/**
 * The process: a command, the change as it is, and the site give events or a refusal. Pure; the one way by which
 * anything happens to a change. In the shape of emmett's decider.
 */
import type { Change } from './change.ts';
import { isOpen, isOver } from './change.ts';
import type { ClockCommand, Command, DeliveryCommand, PersonCommand } from './command.ts';
import { giveGo, giveNogo, requestGo } from './decide/approval.ts';
import { fallDue } from './decide/clock.ts';
import { addLessons, cancel, end, tickTests } from './decide/day.ts';
import {
  declareIncident,
  failRepair,
  handOverIncident,
  resolveIncident,
  startRepair,
  updateIncident,
} from './decide/incident.ts';
import { acceptPreCheck, create, needCorrections, tickCorrections, tickPreparations } from './decide/preparation.ts';
import { edit, handOver, reschedule, tickNogoTasks } from './decide/replan.ts';
import {
  agreeSkip,
  delayStart,
  failSnapshot,
  finishSnapshot,
  refuseSkip,
  requestSkip,
  startSnapshot,
} from './decide/snapshot.ts';
import { agreeMore, askToDecide, extend, keepGoing, refuseMore, requestMore, restore } from './decide/trouble.ts';
import { resend } from './decide/resend.ts';
import type { CardName, Event, Happening, Instant } from './event.ts';
import { addressed, newcomers } from './mailing.ts';
import { evolve } from './evolve.ts';
import type { Refusal } from './refusal.ts';
import { refuse } from './refusal.ts';
import { actsFor } from './roles.ts';
import type { Person, Site } from './site.ts';

/** Events; a refusal with its reason; or 'outdated': the card pressed shows another version than the change has now. */
export type Decision = readonly Event[] | Refusal | 'outdated';

/** What a decision of one command gives before who and when are put to it. */
export type Outcome = readonly Happening[] | Refusal;

/** Decides a command. A press on an outdated card decides nothing, whoever pressed. */
export function decide(change: Change | undefined, command: Command, site: Site): Decision {
  if (isClock(command)) return change === undefined ? [] : decideClock(change, command, site);
  if (isDelivery(command)) return stamp([recorded(command)], command.now, null);
  return decidePerson(change, command, site);
}

/** Whether a decision is a refusal. */
export function isRefusal(decision: Decision | Outcome): decision is Refusal {
  return typeof decision === 'object' && 'refused' in decision;
}

function decideClock(change: Change, { type, now }: ClockCommand, site: Site): Decision {
  const outcome = type === 'fallDue' ? fallDue(change, now, site) : newcomers(change, now, site);
  return stamp(told(change, outcome, now, site), now, null);
}

function decidePerson(change: Change | undefined, command: PersonCommand, site: Site): Decision {
  if (command.type === 'create') return born(create(change, command, site), command, site);
  if (change === undefined) return refuse('unknown change', { id: command.changeId });
  if (command.version !== undefined && command.version !== change.version) return 'outdated';
  const outcome =
    isOver(change) && !isForTheEnded(change, command)
      ? refuse('over', { id: change.id })
      : told(change, answered(change, command, site), command.now, site);
  if (!isRefusal(outcome))
    return stamp(outcome, command.now, command.by, command.from, actsFor(command.type, command.by, site));
  return outcome;
}

/** An emergency is asked at once: the approver's calendar hears of that, too. */
function born(outcome: Outcome, { now, by }: PersonCommand, site: Site): Decision {
  const events = stamp(outcome, now, by);
  const [created] = isRefusal(events) ? [] : events;
  return created === undefined ? events : stamp(told(evolve(undefined, created), outcome, now, site), now, by);
}

/** Lessons may come to a change that was cancelled, and what did not reach people is worth sending when it is over, too. */
function isForTheEnded(change: Change, { type }: PersonCommand): boolean {
  return type === 'resend' || (type === 'addLessons' && isOpen(change, 'close'));
}

/** The outcome, with who is told of it by mail. */
function told(change: Change, outcome: Outcome, now: Instant, site: Site): Outcome {
  return isRefusal(outcome) ? outcome : addressed(change, outcome, now, site);
}

function answered(change: Change, command: Exclude<PersonCommand, { type: 'create' }>, site: Site): Outcome {
  switch (command.type) {
    case 'tickPreparations':
      return tickPreparations(change, command, site);
    case 'acceptPreCheck':
      return acceptPreCheck(change, command, site);
    case 'needCorrections':
      return needCorrections(change, command, site);
    case 'tickCorrections':
      return tickCorrections(change, command);
    case 'giveGo':
      return giveGo(change, command, site);
    case 'giveNogo':
      return giveNogo(change, command, site);
    case 'tickNogoTasks':
      return tickNogoTasks(change, command);
    case 'requestGo':
      return requestGo(change, command, site);
    case 'reschedule':
      return reschedule(change, command, site);
    case 'edit':
      return edit(change, command, site);
    case 'handOver':
      return handOver(change, command, site);
    case 'delayStart':
      return delayStart(change, command, site);
    case 'startSnapshot':
      return startSnapshot(change, command);
    case 'finishSnapshot':
      return finishSnapshot(change, command);
    case 'failSnapshot':
      return failSnapshot(change, command);
    case 'requestSkip':
      return requestSkip(change, command);
    case 'agreeSkip':
      return agreeSkip(change, command, site);
    case 'refuseSkip':
      return refuseSkip(change, command, site);
    case 'tickTests':
      return tickTests(change, command);
    case 'askToDecide':
      return askToDecide(change, command);
    case 'keepGoing':
      return keepGoing(change, command);
    case 'restore':
      return restore(change, command, site);
    case 'extend':
      return extend(change, command, site);
    case 'requestMore':
      return requestMore(change, command, site);
    case 'agreeMore':
      return agreeMore(change, command, site);
    case 'refuseMore':
      return refuseMore(change, command, site);
    case 'declareIncident':
      return declareIncident(change, command);
    case 'startRepair':
      return startRepair(change, command, site);
    case 'updateIncident':
      return updateIncident(change, command);
    case 'failRepair':
      return failRepair(change, command, site);
    case 'resolveIncident':
      return resolveIncident(change, command);
    case 'handOverIncident':
      return handOverIncident(change, command);
    case 'end':
      return end(change, command);
    case 'addLessons':
      return addLessons(change, command);
    case 'resend':
      return resend(change, command, site);
    case 'cancel':
      return cancel(change, command);
  }
}

function isClock(command: Command): command is ClockCommand {
  return command.type === 'fallDue' || command.type === 'meetRecipients';
}

function isDelivery(command: Exclude<Command, ClockCommand>): command is DeliveryCommand {
  return command.type === 'recordDelivery' || command.type === 'recordFailure' || command.type === 'recordMails';
}

function recorded(command: DeliveryCommand): Happening {
  const { key } = command;
  switch (command.type) {
    case 'recordFailure': {
      const { why, lost } = command;
      return { type: 'gaveUp', key, why, ...(lost === undefined ? {} : { lost }) };
    }
    case 'recordMails': {
      const { sent, gaveUp, leftOut, lost } = command;
      return { type: 'mailed', key, sent, gaveUp, leftOut, ...(lost === undefined ? {} : { lost }) };
    }
    case 'recordDelivery': {
      const { card, activity, conversation } = command;
      return { type: 'delivered', key, card, activity, conversation };
    }
  }
}

function stamp(
  outcome: Outcome,
  at: number,
  by: Event['by'],
  from?: CardName,
  actingFor?: Person,
): readonly Event[] | Refusal {
  if (isRefusal(outcome)) return outcome;
  const whose = actingFor === undefined ? {} : { for: actingFor };
  const stamped = { at, by, ...whose, ...(from === undefined ? {} : { from }) };
  return outcome.map((happening) => ({ ...happening, ...stamped }));
}
