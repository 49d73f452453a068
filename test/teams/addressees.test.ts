import { describe, expect, test } from '@jest/globals';
import type { Posting } from '../../src/domain/posting.ts';
import { addressees } from '../../src/teams/letters.ts';
import { approver, deputy, implementer, site, zurich } from '../support/fixtures.ts';
import { askedForGo } from '../support/stories.ts';

const { change } = askedForGo();
const base = { key: 'k', due: 0, expires: null };
const ask: Posting = { ...base, kind: 'ask', question: 'go-nogo', round: 1 };
const reminder = (deputies: boolean): Posting => ({
  ...base,
  kind: 'reminder',
  question: 'go-nogo',
  to: ['approver'],
  deputies,
});
const names = (posting: Posting, of = change): readonly string[] =>
  addressees(posting, of, site, zurich('2027-02-06 09:00')).map(({ name }) => name);

describe('who is mentioned', () => {
  test('is the approver for a GO, with the deputy who stands in on that day', () => {
    expect(names(ask)).toEqual([approver.name, deputy.name]);
    expect(names(reminder(false))).toEqual([approver.name, deputy.name]);
    expect(names(reminder(true))).toEqual([approver.name, deputy.name]);
  });

  test('is a deputy at once where the approver implements the change, and may not approve it', () => {
    expect(names(ask, { ...change, implementer: approver })).toEqual([approver.name, deputy.name]);
  });

  test('is both people when a change is on hold', () => {
    expect(names({ ...base, kind: 'hold', milestone: 'remind', reasons: ['no GO'] })).toEqual([
      implementer.name,
      approver.name,
      deputy.name,
    ]);
  });
});
