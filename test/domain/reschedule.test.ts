/** A change is moved: GO falls, every milestone is another one, and who was told of the old window hears of the new one once. */
import { describe, expect, test } from '@jest/globals';
import type { Request } from '../../src/domain/command.ts';
import { proposedStart } from '../../src/domain/proposal.ts';
import { scheduleOf } from '../../src/domain/schedule.ts';
import { approver, implementer, member, site, zurich } from '../support/fixtures.ts';
import type { Story } from '../support/given.ts';
import { created, given } from '../support/given.ts';
import {
  approved,
  askedForGo,
  askedForPreCheck,
  askedForSnapshot,
  checked,
  closed,
  completed,
  correcting,
  nogo,
  prepared,
  reminded,
  started,
  takingSnapshot,
} from '../support/stories.ts';
import { noticeFacts } from '../support/letters.ts';

/** To Saturday 27 February, two weeks later. */
const LATER: Extract<Request, { type: 'reschedule' }> = {
  type: 'reschedule',
  window: { start: '2027-02-27T08:00', minutes: 240 },
  reason: 'The vendor is late',
};
const to = (start: string, minutes = 240): Request => ({
  ...LATER,
  window: { start: start.replace(' ', 'T'), minutes },
});
const later = (story: Story, moment: string): Story => story.says(implementer, moment, LATER);

describe('a move', () => {
  test.each([
    ['preparing', () => created(), 'preparing'],
    ['prepared', prepared, 'prepared'],
    ['asked for the pre-check', askedForPreCheck, 'prepared'],
    ['correcting', correcting, 'correcting'],
    ['checked', checked, 'checked'],
    ['asked for GO', askedForGo, 'checked'],
    ['approved', approved, 'checked'],
    ['reminded', reminded, 'checked'],
    ['asked for its snapshot', askedForSnapshot, 'checked'],
  ] as const)('of a change that is %s leaves it %s', (_name, story, stage) => {
    const moment = story().events.at(-1)?.at ?? 0;
    given(story())
      .when(implementer, moment, LATER)
      .then([{ type: 'rescheduled', window: LATER.window, reason: 'The vendor is late' }]);
    const moved = story().says(implementer, moment, LATER).change;
    expect(moved.stage.is).toBe(stage);
    expect(moved.draft.window).toEqual(LATER.window);
    expect(moved.planned).toEqual(moved.draft);
  });

  test('moves every milestone', () => {
    const { draft } = later(approved(), '2027-02-08 10:00').change;
    expect(scheduleOf(draft, site)).toMatchObject({
      'pre-check': zurich('2027-02-13 09:00'),
      'go-nogo': zurich('2027-02-20 09:00'),
      remind: zurich('2027-02-26 09:00'),
      snapshot: zurich('2027-02-27 05:00'),
      start: zurich('2027-02-27 08:00'),
    });
  });

  test('voids GO, which is asked anew at its own instant, on a card of its own', () => {
    const moved = later(approved(), '2027-02-08 10:00');
    expect(moved.until('2027-02-20 08:59').change.asks['go-nogo']?.closed).toBe(true);
    const asked = moved.until('2027-02-20 09:00');
    expect(asked.change.asks['go-nogo']).toMatchObject({ round: 2, closed: false });
    expect(asked.all('asked').at(-1)).toMatchObject({ at: zurich('2027-02-20 09:00'), late: false });
    given(moved).when(approver, '2027-02-09 10:00', { type: 'giveGo' }).then('nothing to answer');
  });

  test('asks the pre-check anew at its own instant, where it was not done', () => {
    const moved = later(askedForPreCheck(), '2027-01-31 10:00');
    expect(moved.until('2027-02-13 09:00').since(moved)).toEqual([
      { type: 'asked', question: 'pre-check', due: zurich('2027-02-13 09:00'), late: false },
    ]);
  });

  test('to a date whose instants are past asks at once, once, and not as if the bot had been late', () => {
    const moved = checked().says(implementer, '2027-02-01 10:00', to('2027-02-05 08:00'));
    expect(moved.until('2027-02-01 10:00').since(moved)).toEqual([
      { type: 'asked', question: 'go-nogo', due: zurich('2027-02-01 10:00'), late: false },
    ]);
  });

  test('reminds, asks for the snapshot and starts anew, at the new instants', () => {
    const done = later(takingSnapshot(), '2027-02-13 06:00')
      .until('2027-02-20 09:00')
      .says(approver, '2027-02-20 10:00', { type: 'giveGo' })
      .until('2027-02-27 05:00');
    expect(done.change.snapshot).toEqual({ is: 'none' });
    expect(done.change.asks.snapshot).toMatchObject({ round: 2, at: zurich('2027-02-27 05:00') });
    const over = done
      .says(implementer, '2027-02-27 05:00', { type: 'startSnapshot' })
      .says(implementer, '2027-02-27 07:30', { type: 'finishSnapshot' })
      .until('2027-02-27 08:00');
    expect(over.change.stage.is).toBe('in progress');
    expect(over.notices).toEqual([
      ['announce', zurich('2027-02-06 10:00')],
      ['remind', zurich('2027-02-12 09:00')],
      ['postponed', zurich('2027-02-13 08:00')],
      ['moved', zurich('2027-02-20 10:00')],
      ['remind', zurich('2027-02-26 09:00')],
      ['start', zurich('2027-02-27 08:00')],
    ]);
  });

  test('without GO by the day before holds it again', () => {
    const held = later(approved(), '2027-02-08 10:00').until('2027-02-26 09:00');
    expect(held.change.hold).toMatchObject({ milestone: 'remind', since: zurich('2027-02-26 09:00') });
  });

  test('within a day of its start is not held for a reminder that it never had', () => {
    const moved = askedForGo().says(implementer, '2027-02-09 10:00', to('2027-02-10 08:00'));
    expect(moved.until('2027-02-09 12:00').change.hold).toBeNull();
  });
});

