/** What each sentence is given by the rooms that say it: the values of a change, and what goes with the section. */
import type { Values } from '../../src/app/words.ts';
import { valuesOf } from '../../src/teams/values.ts';
import type { Voice } from '../../src/teams/values.ts';
import { site } from '../support/fixtures.ts';
import { askedToDecide } from '../support/stories.ts';

const named = (...names: readonly string[]): Values => Object.fromEntries(names.map((name) => [name, `‹${name}›`]));
const counted = (...names: readonly string[]): Values => Object.fromEntries(names.map((name) => [name, 2]));

const NOTICE = named(
  ...['title', 'service', 'start', 'end', 'window', 'happened', 'reason', 'hasReason'],
  ...['oldEnd', 'oldWindow', 'minutes', 'next', 'way', 'outcome', 'urgency'],
);
const QUESTION = named('due');

/** By the beginning of the key; `change`: the values of a change are given too. */
const SECTIONS: readonly (readonly [string, { readonly change: boolean; readonly values: Values }])[] = [
  ['cards.common.', { change: true, values: named('awaited') }],
  ['cards.living.', { change: true, values: named('stage') }],
  ['cards.new.', { change: false, values: named('asker', 'zone') }],
  ['cards.help.', { change: false, values: named('scope', 'exampleService') }],
  ['cards.list.', { change: false, values: named('now') }],
  ['cards.history.', { change: true, values: counted('count', 'page') }],
  ['cards.status.', { change: false, values: {} }],
  ['cards.', { change: true, values: QUESTION }],
  ['stage.', { change: true, values: {} }],
  ['hold.', { change: true, values: {} }],
  ['mark.', { change: false, values: named('what', 'awaited', 'at') }],
  ['snapshot.', { change: true, values: {} }],
  ['rollback.', { change: true, values: {} }],
  ['corrections.', { change: false, values: counted('done', 'count') }],
  ['tests.', { change: false, values: { ...counted('done', 'count'), ...named('untested') } }],
  ['delay.', { change: false, values: named('minutes', 'at', 'by', 'reason') }],
  ['outcome.', { change: true, values: {} }],
  ['restore.', { change: true, values: named('late') }],
  ['countdown.', { change: false, values: named('said', 'left', 'now') }],
  ['way.snapshotFor', { change: true, values: {} }],
  ['way.backup', { change: false, values: named('name') }],
  ['incident.', { change: false, values: named('at', 'way', 'reason', 'text') }],
  ['told.', { change: false, values: named('notice', 'at') }],
  ['readyText.', { change: true, values: named('started', 'snapshotState', 'reason', 'way', 'span', 'by') }],
  ['onCall', { change: false, values: named('mentions') }],
  ['ready', { change: true, values: named('mentions') }],
  ['answered.', { change: true, values: named('by', 'at', 'reason', 'snapshotState') }],
  ['ask.late', { change: false, values: named('due') }],
  ['ask.', { change: true, values: named('mentions') }],
  ['reminder.', { change: true, values: named('mentions') }],
  ['held.', { change: true, values: named('mentions', 'hold') }],
  ['notice.late', { change: false, values: named('due') }],
  ['notice.', { change: false, values: { ...NOTICE, days: 1 } }],
  ['list.due', { change: false, values: named('what', 'at') }],
  ['list.overdue', { change: false, values: named('what', 'at') }],
  ['list.', { change: false, values: { ...counted('count'), ...named('next', 'awaited') } }],
  ['status.', { change: false, values: named('channel', 'configured') }],
  ['warning.short', { change: false, values: named('missed') }],
  ['warning.too short', { change: false, values: named('restoreTakes') }],
  ['warning.freeze', { change: false, values: named('from', 'to', 'why') }],
  ['warning.clash', { change: false, values: named('id', 'on', 'window', 'title') }],
  ['missed.', { change: false, values: named('at') }],
  ['urgency.', { change: true, values: {} }],
  ['person.', { change: false, values: named('by', 'approver') }],
  ['cards.deputies.', { change: false, values: named('approver') }],
  ['delegate.', { change: false, values: named('deputy', 'approver', 'from', 'to', 'waiting', 'source') }],
  ['talk.created', { change: false, values: named('id', 'title') }],
  ['talk.unknown', { change: false, values: named('said', 'nearest') }],
  ['talk.notFound', { change: false, values: named('said') }],
  ['talk.which', { change: false, values: named('command', 'example') }],
  ['talk.clock', { change: false, values: named('now', 'next') }],
  ['refusal.unknown change', { change: false, values: named('id') }],
  ['refusal.not the implementer', { change: false, values: named('implementer') }],
  ['refusal.not the approver', { change: false, values: named('approver') }],
  ['refusal.deputy outside dates', { change: false, values: named('approver', 'from', 'to') }],
  ['refusal.nothing to answer', { change: false, values: named('id') }],
  ['refusal.over', { change: false, values: named('id') }],
  ['refusal.too many corrections', { change: false, values: counted('most') }],
  ['refusal.window over', { change: false, values: named('id') }],
  ['refusal.tests not ticked', { change: false, values: counted('open') }],
  ['refusal.too late to cancel', { change: false, values: named('id') }],
  ['refusal.incident under way', { change: false, values: named('id') }],
  ['refusal.beyond agreed', { change: false, values: named('minutes', 'left', 'agreed') }],
  ['refusal.within agreed', { change: false, values: named('left', 'agreed') }],
  ['refusal.restore beyond agreed', { change: false, values: named('over', 'left', 'agreed') }],
  ['refusal.unknown backup', { change: false, values: named('id') }],
  ['refusal.not your form', { change: false, values: named('asker') }],
  ['refusal.only the approver', { change: false, values: named('approver') }],
  ['refusal.days', { change: false, values: named('from', 'to') }],
  ['refusal.not delegated', { change: false, values: named('deputy') }],
  ['problem.some', { change: false, values: counted('count') }],
  ['problem.too long', { change: false, values: counted('length', 'most') }],
  ['problem.unknown service', { change: false, values: named('found', 'scope') }],
  ['problem.too many tests', { change: false, values: counted('found', 'most') }],
  ['problem.start in the gap', { change: false, values: named('last', 'next', 'zone') }],
  ['problem.duration out of range', { change: false, values: counted('least', 'days') }],
  ['history.created', { change: false, values: named('missed', 'reason') }],
  ['history.line', { change: false, values: named('at', 'what') }],
  ['history.sent', { change: false, values: named('what', 'later', 'at') }],
  ['history.by', { change: false, values: named('at', 'by', 'what') }],
  ['history.day', { change: false, values: named('day', 'zone') }],
  ['history.asked', { change: false, values: named('question', 'due') }],
  ['history.reminded', { change: false, values: named('question') }],
  ['history.preparationTicked', { change: false, values: counted('ticked') }],
  ['history.correctionsTicked', { change: false, values: counted('ticked') }],
  ['history.testsTicked', { change: false, values: counted('ticked') }],
  ['history.correctionsNeeded', { change: false, values: named('list') }],
  ['history.goRequested', { change: false, values: named('corrected') }],
  ['history.noticed', { change: false, values: named('notice', 'due') }],
  ['history.skipped', { change: false, values: named('milestone', 'due') }],
  ['history.held', { change: false, values: named('reasons') }],
  ['history.started', { change: false, values: named('due') }],
  ['history.nogoGiven', { change: false, values: named('reason') }],
  ['history.snapshotFailed', { change: false, values: named('reason') }],
  ['history.skip', { change: false, values: named('reason') }],
  ['history.goGiven', { change: false, values: named('acceptable') }],
  ['history.extended', { change: false, values: named('minutes', 'reason') }],
  ['history.more', { change: false, values: named('minutes', 'reason') }],
  ['history.incident', { change: false, values: named('reason', 'text', 'estimate') }],
  ['history.repair', { change: false, values: named('way', 'estimate', 'reason') }],
  ['history.endedUntested', { change: false, values: named('reason') }],
  ['history.cancelled', { change: false, values: named('reason') }],
  ['history.closed', { change: false, values: named('lessons') }],
  ['history.refused', { change: false, values: named('command', 'why') }],
  ['history.delivered', { change: false, values: named('key') }],
  ['history.gaveUp', { change: false, values: named('key', 'why') }],
  ['history.leftOut', { change: false, values: named('milestone') }],
  ['decision.earlier', { change: false, values: { ...counted('count'), ...named('id') } }],
  ['decision.line', { change: false, values: named('what', 'by', 'at', 'reason') }],
  ['due.', { change: false, values: named('milestone') }],
];

/** What a sentence is given: the section's with the longest beginning counts; most are given nothing. */
export function givenTo(key: string, voice: Voice): Values {
  const found = SECTIONS.filter(([prefix]) => key.startsWith(prefix)).sort(([a], [b]) => b.length - a.length)[0];
  if (found === undefined) return {};
  const [, { change, values }] = found;
  return change ? { ...ofAChange(voice), ...values } : values;
}

/** The values of a change; those it does not have at this point of its way are made up. */
export function ofAChange(voice: Voice): Values {
  const values = Object.entries(valuesOf(askedToDecide().change, site, voice));
  return Object.fromEntries(values.map(([name, value]) => [name, value === '' ? `‹${name}›` : value]));
}
