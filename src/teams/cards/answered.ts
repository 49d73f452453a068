/** How a question was answered: the line on its card afterwards. */
import { lastOf } from '../../app/view.ts';
import type { Change } from '../../domain/change.ts';
import type { Decision } from '../../domain/decision.ts';
import { isMissed, wasAsked } from '../../domain/change.ts';
import type { Question } from '../../domain/event.ts';
import type { Values, Voice } from '../../app/words.ts';
import { decisionValues } from '../values.ts';

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
  nogo: ['move'],
  skip: ['skip agreed', 'skip refused', 'NOGO'],
  tests: ['end', 'resolved', 'incident process', 'incident', 'restore'],
  'last-rollback': ['keep going', 'restore'],
  decide: ['end', 'more time', 'more agreed', 'restore', 'incident'],
  more: ['more agreed', 'more refused'],
  incident: ['resolved', 'incident process'],
};

const TONES: Readonly<Partial<Record<Decision['what'], Tone>>> = {
  NOGO: 'attention',
  'corrections needed': 'warning',
  'skip refused': 'attention',
  'more refused': 'attention',
  incident: 'attention',
  'incident process': 'attention',
  restore: 'warning',
  'more time': 'warning',
  'more agreed': 'warning',
  'skip agreed': 'warning',
  move: 'emphasis',
  'keep going': 'emphasis',
};

/** How the question was answered, with a mark: a colour alone says nothing. */
export function answered(question: Question, round: number, change: Change, voice: Voice, values: Values): Answer {
  const { sentences } = voice;
  const plain = (key: string, more: Values = {}): Answer => ({
    said: sentences.say(`answered.${key}`, { ...values, ...more }),
    tone: 'emphasis',
  });
  if ((change.asks[question]?.round ?? round) > round) return plain('asked again');
  if (!wasAsked(change, question)) return plain('replanned');
  const decision = answerOf(question, change);
  if (question === 'close') return { ...plain('close'), tone: 'good' };
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

/** What was decided since it was asked: an earlier GO is no answer to a later question. */
function answerOf(question: Question, change: Change): Decision | undefined {
  const decision = lastOf(change, DECISIONS[question] ?? []);
  return decision !== undefined && decision.at >= (change.asks[question]?.at ?? 0) ? decision : undefined;
}

function isWellDone(question: Question, { snapshot }: Change): boolean {
  if (question === 'snapshot') return snapshot.is === 'finished';
  return question === 'corrections';
}

/** How far the snapshot is, in words. */
export function snapshotState(change: Change, { sentences }: Voice, values: Values): string {
  return sentences.say(`snapshot.${change.snapshot.is}`, values);
}
