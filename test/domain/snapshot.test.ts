import { describe, expect, test } from '@jest/globals';
import { approver, implementer, upgrade, zurich } from '../support/fixtures.ts';
import { created, given } from '../support/given.ts';
import {
  approved,
  askedForSnapshot,
  checked,
  skipRequested,
  started,
  takingSnapshot,
  withSnapshot,
} from '../support/stories.ts';

describe('snapshot', () => {
  test('is asked so early that it is ready at the start: its 2 h 30 and half an hour of margin', () => {
    expect(approved().until('2027-02-13 04:59').change.asks.snapshot).toBeUndefined();
    expect(askedForSnapshot().all('asked').at(-1)).toMatchObject({
      question: 'snapshot',
      at: zurich('2027-02-13 05:00'),
    });
  });

  test('is not asked for without GO', () => {
    expect(checked().until('2027-02-13 07:00').change.asks.snapshot).toBeUndefined();
  });

  test('is not asked for where none can be taken', () => {
    const sandbox = created(undefined, { ...upgrade, service: 'sandbox' });
    const go = sandbox
      .says(implementer, '2027-01-10 10:00', { type: 'tickPreparations', items: ['limits', 'tests', 'window'] })
      .until('2027-01-30 09:00')
      .says(approver, '2027-01-30 10:00', { type: 'acceptPreCheck' })
      .until('2027-02-06 09:00')
      .says(approver, '2027-02-06 10:00', { type: 'giveGo' })
      .until('2027-02-13 08:00');
    expect(go.change.asks.snapshot).toBeUndefined();
    expect(go.change.stage.is).toBe('in progress');
  });

  test('is started, then finished', () => {
    given(askedForSnapshot())
      .when(implementer, '2027-02-13 05:01', { type: 'startSnapshot' })
      .then([{ type: 'snapshotStarted' }]);
    given(takingSnapshot())
      .when(implementer, '2027-02-13 07:40', { type: 'finishSnapshot' })
      .then([{ type: 'snapshotFinished' }]);
    expect(withSnapshot().change.snapshot).toEqual({ is: 'finished', at: zurich('2027-02-13 07:40') });
  });

  test('is not started twice, nor finished before it is started', () => {
    given(takingSnapshot()).when(implementer, '2027-02-13 05:02', { type: 'startSnapshot' }).then('snapshot under way');
    given(askedForSnapshot())
      .when(implementer, '2027-02-13 05:02', { type: 'finishSnapshot' })
      .then('snapshot not started');
  });

  test('that failed says why, and can be tried again', () => {
    given(takingSnapshot())
      .when(implementer, '2027-02-13 06:00', { type: 'failSnapshot', reason: '' })
      .then('reason required');
    const failed = takingSnapshot().says(implementer, '2027-02-13 06:00', {
      type: 'failSnapshot',
      reason: 'Disk full',
    });
    expect(failed.change.snapshot).toMatchObject({ is: 'failed', reason: 'Disk full' });
    given(failed)
      .when(implementer, '2027-02-13 06:05', { type: 'startSnapshot' })
      .then([{ type: 'snapshotStarted' }]);
  });

  test('has nothing to answer before it is asked, or once it is settled', () => {
    given(approved()).when(implementer, '2027-02-12 20:00', { type: 'startSnapshot' }).then('nothing to answer');
    given(withSnapshot())
      .when(implementer, '2027-02-13 07:45', { type: 'failSnapshot', reason: 'after all' })
      .then('nothing to answer');
    given(started()).when(implementer, '2027-02-13 09:00', { type: 'startSnapshot' }).then('nothing to answer');
  });

  test('is asked about every half hour until it is started', () => {
    expect(
      askedForSnapshot()
        .until('2027-02-13 06:00')
        .all('reminded')
        .map((event) => event.at),
    ).toEqual([zurich('2027-02-13 05:30'), zurich('2027-02-13 06:00')]);
  });

  test('is left in peace while it runs, and asked about when it should be ready', () => {
    expect(takingSnapshot().until('2027-02-13 07:30').all('reminded')).toEqual([]);
    expect(
      takingSnapshot()
        .until('2027-02-13 07:31')
        .all('reminded')
        .map((event) => event.at),
    ).toEqual([zurich('2027-02-13 07:31')]);
  });
});

