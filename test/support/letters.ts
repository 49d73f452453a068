/** What a story has said, letter by letter. */
import type { NoticeName } from '../../src/domain/milestone.ts';
import { postings } from '../../src/domain/notices.ts';
import type { NoticeFacts, Posting } from '../../src/domain/posting.ts';
import { fold } from '../../src/domain/evolve.ts';
import type { Story } from './given.ts';

/** Every letter, in order. */
export function lettersOf({ events, site }: Story): readonly Posting[] {
  return events.flatMap((event, index) => {
    const change = fold(events.slice(0, index + 1));
    return change === undefined ? [] : postings(change, event, site);
  });
}

/** What each notice of this name said. */
export function noticeFacts(story: Story, name: NoticeName): readonly NoticeFacts[] {
  return lettersOf(story).flatMap((letter) =>
    letter.kind === 'notice' && letter.notice === name ? [letter.facts] : [],
  );
}
