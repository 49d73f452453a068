/** What became of the presses: each that was answered stands in the history, and each decided once. */
import type { StoredChange } from '../../../src/app/ports.ts';
import type { Event } from '../../../src/domain/event.ts';
import { isSilent } from '../../../src/domain/event.ts';
import type { Press } from '../diary.ts';
import { VERBS } from '../verbs.ts';
import type { Broken } from './broken.ts';
import { breaks } from './broken.ts';

type Changes = ReadonlyMap<string, StoredChange>;

/** How a press ended: in the history; on a card of yesterday; saying nothing new; refused; or not as it should. */
export type Fate = 'kept' | 'outdated' | 'nothing new' | 'refused' | 'unanswered' | 'lost' | 'failed';

/** What became of a press, by the files and its answer. */
export function fateOf(press: Press, changes: Changes): Fate {
  const { answer, by, verb, changeId, version } = press;
  if (answer === null) return 'unanswered';
  if (answer.is === 'failed') return 'failed';
  if (press.form !== '') return fateOfForm(press, changes);
  const events = changes.get(changeId)?.events ?? [];
  const after = events.slice(version);
  if (answer.is === 'refused')
    return events.some((event) => isBy(event, by) && event.type === 'refused' && event.command === verb)
      ? 'refused'
      : 'lost';
  // It was decided on the version that it shows: nothing else moved the change before it.
  const [first] = after.filter((event) => !isSilent(event));
  if (first !== undefined && isBy(first, by) && first.type === VERBS[verb]?.event) return 'kept';
  const moved = after.some((event) => !isSilent(event)) && events.length >= (answer.version ?? 0);
  if (moved && answer.version !== version) return 'outdated';
  return VERBS[verb]?.mayBeNothing === true ? 'nothing new' : 'lost';
}

/** A form that was taken makes a change, or moves one; with what stands against it it comes back, and nothing has happened. */
function fateOfForm({ form, changeId, by, verb, answer }: Press, changes: Changes): Fate {
  if (answer?.is === 'refused') return 'refused';
  if (answer?.form === form || answer?.form === verb) return 'nothing new';
  const isMade = verb === 'create' && [...changes.values()].some(({ events }) => isOfForm(events, form));
  const isMoved =
    changes.get(changeId)?.events.some((event) => event.type === 'rescheduled' && isBy(event, by)) ?? false;
  return isMade || isMoved ? 'kept' : 'lost';
}

/** Presses whose answer said that they were taken, and of which nothing is stored. */
export function unkept(presses: readonly Press[], changes: Changes): readonly Broken[] {
  return presses.flatMap((press) => {
    const fate = fateOf(press, changes);
    if (fate === 'lost') return [breaks('what was answered is stored')(told(press))];
    return fate === 'failed' ? [breaks('the service starts and goes on')(told(press))] : [];
  });
}

/** Presses on one and the same version of a card that decided more than once; forms that made more than one change. */
export function decidedTwice(presses: readonly Press[], changes: Changes): readonly Broken[] {
  const twice = breaks('a press decides once');
  const onVersions = new Map<string, Set<number>>();
  for (const { by, verb, changeId, version } of presses) {
    const key = `${changeId} ${by} ${VERBS[verb]?.event ?? verb}`;
    onVersions.set(key, (onVersions.get(key) ?? new Set()).add(version));
  }
  const tooMany = [...onVersions].flatMap(([key, versions]) => {
    const [id = '', by = '', type = ''] = key.split(' ');
    const made = (changes.get(id)?.events ?? []).filter((event) => isPressed(event, by) && event.type === type).length;
    return made > versions.size ? [twice(`${key}: ${made} events of presses on ${versions.size} versions`)] : [];
  });
  const forms = new Map<string, string[]>();
  for (const { id, events } of changes.values()) {
    const [first] = events;
    if (first?.type === 'created') forms.set(first.form, [...(forms.get(first.form) ?? []), id]);
  }
  return [
    ...tooMany,
    ...[...forms.values()].filter((ids) => ids.length > 1).map((ids) => twice(`one form made ${ids.join(', ')}`)),
  ];
}

function isBy({ by }: Event, entraId: string): boolean {
  return by?.entraId === entraId;
}

/** By a button; a restore brings its own delay. */
function isPressed(event: Event, by: string): boolean {
  return isBy(event, by) && event.from !== undefined && !(event.type === 'extended' && event.restore);
}

function isOfForm([first]: readonly Event[], form: string): boolean {
  return first?.type === 'created' && first.form === form;
}

function told({ life, by, verb, changeId, version, form, answer }: Press): string {
  return `life ${life}: ${verb} by ${by} on ${changeId}${form} at version ${version}, answered ${JSON.stringify(answer)}`;
}
