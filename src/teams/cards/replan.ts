/** The cards on which a plan is saved or given up: a NOGO and what it asks for, the snapshot, and going without one. */
import { lastOf } from '../../app/view.ts';
import type { Change } from '../../domain/change.ts';
import { isOpen } from '../../domain/change.ts';
import type { Question } from '../../domain/event.ts';
import { hostOf } from '../../domain/schedule.ts';
import type { Site } from '../../domain/site.ts';
import { delayOf } from '../plan-values.ts';
import type { Values, Voice } from '../../app/words.ts';
import { decisionValues } from '../values.ts';
import { snapshotState } from './answered.ts';
import type { CardData, Part } from './part.ts';
import { toTick } from './part.ts';

export const REPLAN: Readonly<Record<Extract<Question, 'nogo' | 'snapshot' | 'skip'>, Part>> = {
  nogo: (change, _site, voice, values) => ({
    // One line is no list: the reason itself says it.
    tasks: change.nogoTasks.length > 1 ? toTick(change.nogoTasks, voice) : [],
    proposes: values.proposedWindow !== '',
  }),
  snapshot: (change, site, voice, values) => {
    const started = change.snapshot.is === 'started';
    const delay = delayOf(change, site, change.asks.snapshot?.lastAt ?? 0);
    return {
      facts: snapshotFacts(site, change, voice, values),
      snapshotState: [neededAfterAll(change, voice), stateOfSnapshot(change, voice, values)]
        .filter((line) => line !== '')
        .join('\n\n'),
      snapshotOpen: !started,
      isLate: delay !== null && isOpen(change, 'snapshot'),
      delay: delay === null ? '' : voice.times.span(delay),
      due: voice.sentences.say(`cards.snapshot.${started ? 'dueStarted' : 'due'}`, values),
    };
  },
  skip: (_change, _site, _voice, values) => ({ hasBackups: values.backups !== '' }),
};

function stateOfSnapshot(change: Change, voice: Voice, values: Values): string {
  if (change.snapshot.is === 'none') return '';
  return voice.sentences.say('answered.snapshot', { ...values, snapshotState: snapshotState(change, voice, values) });
}

/** Why the skip was refused, for who is asked for the snapshot again; empty when none was. */
function neededAfterAll(change: Change, voice: Voice): string {
  const refused = lastOf(change, ['skip agreed', 'skip refused']);
  return refused === undefined || !isOpen(change, 'snapshot')
    ? ''
    : voice.sentences.say('answered.skip refused', decisionValues(change, ['skip refused'], voice));
}

function snapshotFacts(site: Site, change: Change, { sentences }: Voice, values: Values): readonly CardData[] {
  const label = (key: string): string => sentences.say(`cards.snapshot.${key}`, values);
  const facts = [
    { title: label('where'), value: values.snapshotWhere },
    { title: label('take'), value: values.snapshotTake },
    { title: label('takes'), value: label('takesValue') },
  ];
  const { snapshot } = hostOf(change.draft, site);
  return snapshot?.avoid === undefined
    ? facts
    : [...facts.slice(0, 2), { title: label('avoid'), value: values.snapshotAvoid }, ...facts.slice(2)];
}
