/** What the approver sees at GO that is not what they last decided on. */
import type { Change } from '../../domain/change.ts';
import type { Draft } from '../../domain/event.ts';
import type { Part } from '../../domain/fingerprint.ts';
import { differences } from '../../domain/fingerprint.ts';
import { scheduleOf, serviceOf } from '../../domain/schedule.ts';
import type { Site } from '../../domain/site.ts';
import type { Voice } from '../../app/words.ts';
import { clip } from './clip.ts';
import { inOne } from './in-one.ts';
import type { CardData } from './part.ts';
import { ROOM } from './part.ts';

/** What was there before, of the longest fields: the card shows what is there now anyway. */
const ROOM_OF_BEFORE = 300;

/** A line a difference; none where nothing was decided yet, or nothing differs. */
export function changedLines({ seen, planned }: Change, site: Site, voice: Voice): readonly CardData[] {
  if (seen === null) return [];
  return differences(seen, planned).map((part) => ({ line: lineOf(part, seen, planned, site, voice) }));
}

function lineOf(part: Part, seen: Draft, planned: Draft, site: Site, voice: Voice): string {
  const { sentences, escape } = voice;
  const said = (draft: Draft): string => saidOf(part, draft, site, voice);
  if (part !== 'tests') return sentences.say(`changed.${part}`, { before: said(seen), after: said(planned) });
  const only = (these: readonly string[], those: readonly string[]): string => {
    const lines = these.filter((line) => !those.includes(line)).map((line) => clip(escape(line), ROOM.line));
    return lines.length === 0 ? 'none' : clip(inOne(lines, voice), ROOM_OF_BEFORE);
  };
  return sentences.say('changed.tests', {
    added: only(planned.tests, seen.tests),
    removed: only(seen.tests, planned.tests),
  });
}

function saidOf(part: Exclude<Part, never>, draft: Draft, site: Site, { times, escape }: Voice): string {
  switch (part) {
    case 'window': {
      const { start, end } = scheduleOf(draft, site);
      return times.range(start, end);
    }
    case 'service':
      return escape(serviceOf(draft.service, site).name);
    case 'tests':
      return '';
    case 'what':
    case 'title':
    case 'backout':
      return clip(escape(draft[part]), ROOM_OF_BEFORE);
  }
}
