/** The living card: the root of the change's thread, which always shows the present state and the next step. */
import type { LedgerLine } from '../../app/ledger.ts';
import { awaited, milestones, nextMilestone, openQuestions, askedBy } from '../../app/view.ts';
import type { MilestoneState } from '../../app/view.ts';
import type { Change } from '../../domain/change.ts';
import type { Instant } from '../../domain/event.ts';
import { isOver, isRunning } from '../../domain/change.ts';
import { resendable } from '../../domain/decide/resend.ts';
import { MILESTONE_OF } from '../../domain/plan.ts';
import { decisionAt } from '../../domain/plan/day.ts';
import { scheduleOf } from '../../domain/schedule.ts';
import { wasAskedTogether } from '../../domain/short-notice.ts';
import type { Site } from '../../domain/site.ts';
import { isToldOtherwise } from '../plan-values.ts';
import type { Values, Voice } from '../../app/words.ts';
import { minutesBetween } from '../../domain/window.ts';
import { lastAsked, valuesOf } from '../values.ts';
import type { Audience, CardData } from './part.ts';
import { toldLine } from './told.ts';

/** What `cards/living.json` is filled with; `counted` is the instant it counts down from, null where it does not. */
export function livingData(
  change: Change,
  site: Site,
  voice: Voice,
  audience: Audience,
  counted: Instant | null,
  ledger: readonly LedgerLine[],
): CardData {
  const { sentences } = voice;
  const told = toldLine(ledger, voice);
  const values = valuesOf(change, site, voice);
  const stage = stageLine(change, voice, values);
  const label = (key: string): string => sentences.say(`cards.living.${key}`);
  const snapshot =
    change.snapshot.is === 'none'
      ? []
      : [{ title: label('snapshotLabel'), value: sentences.say(`snapshot.${change.snapshot.is}`, values) }];
  return {
    ...values,
    text: sentences.section('cards.living', { ...values, stage }),
    stage,
    hold: holdLine(change, voice, values),
    awaited: awaitedLine(change, site, voice),
    next: nextLine(change, site, voice),
    facts: [
      { title: label('service'), value: `${String(values.service)} (${String(values.host)})` },
      { title: label('windowLabel'), value: sentences.say('cards.living.windowValue', values) },
      ...(values.urgency === 'none'
        ? []
        : [{ title: label('urgencyLabel'), value: sentences.say('cards.living.urgencyValue', values) }]),
      ...(isToldOtherwise(change)
        ? [{ title: label('toldLabel'), value: sentences.say('cards.living.toldValue', values) }]
        : []),
      { title: label('implementerLabel'), value: values.implementer },
      { title: label('approverLabel'), value: values.approver },
      ...snapshot,
      ...instants(change, site, voice, values, counted),
      ...(told === '' ? [] : [{ title: label('noticeLabel'), value: told }]),
    ],
    canResend: audience !== 'reader' && canResend(change, site),
    milestones: milestones(change, site).map((milestone) => ({ line: milestoneLine(milestone, change, site, voice) })),
    buttons: audience !== 'reader' && hasButtons(change),
    canReplan: !isRunning(change),
  };
}

/** The moments of the day that matter, beside each other: the last one for a restore, and the decision point; and how the end was moved. */
function instants(
  change: Change,
  site: Site,
  voice: Voice,
  values: Values,
  counted: Instant | null,
): readonly CardData[] {
  const { sentences } = voice;
  const label = (key: string): string => sentences.say(`cards.living.${key}`, values);
  const rollback = { title: label('rollbackLabel'), value: lastRollback(change, site, voice, values, counted) };
  const at = decisionAt(change, site);
  const decide = { title: label('decideLabel'), value: countdown(at, counted, voice, values.decideTime) };
  return [
    ...(values.lastRollback === '' ? [] : [rollback]),
    ...(change.stage.is === 'in progress' && at !== null ? [decide] : []),
    ...(values.isExtended === 'yes' ? [{ title: label('extendedLabel'), value: label('extendedValue') }] : []),
  ];
}

