/** The data of the forms by which a plan is changed. */
import type { KnownPerson } from '../../app/ports.ts';
import type { Change } from '../../domain/change.ts';
import type { Problems } from '../../domain/draft.ts';
import type { Site } from '../../domain/site.ts';
import type { PlanFields, PlanForm } from '../plan-forms.ts';
import type { Voice } from '../../app/words.ts';
import { valuesOf } from '../values.ts';
import type { CardData } from './part.ts';

/** A form as it was filled in. */
interface Filled {
  readonly fields: PlanFields;
  readonly problems: Problems;
  readonly lines: readonly string[];
  readonly asker: string;
}

const FIELDS = ['title', 'service', 'what', 'tests', 'backout', 'start', 'duration'] as const;
/** A choice of more than this is no choice, and a card holds 25 KB. */
const MOST_PEOPLE = 100;

/** What `cards/edit.json`, `reschedule.json`, `hand-over.json` and `cancel.json` are filled with. */
export function planFormData(
  form: PlanForm,
  change: Change,
  { fields, problems, lines, asker }: Filled,
  people: Readonly<Record<string, KnownPerson>>,
  site: Site,
  voice: Voice,
): CardData {
  const { sentences, escape } = voice;
  const values = { ...valuesOf(change, site, voice), asker: escape(asker), zone: site.timeZone };
  const count = Object.keys(problems).length;
  const said = FIELDS.map((field) => {
    const problem = problems[field];
    return [
      field,
      problem === undefined ? '' : sentences.say(`problem.${problem.problem}`, escaped(problem.values, voice)),
    ];
  });
  return {
    text: sentences.section(`cards.${form}`, values),
    change: sentences.say('cards.common.change', values),
    some: count === 0 ? '' : sentences.say('problem.someAgain', { count }),
    fields,
    problems: Object.fromEntries(said) as CardData,
    warnings: lines.map((line) => ({ line })),
    services: site.services.map(({ key, name }) => ({ key, name })),
    people: colleagues(people, change, fields.to),
  };
}

/** Everybody but who carries it out now, by name; whoever was chosen is always among them. */
function colleagues(
  people: Readonly<Record<string, KnownPerson>>,
  { implementer }: Change,
  chosen: string,
): readonly CardData[] {
  const others = Object.entries(people)
    .filter(([id]) => id !== implementer.entraId)
    .map(([id, { name }]) => ({ id, name }))
    .sort((a, b) => Number(b.id === chosen) - Number(a.id === chosen) || (a.name < b.name ? -1 : 1));
  return others.slice(0, MOST_PEOPLE);
}

function escaped(
  values: Readonly<Record<string, string | number>>,
  { escape }: Voice,
): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [key, typeof value === 'string' ? escape(value) : value]),
  );
}
