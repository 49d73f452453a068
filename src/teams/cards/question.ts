/** The data of the cards that ask: one function a question, the rest is the same for all. */
import { askedBy, lastOf } from '../../app/view.ts';
import type { Change, Decision } from '../../domain/change.ts';
import { isMissed, isOpen } from '../../domain/change.ts';
import type { Instant, Question } from '../../domain/event.ts';
import { PREPARATIONS } from '../../domain/event.ts';
import { ROLE_OF } from '../../domain/plan.ts';
import type { Schedule } from '../../domain/schedule.ts';
import { hostOf, scheduleOf, takesSnapshot } from '../../domain/schedule.ts';
import type { Site } from '../../domain/site.ts';
import { after } from '../../domain/window.ts';
import type { Times, Values } from '../../app/words.ts';
import { clip } from './clip.ts';
import { reportFacts, reportLines, testsState, untested } from './report.ts';
import type { Voice } from '../values.ts';
import { decisionValues, minutesOf, valuesOf } from '../values.ts';

/** Whose eyes: everybody's (the base card, with buttons and who may answer), those of who may answer, or of somebody who may only read. */
export type Audience = 'everybody' | 'asked' | 'reader';

export type CardData = Readonly<Record<string, unknown>>;

// Without an emoji variant: a phone would show one of them large and coloured, and the other one not.
const MARK = { ticked: '✓', open: '☐' } as const;

/** What the longest fields may take of a card, in bytes; twenty tests are the most there can be. */
const ROOM = { what: 6500, backout: 3500, line: 330 } as const;

/** What the template of a question is filled with; `round` is which asking the card belongs to. */
export function questionData(
  question: Question,
  round: number,
  change: Change,
  site: Site,
  voice: Voice,
  audience: Audience,
): CardData {
  const open = isOpen(change, question) && change.asks[question]?.round === round;
  const due = dueOf(question, change, site, voice.times);
  const values: Values = { ...valuesOf(change, site, voice), due, ...ofDecide(change, site, voice) };
  const text = voice.sentences.section(`cards.${question}`, values);
  const answer = open ? null : answered(question, round, change, voice, values);
  return {
    ...values,
    what: clip(String(values.what), ROOM.what),
    backout: clip(String(values.backout), ROOM.backout),
    text,
    change: voice.sentences.say('cards.common.change', values),
    window: voice.sentences.say('cards.common.window', values),
    open,
    buttons: open && audience !== 'reader',
    who: answer?.said ?? whoMayAnswer(question, change, site, voice, audience),
    due: open && due !== '' ? (text.due ?? '') : '',
    tone: answer?.tone ?? (audience === 'reader' ? 'emphasis' : 'accent'),
    ...PARTS[question](change, site, voice, values),
  };
}

function whoMayAnswer(
  question: Question,
  change: Change,
  site: Site,
  { sentences, escape }: Voice,
  audience: Audience,
): string {
  const values = {
    implementer: escape(change.implementer.name),
    approver: escape(site.approver.name),
    awaited: escape(askedBy(question, change, site).name),
  };
  if (audience === 'everybody')
    return sentences.say(
      `cards.common.${ROLE_OF[question] === 'implementer' ? 'onlyImplementer' : 'onlyApprover'}`,
      values,
    );
  return sentences.say(audience === 'asked' ? 'cards.common.yours' : 'cards.common.notYours', values);
}

/** Until when each question needs its answer; a milestone that is off or has none gives none. */
const NEEDED_BY: Readonly<Record<Question, (schedule: Schedule, site: Site) => Instant | undefined>> = {
  prepare: (schedule) => schedule['pre-check'],
  'pre-check': (schedule) => schedule['go-nogo'],
  corrections: (schedule) => schedule['go-nogo'],
  'go-nogo': approvedBy,
  nogo: approvedBy,
  snapshot: ({ start }) => start,
  skip: ({ start }) => start,
  tests: ({ end }) => end,
  decide: ({ end }) => end,
  close: () => undefined,
};

/** The day before, the change is put on hold; where nobody is reminded, at its start. */
function approvedBy({ remind, start }: Schedule, site: Site): Instant | undefined {
  return site.process.remind.on ? remind : start;
}

/** Empty where nothing hurries, or where it was too late already when it was asked. */
function dueOf(question: Question, change: Change, site: Site, times: Times): string {
  const due = NEEDED_BY[question](scheduleOf(change.draft, site), site);
  return due === undefined || due <= (change.asks[question]?.at ?? 0) ? '' : times.when(due);
}

