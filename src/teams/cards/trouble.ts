/** The cards of a bad day: the last moment for a restore, the decision point, more time, an incident. */
import type { Change } from '../../domain/change.ts';
import { isOpen } from '../../domain/change.ts';
import { repairWays } from '../../domain/decide/incident.ts';
import type { Question, RepairWay } from '../../domain/event.ts';
import { decisionAt } from '../../domain/plan/day.ts';
import { canRestore, restoredBy, scheduleOf } from '../../domain/schedule.ts';
import type { Site } from '../../domain/site.ts';
import { wayName } from '../../app/notice-text.ts';
import type { Values, Voice } from '../../app/words.ts';
import { clip } from './clip.ts';
import type { CardData, Part } from './part.ts';
import { tests } from './part.ts';

/** An incident shows so many of its updates; all of them are in the history. */
const MOST_UPDATES = 5;
const ROOM_OF_A_LINE = 300;

export const TROUBLE: Readonly<Record<Extract<Question, 'last-rollback' | 'decide' | 'more' | 'incident'>, Part>> = {
  'last-rollback': () => ({}),
  decide: (change, site, voice, values) => ({
    tests: tests(change, voice.escape),
    canRestore: canRestore(change, site),
    restoreLine: restoreLine(change, site, voice, values),
    facts: timeFacts(change, voice, values),
  }),
  more: (_change, _site, voice, values) => ({
    facts: moreFacts(voice, values),
    isExtended: values.isExtended === 'yes',
  }),
  incident: (change, site, voice, values) => ({
    tests: tests(change, voice.escape),
    facts: incidentFacts(change, voice, values),
    ways: repairWays(change, site).map((way) => ({ title: choice(way, voice, values), value: valueOf(way) })),
    isRepaired: values.repair !== 'none',
    log: incidentLog(change, voice),
  }),
};

/** With the time it takes, where that is known. */
function choice(way: RepairWay, voice: Voice, values: Values): string {
  const known = way.is === 'snapshot' && values.restoreTakes !== '';
  return known ? voice.sentences.say('way.snapshotFor', values) : wayName(way, voice);
}

/** A way as the choice of a card brings it back. */
export function valueOf(way: RepairWay): string {
  return way.is === 'snapshot' ? 'snapshot' : `backup:${way.name}`;
}

/** When a restore that is begun at the decision point would be done, or that there is nothing to restore. */
function restoreLine(change: Change, site: Site, { sentences }: Voice, values: Values): string {
  if (change.restoring !== null) return sentences.say('restore.under way', values);
  if (!canRestore(change, site)) return sentences.say('restore.none', values);
  const decide = decisionAt(change, site);
  const done = decide === null ? null : restoredBy(change, site, decide);
  const { end } = scheduleOf(change.planned, site);
  return sentences.say('restore.open', { ...values, late: done !== null && done > end ? 'yes' : 'no' });
}

function timeFacts(change: Change, { sentences }: Voice, values: Values): readonly CardData[] {
  const label = (key: string): string => sentences.say(`cards.decide.${key}`, values);
  return [
    { title: label('endLabel'), value: label('endValue') },
    { title: label('extraLabel'), value: label('extraValue') },
    ...(!isOpen(change, 'more') ? [] : [{ title: label('askedLabel'), value: label('askedValue') }]),
  ];
}

function moreFacts({ sentences }: Voice, values: Values): readonly CardData[] {
  const label = (key: string): string => sentences.say(`cards.more.${key}`, values);
  return ['minutes', 'reason', 'newEnd', 'agreed'].map((key) => ({
    title: label(`${key}Label`),
    value: label(`${key}Value`),
  }));
}

function incidentFacts(change: Change, { sentences }: Voice, values: Values): readonly CardData[] {
  const label = (key: string): string => sentences.say(`cards.incident.${key}`, values);
  return [
    { title: label('sinceLabel'), value: label('sinceValue') },
    ...(change.incident?.reason ? [{ title: label('reasonLabel'), value: values.incidentReason }] : []),
    { title: label('snapshotLabel'), value: sentences.say(`snapshot.${change.snapshot.is}`, values) },
    { title: label('repairLabel'), value: label('repairValue') },
  ];
}

/** What was tried and what was told, in the order it happened. */
function incidentLog({ incident }: Change, voice: Voice): readonly CardData[] {
  const { sentences, times, escape } = voice;
  const short = (text: string): string => clip(escape(text), ROOM_OF_A_LINE);
  const tried = (incident?.tried ?? []).map(({ way, failedAt, reason }) => ({
    at: failedAt,
    line: sentences.say('incident.tried', {
      way: wayName(way, voice),
      at: times.clock(failedAt),
      reason: short(reason),
    }),
  }));
  const updates = (incident?.updates ?? []).slice(-MOST_UPDATES).map(({ at, text }) => ({
    at,
    line: sentences.say('incident.update', { at: times.clock(at), text: short(text) }),
  }));
  return [...tried, ...updates].sort((a, b) => a.at - b.at);
}
