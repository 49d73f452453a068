import { describe, expect, test } from '@jest/globals';
import type { Decision } from '../../src/domain/decide.ts';
import { decide } from '../../src/domain/decide.ts';
import type { Site } from '../../src/domain/site.ts';
import { ALL_PREPARATIONS, approver, deputy, implementer, site, upgrade, zurich } from '../support/fixtures.ts';
import { created, expectRefused, given, happenings, Story } from '../support/given.ts';
import { prepared } from '../support/stories.ts';

describe('prepare', () => {
  test('is asked at once, whenever the change is created', () => {
    const story = created();
    expect(story.since(created())).toEqual([]);
    expect(story.events.map((event) => event.type)).toEqual(['created', 'asked']);
    expect(story.events[1]).toMatchObject({ question: 'prepare', due: zurich('2027-01-09 10:00'), late: false });
  });

  test('of the approver’s own change is not begun where nobody could approve it', () => {
    const alone = { ...site, deputies: [], ownApproval: false };
    const form = { type: 'create', form: 'f', draft: upgrade } as const;
    const asked = (where: Site): Decision => new Story([], where).hear(approver, '2027-01-09 10:00', form);
    expectRefused(asked(alone), 'nobody to approve');
    expect(happenings(asked({ ...alone, ownApproval: true }))).toEqual(['created', 'asked']);
    expect(happenings(asked({ ...alone, deputies: [deputy] }))).toEqual(['created', 'asked']);
  });

  test('keeps the ticks that are set, in the order of the page', () => {
    given(created())
      .when(implementer, '2027-01-10 10:00', { type: 'tickPreparations', items: ['window', 'limits'] })
      .then([{ type: 'preparationTicked', items: ['limits', 'window'] }]);
  });

  test('is done with the last tick: ready for the pre-check', () => {
    given(created())
      .when(implementer, '2027-01-10 10:00', { type: 'tickPreparations', items: ALL_PREPARATIONS })
      .then([{ type: 'preparationTicked', items: ALL_PREPARATIONS }, { type: 'prepared' }]);
  });

  test('counts an item that comes twice once', () => {
    given(created())
      .when(implementer, '2027-01-10 10:00', { type: 'tickPreparations', items: ['limits', 'limits', 'tests'] })
      .then([{ type: 'preparationTicked', items: ['limits', 'tests'] }]);
  });

  test('lets a tick be taken back before the last', () => {
    const story = created()
      .says(implementer, '2027-01-10 10:00', { type: 'tickPreparations', items: ['limits', 'tests'] })
      .says(implementer, '2027-01-10 11:00', { type: 'tickPreparations', items: ['tests'] });
    expect(story.change.preparations).toEqual(['tests']);
    expect(story.change.stage.is).toBe('preparing');
  });

  test('has nothing to answer once it is prepared', () => {
    given(prepared())
      .when(implementer, '2027-01-11 10:00', { type: 'tickPreparations', items: [] })
      .then('nothing to answer');
  });

  test('reminds the implementer weekly, and when the pre-check would be due', () => {
    const reminders = created().until('2027-02-01 00:00').all('reminded');
    expect(reminders.map((event) => [event.question, event.at, event.escalated])).toEqual([
      ['prepare', zurich('2027-01-16 10:00'), false],
      ['prepare', zurich('2027-01-23 10:00'), false],
      ['prepare', zurich('2027-01-30 09:00'), false],
    ]);
  });
});

describe('a command for a change that is not there', () => {
  test('is refused', () => {
    const command = { type: 'giveGo', changeId: 'CHG-2027-009', by: implementer, now: 0 } as const;
    expect(decide(undefined, command, created().site)).toEqual({
      refused: 'unknown change',
      values: { id: 'CHG-2027-009' },
    });
  });

  test('is nothing when it is the clock that knocks', () => {
    expect(decide(undefined, { type: 'fallDue', changeId: 'CHG-2027-009', now: 0 }, created().site)).toEqual([]);
  });

  test('cannot be created twice', () => {
    const again = (): unknown =>
      created().hear(implementer, '2027-01-09 11:00', { type: 'create', form: 'form-2', draft: upgrade });
    expect(again).toThrow('CHG-2027-001 exists');
  });
});
