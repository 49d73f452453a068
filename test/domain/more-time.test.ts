/** More time: within what was agreed at GO everybody is told, beyond it the approver is asked. */
import { describe, expect, test } from '@jest/globals';
import { approver, deputy, implementer, member, siteWith, site as theSite, zurich } from '../support/fixtures.ts';
import type { Story } from '../support/given.ts';
import { given } from '../support/given.ts';
import {
  approved,
  askedForGo,
  askedForMore,
  askedToDecide,
  completed,
  incident,
  started,
  startedWith,
} from '../support/stories.ts';

const on = (clock: string): number => zurich(`2027-02-13 ${clock}`);
const WHY = 'The theme takes longer';
const AT = '2027-02-13 11:40';
const extend = (minutes: number | 'none' | 'unreadable', reason = WHY) =>
  ({ type: 'extend', minutes, reason }) as const;
const ask = (minutes: number | 'none' | 'unreadable', reason = WHY) =>
  ({ type: 'requestMore', minutes, reason }) as const;
const extended = (story: Story, clock: string, minutes: number): Story =>
  story.says(implementer, `2027-02-13 ${clock}`, extend(minutes));

describe('the acceptable extra time', () => {
  const go = (acceptable?: number | 'none' | 'unreadable') =>
    ({ type: 'giveGo', ...(acceptable === undefined ? {} : { acceptable }) }) as const;

  test('is agreed at GO', () => {
    expect(askedForGo().says(approver, '2027-02-06 10:00', go(45)).change.acceptable).toBe(45);
    expect(askedForGo().change.acceptable).toBeNull();
  });

  test('is what the site has usually, where the approver says nothing', () => {
    expect(approved().change.acceptable).toBe(120);
    expect(askedForGo().says(approver, '2027-02-06 10:00', go('none')).change.acceptable).toBe(120);
    expect(approved(siteWith({ extend: { limit: 'PT1H30M' } })).change.acceptable).toBe(90);
    expect(approved(siteWith({ extend: { limit: null } })).change.acceptable).toBe(0);
  });

  test('may be none at all', () => {
    const none = startedWith(0).until('2027-02-13 11:30');
    expect(none.change.acceptable).toBe(0);
    given(none).when(implementer, AT, extend(5)).then('beyond agreed');
  });

  test('that cannot be read, or be meant, is no GO', () => {
    for (const said of ['unreadable', -5, 7 * 24 * 60 + 1] as const)
      given(askedForGo()).when(approver, '2027-02-06 10:00', go(said)).then('unreadable delay');
  });
});

describe('more time within what was agreed', () => {
  test('moves the end, and everybody reads the old end, the new one and why', () => {
    const more = extended(askedToDecide(), '11:40', 60);
    expect(more.read('extend')).toMatchObject([
      {
        before: { start: on('08:00'), end: on('12:00') },
        start: on('08:00'),
        end: on('13:00'),
        reason: WHY,
        way: null,
        happened: on('11:40'),
      },
    ]);
    expect(more.change.planned.window.minutes).toBe(300);
    expect(more.change.draft.window.minutes).toBe(240);
  });

  test('each notice tells the end that was told before it', () => {
    const twice = extended(extended(askedToDecide(), '11:40', 60), '12:30', 30);
    expect(twice.read('extend').map(({ before, end }) => [before?.end, end])).toEqual([
      [on('12:00'), on('13:00')],
      [on('13:00'), on('13:30')],
    ]);
  });

  test('counts all extensions together', () => {
    const twice = extended(extended(askedToDecide(), '11:40', 60), '12:30', 45);
    expect(twice.hear(implementer, '2027-02-13 13:00', extend(16))).toEqual({
      refused: 'beyond agreed',
      values: { agreed: 120, left: 15, minutes: 16 },
    });
    expect(extended(twice, '13:00', 15).change.planned.window.minutes).toBe(360);
  });

  test('counts the delay of a restore too', () => {
    const restored = askedToDecide().says(implementer, '2027-02-13 11:30', { type: 'restore' });
    given(restored).when(implementer, '2027-02-13 12:30', extend(61)).then('beyond agreed');
    expect(extended(restored, '12:30', 60).change.planned.window.minutes).toBe(360);
  });

  test('can be said at any time while it runs, also ahead of the decision point', () => {
    expect(extended(started(), '08:30', 30).read('extend')).toMatchObject([{ end: on('12:30') }]);
    given(approved()).when(implementer, '2027-02-12 10:00', extend(30)).then('nothing to answer');
    given(completed()).when(implementer, '2027-02-13 11:00', extend(30)).then('nothing to answer');
    given(incident()).when(implementer, '2027-02-13 11:50', extend(30)).then('incident under way');
  });

  test('takes a time and a reason', () => {
    for (const minutes of ['none', 'unreadable', 0, -10] as const)
      given(askedToDecide()).when(implementer, AT, extend(minutes)).then('unreadable delay');
    given(askedToDecide()).when(implementer, AT, extend(30, ' ')).then('reason required');
  });

  test('is the implementer’s to take', () => {
    for (const by of [approver, deputy, member])
      given(askedToDecide()).when(by, AT, extend(30)).then('not the implementer');
  });

  test('is kept with who, when and why', () => {
    expect(extended(askedToDecide(), '11:40', 60).change.decisions.at(-1)).toEqual({
      what: 'more time',
      by: implementer,
      at: on('11:40'),
      reason: WHY,
    });
  });
});

