/** What a notice says, as the values of its sentences. */
import type { Values } from '../../app/words.ts';
import type { NoticeFacts } from '../../domain/posting.ts';
import { wayName } from '../trouble-values.ts';
import type { Voice } from '../values.ts';
import { minutesBetween } from '../values.ts';
import { clip, ROOM_OF_A_REASON } from './clip.ts';

/** What the sentences of a notice can name: the facts as they were when it was decided. */
export function factValues(facts: NoticeFacts, voice: Voice): Values {
  const { times, escape } = voice;
  const { before } = facts;
  const window = times.range(facts.start, facts.end);
  const oldWindow = before === null ? '' : times.range(before.start, before.end);
  return {
    title: escape(facts.title),
    service: escape(facts.service),
    window,
    start: times.when(facts.start),
    end: times.when(facts.end),
    happened: times.when(facts.happened),
    reason: clip(escape(facts.reason ?? ''), ROOM_OF_A_REASON),
    hasReason: facts.reason === null ? 'no' : 'yes',
    days: facts.days,
    oldEnd: before === null ? '' : times.when(before.end),
    oldWindow,
    oldService: before === null || before.service === facts.service ? 'same' : escape(before.service),
    moved: before === null || oldWindow === window ? 'no' : 'yes',
    minutes: before === null ? '' : times.span(minutesBetween(before.end, facts.end)),
    next: facts.next === null ? 'none' : times.when(facts.next),
    way: facts.way === null ? 'none' : wayName(facts.way, voice),
    outcome: facts.outcome ?? 'none',
    urgency: facts.urgency ?? 'none',
  };
}