describe('a held change comes back by a move', () => {
  test('on hold for want of GO', () => {
    const held = askedForGo().until('2027-02-12 12:00');
    const moved = later(held, '2027-02-12 12:00');
    expect(moved.change.hold).toBeNull();
    expect(moved.until('2027-02-20 10:00').says(approver, '2027-02-20 10:00', { type: 'giveGo' }).change.stage.is).toBe(
      'approved',
    );
  });

  test('also after its window was missed', () => {
    const missed = approved().until('2027-02-13 12:00');
    expect(missed.change.hold).toMatchObject({ reasons: ['window over'] });
    const back = later(missed, '2027-02-14 10:00');
    expect(back.change.hold).toBeNull();
    const asked = back.until('2027-02-20 09:00');
    given(asked)
      .when(approver, '2027-02-20 10:00', { type: 'giveGo' })
      .then([
        { type: 'goGiven', acceptable: 120 },
        { type: 'noticed', notice: 'moved', due: zurich('2027-02-20 10:00'), late: false },
      ]);
  });

  test('when its window was missed in the middle of its preparation', () => {
    const missed = created().until('2027-02-13 12:00');
    const back = later(missed, '2027-02-13 13:00');
    given(back)
      .when(implementer, '2027-02-13 14:00', { type: 'tickPreparations', items: ['limits'] })
      .then([{ type: 'preparationTicked', items: ['limits'] }]);
  });
});

describe('who was told', () => {
  test('hears of the move with the new GO, once, with both windows and the reason', () => {
    const moved = later(approved(), '2027-02-08 10:00')
      .until('2027-02-20 09:00')
      .says(approver, '2027-02-20 10:00', { type: 'giveGo' });
    expect(noticeFacts(moved, 'moved')).toEqual([
      expect.objectContaining({
        start: zurich('2027-02-27 08:00'),
        end: zurich('2027-02-27 12:00'),
        before: { service: 'ISC Learn', start: zurich('2027-02-13 08:00'), end: zurich('2027-02-13 12:00') },
        reason: 'The vendor is late',
      }),
    ]);
  });

  test('hears at the start that they know that it does not take place, where there is no new GO by then', () => {
    const moved = later(approved(), '2027-02-08 10:00').until('2027-02-19 10:00');
    expect(moved.notices).toEqual([
      ['announce', zurich('2027-02-06 10:00')],
      ['postponed', zurich('2027-02-13 08:00')],
    ]);
    expect(noticeFacts(moved, 'postponed')).toMatchObject([
      { start: zurich('2027-02-13 08:00'), end: zurich('2027-02-13 12:00'), reason: 'The vendor is late' },
    ]);
  });

  test('hears once its window is over that it did not take place, where only the snapshot was missing', () => {
    const missed = approved().until('2027-02-15 10:00');
    expect(missed.notices.filter(([name]) => name === 'postponed')).toEqual([
      ['postponed', zurich('2027-02-13 12:00')],
    ]);
  });

  test('hears nothing where the change is moved away and back before anybody noticed', () => {
    const back = later(approved(), '2027-02-08 10:00')
      .says(implementer, '2027-02-08 11:00', to('2027-02-13 08:00'))
      .until('2027-02-08 11:00')
      .says(approver, '2027-02-08 12:00', { type: 'giveGo' });
    expect(back.notices.map(([name]) => name)).toEqual(['announce']);
  });

  test('nobody hears of a move of what was never announced: they get the announcement', () => {
    const moved = later(askedForGo(), '2027-02-06 10:00')
      .until('2027-02-20 09:00')
      .says(approver, '2027-02-20 10:00', { type: 'giveGo' });
    expect(moved.notices.map(([name]) => name)).toEqual(['announce']);
    expect(later(askedForGo(), '2027-02-06 10:00').until('2027-02-14 00:00').notices).toEqual([]);
  });

  test('hears of a cancellation by the window that they know', () => {
    const story = later(approved(), '2027-02-08 10:00').says(implementer, '2027-02-09 10:00', {
      type: 'cancel',
      reason: 'Not this year',
    });
    expect(noticeFacts(story, 'cancel')).toMatchObject([
      { start: zurich('2027-02-13 08:00'), end: zurich('2027-02-13 12:00'), reason: 'Not this year' },
    ]);
  });
});