/** The moment, or that there is none: the window is too short. */
function lastRollback(change: Change, site: Site, voice: Voice, values: Values, counted: Instant | null): string {
  const { 'last-rollback': at, start } = scheduleOf(change.planned, site);
  if (at !== undefined && at <= start) return voice.sentences.say('rollback.none');
  return countdown(at ?? null, counted, voice, values.lastRollback);
}

/** `11:00 CET (UTC+01:00), in 45 min (at 10:15)`: a card in Teams does not move by itself, so it says when it counted. */
function countdown(
  at: Instant | null,
  counted: Instant | null,
  { sentences, times }: Voice,
  said: Values[string] = '',
): string {
  if (at === null || counted === null) return String(said);
  const left = minutesBetween(counted, at);
  const values = { said, left: times.span(Math.max(0, left)), now: times.time(counted) };
  return sentences.say(left > 0 ? 'countdown.ahead' : 'countdown.past', values);
}

/** Whether something was given up that is still worth sending; that a reminder's day is over is said by the refusal. */
export function canResend(change: Change, site: Site): boolean {
  return change.lost.length > 0 && resendable(change, 0, site).length > 0;
}

/** Whether there is anything left to press on it: a change can be cancelled until it has ended. */
export function hasButtons(change: Change): boolean {
  return !isOver(change) && change.stage.is !== 'ended' && change.stage.is !== 'incident';
}

/** Where the change stands, in a sentence. */
export function stageLine(change: Change, { sentences }: Voice, values: Values): string {
  return sentences.say(`stage.${change.stage.is}`, values);
}

/** That it is on hold, why, and the way out; empty when it is not. */
export function holdLine(change: Change, voice: Voice, values: Values): string {
  const why = holdReasons(change, voice, values);
  return why === '' ? '' : `${voice.sentences.say('hold.prefix')} ${why}`;
}

/** Why it is on hold, and the way out. */
export function holdReasons(change: Change, { sentences }: Voice, values: Values): string {
  return (change.hold?.reasons ?? []).map((reason) => sentences.say(`hold.${reason}`, values)).join(' ');
}

/** Who is awaited, and for what; empty when nobody is. */
export function awaitedLine(change: Change, site: Site, voice: Voice): string {
  const awaited = awaitedSaid(change, site, voice);
  return awaited === '' ? '' : voice.sentences.say('list.awaited', { awaited });
}

/** What comes next by the clock, and when; empty when nothing does. */
export function nextLine(change: Change, site: Site, voice: Voice): string {
  const next = nextSaid(change, site, voice);
  return next === '' ? '' : voice.sentences.say('list.next', { next });
}

/** `GO / NOGO, Sat 6 Feb 2027, 09:00 CET (UTC+01:00)` */
export function nextSaid(change: Change, site: Site, { sentences, times }: Voice): string {
  const next = nextMilestone(change, site);
  if (next === null) return '';
  const values = { what: sentences.say(`milestone.${next.name}`), at: times.when(next.at) };
  return sentences.say(next.at < lastAsked(change) ? 'list.overdue' : 'list.due', values);
}

/** `Pierre André (GO / NOGO)`, one after the other. */
function awaitedSaid(change: Change, site: Site, { sentences, escape }: Voice): string {
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
    : sentences.say(milestone.at < lastAsked(change) ? 'mark.past' : 'mark.ahead', {
        what,
        at: times.when(milestone.at),
      });
}

function awaitedFor(milestone: MilestoneState, change: Change, site: Site, escape: (text: string) => string): string {
  // GO / NOGO stands for the pre-check, too, where both were asked in one.
  const asked = milestone.name === 'pre-check' && wasAskedTogether(change) ? 'go-nogo' : milestone.name;
  const question = openQuestions(change).find((q) => MILESTONE_OF[q] === asked);
  return question === undefined ? '' : escape(askedBy(question, change, site).name);
}
