/** The data of the cards that ask: one function a question, the rest is the same for all. */
import { askedBy, lastOf } from '../../app/view.ts';
import type { Change, Correction } from '../../domain/change.ts';
import type { Decision } from '../../domain/decision.ts';
import { isOpen } from '../../domain/change.ts';
import type { Question } from '../../domain/event.ts';
import { PREPARATIONS } from '../../domain/event.ts';
import { noticeTexts, subjectOf } from '../../app/notice-text.ts';
import { recipientsOf } from '../../domain/mailing.ts';
import { noticeOfGoNow } from '../../domain/notice-facts.ts';
import { ROLE_OF } from '../../domain/plan.ts';
import { holdsRestore, takesSnapshot } from '../../domain/schedule.ts';
import type { Site } from '../../domain/site.ts';
import { answered } from './answered.ts';
import { changedLines } from './changed.ts';
import { clip } from './clip.ts';
import { dueOf } from './needed-by.ts';
import type { Around, Audience, CardData, Part } from './part.ts';
import { ROOM, tests, tick, toTick } from './part.ts';
import { REPLAN } from './replan.ts';
import { reportData } from './report.ts';
import { TROUBLE } from './trouble.ts';
import type { Warning } from '../../domain/warnings.ts';
import { warningLine } from '../urgency.ts';
import type { Values, Voice } from '../../app/words.ts';
import { decisionValues, valuesOf } from '../values.ts';

/** What the template of a question is filled with; `round` is which asking the card belongs to. */
export function questionData(
  question: Question,
  round: number,
  change: Change,
  site: Site,
  voice: Voice,
  audience: Audience,
  around: Around,
): CardData {
  const open = isAsked(question, round, change);
  const due = dueOf(question, change, site, voice.times);
  // A card that is answered keeps what it said when it was asked.
  const asOf = change.asks[question]?.lastAt;
  const values: Values = { ...valuesOf(change, site, voice, asOf), due };
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
    due: due === '' ? '' : (text.due ?? ''),
    tone: answer?.tone ?? (audience === 'reader' ? 'emphasis' : 'accent'),
    ...PARTS[question](change, site, voice, values, around),
    urgencyLine: values.urgency === 'none' ? '' : voice.sentences.say('urgency.line', values),
    warnings: warned(around.warnings, change, site, voice),
    ...(open ? {} : { due: '' }),
  };
}

/** What the approver has to know of the window beside the plan; whether it holds a restore is part of the plan. */
function warned(warnings: readonly Warning[], { planned }: Change, site: Site, voice: Voice): readonly CardData[] {
  return warnings
    .filter(({ warning }) => warning === 'freeze' || warning === 'clash')
    .map((warning) => ({ line: warningLine(warning, planned, site, voice) }));
}

/** Whether this asking of the question still waits for its answer. */
export function isAsked(question: Question, round: number, change: Change): boolean {
  return isOpen(change, question) && change.asks[question]?.round === round;
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
    corrections: toTick(change.corrections, voice),
  }),
  corrections: (change, _site, voice) => ({ corrections: toTick(change.corrections, voice) }),
  'go-nogo': (change, site, voice, values, { voices }) => ({
    ...plans(change, site, voice, values),
    facts: readiness(change, site, voice, values),
    acceptable: values.acceptable,
    ...previewed(change, site, voices),
    changed: changedLines(change, site, voice),
  }),
  ...REPLAN,
  tests: (change, site, voice, values) => ({
    ...plans(change, site, voice, values),
    tests: tests(change, voice.escape),
  }),
  ...TROUBLE,
  close: reportData,
};

function plans(change: Change, site: Site, { sentences, escape }: Voice, values: Values): CardData {
  const holds = holdsRestore(change.planned, site);
  const rollback = holds === null ? 'unknown' : holds ? 'plan' : 'short';
  return {
    tests: change.draft.tests.map((line) => ({ line: clip(escape(line), ROOM.line) })),
    snapshotPlan: takesSnapshot(change.draft, site)
      ? sentences.say('snapshot.plan', values)
      : sentences.say('snapshot.impossible', values),
    rollbackPlan: sentences.say(`rollback.${rollback}`, values),
    rollbackColor: holds === false ? 'warning' : 'default',
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
    ...(change.nogoTasks.length === 0 ? [] : [{ title: label('tasks'), value: doneOf(change.nogoTasks, voice) }]),
    ...(change.correctedAfterNogo === null ? [] : [{ title: label('corrected'), value: values.corrected }]),
    { title: label('testsReady'), value: label('testsReadyValue') },
    { title: label('snapshotLabel'), value: snapshotPlan },
    { title: label('rollbackLabel'), value: rollbackPlan },
    ...(change.acceptable === null ? [] : [{ title: label('extraLabel'), value: values.acceptable }]),
  ];
}

function correctionsState({ corrections: all }: Change, voice: Voice): string {
  return all.length === 0 ? voice.sentences.say('corrections.none') : doneOf(all, voice);
}

function doneOf(all: readonly Correction[], { sentences }: Voice): string {
  return sentences.say('corrections.done', { done: all.filter(({ done }) => done).length, count: all.length });
}

/**
 * What people will read at GO, in every language, and to how many it goes by mail, under which subject; nothing where they know
 * all of it. Once it is answered the notice itself is in the channel.
 */
function previewed(change: Change, site: Site, voices: readonly Voice[]): CardData {
  const told = isOpen(change, 'go-nogo') ? noticeOfGoNow(change, site, change.asks['go-nogo']?.at ?? 0) : null;
  if (told === null) return { previews: [], mailed: '' };
  const texts = noticeTexts({ ...told, lateSince: null }, voices);
  const [first] = voices;
  const count = recipientsOf(change, site).length;
  const mailed =
    count === 0 || first === undefined ? '' : first.sentences.say('mail.preview', { count, subject: subjectOf(texts) });
  return { previews: texts.map(({ heading, body }) => ({ heading, body })), mailed };
}