describe('a move that cannot be', () => {
  test('wants its reason, and another window', () => {
    given(approved())
      .when(implementer, '2027-02-08 10:00', { ...LATER, reason: ' ' })
      .then('reason required');
    given(approved()).when(implementer, '2027-02-08 10:00', to('2027-02-13 08:00')).then('move to where it is');
  });

  test('into the past', () => {
    given(approved()).when(implementer, '2027-02-08 10:00', to('2027-02-08 10:00')).then('move into the past');
    given(approved()).when(implementer, '2027-02-08 10:00', to('2027-01-13 08:00')).then('move into the past');
  });

  test('while it runs, during an incident, after the end, and once it is over: each says what is open', () => {
    given(started()).when(implementer, '2027-02-13 09:00', LATER).then('no move while running');
    const incident = started().says(implementer, '2027-02-13 09:00', { type: 'declareIncident', reason: 'It burns' });
    given(incident).when(implementer, '2027-02-13 09:10', LATER).then('incident under way');
    given(completed()).when(implementer, '2027-02-13 10:30', LATER).then('no move after the end');
    given(closed()).when(implementer, '2027-02-14 10:30', LATER).then('over');
  });

  test('by somebody else', () => {
    given(approved()).when(member, '2027-02-08 10:00', LATER).then('not the implementer');
    given(approved()).when(approver, '2027-02-08 10:00', LATER).then('not the implementer');
  });
});

describe('the date that is proposed', () => {
  test('is the same day and hour of the first week whose GO lies ahead', () => {
    expect(proposedStart(nogo().change, site, zurich('2027-02-06 10:00'))).toBe('2027-02-20T08:00');
    expect(proposedStart(nogo().change, site, zurich('2027-02-13 09:30'))).toBe('2027-02-27T08:00');
  });

  test('leaves freeze periods out', () => {
    const frozen = { ...site, freezePeriods: [{ from: '2027-02-18', to: '2027-02-28', why: 'Exams' }] };
    expect(proposedStart(nogo(frozen).change, frozen, zurich('2027-02-06 10:00'))).toBe('2027-03-06T08:00');
  });

  test('leaves time for the pre-check, where it is not done', () => {
    expect(proposedStart(prepared().change, site, zurich('2027-02-06 10:00'))).toBe('2027-02-27T08:00');
  });

  test('is none where the site is frozen for ever', () => {
    const frozen = { ...site, freezePeriods: [{ from: '2027-01-01', to: '2099-12-31', why: 'No more' }] };
    expect(proposedStart(nogo().change, frozen, zurich('2027-02-06 10:00'))).toBeNull();
  });
});

describe('short notice by a move', () => {
  test('is one where a step that is still ahead has passed for the new window, with the reason of the move', () => {
    const near = prepared().says(implementer, '2027-01-20 10:00', to('2027-01-30 08:00'));
    expect(near.change.draft.shortNotice).toEqual({ missed: ['pre-check'], reason: 'The vendor is late' });
    const nearer = prepared().says(implementer, '2027-01-20 10:00', to('2027-01-23 08:00'));
    expect(nearer.change.draft.shortNotice?.missed).toEqual(['pre-check', 'go-nogo']);
    expect(nearer.until('2027-01-20 10:00').since(nearer)).toMatchObject([{ type: 'asked', question: 'go-nogo' }]);
  });

  test('is none where what has passed is done', () => {
    expect(later(approved(), '2027-02-08 10:00').change.draft.shortNotice).toBeUndefined();
    const near = checked().says(implementer, '2027-02-01 10:00', to('2027-02-10 08:00'));
    expect(near.change.draft.shortNotice).toBeUndefined();
  });

  test('is over where the new window leaves time for all of it', () => {
    const near = prepared().says(implementer, '2027-01-20 10:00', to('2027-01-23 08:00'));
    const far = near.says(implementer, '2027-01-20 11:00', to('2027-03-20 08:00'));
    expect(far.change.draft.shortNotice).toBeUndefined();
    expect(far.until('2027-03-06 09:00').all('asked').at(-1)).toMatchObject({ question: 'pre-check' });
  });
});
