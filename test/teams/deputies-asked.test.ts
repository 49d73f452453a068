/** Whom the letters to the approver mention besides. */
import { describe, expect, test } from '@jest/globals';
import type { Posting } from '../../src/domain/posting.ts';
import type { Site } from '../../src/domain/site.ts';
import { addressees } from '../../src/teams/letters.ts';
import { approver, deputy, implementer, member, site, zurich } from '../support/fixtures.ts';
import { askedForGo } from '../support/stories.ts';

const always = { entraId: deputy.entraId, name: deputy.name };
const dated = { ...member, from: '2027-02-05', to: '2027-02-10' };
const both: Site = { ...site, deputies: [always, dated] };
const { change } = askedForGo(both);
const base = { key: 'k', due: 0, expires: null };
const ask: Posting = { ...base, kind: 'ask', question: 'go-nogo', round: 1 };
const tests: Posting = { ...base, kind: 'ask', question: 'tests', round: 1 };
const held: Posting = { ...base, kind: 'hold', milestone: 'remind', reasons: ['no GO'] };
const reminder = (deputies: boolean): Posting => ({
  ...base,
  kind: 'reminder',
  question: 'go-nogo',
  to: ['approver'],
  deputies,
});
const names = (posting: Posting, day = '2027-02-06', of = change, at = both): readonly string[] =>
  addressees(posting, of, at, zurich(`${day} 09:00`)).map(({ name }) => name);

describe('a deputy who stands in by dates', () => {
  test('is asked in person at once, on these days only', () => {
    expect(names(ask)).toEqual([approver.name, member.name]);
    expect(names(ask, '2027-02-04')).toEqual([approver.name]);
    expect(names(ask, '2027-02-11')).toEqual([approver.name]);
    expect(names(reminder(false))).toEqual([approver.name, member.name]);
  });

  test('hears of a hold too', () => {
    expect(names(held)).toEqual([implementer.name, approver.name, member.name]);
  });

  test('is asked nothing that is the implementer’s', () => {
    expect(names(tests)).toEqual([implementer.name]);
  });

  test('is not asked to approve a change of their own, unless the site allows it', () => {
    const own = { ...change, implementer: member };
    expect(names(ask, '2027-02-06', own)).toEqual([approver.name]);
    expect(names(ask, '2027-02-06', own, { ...both, ownApproval: true })).toEqual([approver.name, member.name]);
  });
});

describe('a deputy without dates', () => {
  test('is asked once a reminder has gone unanswered', () => {
    expect(names(reminder(false))).not.toContain(deputy.name);
    expect(names(reminder(true))).toEqual([approver.name, deputy.name, member.name]);
  });

  test('is asked at once in an emergency, and where the approver may not answer for their own', () => {
    const emergency = { ...change, draft: { ...change.draft, emergency: true as const } };
    expect(names(ask, '2027-02-20', emergency)).toEqual([approver.name, deputy.name]);
    expect(names(ask, '2027-02-20', { ...change, implementer: approver })).toEqual([approver.name, deputy.name]);
  });
});
