import { describe, expect, test } from '@jest/globals';
import type { Event } from '../../src/domain/event.ts';
import { storyOf } from '../../src/teams/cards/story.ts';
import { created } from '../support/given.ts';

const delivered = (key: string, at: number): Event => ({
  type: 'delivered',
  key,
  card: null,
  activity: 'a',
  conversation: 'c',
  at,
  by: null,
});

describe('the history', () => {
  test('has what was sent beside what it was about', () => {
    const { events } = created();
    const story = storyOf([
      ...events,
      delivered('CHG-2027-001/prepare/channel/2', 7),
      delivered('CHG-2027-001/created/channel/1', 6),
    ]);
    expect(story.map(({ event, delivered: at }) => [event.type, at])).toEqual([
      ['created', 6],
      ['asked', 7],
    ]);
  });

  test('keeps what belongs to nothing that was said: a card that was posted anew', () => {
    const { events } = created();
    const story = storyOf([...events, delivered('CHG-2027-001/living/channel/anew-2', 9)]);
    expect(story.map(({ event }) => event.type)).toEqual(['created', 'asked', 'delivered']);
  });

  test('says nothing of what has not arrived', () => {
    expect(storyOf(created().events).map(({ delivered: at }) => at)).toEqual([null, null]);
  });
});
