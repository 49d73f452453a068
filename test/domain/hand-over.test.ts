/** Somebody else carries the change on: asked whatever is open, and nobody approves their own. */
import { describe, expect, test } from '@jest/globals';
import type { Request } from '../../src/domain/command.ts';
import type { Person } from '../../src/domain/site.ts';
import { approver, deputy, implementer, member, site, zurich } from '../support/fixtures.ts';
import { created, given } from '../support/given.ts';
import { approved, askedForGo, askedForSnapshot, cancelled, completed, nogo, started } from '../support/stories.ts';

const handOver = (to: Person | null): Request => ({ type: 'handOver', to, reason: 'On leave' });
const NOON = '2027-02-08 12:00';

describe('handing over', () => {
  test('makes the colleague the implementer, who may what the other may no more', () => {
    const handed = approved().says(implementer, NOON, handOver(member));
    expect(handed.change.implementer).toEqual(member);
    const cancel: Request = { type: 'cancel', reason: 'The vendor is late' };
    given(handed).when(implementer, NOON, cancel).then('not the implementer');
    expect(handed.says(member, NOON, cancel).change.stage.is).toBe('cancelled');
  });

  test('keeps GO: what is approved is the change, not who carries it out', () => {
    expect(approved().says(implementer, NOON, handOver(member)).change.stage.is).toBe('approved');
  });

  test.each([
    ['the preparation', () => created(), '2027-01-10 10:00', ['prepare']],
    ['what a NOGO asks for', nogo, '2027-02-06 11:00', ['nogo']],
    ['the snapshot', askedForSnapshot, '2027-02-13 05:10', ['snapshot']],
    ['the tests', started, '2027-02-13 09:00', ['tests']],
    ['the lessons', completed, '2027-02-13 11:00', ['close']],
    ['nothing of the approver', askedForGo, '2027-02-06 10:00', []],
  ] as const)('asks the colleague anew: %s', (_name, story, moment, questions) => {
    given(story())
      .when(implementer, moment, handOver(member))
      .then([
        { type: 'handedOver', to: member, reason: 'On leave' },
        ...questions.map((question) => ({ type: 'asked' as const, question, due: zurich(moment), late: false })),
      ]);
  });

  test('can be done by the approver and by a deputy in their dates: an implementer who is away cannot', () => {
    expect(askedForGo().says(approver, '2027-02-06 10:00', handOver(member)).change.implementer).toEqual(member);
    expect(askedForGo().says(deputy, '2027-02-06 10:00', handOver(member)).change.implementer).toEqual(member);
    given(approved()).when(deputy, NOON, handOver(member)).then('neither of both');
    given(approved()).when(member, NOON, handOver(member)).then('neither of both');
  });

  test('wants a colleague, and another one', () => {
    given(approved()).when(implementer, NOON, handOver(null)).then('hand over to nobody');
    given(approved()).when(implementer, NOON, handOver(implementer)).then('implementer already');
  });

  test('is over with the change', () => {
    const over = cancelled().says(implementer, '2027-02-11 10:00', { type: 'addLessons', lessons: '' });
    given(over).when(implementer, '2027-02-11 11:00', handOver(member)).then('over');
  });
});

describe('handing over to the approver', () => {
  const alone = { ...site, deputies: [] };
  const own = { ...alone, ownApproval: true };

  test('is refused where nobody else could approve', () => {
    given(askedForGo(alone)).when(implementer, '2027-02-06 10:00', handOver(approver)).then('nobody left to approve');
  });

  test('lets the deputies know that they are asked now', () => {
    given(askedForGo())
      .when(implementer, '2027-02-06 10:00', handOver(approver))
      .then([
        { type: 'handedOver', to: approver, reason: 'On leave' },
        { type: 'asked', question: 'go-nogo', due: zurich('2027-02-06 10:00'), late: false },
      ]);
    const handed = askedForGo().says(implementer, '2027-02-06 10:00', handOver(approver));
    given(handed).when(approver, '2027-02-06 11:00', { type: 'giveGo' }).then('own approval');
    expect(handed.says(deputy, '2027-02-06 11:00', { type: 'giveGo' }).change.stage.is).toBe('approved');
  });

  test('who gave the GO is refused before the start, and not once it runs', () => {
    given(approved()).when(implementer, NOON, handOver(approver)).then('own GO');
    expect(started().says(implementer, '2027-02-13 09:00', handOver(approver)).change.implementer).toEqual(approver);
  });

  test('is as good as to anybody where the site allows own approval', () => {
    expect(approved(own).says(implementer, NOON, handOver(approver)).change.stage.is).toBe('approved');
  });
});
