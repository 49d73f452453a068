/** Every letter that a history ever called for, by replaying it, and what became of each. */
import type { StoredChange } from '../../../src/app/ports.ts';
import { EXPIRED } from '../../../src/app/sender.ts';
import type { Change } from '../../../src/domain/change.ts';
import type { Event, Instant } from '../../../src/domain/event.ts';
import { evolve } from '../../../src/domain/evolve.ts';
import { isWorthSaying, postings } from '../../../src/domain/notices.ts';
import type { Posting, PostingKey } from '../../../src/domain/posting.ts';
import type { Address, Site } from '../../../src/domain/site.ts';
import type { Broken } from './broken.ts';
import { breaks } from './broken.ts';

/** A letter to one reader: the channel (`to` is null), or a mailbox. */
export interface Letter {
  readonly changeId: string;
  readonly key: PostingKey;
  readonly kind: Posting['kind'];
  readonly to: Address | null;
  readonly due: Instant;
  readonly expires: Instant | null;
  /** `id`: the activity, or the part of the Message-ID before the `@`. */
  readonly fate: Fate;
}

export type Fate =
  | { readonly is: 'open' }
  | { readonly is: 'overtaken' }
  | { readonly is: 'sent'; readonly id: string; readonly at: Instant }
  | { readonly is: 'given up'; readonly why: string; readonly at: Instant }
  | { readonly is: 'left out'; readonly why: string; readonly at: Instant };

/** The letters of a change, in the order in which they were called for. */
export function lettersOf({ id, events }: StoredChange, site: Site): readonly Letter[] {
  const letters = new Map<string, Letter>();
  const open = new Map<PostingKey, Posting>();
  let change: Change | undefined;
  const settle = (key: PostingKey, to: Address | null, fate: Fate): void => {
    const name = nameOf(key, to);
    const letter = letters.get(name);
    if (letter !== undefined) letters.set(name, { ...letter, fate });
  };
  for (const event of events) {
    change = evolve(change, event);
    for (const posting of postings(change, event, site)) {
      open.set(posting.key, posting);
      for (const to of readersOf(posting)) {
        const { key, kind, due, expires } = posting;
        letters.set(nameOf(key, to), { changeId: id, key, kind, to, due, expires, fate: { is: 'open' } });
      }
    }
    for (const [key, to, fate] of settledBy(event)) settle(key, to, fate);
    for (const posting of open.values()) {
      if (isWorthSaying(posting, change)) continue;
      open.delete(posting.key);
      for (const to of readersOf(posting))
        if (letters.get(nameOf(posting.key, to))?.fate.is === 'open') settle(posting.key, to, { is: 'overtaken' });
    }
  }
  return [...letters.values()];
}

function readersOf(posting: Posting): readonly (Address | null)[] {
  return posting.kind === 'mail' ? posting.to : [null];
}

function nameOf(key: PostingKey, to: Address | null): string {
  return `${key} ${to ?? ''}`;
}

function settledBy(event: Event): readonly (readonly [PostingKey, Address | null, Fate])[] {
  const { at } = event;
  if (event.type === 'delivered') return [[event.key, null, { is: 'sent', id: event.activity, at }]];
  if (event.type === 'gaveUp') return [[event.key, null, { is: 'given up', why: event.why, at }]];
  if (event.type !== 'mailed') return [];
  const { key } = event;
  return [
    ...event.sent.map(({ to, id }) => [key, to, { is: 'sent', id, at }] as const),
    ...event.gaveUp.map(({ to, why }) => [key, to, { is: 'given up', why, at }] as const),
    ...event.leftOut.map(({ to, why }) => [key, to, { is: 'left out', why, at }] as const),
  ];
}

/** What has to have arrived: whether this activity is in the channel, this mail in this box. */
export interface Arrived {
  readonly post: (activity: string) => boolean;
  readonly mail: (id: string, to: Address) => boolean;
  /** Whether anything of the change that was called for before this letter is in this box. */
  readonly heard: (letter: Letter) => boolean;
  /** Whether the mail server refused this address for good. */
  readonly refused: (to: Address) => boolean;
}

/** Letters that did not arrive, without a reason that the process allows. */
export function missing(letters: readonly Letter[], arrived: Arrived): readonly Broken[] {
  const lost = breaks('every notice arrives');
  return letters.flatMap((letter) => {
    const why = whyNot(letter, arrived);
    return why === null ? [] : [lost(`${letter.key}${letter.to === null ? '' : ` to ${letter.to}`}: ${why}`)];
  });
}

function whyNot(letter: Letter, arrived: Arrived): string | null {
  const { to, expires, fate } = letter;
  switch (fate.is) {
    case 'open':
      return 'it was called for and nothing became of it';
    case 'overtaken':
      return null;
    case 'sent':
      return (to === null ? arrived.post(fate.id) : arrived.mail(fate.id, to))
        ? null
        : `${fate.id} was sent and is not there`;
    case 'given up':
      if (fate.why === EXPIRED) return expires !== null && fate.at >= expires ? null : 'it expired before its time';
      return to !== null && arrived.refused(to) ? null : `it was given up: ${fate.why}`;
    case 'left out':
      return fate.why === 'never told' && arrived.heard(letter)
        ? 'it takes back what this box has, and was left out'
        : null;
  }
}
