/** Whatever the process can say has its sentence, and every sentence names only what it is given. */
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import type { Snapshot, Stage } from '../../src/domain/change.ts';
import type { Decision } from '../../src/domain/decision.ts';
import type { PersonCommand } from '../../src/domain/command.ts';
import { DRAFT_PROBLEMS } from '../../src/domain/draft.ts';
import type { Event, HoldReason, Question } from '../../src/domain/event.ts';
import { PREPARATIONS } from '../../src/domain/event.ts';
import { NOTICES } from '../../src/domain/milestone.ts';
import { MILESTONE_OF } from '../../src/domain/plan.ts';
import type { Warning } from '../../src/domain/warnings.ts';
import { REFUSALS } from '../../src/domain/refusal.ts';
import { PROCESS } from '../../src/process.ts';
import { readSentences } from '../../src/text/sentences.ts';
import { times } from '../../src/text/times.ts';
import { givenTo, ofAChange } from './given-values.ts';

const sentences = readSentences(fileURLToPath(new URL('../../cards/text', import.meta.url)), 'en');
const voice = { sentences, times: times('en', 'Europe/Zurich'), escape: (text: string) => text };

// Records, so that a new one of a kind that is not listed here does not compile.
const STAGES: Record<Stage['is'], true> = {
  preparing: true,
  prepared: true,
  correcting: true,
  checked: true,
  nogo: true,
  approved: true,
  'in progress': true,
  incident: true,
  ended: true,
  closed: true,
  cancelled: true,
};
const SNAPSHOTS: Record<Snapshot['is'], true> = {
  none: true,
  started: true,
  finished: true,
  failed: true,
  'skip requested': true,
  skipped: true,
};
const HOLDS: Record<HoldReason, true> = { 'no GO': true, 'no snapshot': true, 'window over': true };
const DECISIONS: Record<Decision['what'], true> = {
  prepared: true,
  'pre-check OK': true,
  'corrections needed': true,
  GO: true,
  NOGO: true,
  'skip agreed': true,
  'skip refused': true,
  move: true,
  edit: true,
  'hand over': true,
  delay: true,
  'keep going': true,
  restore: true,
  'more time': true,
  'more asked': true,
  'more agreed': true,
  'more refused': true,
  incident: true,
  repair: true,
  'repair failed': true,
  resolved: true,
  'incident process': true,
  end: true,
  cancel: true,
};
const EVENTS: Record<Event['type'], true> = {
  created: true,
  asked: true,
  reminded: true,
  preparationTicked: true,
  prepared: true,
  preCheckAccepted: true,
  correctionsNeeded: true,
  correctionsTicked: true,
  corrected: true,
  goGiven: true,
  nogoGiven: true,
  nogoTasksTicked: true,
  goRequested: true,
  rescheduled: true,
  edited: true,
  handedOver: true,
  startDelayed: true,
  noticed: true,
  skipped: true,
  held: true,
  released: true,
  snapshotStarted: true,
  snapshotFinished: true,
  snapshotFailed: true,
  skipRequested: true,
  skipAgreed: true,
  skipRefused: true,
  started: true,
  testsTicked: true,
  keptGoing: true,
  restoreStarted: true,
  extended: true,
  moreRequested: true,
  moreRefused: true,
  incidentDeclared: true,
  repairStarted: true,
  incidentUpdated: true,
  repairFailed: true,
  incidentResolved: true,
  incidentHandedOver: true,
  ended: true,
  closed: true,
  cancelled: true,
  refused: true,
  delivered: true,
  gaveUp: true,
};
const COMMANDS: Record<Exclude<PersonCommand['type'], 'create'>, true> = {
  tickPreparations: true,
  acceptPreCheck: true,
  needCorrections: true,
  tickCorrections: true,
  giveGo: true,
  giveNogo: true,
  tickNogoTasks: true,
  requestGo: true,
  reschedule: true,
  edit: true,
  handOver: true,
  delayStart: true,
  startSnapshot: true,
  finishSnapshot: true,
  failSnapshot: true,
  requestSkip: true,
  agreeSkip: true,
  refuseSkip: true,
  tickTests: true,
  askToDecide: true,
  keepGoing: true,
  restore: true,
  extend: true,
  requestMore: true,
  agreeMore: true,
  refuseMore: true,
  declareIncident: true,
  startRepair: true,
  updateIncident: true,
  failRepair: true,
  resolveIncident: true,
  handOverIncident: true,
  end: true,
  addLessons: true,
  cancel: true,
};
const WARNINGS: Record<Warning['warning'], true> = {
  'short notice': true,
  'too short': true,
  freeze: true,
  clash: true,
};
const ENDINGS = [
  'completed',
  'completed late',
  'restored',
  'repaired',
  'failed',
  'cancelled',
  'cancelled while running',
  'never approved',
];
const QUESTIONS = Object.keys(MILESTONE_OF) as readonly Question[];
const MILESTONES = Object.keys(PROCESS);

