/** The cards that answer what somebody said: help, form, lists, history, status. */
import { concerns } from '../../app/view.ts';
import type { Values } from '../../app/words.ts';
import type { Change } from '../../domain/change.ts';
import type { DraftField, Problems } from '../../domain/draft.ts';
import type { Event } from '../../domain/event.ts';
import type { Person, Site } from '../../domain/site.ts';
import type { FormFields } from '../form.ts';
import type { Voice } from '../values.ts';
import { valuesOf } from '../values.ts';
import type { Word } from '../words.ts';
import { historyLine } from './history.ts';
import { awaitedSaid, holdLine, nextSaid, stageLine } from './living.ts';
import type { CardData } from './question.ts';

/** A card must stay below 25 KB: more changes or entries than this are counted, not shown. */
const MOST_LISTED = 20;
const MOST_HISTORY = 60;

export type ListKind = 'list' | 'list all' | 'mine';

export function helpData(words: readonly Word[], site: Site, voice: Voice): CardData {
  const { sentences, escape } = voice;
  const scope = site.services.map((s) => `${s.key} (${s.name})`).join(', ');
  return {
    text: sentences.section('cards.help', { scope: escape(scope), exampleService: site.services[0]?.key ?? '' }),
    commands: words.map((word) => ({ title: word, value: sentences.say(`command.${word}`) })),
  };
}

const FIELDS: readonly DraftField[] = ['title', 'service', 'what', 'tests', 'backout', 'start', 'duration'];

/** The form as it was filled in, with what is wrong under each field. */
export function formData(fields: FormFields, problems: Problems, site: Site, { sentences, escape }: Voice): CardData {
  const said = FIELDS.map((field) => {
    const problem = problems[field];
    return [
      field,
      problem === undefined ? '' : sentences.say(`problem.${problem.problem}`, escaped(problem.values, escape)),
    ] as const;
  });
  return {
    text: sentences.section('cards.new'),
    fields,
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
  const next = nextSaid(change, site, voice);
  const awaited = awaitedSaid(change, site, voice);
  return {
    id: change.id,
    title: values.title,
    stage: [stageLine(change, voice, values), holdLine(change, voice, values)].filter((line) => line !== '').join('. '),
    window: voice.sentences.say('cards.common.window', values),
    next: next === '' ? '' : voice.sentences.say('list.next', { next }),
    awaited: awaited === '' ? '' : voice.sentences.say('list.awaited', { awaited }),
  };
}

/** The newest entries, in the order they happened. */
export function historyData(change: Change, events: readonly Event[], site: Site, voice: Voice): CardData {
  const { sentences } = voice;
  const values = valuesOf(change, site, voice);
  const left = Math.max(0, events.length - MOST_HISTORY);
  return {
    text: sentences.section('cards.history', { ...values, count: left }),
    change: sentences.say('cards.common.change', values),
    earlier: left === 0 ? '' : sentences.say('cards.history.earlier', { count: left }),
    lines: events.slice(left).map((event) => ({ line: historyLine(event, change, site, voice) })),
  };
}

function escaped(values: Values, escape: (text: string) => string): Values {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [key, typeof value === 'string' ? escape(value) : value]),
  );
}
