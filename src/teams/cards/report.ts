/** The report of every ending: what was announced against what happened, who decided what, and what people were told. */
import type { Change } from '../../domain/change.ts';
import { endedAt, startedAt, untickedTests } from '../../domain/change.ts';
import { scheduleOf, takesSnapshot } from '../../domain/schedule.ts';
import type { Site } from '../../domain/site.ts';
import { outcomeOf } from '../trouble-values.ts';
import { whoDecided } from '../urgency.ts';
import type { Values, Voice } from '../../app/words.ts';
import { minutesBetween } from '../../domain/window.ts';
import { clip, ROOM_OF_A_REASON } from './clip.ts';
import type { Part } from './part.ts';
import { ROOM, tests } from './part.ts';
import { noticeLine } from './told.ts';

interface Fact {
  readonly title: string;
  readonly value: string;
}

/** What `cards/close.json` is filled with. */
export const reportData: Part = (change, site, voice, values, { ledger }) => ({
  facts: reportFacts(change, site, voice, values),
  tested: startedAt(change) !== null,
  tests: tests(change, voice.escape),
  testsState: testsState(change, voice),
  untested: untested(change, voice),
  delays: delayLines(change, site, voice).map((line) => ({ line })),
  decisions: decisionLines(change, voice).map((line) => ({ line })),
  notices: newest(
    ledger(change).map((line) => noticeLine(line, voice)),
    change,
    voice,
  ).map((line) => ({ line })),
  lessons: lessons(change, voice),
});

/** The report's facts, announced against real. */
function reportFacts(change: Change, site: Site, voice: Voice, values: Values): readonly Fact[] {
  const { sentences } = voice;
  const label = (key: string): string => sentences.say(`cards.close.${key}`, values);
  const fact = (key: string): Fact => ({ title: label(`${key}Label`), value: label(`${key}Value`) });
  const snapshot = takesSnapshot(change.draft, site) ? `snapshot.${change.snapshot.is}` : 'snapshot.impossible';
  const outcome = sentences.say(`outcome.${endingOf(change, site)}`, values);
  return [
    { title: label('outcomeLabel'), value: outcome },
    ...(values.urgency === 'none' ? [] : [fact('urgency')]),
    fact('announced'),
    ...(values.ran === '' ? [] : [fact('real'), fact('downtime')]),
    { title: label('snapshotLabel'), value: sentences.say(snapshot, values) },
  ];
}

/** How it ended, as people say it; `outcome` has a sentence for each. */
function endingOf(change: Change, site: Site): string {
  const { stage } = change;
  if (stage.is === 'cancelled') {
    if (stage.neverApproved) return 'never approved';
    return stage.startedAt === null ? 'cancelled' : 'cancelled while running';
  }
  const outcome = outcomeOf(change);
  const late = minutesBetween(scheduleOf(change.draft, site).end, endedAt(change) ?? 0) > 0;
  return outcome === 'completed' && late ? 'completed late' : outcome;
}

/** A report holds so many lines of each kind, with so much of their reasons; all of them are in the history. */
const MOST_LINES = 20;
const ROOM_OF_A_LINE = 300;

/** Every decision with who and when, the oldest first. */
function decisionLines(change: Change, voice: Voice): readonly string[] {
  const { sentences, times, escape } = voice;
  const lines = change.decisions.map(({ what, by, for: deputyOf, at, reason }) =>
    sentences.say(reason === null ? 'decision.line' : 'decision.lineWithReason', {
      reason: clip(escape(reason ?? ''), ROOM_OF_A_LINE),
      at: times.when(at),
      by: whoDecided(by, deputyOf, voice),
      what: sentences.say(`decision.${what}`),
    }),
  );
  return newest(lines, change, voice);
}

/** What was later than announced, and why as far as anybody said so. */
function delayLines(change: Change, site: Site, voice: Voice): readonly string[] {
  const { sentences, times, escape } = voice;
  const schedule = scheduleOf(change.draft, site);
  const late = (real: number | null, announced: number): number =>
    real === null ? 0 : minutesBetween(announced, real);
  const start = late(startedAt(change), schedule.start);
  const end = late(endedAt(change), schedule.end);
  const delayed = change.delays.map(({ at, by, minutes, reason }) =>
    sentences.say('delay.delayed', {
      minutes: times.span(minutes),
      at: times.when(at),
      by: escape(by.name),
      reason: clip(escape(reason), ROOM_OF_A_LINE),
    }),
  );
  const moved = change.extensions.map(({ at, by, minutes, reason, restore }) =>
    sentences.say(restore ? 'delay.restore' : 'delay.extended', {
      minutes: times.span(minutes),
      at: times.when(at),
      by: escape(by.name),
      reason: clip(escape(reason), ROOM_OF_A_LINE),
    }),
  );
  const said = [
    ...(start > 0 ? [sentences.say('delay.start', { minutes: times.span(start) })] : []),
    ...delayed,
    ...moved,
    ...(end > 0 ? [sentences.say('delay.end', { minutes: times.span(end) })] : []),
  ];
  return said.length === 0 && startedAt(change) !== null ? [sentences.say('delay.none')] : newest(said, change, voice);
}

/** The newest lines, and where the others are. */
function newest(lines: readonly string[], { id }: Change, { sentences }: Voice): readonly string[] {
  const left = Math.max(0, lines.length - MOST_LINES);
  const earlier = left === 0 ? [] : [sentences.say('decision.earlier', { count: left, id })];
  return [...earlier, ...lines.slice(left)];
}

/** How many of the tests are ticked. */
function testsState(change: Change, { sentences }: Voice): string {
  const count = change.draft.tests.length;
  return sentences.say('tests.done', { done: count - untickedTests(change).length, count });
}

/** Why it ended with tests unticked; empty when none was. */
function untested({ stage }: Change, { sentences, escape }: Voice): string {
  const reason = stage.is === 'ended' || stage.is === 'closed' ? stage.untested : null;
  return reason === null ? '' : sentences.say('tests.untested', { untested: clip(escape(reason), ROOM_OF_A_REASON) });
}

/** What was learned; empty as long as nobody was asked, or has answered. */
function lessons({ stage }: Change, { sentences, escape }: Voice): string {
  const said = stage.is === 'closed' || stage.is === 'cancelled' ? stage.lessons : null;
  return said === null ? '' : clip(escape(said), ROOM.what) || sentences.say('lessons.none');
}