describe('skipping the snapshot', () => {
  test('wants a reason', () => {
    given(askedForSnapshot())
      .when(implementer, '2027-02-13 05:10', { type: 'requestSkip', reason: ' ' })
      .then('reason required');
  });

  test('asks the approver', () => {
    given(askedForSnapshot())
      .when(implementer, '2027-02-13 05:10', { type: 'requestSkip', reason: 'The dashboard is down' })
      .then([
        { type: 'skipRequested', reason: 'The dashboard is down' },
        { type: 'asked', question: 'skip', due: zurich('2027-02-13 05:10'), late: false },
      ]);
  });

  test('is nothing the implementer can do alone', () => {
    given(skipRequested()).when(implementer, '2027-02-13 05:11', { type: 'agreeSkip' }).then('not the approver');
    given(skipRequested()).when(implementer, '2027-02-13 05:11', { type: 'startSnapshot' }).then('nothing to answer');
    expect(skipRequested().until('2027-02-13 08:00').change.hold).toMatchObject({
      milestone: 'start',
      reasons: ['no snapshot'],
    });
  });

  test('asked for while one runs and refused, it still runs and can be finished', () => {
    const refused = takingSnapshot()
      .says(implementer, '2027-02-13 06:00', { type: 'requestSkip', reason: 'It is slow' })
      .says(approver, '2027-02-13 06:10', { type: 'refuseSkip', reason: 'Let it run' });
    expect(refused.change.snapshot).toEqual(takingSnapshot().change.snapshot);
    given(refused)
      .when(implementer, '2027-02-13 07:40', { type: 'finishSnapshot' })
      .then([{ type: 'snapshotFinished' }]);
  });

  test('agreed by the approver, it starts without one', () => {
    given(skipRequested())
      .when(approver, '2027-02-13 05:20', { type: 'agreeSkip' })
      .then([{ type: 'skipAgreed' }]);
    const agreed = skipRequested().says(approver, '2027-02-13 05:20', { type: 'agreeSkip' });
    expect(agreed.change.snapshot).toMatchObject({ is: 'skipped', reason: 'The dashboard is down' });
    expect(agreed.until('2027-02-13 08:00').change.stage.is).toBe('in progress');
  });

  test('refused by the approver, with a reason, the snapshot is asked for again', () => {
    given(skipRequested())
      .when(approver, '2027-02-13 05:20', { type: 'refuseSkip', reason: '' })
      .then('reason required');
    given(skipRequested())
      .when(approver, '2027-02-13 05:20', { type: 'refuseSkip', reason: 'It works for me' })
      .then([
        { type: 'skipRefused', reason: 'It works for me' },
        { type: 'asked', question: 'snapshot', due: zurich('2027-02-13 05:20'), late: false },
      ]);
    const refused = skipRequested().says(approver, '2027-02-13 05:20', { type: 'refuseSkip', reason: 'No' });
    expect(refused.change.asks.snapshot?.round).toBe(2);
    given(refused)
      .when(implementer, '2027-02-13 05:21', { type: 'startSnapshot' })
      .then([{ type: 'snapshotStarted' }]);
  });

  test('has nothing to answer when nobody asked for it', () => {
    given(askedForSnapshot()).when(approver, '2027-02-13 05:20', { type: 'agreeSkip' }).then('nothing to answer');
    given(askedForSnapshot())
      .when(approver, '2027-02-13 05:20', { type: 'refuseSkip', reason: 'No' })
      .then('nothing to answer');
  });

  test('is answered once', () => {
    const agreed = skipRequested().says(approver, '2027-02-13 05:20', { type: 'agreeSkip' });
    const refused = skipRequested().says(approver, '2027-02-13 05:20', { type: 'refuseSkip', reason: 'No' });
    for (const story of [agreed, refused]) {
      given(story).when(approver, '2027-02-13 05:21', { type: 'agreeSkip' }).then('nothing to answer');
      given(story).when(approver, '2027-02-13 05:21', { type: 'refuseSkip', reason: 'No' }).then('nothing to answer');
    }
  });

  test('unanswered, asks the approver again, then the deputies too', () => {
    const reminders = skipRequested().until('2027-02-13 06:10').all('reminded');
    expect(reminders.map((event) => [event.question, event.at, event.escalated])).toEqual([
      ['skip', zurich('2027-02-13 05:40'), false],
      ['skip', zurich('2027-02-13 06:10'), true],
    ]);
  });
});
