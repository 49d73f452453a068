/** Who was told of the change is told of everything that becomes of it; nobody hears of a cancellation of something they never heard of. */
import { describe, expect, test } from '@jest/globals';
import type { Event } from '../../src/domain/event.ts';
import type { NoticeName } from '../../src/domain/milestone.ts';
import { isWorthSaying, postings } from '../../src/domain/notices.ts';
import type { Posting } from '../../src/domain/posting.ts';
import { approver, implementer, site, zurich } from '../support/fixtures.ts';
import type { Story } from '../support/given.ts';
import { given, Story as StoryOf } from '../support/given.ts';
import { approved, askedForGo, cancelled, closed, nogo, started } from '../support/stories.ts';

/** Everything a story has said, letter by letter. */
function letters(story: Story): readonly Posting[] {
  return story.events.flatMap((event, index) =>
    postings(new StoryOf(story.events.slice(0, index + 1), story.site).change, event, site),
  );
}

function notice(story: Story, name: NoticeName): Extract<Posting, { kind: 'notice' }> {
  const found = letters(story).find((letter) => letter.kind === 'notice' && letter.notice === name);
  if (found?.kind !== 'notice') throw new Error(`no ${name} notice`);
  return found;
}

describe('people who were told', () => {
  test('hear that it is over', () => {
    expect(notice(closed(), 'end').facts).toEqual({
      title: 'Upgrade Moodle',
      service: 'ISC Learn',
      days: 0,
      start: zurich('2027-02-13 08:00'),
      end: zurich('2027-02-13 12:00'),
      happened: zurich('2027-02-13 10:00'),
      reason: null,
      before: null,
      next: null,
      way: null,
      outcome: 'completed',
    });
  });

  test('hear that it is cancelled, and why', () => {
    expect(notice(cancelled(), 'cancel').facts).toMatchObject({
      happened: zurich('2027-02-10 10:00'),
      reason: 'The vendor is late',
    });
  });

  test('hear that it is cancelled when it was under way', () => {
    const story = started().says(implementer, '2027-02-13 09:00', { type: 'cancel', reason: 'The disk is broken' });
    expect(notice(story, 'cancel').facts.reason).toBe('The disk is broken');
  });

  test('hear nothing of a cancellation when the announcement could not be delivered', () => {
    const key = notice(approved(), 'announce').key;
    const gaveUp: Event = { type: 'gaveUp', key, why: '403', at: zurich('2027-02-06 11:00'), by: null };
    const unheard = new StoryOf([...approved().events, gaveUp]);
    given(unheard)
      .when(implementer, '2027-02-10 10:00', { type: 'cancel', reason: 'late' })
      .then([
        { type: 'cancelled', reason: 'late' },
        { type: 'asked', question: 'close', due: zurich('2027-02-10 10:00'), late: false },
      ]);
    // Who read the reminder has heard of it all the same.
    const reminded = unheard.until('2027-02-12 09:00').says(implementer, '2027-02-12 10:00', {
      type: 'cancel',
      reason: 'late',
    });
    expect(reminded.notices.map(([name]) => name)).toEqual(['announce', 'remind', 'cancel']);
  });

  test('hear that it did not take place when its window was missed, and that it is cancelled', () => {
    const missed = approved().until('2027-02-14 00:00');
    const story = missed.says(implementer, '2027-02-14 09:00', { type: 'cancel', reason: 'No snapshot' });
    expect(story.notices.map(([name]) => name)).toEqual(['announce', 'remind', 'postponed', 'cancel']);
  });
});

describe('people who were not told', () => {
  test.each([
    ['before GO', askedForGo],
    ['after a NOGO', nogo],
    ['on hold', () => askedForGo().until('2027-02-12 20:00')],
  ])('hear nothing of a change cancelled %s', (_name, story) => {
    const over = story().says(implementer, '2027-02-12 21:00', { type: 'cancel', reason: 'late' });
    expect(letters(over).filter((letter) => letter.kind === 'notice')).toEqual([]);
  });
});

describe('letters', () => {
  test('have each a key of their own, on the whole way', () => {
    for (const story of [
      closed(),
      cancelled(),
      nogo()
        .until('2027-02-08 10:00')
        .says(implementer, '2027-02-08 10:00', { type: 'requestGo', corrected: 'all' })
        .says(approver, '2027-02-08 10:00', { type: 'giveNogo', reason: 'again' })
        .until('2027-12-31 00:00'),
    ]) {
      const keys = letters(story).map((letter) => letter.key);
      expect(new Set(keys).size).toBe(keys.length);
    }
  });

  test('are named by change, milestone, audience and revision', () => {
    expect(letters(closed()).map((letter) => letter.key)).toEqual([
      'CHG-2027-001/created/channel/1',
      'CHG-2027-001/prepare/channel/2',
      'CHG-2027-001/pre-check/channel/5',
      'CHG-2027-001/go-nogo/channel/7',
      'CHG-2027-001/announce/channel/9',
      'CHG-2027-001/remind/channel/10',
      'CHG-2027-001/snapshot/channel/11',
      'CHG-2027-001/start/channel/15',
      'CHG-2027-001/tests/channel/16',
      'CHG-2027-001/end/channel/19',
      'CHG-2027-001/close/channel/20',
    ]);
  });

  test('that say "tomorrow" are worth nothing on the day itself', () => {
    expect(notice(closed(), 'remind').expires).toBe(zurich('2027-02-13 00:00'));
    expect(notice(closed(), 'announce').expires).toBeNull();
    expect(notice(closed(), 'end').expires).toBeNull();
  });

  test('that remind of an answered question are not worth saying any more', () => {
    const story = askedForGo().until('2027-02-07 09:00');
    const reminder = letters(story).at(-1);
    expect(reminder).toMatchObject({ kind: 'reminder', question: 'go-nogo', to: ['approver'], deputies: false });
    if (reminder === undefined) return;
    expect(isWorthSaying(reminder, story.change)).toBe(true);
    expect(isWorthSaying(reminder, story.says(approver, '2027-02-07 10:00', { type: 'giveGo' }).change)).toBe(false);
  });

  test('that tell of a hold are not worth saying once it is released', () => {
    const story = askedForGo().until('2027-02-12 09:00');
    const hold = letters(story).find((letter) => letter.kind === 'hold');
    if (hold === undefined) throw new Error('no letter of the hold');
    expect(isWorthSaying(hold, story.change)).toBe(true);
    expect(isWorthSaying(hold, story.says(approver, '2027-02-12 10:00', { type: 'giveGo' }).change)).toBe(false);
  });
});
