import type { Ask, Change, Stage } from './change.ts';
import type { RefusedPress } from './refused-press.ts';
import { isMissed, startedAt } from './change.ts';
import type { Event, Question } from './event.ts';
import { isSilent } from './event.ts';
import type { MilestoneName } from './milestone.ts';
import { postingKey } from './posting.ts';
import { toldBy } from './telling.ts';
import { decided } from './evolve/decided.ts';
import { lettered } from './evolve/delivered.ts';
import { replanned, ticked } from './evolve/replanned.ts';
import { snapshotted } from './evolve/snapshotted.ts';
import { closed as answered, troubled } from './evolve/troubled.ts';

/** An event of a type that this release does not know: what the change is after it nobody can say. */
export class UnknownEvent extends Error {}

/** The change after one more event; `undefined` is the change before its first. */
export function evolve(change: Change | undefined, event: Event): Change {
  if (change === undefined) return begin(event);
  const length = change.length + 1;
  const latest = Math.max(change.latest, event.at);
  if (isSilent(event)) return { ...change, ...moved(change, event), length, latest };
  return { ...change, ...moved(change, event), length, latest, version: length, refusals: [] };
}

/** The state after all of the events; undefined when there are none. */
export function fold(events: readonly Event[], from?: Change): Change | undefined {
  return events.reduce<Change | undefined>(evolve, from);
}

function begin(event: Event): Change {
  if (event.type !== 'created' || event.by === null) {
    throw new Error(`the first event of a change is 'created' by a person, not '${event.type}'`);
  }
  return {
    id: event.id,
    version: 1,
    length: 1,
    form: event.form,
    createdAt: event.at,
    latest: event.at,
    implementer: event.by,
    draft: event.draft,
    planned: event.draft,
    stage: { is: 'preparing', since: event.at },
    plannedAt: event.at,
    seen: null,
    preparations: [],
    corrections: [],
    nogoTasks: [],
    correctedAfterNogo: null,
    snapshot: { is: 'none' },
    measured: [],
    testsDone: [],
    acceptable: null,
    delays: [],
    extensions: [],
    moreAsked: null,
    restoring: null,
    incident: null,
    hold: null,
    asks: {},
    skipped: [],
    notices: {},
    tellings: [],
    allTellings: [],
    tentative: null,
    sequence: 0,
    notified: [],
    mailings: [],
    lost: [],
    decisions: [],
    cards: {},
    delivered: {},
    refusals: [],
    gaveUp: [],
  };
}

/** What one event changes; a switch without a default, so that a new event is not forgotten here. */
function moved(change: Change, event: Event): Partial<Change> {
  const at = event.at;
  const stage = (is: 'prepared' | 'correcting' | 'checked' | 'approved' | 'in progress'): { stage: Stage } => ({
    stage: { is, since: at },
  });
  switch (event.type) {
    case 'created':
      throw new Error(`${change.id} was created twice`);
    case 'asked':
      return {
        asks: { ...overtaken(change, event.question), [event.question]: asked(change.asks[event.question], at) },
      };
    case 'reminded':
      return { asks: { ...change.asks, [event.question]: reminded(change, event.question, at) } };
    case 'preparationTicked':
      return { preparations: event.items };
    case 'prepared':
      return { ...stage('prepared'), ...decided(change, 'prepared', event) };
    case 'preCheckAccepted':
      return { ...stage('checked'), seen: change.planned, ...decided(change, 'pre-check OK', event) };
    case 'correctionsNeeded':
      return {
        ...stage('correcting'),
        seen: change.planned,
        corrections: event.corrections.map((text) => ({ text, done: false })),
        ...decided(change, 'corrections needed', event),
      };
    case 'correctionsTicked':
      return { corrections: ticked(change.corrections, event.done) };
    case 'corrected':
      return stage('checked');
    case 'goGiven':
      return {
        ...stage('approved'),
        seen: change.planned,
        // What was agreed to is what is announced.
        draft: change.planned,
        delays: [],
        acceptable: event.acceptable,
        ...decided(change, 'GO', event),
      };
    case 'nogoGiven':
    case 'nogoTasksTicked':
    case 'rescheduled':
    case 'edited':
    case 'handedOver':
    case 'startDelayed':
      return replanned(change, event);
    case 'goRequested':
      return { ...stage('checked'), correctedAfterNogo: event.corrected };
    case 'noticed':
      return noticed(change, event);
    case 'skipped':
      return { skipped: [...change.skipped, event.milestone], ...skipped(event.milestone, at) };
    case 'held':
      return { hold: { milestone: event.milestone, reasons: event.reasons, since: at } };
    case 'released':
      return { hold: null };
    case 'snapshotStarted':
    case 'snapshotFinished':
    case 'snapshotFailed':
    case 'skipRequested':
    case 'skipAgreed':
    case 'skipRefused':
      return snapshotted(change, event);
    case 'started':
      return { ...stage('in progress'), hold: null };
    case 'testsTicked':
      return { testsDone: event.done };
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
    case 'incidentHandedOver':
      return troubled(change, event);
    case 'ended':
      return { stage: ended(change, at, event.untested), ...decided(change, 'end', event, event.untested) };
    case 'closed':
      return { stage: closed(change, at, event.lessons) };
    case 'cancelled':
      return {
        stage: cancelled(change, at, event.reason),
        hold: null,
        ...decided(change, 'cancel', event, event.reason),
      };
    case 'refused':
      return { refusals: [...change.refusals, refusedPress(event)] };
    case 'addressed':
    case 'delivered':
    case 'mailed':
    case 'gaveUp':
    case 'resent':
      return lettered(change, event);
  }
  return unknown(event, change.length + 1);
}