describe('more time than was agreed', () => {
  test('is refused, and asked of the approver instead', () => {
    given(askedToDecide()).when(implementer, AT, extend(121)).then('beyond agreed');
    given(askedToDecide())
      .when(implementer, AT, ask(121))
      .then([
        { type: 'moreRequested', minutes: 121, reason: WHY },
        { type: 'asked', question: 'more', due: on('11:40'), late: false },
      ]);
  });

  test('is not asked for where what was agreed is enough', () => {
    given(askedToDecide()).when(implementer, AT, ask(120)).then('within agreed');
  });

  test('takes a time and a reason too', () => {
    given(askedToDecide()).when(implementer, AT, ask('unreadable')).then('unreadable delay');
    given(askedToDecide()).when(implementer, AT, ask(300, '')).then('reason required');
  });

  test('leaves the end where it is until the approver answers', () => {
    const asked = askedForMore();
    expect(asked.change.planned.window.minutes).toBe(240);
    expect(asked.read('extend')).toEqual([]);
    expect(asked.until('2027-02-13 12:00').read('overrun')).toMatchObject([{ end: on('12:00') }]);
  });

  test('is agreed to by the approver: everybody is told, and from then on it counts as agreed', () => {
    const agreed = askedForMore().says(approver, '2027-02-13 11:50', { type: 'agreeMore' });
    expect(agreed.since(askedForMore())).toEqual([
      { type: 'extended', minutes: 240, reason: 'The videos are being converted', restore: false, agreed: true },
      { type: 'noticed', notice: 'extend', due: on('11:50'), late: false },
    ]);
    expect(agreed.change.acceptable).toBe(240);
    expect(agreed.change.decisions.at(-1)).toMatchObject({ what: 'more agreed', by: approver });
    given(agreed).when(implementer, '2027-02-13 15:00', extend(5)).then('beyond agreed');
  });

  test('on top of earlier extensions is agreed to as a whole', () => {
    const agreed = extended(askedToDecide(), '11:40', 60)
      .says(implementer, '2027-02-13 12:30', ask(90))
      .says(approver, '2027-02-13 12:40', { type: 'agreeMore' });
    expect([agreed.change.acceptable, agreed.change.planned.window.minutes]).toEqual([150, 390]);
  });

  test('keeps what is left of the agreed time, where less is used in the end', () => {
    const agreed = startedWith(200)
      .says(implementer, '2027-02-13 09:00', ask(210))
      .says(implementer, '2027-02-13 09:10', extend(60));
    given(agreed).when(approver, '2027-02-13 09:20', { type: 'agreeMore' }).then('nothing to answer');
    expect(agreed.change.acceptable).toBe(200);
  });

  test('is refused by the approver with a reason, and the implementer is asked for another answer', () => {
    given(askedForMore())
      .when(approver, '2027-02-13 11:50', { type: 'refuseMore', reason: '' })
      .then('reason required');
    given(askedForMore())
      .when(approver, '2027-02-13 11:50', { type: 'refuseMore', reason: ' The exams begin ' })
      .then([
        { type: 'moreRefused', reason: 'The exams begin' },
        { type: 'asked', question: 'decide', due: on('11:50'), late: false },
      ]);
    const refused = askedForMore().says(approver, '2027-02-13 11:50', { type: 'refuseMore', reason: 'Exams' });
    given(refused).when(approver, '2027-02-13 11:51', { type: 'agreeMore' }).then('nothing to answer');
    expect(refused.change.decisions.at(-1)).toMatchObject({ what: 'more refused', by: approver, reason: 'Exams' });
    given(refused.says(implementer, '2027-02-13 11:55', ask(180)))
      .when(approver, '2027-02-13 11:56', { type: 'agreeMore' })
      .then([
        { type: 'extended', minutes: 180, reason: WHY, restore: false, agreed: true },
        { type: 'noticed', notice: 'extend', due: on('11:56'), late: false },
      ]);
  });

  test('is for the approver, or a deputy of that day; nobody agrees to their own', () => {
    const onTheDay = { ...theSite, deputies: [{ ...deputy, to: '2027-02-13' }] };
    given(askedForMore()).when(deputy, '2027-02-13 11:50', { type: 'agreeMore' }).then('deputy outside dates');
    expect(askedForMore(onTheDay).says(deputy, '2027-02-13 11:50', { type: 'agreeMore' }).change.acceptable).toBe(240);
    for (const by of [implementer, member]) {
      given(askedForMore()).when(by, '2027-02-13 11:50', { type: 'agreeMore' }).then('not the approver');
      given(askedForMore()).when(by, '2027-02-13 11:50', { type: 'refuseMore', reason: 'No' }).then('not the approver');
    }
  });

  test('is asked again every quarter of an hour, and nobody else waits: the deputies hear of it at once', () => {
    const silent = askedForMore().until('2027-02-13 12:10');
    expect(silent.all('reminded').filter(({ question }) => question === 'more')).toMatchObject([
      { at: on('11:55'), escalated: true },
      { at: on('12:10'), escalated: true },
    ]);
  });

  test('can be asked for anew, with another time', () => {
    const again = askedForMore().says(implementer, '2027-02-13 11:50', ask(180));
    expect(again.change.asks.more?.round).toBe(2);
    expect(again.says(approver, '2027-02-13 11:55', { type: 'agreeMore' }).change.acceptable).toBe(180);
  });

  test('falls with another answer', () => {
    const restored = askedForMore().says(implementer, '2027-02-13 11:45', { type: 'restore' });
    given(restored).when(approver, '2027-02-13 11:50', { type: 'agreeMore' }).then('nothing to answer');
    const declared = askedForMore().says(implementer, '2027-02-13 11:45', { type: 'declareIncident', reason: 'Down' });
    given(declared).when(approver, '2027-02-13 11:50', { type: 'agreeMore' }).then('nothing to answer');
    const ended = askedForMore().says(implementer, '2027-02-13 11:45', { type: 'end', done: [0, 1], untested: '' });
    given(ended).when(approver, '2027-02-13 11:50', { type: 'agreeMore' }).then('nothing to answer');
  });

  test('was never asked for: there is nothing to agree to', () => {
    given(askedToDecide()).when(approver, AT, { type: 'agreeMore' }).then('nothing to answer');
    given(askedToDecide()).when(approver, AT, { type: 'refuseMore', reason: 'No' }).then('nothing to answer');
  });
});

describe('an end that has passed', () => {
  test('is told to nobody: the extra time counts from the present end', () => {
    const late = askedToDecide().until('2027-02-13 12:20');
    given(late).when(implementer, '2027-02-13 12:20', extend(10)).then('new end past');
    given(late).when(implementer, '2027-02-13 12:20', extend(20)).then('new end past');
    expect(extended(late, '12:20', 40).read('extend')).toMatchObject([{ end: on('12:40') }]);
  });

  test('is not agreed to late either', () => {
    const site = siteWith({ extend: { limit: 'PT0M' } });
    const asked = askedToDecide(site).says(implementer, '2027-02-13 11:50', ask(10));
    given(asked.until('2027-02-13 12:12'))
      .when(approver, '2027-02-13 12:12', { type: 'agreeMore' })
      .then('new end past');
  });
});