const each = (section: string, names: readonly string[]): readonly string[] =>
  names.map((name) => `${section}.${name}`);

describe('there is a sentence for', () => {
  test.each([
    ['every refusal', each('refusal', REFUSALS)],
    ['every problem of the form', each('problem', DRAFT_PROBLEMS)],
    ['every event in the history', each('history', Object.keys(EVENTS))],
    [
      'the late and special ones',
      each('history', [
        ...['askedLate', 'noticedLate', 'startedLate', 'endedUntested', 'extendedAgreed', 'extendedForRestore'],
        ...['remindedBehind.approver', 'remindedBehind.implementer', 'incidentByClock', 'incidentResolvedUntested'],
        ...['createdAtShortNotice', 'createdInEmergency', 'leftOutInEmergency'],
      ]),
    ],
    ['every press that can be refused', each('verb', Object.keys(COMMANDS))],
    ['every milestone', each('milestone', MILESTONES)],
    ['every stage', each('stage', Object.keys(STAGES))],
    ['every hold', [...each('hold', Object.keys(HOLDS)), 'held.remind', 'held.start']],
    ['every state of the snapshot', [...each('snapshot', Object.keys(SNAPSHOTS)), 'snapshot.impossible']],
    ['every ending', each('outcome', ENDINGS)],
    ['every warning', each('warning', Object.keys(WARNINGS))],
    ['every step that can be missed', each('missed', ['prepare', 'pre-check', 'go-nogo'])],
    ['every decision in the report', each('decision', Object.keys(DECISIONS))],
    ['every question that is asked', each('ask', QUESTIONS)],
    ['every question that is asked again', each('reminder', QUESTIONS)],
    [
      'every letter in the history',
      each('letter', ['created', 'living', 'repair', 'ready-text', ...QUESTIONS, ...NOTICES]),
    ],
    ['every preparation', each('cards.prepare', PREPARATIONS)],
    ...['heading', 'body', 'summary'].map(
      (part) => [`the ${part} of every notice`, each('notice', NOTICES).map((key) => `${key}.${part}`)] as const,
    ),
    ...['heading', 'summary', 'fallback'].map(
      (part) =>
        [`the ${part} of every card that asks`, each('cards', QUESTIONS).map((key) => `${key}.${part}`)] as const,
    ),
  ] as const)('%s', (_name, keys) => {
    expect(keys.filter((key) => !sentences.has(key))).toEqual([]);
  });

  test('nothing that the process does not know (a typing error in the file)', () => {
    const known: Readonly<Record<string, readonly string[]>> = {
      refusal: [...REFUSALS, 'not your form', 'unknown action', 'unknown person'],
      problem: [...DRAFT_PROBLEMS, 'some', 'someAgain'],
      stage: Object.keys(STAGES),
      milestone: MILESTONES,
      snapshot: [...Object.keys(SNAPSHOTS), 'impossible', 'plan'],
      reminder: QUESTIONS,
      ask: [...QUESTIONS, 'late'],
      verb: Object.keys(COMMANDS),
    };
    const strangers = sentences.keys.filter((key) => {
      const [section = '', ...rest] = key.split('.');
      return known[section] !== undefined && !known[section].includes(rest.join('.'));
    });
    expect(strangers).toEqual([]);
  });
});

describe('every sentence', () => {
  test.each(sentences.keys)('%s names only what it is given', (key) => {
    const said = sentences.say(key, givenTo(key, voice));
    expect(said).not.toBe('');
    expect(said).not.toMatch(/[{}]|undefined|\[object/);
  });

  test.each(sentences.keys.filter((key) => /^notice\.(announce\.|.*\.name$)/.test(key)))(
    '%s can also be said of a change alone: on the GO card, in the history',
    (key) => {
      expect(sentences.say(key, ofAChange(voice))).not.toBe('');
    },
  );

  test('says one and many as people do', () => {
    expect(sentences.say('refusal.tests not ticked', { open: 1 })).toContain('One test is not ticked');
    expect(sentences.say('refusal.tests not ticked', { open: 3 })).toContain('3 tests are not ticked');
    expect(sentences.say('list.open', { count: 0 })).toBe('No open changes');
  });

  test('tells who was refused that nothing was changed', () => {
    for (const code of REFUSALS.filter((refusal) => refusal !== 'unknown change'))
      expect(sentences.say(`refusal.${code}`, givenTo(`refusal.${code}`, voice))).toMatch(
        /Nothing was (changed|created)\.$/,
      );
  });

  test('does not say "tomorrow" but in the reminder', () => {
    const tomorrow = sentences.keys.filter(
      (key) => key.startsWith('notice.') && /tomorrow/i.test(sentences.say(key, givenTo(key, voice))),
    );
    expect(tomorrow.length).toBeGreaterThan(0);
    expect(tomorrow.every((key) => key.startsWith('notice.remind.'))).toBe(true);
  });
});
