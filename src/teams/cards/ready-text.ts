/** The text that the incident process begins with, ready to be copied: what was changed, when, the snapshot, what was tried, by whom. */
import type { Change } from '../../domain/change.ts';
import { startedAt } from '../../domain/change.ts';
import type { Posting } from '../../domain/posting.ts';
import type { Site } from '../../domain/site.ts';
import { wayName } from '../../app/notice-text.ts';
import type { Voice } from '../../app/words.ts';
import { valuesOf } from '../values.ts';
import { clip } from './clip.ts';
import type { CardData } from './part.ts';
import { ROOM } from './part.ts';

const ROOM_OF_A_LINE = 500;

/** What `cards/ready-text.json` is filled with. */
export function readyData(
  { reason }: Extract<Posting, { kind: 'ready text' }>,
  change: Change,
  site: Site,
  voice: Voice,
): CardData {
  const { sentences, times, escape } = voice;
  const start = startedAt(change);
  const values = {
    ...valuesOf(change, site, voice),
    what: clip(escape(change.draft.what), ROOM.what),
    backout: clip(escape(change.draft.backout), ROOM.backout),
    started: start === null ? '' : times.when(start),
    snapshotState: sentences.say(`snapshot.${change.snapshot.is}`, valuesOf(change, site, voice)),
    reason: clip(escape(reason), ROOM_OF_A_LINE),
  };
  const line = (key: string): string => sentences.say(`readyText.${key}`, values);
  return {
    text: sentences.section('cards.ready-text', values),
    lines: [
      ...['what', 'when', 'incident', 'snapshot'].map(line),
      ...triedLines(change, voice),
      line('backout'),
      line('now'),
      line('people'),
    ].map((text) => ({ line: text })),
    link: site.incidentProcess ?? '',
    hasLink: site.incidentProcess !== undefined,
  };
}

/** What was tried, from what, by whom, and why it did not help. */
function triedLines({ incident }: Change, voice: Voice): readonly string[] {
  const { sentences, times, escape } = voice;
  const tried = incident?.tried ?? [];
  if (tried.length === 0) return [sentences.say('readyText.triedNothing')];
  return tried.map(({ way, since, failedAt, reason, by }) =>
    sentences.say('readyText.tried', {
      way: wayName(way, voice),
      span: times.range(since, failedAt),
      by: escape(by.name),
      reason: clip(escape(reason), ROOM_OF_A_LINE),
    }),
  );
}
