import { describe, expect, test } from '@jest/globals';
import { cardOf } from '../../src/app/places.ts';
import { evolve } from '../../src/domain/evolve.ts';
import type { Posting } from '../../src/domain/posting.ts';
import { postings } from '../../src/domain/notices.ts';
import { site, zurich } from '../support/fixtures.ts';
import { askedForGo } from '../support/stories.ts';

const asked = askedForGo().change;
const at = zurich('2027-02-07 09:00');
const reminded = evolve(asked, { type: 'reminded', question: 'go-nogo', escalated: false, at, by: null });
const reminder = postings(
  reminded,
  { type: 'reminded', question: 'go-nogo', escalated: false, at, by: null },
  site,
)[0] as Posting;

describe('a reminder', () => {
  test('brings the card of its question along where that is not out: what asked it was given up', () => {
    expect(cardOf(reminder, reminded)).toBe('go-nogo/1');
  });

  test('is words only where the card is out', () => {
    const out = evolve(reminded, {
      type: 'delivered',
      key: 'k',
      card: 'go-nogo/1',
      activity: '1',
      conversation: 'c',
      at,
      by: null,
    });
    expect(cardOf(reminder, out)).toBeNull();
  });
});
