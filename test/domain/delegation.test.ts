/** The approver names who stands in, and for which days. */
import { describe, expect, test } from '@jest/globals';
import type { Delegation } from '../../src/domain/delegation.ts';
import { delegated, undelegated } from '../../src/domain/delegation.ts';
import { approver, implementer, member, site, zurich } from '../support/fixtures.ts';

const NOW = zurich('2027-01-20 10:00');
const days = { from: '2027-02-01', to: '2027-02-14' };
const standsIn: Delegation = { ...member, ...days };

describe('delegate', () => {
  test('adds a deputy for these days', () => {
    expect(delegated([], { deputy: member, days }, approver, site, NOW)).toEqual([standsIn]);
  });

  test('the same twice is one, other days are others', () => {
    const march = { from: '2027-03-01', to: '2027-03-02' };
    const twice = delegated([standsIn], { deputy: member, days }, approver, site, NOW);
    expect(twice).toEqual([standsIn]);
    expect(delegated([standsIn], { deputy: member, days: march }, approver, site, NOW)).toEqual([
      standsIn,
      { ...member, ...march },
    ]);
  });

  test('from days that have begun, as long as they are not over', () => {
    const begun = { from: '2027-01-01', to: '2027-01-20' };
    expect(delegated([], { deputy: member, days: begun }, approver, site, NOW)).toHaveLength(1);
  });

  test.each([
    ['by somebody else than the approver', implementer, { deputy: member, days }, 'only the approver delegates'],
    ['to nobody', approver, { deputy: null, days }, 'nobody mentioned'],
    ['to oneself', approver, { deputy: approver, days }, 'own deputy'],
    ['for days that nobody can read', approver, { deputy: member, days: null }, 'unreadable days'],
    [
      'from the last day to the first',
      approver,
      { deputy: member, days: { from: '2027-02-14', to: '2027-02-01' } },
      'days reversed',
    ],
    [
      'for days that are over',
      approver,
      { deputy: member, days: { from: '2027-01-01', to: '2027-01-19' } },
      'days past',
    ],
  ] as const)('%s is refused', (_name, by, wish, why) => {
    expect(delegated([], wish, by, site, NOW)).toMatchObject({ refused: why });
  });

  test('ends when the approver says so, all days of this person together', () => {
    const later = { ...standsIn, from: '2027-03-01', to: '2027-03-02' };
    const another = { ...implementer, ...days };
    expect(undelegated([standsIn, another, later], member, approver, site)).toEqual([another]);
  });

  test.each([
    ['by somebody else than the approver', member, member, 'only the approver delegates'],
    ['of nobody', approver, null, 'nobody mentioned'],
    ['of somebody who does not stand in', approver, implementer, 'not delegated'],
  ] as const)('ending it %s is refused', (_name, by, deputy, why) => {
    expect(undelegated([standsIn], deputy, by, site)).toMatchObject({ refused: why });
  });
});
