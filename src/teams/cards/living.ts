/** The living card: the root of the change's thread, which always shows the present state and the next step. */
import { awaited, milestones, nextMilestone, openQuestions, askedBy } from '../../app/view.ts';
import type { MilestoneState } from '../../app/view.ts';
import type { Values } from '../../app/words.ts';
import type { Change } from '../../domain/change.ts';
import { isOver } from '../../domain/change.ts';
import { MILESTONE_OF } from '../../domain/plan.ts';
import type { Site } from '../../domain/site.ts';
import type { Voice } from '../values.ts';
import { valuesOf } from '../values.ts';
import type { Audience, CardData } from './question.ts';

/** What `cards/living.json` is filled with. */
export function livingData(change: Change, site: Site, voice: Voice, audience: Audience): CardData {
  const { sentences } = voice;
  const values = valuesOf(change, site, voice);
  const stage = stageLine(change, voice, values);
  const label = (key: string): string => sentences.say(`cards.living.${key}`);
  const rollback = values.lastRollback === '' ? [] : [{ title: label('rollbackLabel'), value: values.lastRollback }];
  return {
    ...values,
    text: sentences.section('cards.living', { ...values, stage }),
    stage,
    hold: holdLine(change, voice, values),
    next: nextLine(change, site, voice),
    facts: [
      { title: label('service'), value: `${String(values.service)} (${String(values.host)})` },
      { title: label('windowLabel'), value: sentences.say('cards.close.announcedValue', values) },
      { title: label('implementerLabel'), value: values.implementer },
      { title: label('approverLabel'), value: values.approver },
      ...rollback,
    ],
    milestones: milestones(change, site).map((milestone) => ({ line: milestoneLine(milestone, change, site, voice) })),
    buttons: audience !== 'reader' && !isOver(change) && change.stage.is !== 'completed',
    who: sentences.say('cards.common.onlyImplementer', values),
  };
}

/** Where the change stands, in a sentence. */
export function stageLine(change: Change, { sentences }: Voice, values: Values): string {
  return sentences.say(`stage.${change.stage.is}`, values);
}

/** Why it is on hold, and the way out; empty when it is not. */
export function holdLine(change: Change, { sentences }: Voice, values: Values): string {
  if (change.hold === null) return '';
  const why = change.hold.reasons.map((reason) => sentences.say(`hold.${reason}`, values)).join(' ');
  return why.charAt(0).toUpperCase() + why.slice(1);
}

/** What comes next, when, and who is awaited; empty when nothing does. */
export function nextLine(change: Change, site: Site, voice: Voice): string {
  const next = nextSaid(change, site, voice);
  const waits = awaitedSaid(change, site, voice);
  return [
    next === '' ? '' : voice.sentences.say('list.next', { next }),
    waits === '' ? '' : voice.sentences.say('list.awaited', { awaited: waits }),
  ]
    .filter((part) => part !== '')
    .join('  \n');
}

/** `GO / NOGO, Sat 6 Feb 2027, 09:00 CET (UTC+01:00)` */
export function nextSaid(change: Change, site: Site, { sentences, times }: Voice): string {
  const next = nextMilestone(change, site);
  return next === null ? '' : `${sentences.say(`milestone.${next.name}`)}, ${times.when(next.at)}`;
}

/** `Pierre André (GO / NOGO)`, one after the other. */
export function awaitedSaid(change: Change, site: Site, { sentences, escape }: Voice): string {
  return awaited(change, site)
    .map((person) => {
      const own = openQuestions(change).filter(
        (question) => askedBy(question, change, site).entraId === person.entraId,
      );
      const names = [...new Set(own.map((question) => sentences.say(`milestone.${MILESTONE_OF[question]}`)))];
      return `${escape(person.name)} (${names.join(', ')})`;
    })
    .join(', ');
}

function milestoneLine(
  milestone: MilestoneState,
  change: Change,
  site: Site,
  { sentences, times, escape }: Voice,
): string {
  const what = sentences.say(`milestone.${milestone.name}`);
  if (milestone.state !== 'ahead')
    return sentences.say(`mark.${milestone.state}`, { what, awaited: awaitedFor(milestone, change, site, escape) });
  return milestone.at === null
    ? sentences.say('mark.follows', { what })
    : sentences.say('mark.ahead', { what, at: times.when(milestone.at) });
}

function awaitedFor(milestone: MilestoneState, change: Change, site: Site, escape: (text: string) => string): string {
  const question = openQuestions(change).find((q) => MILESTONE_OF[q] === milestone.name);
  return question === undefined ? '' : escape(askedBy(question, change, site).name);
}
