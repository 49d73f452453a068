/** A change as Markdown for people: its report and its history with the sentences of the cards, in the first language of the site. */
import { oneLine } from '../../app/plain-text.ts';
import type { LedgerLine } from '../../app/ledger.ts';
import type { Values, Voice } from '../../app/words.ts';
import { historyLine } from '../../teams/cards/history.ts';
import { stageLine } from '../../teams/cards/living.ts';
import { reportData } from '../../teams/cards/report.ts';
import { storyOf } from '../../teams/cards/story.ts';
import { days } from '../../teams/cards/talk.ts';
import { fateSaid, noticeLine } from '../../teams/cards/told.ts';
import { valuesOf } from '../../teams/values.ts';
import type { Exported } from './json.ts';

/** The change as the text of a Markdown file. */
export function asMarkdown(exported: Exported, voice: Voice): string {
  const { change, site, now } = exported;
  const values = valuesOf(change, site, voice);
  const head = [
    `# ${oneLine(`${change.id} · ${String(values.title)}`)}`,
    voice.sentences.say('cards.common.window', values),
    stageLine(change, voice, values),
    `*${voice.times.when(now.getTime())}*`,
  ];
  return `${[...head, ...report(exported, voice, values), ...told(exported, voice), ...history(exported, voice)].join('\n\n')}\n`;
}

/** What `reportData` gives, as far as it is printed. */
interface Report {
  readonly facts: readonly { readonly title: string; readonly value: string }[];
  readonly tested: boolean;
  readonly tests: readonly { readonly mark: string; readonly line: string }[];
  readonly testsState: string;
  readonly untested: string;
  readonly delays: readonly { readonly line: string }[];
  readonly decisions: readonly { readonly line: string }[];
  readonly lessons: string;
}

/** Only what has ended has a report. */
const ENDED: readonly string[] = ['ended', 'closed', 'cancelled'];

function report({ change, site, ledger }: Exported, voice: Voice, values: Values): readonly string[] {
  if (!ENDED.includes(change.stage.is)) return [];
  const said = (key: string): string => voice.sentences.say(`cards.close.${key}`, values);
  const around = { warnings: [], voices: [voice], ledger: () => ledger };
  const data = reportData(change, site, voice, values, around) as unknown as Report;
  const lines = (items: readonly { readonly line: string }[]): readonly string[] => items.map(({ line }) => line);
  return [
    `## ${said('heading')}`,
    list(data.facts.map(({ title, value }) => `${title}: ${value}`)),
    ...(data.tested ? [data.testsState, list(data.tests.map(({ mark, line }) => `${mark} ${line}`))] : []),
    ...(data.untested === '' ? [] : [data.untested]),
    ...section(said('delayLabel'), lines(data.delays)),
    ...section(said('decisions'), lines(data.decisions)),
    ...(data.lessons === '' ? [] : [`### ${said('lessonsLabel')}`, data.lessons]),
  ];
}

/** Every notice, and what became of it for each recipient. */
function told({ ledger }: Exported, voice: Voice): readonly string[] {
  if (ledger.length === 0) return [];
  const heading = voice.sentences.say('cards.close.noticesLabel');
  return [
    `## ${heading}`,
    ledger.map((line) => [item(noticeLine(line, voice)), ...recipients(line, voice)].join('\n')).join('\n'),
  ];
}

function recipients({ mail, at }: LedgerLine, voice: Voice): readonly string[] {
  return (mail?.to() ?? []).map(({ to, fate }) =>
    // The card has no lists, so that the sentence brings its own bullet.
    nested(
      voice.sentences
        .say('ledger.recipient', { to: voice.escape(to), fate: fateSaid(fate, at, voice) })
        .replace(/^•\s*/, ''),
    ),
  );
}

function history({ stored, change, site, ledger }: Exported, voice: Voice): readonly string[] {
  const heading = voice.sentences.say('cards.history.heading', { id: change.id });
  const ofDays = days(storyOf(stored.events), voice).flatMap(({ day, entries }) =>
    section(
      day,
      entries.map((entry) => historyLine(entry, change, site, voice, ledger)),
    ),
  );
  return [`## ${heading}`, ...ofDays];
}

function section(heading: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [`### ${heading}`, list(lines)];
}

function list(lines: readonly string[]): string {
  return lines.map(item).join('\n');
}

/**
 * An item of a list. Further lines of what people typed are paragraphs of the item: an empty line before them lets none become the
 * underline of a heading, or a table.
 */
function item(line: string): string {
  return `- ${within(line, '  ')}`;
}

function nested(line: string): string {
  return `  - ${within(line, '    ')}`;
}

function within(line: string, indent: string): string {
  return line.trim().replace(/\s*\n\s*/g, `\n\n${indent}`);
}
