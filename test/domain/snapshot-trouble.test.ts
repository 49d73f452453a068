/** Trouble with the snapshot: it fails, it is late, it is left out. The start waits for the answer, whatever the clock says. */
import { describe, expect, test } from '@jest/globals';
import { delayNeeded, snapshotReadyAt } from '../../src/domain/decide/snapshot.ts';
import { measuredMinutes } from '../../src/domain/measured.ts';
import { scheduleOf } from '../../src/domain/schedule.ts';
import { extendedBy, extraLeft } from '../../src/domain/change.ts';
import type { Request } from '../../src/domain/command.ts';
import { approver, implementer, member, site, upgrade, zurich } from '../support/fixtures.ts';
import { given } from '../support/given.ts';
import { noticeFacts } from '../support/letters.ts';
import { askedForSnapshot, skipRequested, started, takingSnapshot, withSnapshot } from '../support/stories.ts';

const failed = () =>
  takingSnapshot().says(implementer, '2027-02-13 06:00', { type: 'failSnapshot', reason: 'The disk is full' });
const delay = (minutes: number | 'none', reason = 'The snapshot is slow'): Request => ({
  type: 'delayStart',
  minutes,
  reason,
});

describe('a snapshot that failed', () => {
  test('asks the approver at once whether it goes without', () => {
    given(takingSnapshot())
      .when(implementer, '2027-02-13 06:00', { type: 'failSnapshot', reason: 'The disk is full' })
      .then([
        { type: 'snapshotFailed', reason: 'The disk is full' },
        { type: 'asked', question: 'skip', due: zurich('2027-02-13 06:00'), late: false },
      ]);
  });

  test('GO without a snapshot: it starts in time', () => {
    const without = failed().says(approver, '2027-02-13 06:10', { type: 'agreeSkip' });
    expect(without.change.snapshot).toMatchObject({ is: 'skipped', reason: 'The disk is full' });
    expect(without.until('2027-02-13 08:00').change.stage).toEqual({
      is: 'in progress',
      since: zurich('2027-02-13 08:00'),
    });
  });

  test('snapshot needed: the implementer is asked for it again', () => {
    const needed = failed().says(approver, '2027-02-13 06:10', { type: 'refuseSkip', reason: 'Too risky' });
    expect(needed.all('asked').at(-1)).toMatchObject({ question: 'snapshot' });
    given(needed)
      .when(implementer, '2027-02-13 06:11', { type: 'startSnapshot' })
      .then([{ type: 'snapshotStarted' }]);
  });

  test('tried again by the implementer meanwhile, it is no question any more', () => {
    const again = failed().says(implementer, '2027-02-13 06:05', { type: 'startSnapshot' });
    given(again).when(approver, '2027-02-13 06:10', { type: 'agreeSkip' }).then('nothing to answer');
    given(again).when(approver, '2027-02-13 06:10', { type: 'giveNogo', reason: 'No' }).then('nothing to answer');
    const twice = again.says(implementer, '2027-02-13 06:30', { type: 'failSnapshot', reason: 'Again' });
    expect(twice.change.asks.skip).toMatchObject({ round: 2, closed: false });
  });

  test('unanswered, nothing starts, whatever the clock says; the answer starts it late', () => {
    const waiting = failed().until('2027-02-13 09:00');
    expect(waiting.notices.map(([name]) => name)).toEqual(['announce', 'remind']);
    expect(waiting.change.hold).toMatchObject({ milestone: 'start', reasons: ['no snapshot'] });
    const late = waiting.says(approver, '2027-02-13 09:00', { type: 'agreeSkip' }).until('2027-02-13 09:00');
    expect(late.notices.at(-1)).toEqual(['start', zurich('2027-02-13 09:00')]);
    expect(late.all('started')).toMatchObject([{ late: true }]);
  });

  test('NOGO only by who may', () => {
    given(failed()).when(member, '2027-02-13 06:10', { type: 'giveNogo', reason: 'No' }).then('not the approver');
    given(skipRequested())
      .when(approver, '2027-02-13 06:10', { type: 'giveNogo', reason: ' ' })
      .then('reason required');
  });
});

