/** The data of the cards that ask: one function a question, the rest is the same for all. */
import { askedBy, lastOf } from '../../app/view.ts';
import type { Change, Decision } from '../../domain/change.ts';
import { isMissed, isOpen } from '../../domain/change.ts';
import type { Question } from '../../domain/event.ts';
import { PREPARATIONS } from '../../domain/event.ts';
import { ROLE_OF } from '../../domain/plan.ts';
import { hostOf, scheduleOf, takesSnapshot } from '../../domain/schedule.ts';
import type { Site } from '../../domain/site.ts';
import type { Values } from '../../app/words.ts';
import { reportFacts, reportLines } from './report.ts';
import type { Voice } from '../values.ts';
import { decisionValues, valuesOf } from '../values.ts';

/** Whose eyes: everybody's (the base card, with buttons and who may answer), those of who may answer, or of somebody who may only read. */
export type Audience = 'everybody' | 'asked' | 'reader';

export type CardData = Readonly<Record<string, unknown>>;

const MARK = { ticked: '☑', open: '☐' } as const;

/** What the template of a question is filled with; `round` is which asking the card belongs to. */
export function questionData(
  question: Question,
  round: number,
  change: Change,
  site: Site,
  voice: Voice,
  audience: Audience,
): CardData {
  const values = valuesOf(change, site, voice);
  const current = isOpen(change, question) && change.asks[question]?.round === round;
  const buttons = current && audience !== 'reader';
  return {
    ...values,
    text: voice.sentences.section(`cards.${question}`, values),
    change: voice.sentences.say('cards.common.change', values),
    window: voice.sentences.say('cards.common.window', values),
    buttons,
    who: current
      ? whoMayAnswer(question, change, site, voice, audience)
      : answered(question, round, change, voice, values),
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

/** The decisions that answer a question; the others are told by the state. */
const DECISIONS: Readonly<Partial<Record<Question, readonly Decision['what'][]>>> = {
  prepare: ['prepared'],
  'pre-check': ['pre-check OK', 'corrections needed'],
  'go-nogo': ['GO', 'NOGO'],
  skip: ['skip agreed'],
  tests: ['end'],
  decide: ['end'],
};

function answered(question: Question, round: number, change: Change, voice: Voice, values: Values): string {
  const { sentences } = voice;
  const decision = lastOf(change, DECISIONS[question] ?? []);
  if ((change.asks[question]?.round ?? round) > round) return sentences.say('answered.asked again');
  if (decision !== undefined)
    return sentences.say(`answered.${decision.what}`, decisionValues(change, [decision.what], voice));
  if (change.stage.is === 'cancelled')
    return sentences.say('answered.cancel', decisionValues(change, ['cancel'], voice));
  if (isMissed(change)) return sentences.say('answered.missed');
  return sentences.has(`answered.${question}`)
    ? sentences.say(`answered.${question}`, { ...values, snapshotState: snapshotState(change, voice, values) })
    : '';
}

type Part = (change: Change, site: Site, voice: Voice, values: Values) => CardData;

const PARTS: Readonly<Record<Question, Part>> = {
  prepare: (change, _site, { sentences, escape }, values) => ({
    preparations: PREPARATIONS.map((item) => ({
      id: `item-${item}`,
      line: sentences.say(`cards.prepare.${item}`, values),
      ...tick(change.preparations.includes(item)),
    })),
    tests: change.draft.tests.map((line) => ({ line: escape(line) })),
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
  snapshot: (change, site, voice, values) => ({
    facts: snapshotFacts(site, change, voice, values),
    snapshotState: `${voice.sentences.say('milestone.snapshot')}: ${snapshotState(change, voice, values)}`,
    snapshotOpen: change.snapshot.is !== 'started',
  }),
  skip: () => ({}),
  tests: (change, _site, { escape }) => ({ tests: tests(change, escape) }),
  decide: (change, site) => ({ canRestore: hostOf(change.draft, site).restoreTakes !== undefined }),
  close: (change, site, voice, values) => ({
    facts: reportFacts(change, site, voice, values),
    tests: tests(change, voice.escape),
    decisions: reportLines(change, voice).map((line) => ({ line })),
    lessons:
      change.stage.is === 'closed' ? voice.escape(change.stage.lessons) || voice.sentences.say('lessons.none') : '',
  }),
};

function plans(change: Change, site: Site, { sentences, escape }: Voice, values: Values): CardData {
  return {
    tests: change.draft.tests.map((line) => ({ line: escape(line) })),
    snapshotPlan: takesSnapshot(change.draft, site)
      ? sentences.say('snapshot.plan', values)
      : sentences.say('snapshot.impossible', values),
    rollbackPlan:
      scheduleOf(change.draft, site)['last-rollback'] === undefined
        ? sentences.say('rollback.unknown', values)
        : sentences.say('rollback.plan', values),
  };
}

function readiness(change: Change, site: Site, voice: Voice, values: Values): readonly CardData[] {
  const { sentences } = voice;
  const label = (key: string): string => sentences.say(`cards.go-nogo.${key}`);
  const { snapshotPlan, rollbackPlan } = plans(change, site, voice, values);
  const decision = lastOf(change, ['pre-check OK', 'corrections needed']);
  const facts = [
    {
      title: label('preCheck'),
      value:
        decision === undefined
          ? '–'
          : sentences.say(`answered.${decision.what}`, decisionValues(change, [decision.what], voice)),
    },
    { title: label('corrections'), value: correctionsState(change, voice) },
    { title: label('snapshotLabel'), value: snapshotPlan },
    { title: label('rollbackLabel'), value: rollbackPlan },
  ];
  return change.correctedAfterNogo === null
    ? facts
    : [...facts, { title: label('corrected'), value: values.corrected }];
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
    { title: label('latest'), value: label('latestValue') },
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
  return change.corrections.map((c, index) => ({ id: `item-${String(index)}`, line: escape(c.text), ...tick(c.done) }));
}

function tests(change: Change, escape: (text: string) => string): readonly CardData[] {
  return change.draft.tests.map((line, index) => ({
    id: `item-${String(index)}`,
    line: escape(line),
    ...tick(change.testsDone.includes(index)),
  }));
}

function tick(done: boolean): CardData {
  return { value: String(done), mark: done ? MARK.ticked : MARK.open };
}
