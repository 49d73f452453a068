/** The cards that answer what somebody said: help, form, lists, history, status. */
import type { LedgerLine } from '../../app/ledger.ts';
import { concerns } from '../../app/view.ts';
import type { Change } from '../../domain/change.ts';
import type { DraftField, Problems } from '../../domain/draft.ts';
import type { Event } from '../../domain/event.ts';
import type { Person, Site } from '../../domain/site.ts';
import type { FormFields } from '../form.ts';
import type { Entry } from './story.ts';
import { storyOf } from './story.ts';
import type { Values, Voice } from '../../app/words.ts';
import { valuesOf } from '../values.ts';
import type { Word } from '../words.ts';
import { clip } from './clip.ts';
import { historyLine } from './history.ts';
import { awaitedLine, holdLine, nextLine, stageLine } from './living.ts';
import type { CardData } from './part.ts';

/** A card must stay below 25 KB: more changes or entries than this are counted, not shown. */
const MOST_LISTED = 15;
const MOST_HISTORY = 60;
/** Bytes of a line, where people's words are in it. */
const LONGEST_LINE = 280;

export type ListKind = 'list' | 'list all' | 'mine';

export function helpData(words: readonly Word[], site: Site, voice: Voice): CardData {
  const { sentences, escape } = voice;
  const scope = site.services.map((s) => `${s.key} (${s.name})`).join(', ');
  return {
    text: sentences.section('cards.help', { scope: escape(scope), exampleService: site.services[0]?.key ?? '' }),
    commands: words.map((word) => ({ title: word, value: sentences.say(`command.${word}`) })),
  };
}

const FIELDS: readonly DraftField[] = [
  ...(['title', 'service', 'what', 'tests', 'backout'] as const),
  ...(['start', 'duration', 'emergency', 'reason'] as const),
];

/** What stands against a change, to be looked at before the form is sent again; `reason`: why it cannot wait is asked for too. */
export interface Confirm {
  readonly lines: readonly string[];
  readonly reason: boolean;
}

/** The form as it was filled in, with what is wrong under each field; only `asker` may send it. */
export function formData(
  fields: FormFields,
  problems: Problems,
  asker: string,
  site: Site,
  { sentences, escape }: Voice,
  confirm: Confirm,
): CardData {
  const said = FIELDS.map((field) => {
    const problem = problems[field];
    return [
      field,
      problem === undefined ? '' : sentences.say(`problem.${problem.problem}`, escaped(problem.values, escape)),
    ] as const;
  });
  const count = Object.keys(problems).length;
  return {
    text: sentences.section('cards.new', { asker: escape(asker), zone: site.timeZone }),
    some: count === 0 ? '' : sentences.say('problem.some', { count }),
    fields,
    warnings: confirm.lines.map((line) => ({ line })),
    asksReason: confirm.reason || fields.reason !== '',
    problems: Object.fromEntries(said),
    services: site.services.map(({ key, name }) => ({ key, name })),
  };
}

export function listData(
  kind: ListKind,
  changes: readonly Change[],
  by: Person,
  site: Site,
  voice: Voice,
  now: number,
): CardData {
  const { sentences, times } = voice;
  const chosen = kind === 'mine' ? changes.filter((change) => concerns(change, by, site, now)) : changes;
  const shown = chosen.slice(0, MOST_LISTED);
  const names = { list: 'open', 'list all': 'all', mine: 'mine' } as const;
  const left = chosen.length - shown.length;
  return {
    text: sentences.section('cards.list', { now: times.when(now) }),
    heading: sentences.say(`list.${names[kind]}`, { count: chosen.length }),
    changes: shown.map((change) => listed(change, site, voice)),
    more: left === 0 ? '' : sentences.say('list.more', { count: left }),
  };
}

function listed(change: Change, site: Site, voice: Voice): CardData {
  const values = valuesOf(change, site, voice);
  const stage = [stageLine(change, voice, values), holdLine(change, voice, values)];
  return {
    id: change.id,
    title: values.title,
    stage: clip(stage.filter((line) => line !== '').join('. '), LONGEST_LINE),
    window: voice.sentences.say('cards.common.window', values),
    awaited: awaitedLine(change, site, voice),
    next: nextLine(change, site, voice),
  };
}

/** A page of the entries, in the order they happened; page 1 has the newest, and a page too far is the last one. */
export function historyData(
  change: Change,
  events: readonly Event[],
  asked: number,
  site: Site,
  voice: Voice,
  ledger: readonly LedgerLine[],
): CardData {
  const { sentences } = voice;
  const values = valuesOf(change, site, voice);
  const entries = storyOf(events);
  const page = Math.min(asked, Math.ceil(entries.length / MOST_HISTORY));
  const end = entries.length - (page - 1) * MOST_HISTORY;
  const left = Math.max(0, end - MOST_HISTORY);
  return {
    text: sentences.section('cards.history', { ...values, count: left, page: page + 1 }),
    change: sentences.say('cards.common.change', values),
    earlier: left === 0 ? '' : sentences.say('cards.history.earlier', { id: change.id, count: left, page: page + 1 }),
    days: days(entries.slice(left, end), voice).map(({ day, entries: ofDay }) => ({
      day,
      lines: ofDay.map((entry) => ({ line: clip(historyLine(entry, change, site, voice, ledger), LONGEST_LINE) })),
    })),
  };
}

/** The day and zone are said once, above what happened then. */
export function days(
  entries: readonly Entry[],
  { sentences, times }: Voice,
): readonly { readonly day: string; readonly entries: readonly Entry[] }[] {
  const byDay = new Map<string, Entry[]>();
  for (const entry of entries) {
    const { at } = entry.event;
    const day = sentences.say('history.day', { day: times.day(at), zone: times.zone(at) });
    byDay.set(day, [...(byDay.get(day) ?? []), entry]);
  }
  return [...byDay].map(([day, ofDay]) => ({ day, entries: ofDay }));
}

function escaped(values: Values, escape: (text: string) => string): Values {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [key, typeof value === 'string' ? escape(value) : value]),
  );
}