describe('a snapshot that is late', () => {
  test('says when it would be ready, and by how much the start would have to move', () => {
    const { change } = askedForSnapshot();
    expect(delayNeeded(change, site, zurich('2027-02-13 05:30'))).toBeNull();
    expect(snapshotReadyAt(change, site, zurich('2027-02-13 05:42'))).toBe(zurich('2027-02-13 08:12'));
    expect(delayNeeded(change, site, zurich('2027-02-13 05:42'))).toBe(15);
    const taking = askedForSnapshot().says(implementer, '2027-02-13 05:42', { type: 'startSnapshot' }).change;
    expect(delayNeeded(taking, site, zurich('2027-02-13 08:10'))).toBe(15);
    expect(delayNeeded(withSnapshot().change, site, zurich('2027-02-13 07:50'))).toBeNull();
  });

  test('moves the window as it is, and tells who was told both times', () => {
    const delayed = takingSnapshot().says(implementer, '2027-02-13 07:30', delay(30));
    expect(scheduleOf(delayed.change.planned, site)).toMatchObject({
      start: zurich('2027-02-13 08:30'),
      decide: zurich('2027-02-13 12:00'),
      end: zurich('2027-02-13 12:30'),
    });
    expect(delayed.change.draft).toEqual(upgrade);
    expect(delayed.change.stage.is).toBe('approved');
    expect(noticeFacts(delayed, 'delayed')).toMatchObject([
      {
        start: zurich('2027-02-13 08:30'),
        end: zurich('2027-02-13 12:30'),
        before: { start: zurich('2027-02-13 08:00'), end: zurich('2027-02-13 12:00') },
        reason: 'The snapshot is slow',
      },
    ]);
    const running = delayed.says(implementer, '2027-02-13 08:10', { type: 'finishSnapshot' });
    expect(running.until('2027-02-13 08:29').change.stage.is).toBe('approved');
    expect(running.until('2027-02-13 08:30').all('started')).toMatchObject([{ late: false }]);
  });

  test('is charged to the extra time that was agreed at GO', () => {
    const delayed = takingSnapshot().says(implementer, '2027-02-13 07:30', delay(30)).change;
    expect(extendedBy(delayed)).toBe(30);
    expect(extraLeft(delayed)).toBe(90);
    given(takingSnapshot()).when(implementer, '2027-02-13 07:30', delay(121)).then('delay beyond agreed');
  });

  test('brings a change back that was held at its start', () => {
    const held = takingSnapshot().until('2027-02-13 08:10');
    expect(held.change.hold).toMatchObject({ reasons: ['no snapshot'] });
    expect(
      held
        .says(implementer, '2027-02-13 08:10', delay(30))
        .since(held)
        .map(({ type }) => type),
    ).toEqual(['released', 'startDelayed', 'noticed']);
    given(held).when(implementer, '2027-02-13 08:10', delay(5)).then('move into the past');
  });

  test('wants a time, a reason, and the implementer', () => {
    given(takingSnapshot()).when(implementer, '2027-02-13 07:30', delay('none')).then('unreadable delay');
    given(takingSnapshot()).when(implementer, '2027-02-13 07:30', delay(30, ' ')).then('reason required');
    given(takingSnapshot()).when(member, '2027-02-13 07:30', delay(30)).then('not the implementer');
    given(started()).when(implementer, '2027-02-13 08:30', delay(30)).then('nothing to answer');
  });

  test('can be moved to another date as well', () => {
    const moved = takingSnapshot()
      .says(implementer, '2027-02-13 07:30', delay(30))
      .says(implementer, '2027-02-13 07:40', {
        type: 'reschedule',
        window: { start: '2027-02-27T08:00', minutes: 240 },
        reason: 'It takes too long',
      });
    expect(moved.change.delays).toEqual([]);
    expect(moved.change.planned).toEqual(moved.change.draft);
    expect(noticeFacts(moved.until('2027-02-14 00:00'), 'postponed')).toMatchObject([
      { start: zurich('2027-02-13 08:30'), happened: zurich('2027-02-13 08:30') },
    ]);
  });
});

describe('the time that a snapshot really took', () => {
  test('is kept', () => {
    expect(withSnapshot().change.measured).toEqual([
      { service: 'isc-learn', at: zurich('2027-02-13 07:40'), minutes: 159 },
    ]);
  });

  test('is none where Started and Finished were pressed in one breath', () => {
    const untimed = takingSnapshot().says(implementer, '2027-02-13 05:02', { type: 'finishSnapshot' });
    expect(untimed.change.measured).toEqual([]);
  });

  test('is of the last attempt, not of the ones that failed', () => {
    const again = failed()
      .says(implementer, '2027-02-13 06:05', { type: 'startSnapshot' })
      .says(implementer, '2027-02-13 08:05', { type: 'finishSnapshot' });
    expect(again.change.measured.map(({ minutes }) => minutes)).toEqual([120]);
  });

  test('is planned with from then on: the longest of the last three on the same host', () => {
    const took = (minutes: number, at: number, service = 'isc-learn') => ({ service, at, minutes });
    expect(measuredMinutes('isc-learn', [], site)).toBeUndefined();
    expect(
      measuredMinutes(
        'isc-learn',
        [took(300, 1), took(170, 3), took(150, 2), took(160, 4), took(900, 5, 'sandbox')],
        site,
      ),
    ).toBe(170);
    const { snapshot } = scheduleOf({ ...upgrade, snapshotTakes: 170 }, site);
    expect(snapshot).toBe(zurich('2027-02-13 04:40'));
  });
});
