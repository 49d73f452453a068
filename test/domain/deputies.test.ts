/** A deputy decides in the approver's name, on the days they stand in, and it is kept that it was so. */
import { describe, expect, test } from '@jest/globals';
import { datedDeputiesOn } from '../../src/domain/roles.ts';
import type { Site } from '../../src/domain/site.ts';
import { approver, deputy, implementer, member, site, zurich } from '../support/fixtures.ts';
import { Story, created, given } from '../support/given.ts';
import { askedForGo, skipRequested } from '../support/stories.ts';

const dated = { ...member, from: '2027-02-04', to: '2027-02-10' };
const both: Site = { ...site, deputies: [{ entraId: deputy.entraId, name: deputy.name }, dated] };

describe('what a deputy decides', () => {
  test('is stamped with the approver it is decided for, all that follows from it too', () => {
    const story = askedForGo().says(deputy, '2027-02-06 10:00', { type: 'giveGo' });
    expect(story.events.slice(-2)).toMatchObject([
      { type: 'goGiven', by: deputy, for: approver },
      { type: 'noticed', by: deputy, for: approver },
    ]);
    expect(story.change.decisions.at(-1)).toMatchObject({ what: 'GO', by: deputy, for: approver });
  });

  test('is so of a skip too', () => {
    const always: Site = { ...site, deputies: [{ entraId: deputy.entraId, name: deputy.name }] };
    const story = skipRequested(always).says(deputy, '2027-02-13 05:20', { type: 'agreeSkip' });
    expect(story.events.at(-1)).toMatchObject({ type: 'skipAgreed', by: deputy, for: approver });
  });

  test('the approver decides in their own name, and so does the implementer who is a deputy', () => {
    const story = askedForGo().says(approver, '2027-02-06 10:00', { type: 'giveGo' });
    expect(story.events.some((event) => 'for' in event)).toBe(false);
    const own = new Story([], both)
      .says(deputy, '2027-01-09 10:00', { type: 'create', form: 'own', draft: created().change.draft })
      .says(deputy, '2027-01-10 10:00', { type: 'cancel', reason: 'Not needed' });
    expect(own.events.some((event) => 'for' in event)).toBe(false);
  });
});

describe('a deputy with dates', () => {
  test('is there on these days, both included, and an undated one is another matter', () => {
    const on = (moment: string) => datedDeputiesOn(both, zurich(moment)).map(({ name }) => name);
    expect(on('2027-02-03 23:59')).toEqual([]);
    expect(on('2027-02-04 00:00')).toEqual([member.name]);
    expect(on('2027-02-10 23:59')).toEqual([member.name]);
    expect(on('2027-02-11 00:00')).toEqual([]);
  });

  test('is refused outside them', () => {
    given(askedForGo(both)).when(member, '2027-02-11 10:00', { type: 'giveGo' }).then('deputy outside dates');
  });

  test('may not approve a change of their own', () => {
    const own = new Story([], both)
      .says(member, '2027-02-05 10:00', { type: 'create', form: 'own', draft: created().change.draft })
      .says(member, '2027-02-05 10:01', { type: 'tickPreparations', items: ['limits', 'tests', 'window'] })
      .until('2027-02-05 10:01');
    given(own).when(member, '2027-02-05 11:00', { type: 'acceptPreCheck' }).then('own approval');
    given(own).when(implementer, '2027-02-05 11:00', { type: 'acceptPreCheck' }).then('not the approver');
  });
});