type Tone = 'good' | 'attention' | 'warning' | 'emphasis';

interface Answer {
  readonly said: string;
  readonly tone: Tone;
}

/** The decisions that answer a question; the others are told by the state. */
const DECISIONS: Readonly<Partial<Record<Question, readonly Decision['what'][]>>> = {
  prepare: ['prepared'],
  'pre-check': ['pre-check OK', 'corrections needed'],
  'go-nogo': ['GO', 'NOGO'],
  skip: ['skip agreed'],
  tests: ['end'],
  decide: ['end'],
};

const TONES: Readonly<Partial<Record<Decision['what'], Tone>>> = { NOGO: 'attention', 'corrections needed': 'warning' };

/** How the question was answered, with a mark: a colour alone says nothing. */
function answered(question: Question, round: number, change: Change, voice: Voice, values: Values): Answer {
  const { sentences } = voice;
  const plain = (key: string, more: Values = {}): Answer => ({
    said: sentences.say(`answered.${key}`, { ...values, ...more }),
    tone: 'emphasis',
  });
  const decision = lastOf(change, DECISIONS[question] ?? []);
  if ((change.asks[question]?.round ?? round) > round) return plain('asked again');
  if (decision !== undefined)
    return {
      ...plain(decision.what, decisionValues(change, [decision.what], voice)),
      tone: TONES[decision.what] ?? 'good',
    };
  if (change.stage.is === 'cancelled') return plain('cancel', decisionValues(change, ['cancel'], voice));
  if (isMissed(change)) return plain('missed');
  const tone = isWellDone(question, change) ? 'good' : 'emphasis';
  if (!sentences.has(`answered.${question}`)) return { said: '', tone };
  return { ...plain(question, { snapshotState: snapshotState(change, voice, values) }), tone };
}

function isWellDone(question: Question, { snapshot, stage }: Change): boolean {
  if (question === 'snapshot') return snapshot.is === 'finished';
  return question === 'corrections' || (question === 'close' && stage.is === 'closed');
}

type Part = (change: Change, site: Site, voice: Voice, values: Values) => CardData;

const PARTS: Readonly<Record<Question, Part>> = {
  prepare: (change, site, voice, values) => ({
    preparations: PREPARATIONS.map((item) => ({
      id: `item-${item}`,
      line: voice.sentences.say(`cards.prepare.${item}`, values),
      ...tick(change.preparations.includes(item)),
    })),
    ...plans(change, site, voice, values),
  }),
  'pre-check': (change, site, voice, values) => ({
    ...plans(change, site, voice, values),
    downtime: voice.sentences.say('cards.pre-check.downtimeValue', values),
    corrections: corrections(change, voice),
  }),
  corrections: (change, _site, voice) => ({ corrections: corrections(change, voice) }),
  'go-nogo': (change, site, voice, values) => ({
    ...plans(change, site, voice, values),
    facts: readiness(change, site, voice, values),
    preview: voice.sentences.section('notice.announce', values),
  }),
  nogo: () => ({}),
  snapshot: (change, site, voice, values) => {
    const started = change.snapshot.is === 'started';
    const due = voice.sentences.say(`cards.snapshot.${started ? 'dueStarted' : 'due'}`, values);
    return {
      facts: snapshotFacts(site, change, voice, values),
      snapshotState:
        change.snapshot.is === 'none'
          ? ''
          : `${voice.sentences.say('milestone.snapshot')}: ${snapshotState(change, voice, values)}`,
      snapshotOpen: !started,
      ...(isOpen(change, 'snapshot') ? { due } : {}),
    };
  },
  skip: (_change, _site, _voice, values) => ({ hasBackups: values.backups !== '' }),
  tests: (change, site, voice, values) => ({
    ...plans(change, site, voice, values),
    tests: tests(change, voice.escape),
  }),
  decide: (change, site, { escape }) => ({
    tests: tests(change, escape),
    canRestore: hostOf(change.draft, site).restoreTakes !== undefined,
    saidNotYet: lastOf(change, ['not yet']) !== undefined,
  }),
  close: (change, site, voice, values) => ({
    facts: reportFacts(change, site, voice, values),
    tests: tests(change, voice.escape),
    testsState: testsState(change, voice),
    untested: untested(change, voice),
    decisions: reportLines(change, voice).map((line) => ({ line })),
    lessons:
      change.stage.is === 'closed' ? voice.escape(change.stage.lessons) || voice.sentences.say('lessons.none') : '',
  }),
};

