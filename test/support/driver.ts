/** Somebody who always does the obvious thing: how a change is carried from anywhere to its end. */
import type { Change } from '../../src/domain/change.ts';
import { isMissed, isOpen, isOver, isRunning } from '../../src/domain/change.ts';
import type { Request } from '../../src/domain/command.ts';
import type { Question } from '../../src/domain/event.ts';
import { nextDue, ROLE_OF } from '../../src/domain/plan.ts';
import { approverOnly } from '../../src/domain/roles.ts';
import type { Person, Site } from '../../src/domain/site.ts';
import { ALL_PREPARATIONS, approver, deputy } from './fixtures.ts';
import type { Story } from './given.ts';

export interface Step {
  readonly by: Person;
  readonly request: Request;
}

/** Every change is at its end within so many steps of people and clock: an emergency that nobody may answer is asked every half hour. */
const MOST_STEPS = 500;

/** Does the obvious thing until the change is closed or cancelled. @throws when that takes too many steps, or there is none. */
export function goAllTheWay(story: Story): Story {
  return goUntil(story, isOver);
}

/** Does the obvious thing until the change has started. @throws when it cannot. */
export function goToStart(story: Story): Story {
  return goUntil(story, isRunning);
}

function goUntil(story: Story, isThere: (change: Change) => boolean): Story {
  let now = story.events.at(-1)?.at ?? 0;
  let going = story.until(now);
  for (let step = 0; step < MOST_STEPS; step += 1) {
    if (isThere(going.change)) return going;
    const obvious = obviousStep(going.change, going.site, now);
    if (obvious === null) {
      const next = nextDue(going.change, going.site);
      if (next === null) throw new Error(`no way forward from ${going.change.stage.is}`);
      now = Math.max(now, next);
    } else {
      going = going.says(obvious.by, now, obvious.request);
    }
    going = going.until(now);
  }
  throw new Error(`not there after ${String(MOST_STEPS)} steps: ${going.change.stage.is}`);
}

/** What somebody can sensibly say now: the first answer to the first question; null: nothing, the clock comes next. */
export function obviousStep(change: Change, site: Site, now: number): Step | null {
  if (isMissed(change)) return { by: change.implementer, request: { type: 'cancel', reason: 'The window is over' } };
  return answersTo(change, site, now)[0] ?? null;
}

/** Every answer to the questions that are open, by somebody who may give it; the most obvious one first. */
export function answersTo(change: Change, site: Site, now: number): readonly Step[] {
  return QUESTIONS.filter((question) => isOpen(change, question)).flatMap((question) => {
    const by = ROLE_OF[question] === 'implementer' ? change.implementer : whoApproves(change, site, now);
    return by === undefined ? [] : ANSWERS[question](change).map((request) => ({ by, request }));
  });
}

function whoApproves(change: Change, site: Site, now: number): Person | undefined {
  return [approver, deputy].find((person) => approverOnly(change, person, site, now) === undefined);
}

const ANSWERS: Readonly<Record<Question, (change: Change) => readonly Request[]>> = {
  prepare: () => [
    { type: 'tickPreparations', items: ALL_PREPARATIONS },
    { type: 'tickPreparations', items: ['tests'] },
  ],
  'pre-check': () => [
    { type: 'acceptPreCheck' },
    { type: 'needCorrections', corrections: ['More tests', 'More time'] },
  ],
  corrections: ({ corrections }) => [
    { type: 'tickCorrections', done: corrections.map((_, index) => index) },
    { type: 'tickCorrections', done: [0] },
  ],
  'go-nogo': () => [
    { type: 'giveGo' },
    { type: 'giveGo', acceptable: 45 },
    { type: 'giveNogo', reason: 'Not that week' },
  ],
  nogo: () => [{ type: 'requestGo', corrected: 'All of it' }],
  snapshot: ({ snapshot }) => [
    snapshot.is === 'started' ? { type: 'finishSnapshot' } : { type: 'startSnapshot' },
    { type: 'failSnapshot', reason: 'The disk is full' },
    { type: 'requestSkip', reason: 'The dashboard is down' },
  ],
  skip: () => [{ type: 'agreeSkip' }, { type: 'refuseSkip', reason: 'It is needed' }],
  tests: ({ draft }) => [
    { type: 'end', done: draft.tests.map((_, index) => index), untested: '' },
    { type: 'tickTests', done: [0] },
    { type: 'end', done: null, untested: 'No time' },
  ],
  'last-rollback': () => [{ type: 'keepGoing' }, { type: 'restore' }],
  decide: () => [
    { type: 'extend', minutes: 30, reason: 'It takes longer' },
    { type: 'requestMore', minutes: 300, reason: 'It takes much longer' },
    { type: 'restore' },
    { type: 'declareIncident', reason: 'It is broken' },
  ],
  more: () => [{ type: 'agreeMore' }, { type: 'refuseMore', reason: 'Restore it' }],
  incident: ({ incident, draft }) => [
    { type: 'resolveIncident', done: draft.tests.map((_, index) => index), untested: '' },
    ...(incident?.repair === null
      ? ([
          { type: 'startRepair', way: { is: 'backup', name: 'SSD NAS' }, minutes: 45 },
          { type: 'startRepair', way: { is: 'snapshot' }, minutes: 'none' },
        ] as const)
      : ([{ type: 'failRepair', reason: 'It cannot be read' }] as const)),
    { type: 'updateIncident', text: 'Half of it is back', minutes: 'none' },
    { type: 'handOverIncident', reason: 'Nothing helps' },
  ],
  close: () => [{ type: 'addLessons', lessons: '' }],
};
const QUESTIONS = Object.keys(ANSWERS) as readonly Question[];
