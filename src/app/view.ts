/** What people want to know of a change, as values; the words are put to it by the room that shows it. */
import type { Change } from '../domain/change.ts';
import type { Decision } from '../domain/decision.ts';
import { isMissed, isOpen, isOver, startedAt, untickedTests } from '../domain/change.ts';
import type { Instant, Question } from '../domain/event.ts';
import type { MilestoneName, Role } from '../domain/milestone.ts';
import { MILESTONE_OF, ROLE_OF } from '../domain/plan.ts';
import { approverOnly, deputiesOn } from '../domain/roles.ts';
import { hostOf, scheduleOf, takesSnapshot } from '../domain/schedule.ts';
import { wasAskedTogether } from '../domain/short-notice.ts';
import type { Person, Site } from '../domain/site.ts';

/** How far a milestone is: a line of the living card. */
export interface MilestoneState {
  readonly name: MilestoneName;
  readonly state: 'done' | 'asked' | 'ahead' | 'skipped' | 'not done';
  /** When it falls due; null: it follows on another one. */
  readonly at: Instant | null;
}

const QUESTIONS = Object.keys(MILESTONE_OF) as readonly Question[];

/** The questions that wait for an answer; the lessons of a cancelled change may come, and are not waited for. */
export function openQuestions(change: Change): readonly Question[] {
  if (isOver(change)) return [];
  return QUESTIONS.filter((question) => isOpen(change, question));
}

/** Who is asked by a question. */
export function askedBy(question: Question, change: Change, site: Site): Person {
  return personOf(ROLE_OF[question], change, site);
}

/** Who has this role in this change. */
export function personOf(role: Role, change: Change, site: Site): Person {
  return role === 'implementer' ? change.implementer : site.approver;
}

/** The people who are awaited, each once. */
export function awaited(change: Change, site: Site): readonly Person[] {
  const people = openQuestions(change).map((question) => askedBy(question, change, site));
  return people.filter((person, index) => people.findIndex((p) => p.entraId === person.entraId) === index);
}

/** Whether this person may answer this question now. */
export function mayAnswer(question: Question, change: Change, by: Person, site: Site, now: Instant): boolean {
  if (ROLE_OF[question] === 'implementer') return change.implementer.entraId === by.entraId;
  return approverOnly(change, by, site, now) === undefined;
}

/** Everybody who may have to answer something: the implementer, the approver, the deputies of the day. */
export function involved(change: Change, site: Site, now: Instant): readonly Person[] {
  const people: readonly Person[] = [change.implementer, site.approver, ...deputiesOn(site, now)];
  return people.filter((person, index) => people.findIndex((p) => p.entraId === person.entraId) === index);
}

/** Whether the change is this person's, or waits for them. */
export function concerns(change: Change, by: Person, site: Site, now: Instant): boolean {
  if (change.implementer.entraId === by.entraId) return true;
  return openQuestions(change).some((question) => mayAnswer(question, change, by, site, now));
}

/**
 * The next milestone that has an instant; null: none, or the change is held and only people can go on. What GO releases is
 * no prospect before there is GO: then it is the question itself that is next.
 */
export function nextMilestone(
  change: Change,
  site: Site,
): { readonly name: MilestoneName; readonly at: Instant } | null {
  // What an incident comes to is people's to say, not the table's.
  if (isOver(change) || change.hold?.milestone === 'start' || change.stage.is === 'incident') return null;
  const approved = change.acceptable !== null;
  const inSight = milestones(change, site).flatMap(({ name, state, at }) => {
    const waitsForGo = !approved && site.process[name].gates.includes('go holds');
    return at === null || waitsForGo || AFTER_START.includes(name) !== began(change) ? [] : [{ name, state, at }];
  });
  const next =
    inSight.find(({ state, at }) => state === 'ahead' && at >= change.stage.since) ??
    inSight.find(({ state }) => state === 'asked');
  // Nothing has been due for longer than the change is there.
  return next === undefined ? null : { name: next.name, at: Math.max(next.at, change.createdAt) };
}

/** They have their instants from the beginning, but are no prospect before the start. */
const AFTER_START: readonly MilestoneName[] = ['last-rollback', 'decide', 'end', 'overrun'];

/** Milestones of a bad day only, and whether it has come to that. */
const ONLY_IN_TROUBLE: Readonly<Partial<Record<MilestoneName, (change: Change) => boolean>>> = {
  extend: (change) => change.extensions.length > 0 || isOpen(change, 'more'),
  overrun: ({ notices }) => notices.overrun !== undefined,
  incident: ({ incident }) => incident !== null,
};

/** The way of the change, milestone by milestone; rows that are off are left out. */
export function milestones(change: Change, site: Site): readonly MilestoneState[] {
  const schedule = scheduleOf(change.planned, site);
  return Object.values(site.process)
    .filter((row) => row.on && belongs(row.name, change, site))
    .map((row) => ({
      name: row.name,
      state: row.name === 'pre-check' && wasAskedTogether(change) ? 'asked' : stateOf(row.name, change),
      at: row.name === 'end' ? schedule.end : (schedule[row.name] ?? null),
    }));
}

/** What can never happen to this change, or has not and need not, is no part of its way. */
function belongs(name: MilestoneName, change: Change, site: Site): boolean {
  if (name === 'snapshot') return takesSnapshot(change.draft, site);
  if (name === 'last-rollback') return hostOf(change.draft, site).restoreTakes !== undefined;
  return ONLY_IN_TROUBLE[name]?.(change) ?? true;
}

function stateOf(name: MilestoneName, change: Change): MilestoneState['state'] {
  if (change.skipped.includes(name)) return 'skipped';
  if (DONE[name]?.(change) ?? false) return 'done';
  const asked = openQuestions(change).some((question) => MILESTONE_OF[question] === name);
  if (asked) return 'asked';
  return change.stage.is === 'cancelled' || isMissed(change) ? 'not done' : 'ahead';
}

const began = (change: Change): boolean => startedAt(change) !== null;
const ended = (change: Change): boolean => change.stage.is === 'ended' || change.stage.is === 'closed';

const DONE: Readonly<Partial<Record<MilestoneName, (change: Change) => boolean>>> = {
  prepare: (change) => change.stage.is !== 'preparing' && change.decisions.some((d) => d.what === 'prepared'),
  'pre-check': (change) => change.decisions.some((d) => d.what === 'pre-check OK') || correctedAll(change),
  'go-nogo': ({ acceptable }) => acceptable !== null,
  announce: (change) => change.notices.announce !== undefined,
  remind: (change) => change.notices.remind !== undefined,
  snapshot: (change) => change.snapshot.is === 'finished' || change.snapshot.is === 'skipped',
  start: began,
  tests: (change) => ended(change) || (began(change) && untickedTests(change).length === 0),
  'last-rollback': (change) => ended(change) || change.asks['last-rollback']?.closed === true,
  decide: ended,
  end: ended,
  extend: (change) => !isOpen(change, 'more'),
  overrun: ({ notices }) => notices.overrun !== undefined,
  incident: ended,
  close: (change) => change.stage.is === 'closed' || (change.stage.is === 'cancelled' && change.stage.lessons !== null),
};

function correctedAll(change: Change): boolean {
  return change.corrections.length > 0 && change.corrections.every((correction) => correction.done);
}

/** The newest of a person's decisions of these kinds. */
export function lastOf(change: Change, kinds: readonly Decision['what'][]): Decision | undefined {
  return change.decisions.findLast((decision) => kinds.includes(decision.what));
}
