/** A change as JSON for other programs. Its shape is described in docs/operations.md; what it says today it says in later releases too. */
import type { Fate, LedgerLine } from '../../app/ledger.ts';
import type { StoredChange } from '../../app/ports.ts';
import type { Change } from '../../domain/change.ts';
import type { Draft, Event } from '../../domain/event.ts';
import { scheduleOf, serviceOf } from '../../domain/schedule.ts';
import type { Site } from '../../domain/site.ts';

/** Counted up when a field is taken away or means something else; a new field is no other format. */
export const EXPORT_FORMAT = 1;

/** What is exported of a change. */
export interface Exported {
  readonly stored: StoredChange;
  readonly change: Change;
  readonly ledger: readonly LedgerLine[];
  /** When it was exported. */
  readonly now: Date;
  readonly release: string;
  readonly site: Site;
  /** How people's words are shown: with their mail addresses, or without. */
  readonly shown: (text: string) => string;
}

/** The change as the text of a JSON file. Instants are ISO 8601 in UTC, lengths are minutes. */
export function asJson({ stored, change, ledger, now, release, site, shown }: Exported): string {
  const { draft, planned, implementer, stage } = change;
  const value = {
    format: EXPORT_FORMAT,
    exportedAt: now.toISOString(),
    release,
    id: change.id,
    title: draft.title,
    service: { key: draft.service, name: serviceOf(draft.service, site).name },
    implementer,
    stage: stage.is,
    window: { announced: windowOf(draft, site), planned: windowOf(planned, site) },
    events: stored.events.map(eventOf),
    notices: ledger.map(noticeOf),
  };
  return `${JSON.stringify(spelledOut('', value, shown), null, 2)}\n`;
}

function windowOf(draft: Draft, site: Site): { readonly start: number; readonly end: number } {
  const { start, end } = scheduleOf(draft, site);
  return { start, end };
}

/** What all events have comes first. */
function eventOf({ at, type, by, ...fields }: Event): object {
  return { at, type, by, ...fields };
}

function noticeOf({ notice, at, channel, mail }: LedgerLine): object {
  return {
    ...{ notice, at, channel },
    mail: mail === null ? null : mail.to().map(({ to, fate }: { to: string; fate: Fate }) => ({ to, fate })),
  };
}

/** Where a number is an instant; all other numbers are minutes, counts and indexes. */
const INSTANTS: readonly string[] = ['at', 'due', 'start', 'end', 'happened', 'next', 'expires', 'since'];

/** Ids of Teams have the look of an address: `19:…@thread.tacv2`. */
const IDS: readonly string[] = ['conversation', 'activity', 'key'];

function spelledOut(name: string, value: unknown, shown: Exported['shown']): unknown {
  if (typeof value === 'number') return INSTANTS.includes(name) ? new Date(value).toISOString() : value;
  if (typeof value === 'string') return IDS.includes(name) ? value : shown(value);
  if (Array.isArray(value)) return value.map((item) => spelledOut(name, item, shown));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, spelledOut(key, inner, shown)]));
}
