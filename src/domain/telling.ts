/** What people were last told of a change: only who was told hears what becomes of it. */
import type { Draft } from './event.ts';
import type { NoticeName } from './milestone.ts';
import type { PostingKey } from './posting.ts';

/** A notice that named a window. */
export interface Telling extends Pick<Draft, 'title' | 'service' | 'window'> {
  readonly key: PostingKey;
  /** The same by mail, where there is anybody to write to. */
  readonly mail?: PostingKey;
  /** That it takes place, that it does not as announced, that it does not at all. */
  readonly is: 'planned' | 'postponed' | 'cancelled';
}

/** Null: nobody was told, or everybody who was has heard that it is cancelled. */
export function lastTold({ tellings }: { readonly tellings: readonly Telling[] }): Telling | null {
  const last = tellings.at(-1);
  return last === undefined || last.is === 'cancelled' ? null : last;
}

/** What a notice leaves with people: a cancellation names the window that they knew, not the one that is planned. */
export function toldBy(notice: NoticeName, key: PostingKey, planned: Draft, tellings: readonly Telling[]): Telling {
  const { title, service, window } = tellings.at(-1) ?? planned;
  if (notice === 'cancel') return { key, is: 'cancelled', title, service, window };
  if (notice === 'postponed') return { key, is: 'postponed', title, service, window };
  return { key, is: 'planned', ...pick(planned) };
}

/** What people know of it, or knew until it was cancelled just now: what was said since the last cancellation before. */
export function thisTime({ tellings }: { readonly tellings: readonly Telling[] }): readonly Telling[] {
  const until = tellings.at(-1)?.is === 'cancelled' ? tellings.slice(0, -1) : tellings;
  return until.slice(until.findLastIndex(({ is }) => is === 'cancelled') + 1);
}

/** The notice that a GO sends: the announcement to people who know nothing, what has moved to those who do. */
export function noticeOfGo(told: Telling | null, planned: Draft): 'announce' | 'moved' | null {
  if (told === null) return 'announce';
  if (!isSame(told, planned)) return 'moved';
  return told.is === 'postponed' ? 'announce' : null;
}

function isSame(told: Telling, { title, service, window }: Draft): boolean {
  const sameWindow = told.window.start === window.start && told.window.minutes === window.minutes;
  return sameWindow && told.title === title && told.service === service;
}

function pick({ title, service, window }: Draft): Pick<Draft, 'title' | 'service' | 'window'> {
  return { title, service, window };
}
