/** The report: what was announced against what happened, and who decided what. */
import type { Change } from '../../domain/change.ts';
import { untickedTests } from '../../domain/change.ts';
import { scheduleOf, takesSnapshot } from '../../domain/schedule.ts';
import type { Site } from '../../domain/site.ts';
import type { Values } from '../../app/words.ts';
import type { Voice } from '../values.ts';
import { minutesBetween, startedAt } from '../values.ts';
import { clip, ROOM_OF_A_REASON } from './clip.ts';

interface Fact {
  readonly title: string;
  readonly value: string;
}

/** The report's facts, announced against real. */
export function reportFacts(change: Change, site: Site, voice: Voice, values: Values): readonly Fact[] {
  const { sentences } = voice;
  const label = (key: string): string => sentences.say(`cards.close.${key}`, values);
  const snapshot = takesSnapshot(change.draft, site) ? `snapshot.${change.snapshot.is}` : 'snapshot.impossible';
  return [
    { title: label('announced'), value: label('announcedValue') },
    { title: label('real'), value: label('realValue') },
    { title: label('downtimeLabel'), value: label('downtimeValue') },
    { title: label('delayLabel'), value: delays(change, site, voice) },
    { title: label('snapshotLabel'), value: sentences.say(snapshot, values) },
  ];
}

/** A report holds so many decisions, with so much of their reasons; all of them are in the history. */
const MOST_DECISIONS = 20;
const ROOM_OF_A_LINE = 300;

/** Every decision with who and when, the oldest first. */
export function reportLines(change: Change, { sentences, times, escape }: Voice): readonly string[] {
  const left = Math.max(0, change.decisions.length - MOST_DECISIONS);
  const earlier = left === 0 ? [] : [sentences.say('decision.earlier', { count: left, id: change.id })];
  const lines = change.decisions.slice(left).map(({ what, by, at, reason }) =>
    sentences.say(reason === null ? 'decision.line' : 'decision.lineWithReason', {
      reason: clip(escape(reason ?? ''), ROOM_OF_A_LINE),
      at: times.when(at),
      by: escape(by.name),
      what: sentences.say(`decision.${what}`),
    }),
  );
  return [...earlier, ...lines];
}

function delays(change: Change, site: Site, { sentences, times }: Voice): string {
  const schedule = scheduleOf(change.draft, site);
  const late = (real: number | null, announced: number): number =>
    real === null ? 0 : minutesBetween(announced, real);
  const start = late(startedAt(change), schedule.start);
  const end = late(endedAt(change), schedule.end);
  const said = [
    ...(start > 0 ? [sentences.say('delay.start', { minutes: times.span(start) })] : []),
    ...(end > 0 ? [sentences.say('delay.end', { minutes: times.span(end) })] : []),
  ];
  return said.length === 0 ? sentences.say('delay.none') : said.join(', ');
}

function endedAt({ stage }: Change): number | null {
  if (stage.is === 'completed') return stage.since;
  return stage.is === 'closed' ? stage.endedAt : null;
}

/** How many of the tests are ticked. */
export function testsState(change: Change, { sentences }: Voice): string {
  const count = change.draft.tests.length;
  return sentences.say('tests.done', { done: count - untickedTests(change).length, count });
}

/** Why it ended with tests unticked; empty when none was. */
export function untested({ stage }: Change, { sentences, escape }: Voice): string {
  const reason = stage.is === 'completed' || stage.is === 'closed' ? stage.untested : null;
  return reason === null ? '' : sentences.say('tests.untested', { untested: clip(escape(reason), ROOM_OF_A_REASON) });
}