/** What the decision point has to name: how soon it is asked again, what was said last, whether a restore would be late. */
function ofDecide(change: Change, site: Site, voice: Voice): Values {
  const { decide, end } = scheduleOf(change.draft, site);
  const { again } = site.process.decide;
  const { restoreTakes } = hostOf(change.draft, site);
  const over = restoreTakes !== undefined && decide !== undefined && after(decide, restoreTakes, site.timeZone) > end;
  return {
    ...decisionValues(change, ['not yet'], voice),
    again: again === null ? 'none' : voice.times.span(minutesOf(again, site)),
    late: over ? 'yes' : 'no',
  };
}

function plans(change: Change, site: Site, { sentences, escape }: Voice, values: Values): CardData {
  const { 'last-rollback': lastRollback, start } = scheduleOf(change.draft, site);
  const short = lastRollback !== undefined && lastRollback <= start;
  const rollback = lastRollback === undefined ? 'unknown' : short ? 'short' : 'plan';
  return {
    tests: change.draft.tests.map((line) => ({ line: clip(escape(line), ROOM.line) })),
    snapshotPlan: takesSnapshot(change.draft, site)
      ? sentences.say('snapshot.plan', values)
      : sentences.say('snapshot.impossible', values),
    rollbackPlan: sentences.say(`rollback.${rollback}`, values),
    rollbackColor: short ? 'warning' : 'default',
  };
}

function readiness(change: Change, site: Site, voice: Voice, values: Values): readonly CardData[] {
  const { sentences } = voice;
  const label = (key: string): string => sentences.say(`cards.go-nogo.${key}`, values);
  const { snapshotPlan, rollbackPlan } = plans(change, site, voice, values);
  const decided = (title: string, kinds: readonly Decision['what'][]): readonly CardData[] => {
    const decision = lastOf(change, kinds);
    if (decision === undefined) return [];
    return [
      { title, value: sentences.say(`answered.${decision.what}`, decisionValues(change, [decision.what], voice)) },
    ];
  };
  return [
    ...decided(label('prepared'), ['prepared']),
    ...decided(label('preCheck'), ['pre-check OK', 'corrections needed']),
    { title: label('corrections'), value: correctionsState(change, voice) },
    ...(change.correctedAfterNogo === null ? [] : [{ title: label('corrected'), value: values.corrected }]),
    { title: label('testsReady'), value: label('testsReadyValue') },
    { title: label('snapshotLabel'), value: snapshotPlan },
    { title: label('rollbackLabel'), value: rollbackPlan },
  ];
}

function correctionsState(change: Change, { sentences }: Voice): string {
  const { corrections: all } = change;
  if (all.length === 0) return sentences.say('corrections.none');
  return sentences.say('corrections.done', { done: all.filter((c) => c.done).length, count: all.length });
}

function snapshotFacts(site: Site, change: Change, { sentences }: Voice, values: Values): readonly CardData[] {
  const label = (key: string): string => sentences.say(`cards.snapshot.${key}`, values);
  const facts = [
    { title: label('where'), value: values.snapshotWhere },
    { title: label('take'), value: values.snapshotTake },
    { title: label('takes'), value: label('takesValue') },
  ];
  const { snapshot } = hostOf(change.draft, site);
  return snapshot?.avoid === undefined
    ? facts
    : [...facts.slice(0, 2), { title: label('avoid'), value: values.snapshotAvoid }, ...facts.slice(2)];
}

/** How far the snapshot is, in words. */
export function snapshotState(change: Change, { sentences }: Voice, values: Values): string {
  return sentences.say(`snapshot.${change.snapshot.is}`, values);
}

function corrections(change: Change, { escape }: Voice): readonly CardData[] {
  return change.corrections.map((c, index) => ({
    id: `item-${String(index)}`,
    line: clip(escape(c.text), ROOM.line),
    ...tick(c.done),
  }));
}

function tests(change: Change, escape: (text: string) => string): readonly CardData[] {
  return change.draft.tests.map((line, index) => ({
    id: `item-${String(index)}`,
    line: clip(escape(line), ROOM.line),
    ...tick(change.testsDone.includes(index)),
  }));
}

function tick(done: boolean): CardData {
  return { value: String(done), mark: done ? MARK.ticked : MARK.open };
}