function unknown(event: never, nth: number): never {
  const at = new Date((event as Event).at).toISOString();
  throw new UnknownEvent(`event ${nth}, of ${at}, is of a type that this release does not know`);
}

function refusedPress({ by, command, why, at }: Extract<Event, { type: 'refused' }>): RefusedPress {
  return { entraId: by?.entraId ?? '', command, why, at };
}

/** At the decision point a restore is one of the answers: nobody is asked for it twice. */
function overtaken(change: Change, question: Question): Change['asks'] {
  return question === 'decide' ? answered(change, ['last-rollback']) : change.asks;
}

function noticed(change: Change, event: Extract<Event, { type: 'noticed' }>): Partial<Change> {
  const key = postingKey(change.id, event.notice, change.length + 1);
  const telling = toldBy(event.notice, key, change.planned, change.tellings);
  return {
    notices: { ...change.notices, [event.notice]: event.at },
    notified: [...change.notified, { key, notice: event.notice, at: event.at }],
    sequence: change.sequence + 1,
    tellings: [...change.tellings, telling],
    allTellings: [...change.allTellings, telling],
  };
}

function asked(before: Ask | undefined, at: number): Ask {
  return { round: (before?.round ?? 0) + 1, at, lastAt: at, reminders: 0, closed: false };
}

function reminded(change: Change, question: Question, at: number): Ask {
  const ask = change.asks[question];
  if (ask === undefined) throw new Error(`${change.id}: reminded of '${question}', which was never asked`);
  return { ...ask, lastAt: at, reminders: ask.reminders + 1 };
}

/** A step that the site does without is behind the change at once. */
function skipped(milestone: MilestoneName, since: number): { stage?: Stage } {
  if (milestone === 'prepare') return { stage: { is: 'prepared', since } };
  if (milestone === 'pre-check') return { stage: { is: 'checked', since } };
  return {};
}

function ended(change: Change, at: number, untested: string | null): Stage {
  if (change.stage.is !== 'in progress') throw new Error(`${change.id}: ended while ${change.stage.is}`);
  const outcome = change.restoring === null ? 'completed' : 'restored';
  return { is: 'ended', since: at, startedAt: change.stage.since, outcome, untested };
}

function cancelled(change: Change, since: number, reason: string): Stage {
  const neverApproved = isMissed(change) && !change.decisions.some(({ what }) => what === 'GO');
  return { is: 'cancelled', since, reason, startedAt: startedAt(change), neverApproved, lessons: null };
}

function closed(change: Change, at: number, lessons: string): Stage {
  if (change.stage.is === 'cancelled') return { ...change.stage, lessons };
  if (change.stage.is !== 'ended') throw new Error(`${change.id}: closed while ${change.stage.is}`);
  const { since: endedAt, ...rest } = change.stage;
  return { ...rest, is: 'closed', since: at, endedAt, lessons };
}
