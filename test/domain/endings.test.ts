/** Every way in which a change is over: what its report says of it, and what everybody reads. */
import { describe, expect, test } from '@jest/globals';
import type { Story } from '../support/given.ts';
import { created, given } from '../support/given.ts';
import { approver, implementer, zurich } from '../support/fixtures.ts';
import {
  approved,
  askedForGo,
  askedForSnapshot,
  askedToDecide,
  cancelled,
  completed,
  incident,
  nogo,
  repairing,
  started,
  warned,
} from '../support/stories.ts';

const on = (clock: string): number => zurich(`2027-02-13 ${clock}`);
const AT = '2027-02-13 12:50';
const SOLVED = { type: 'end', done: [0, 1], untested: '' } as const;
const RESOLVED = { type: 'resolveIncident', done: [0, 1], untested: '' } as const;
const SNAPSHOT = { type: 'startRepair', way: { is: 'snapshot' }, minutes: 'none' } as const;

const restoring = () => warned().says(implementer, '2027-02-13 10:20', { type: 'restore' });
const restoredLate = () => askedToDecide().says(implementer, '2027-02-13 11:40', { type: 'restore' });
const handedOver = () => repairing().says(implementer, AT, { type: 'handOverIncident', reason: 'Nothing helps' });
const restoredThenIncident = () =>
  restoring().says(implementer, '2027-02-13 11:40', { type: 'declareIncident', reason: 'It does not come back' });

const endings: readonly (readonly [string, () => Story, string, string])[] = [
  ['as planned', completed, 'completed', 'end'],
  ['late, within its extra time', () => askedToDecide().says(implementer, AT, SOLVED), 'completed', 'end'],
  ['restored in time', () => restoring().says(implementer, AT, SOLVED), 'restored', 'end'],
  ['restored with an extra delay', () => restoredLate().says(implementer, AT, SOLVED), 'restored', 'end'],
  ['repaired from a backup', () => repairing().says(implementer, AT, RESOLVED), 'repaired', 'incident-over'],
  ['repaired by hand', () => incident().says(implementer, AT, RESOLVED), 'repaired', 'incident-over'],
  [
    'restored in an incident',
    () => incident().says(implementer, '2027-02-13 11:45', SNAPSHOT).says(implementer, AT, RESOLVED),
    'restored',
    'incident-over',
  ],
  [
    'restored, after the restore had become an incident',
    () => restoredThenIncident().says(implementer, AT, RESOLVED),
    'restored',
    'incident-over',
  ],
  [
    'repaired from a backup, after a restore had become an incident',
    () =>
      restoredThenIncident()
        .says(implementer, '2027-02-13 11:45', {
          type: 'startRepair',
          way: { is: 'backup', name: 'SSD NAS' },
          minutes: 'none',
        })
        .says(implementer, AT, RESOLVED),
    'repaired',
    'incident-over',
  ],
  ['handed over by hand', handedOver, 'failed', 'incident-process'],
];

describe('a change that took place', () => {
  test.each(endings)('%s: outcome, and the notice that says so', (_name, story, outcome, notice) => {
    const over = story();
    expect(over.change.stage).toMatchObject({ is: 'ended', outcome, startedAt: on('08:00'), untested: null });
    expect(over.notices.at(-1)?.[0]).toBe(notice);
    if (outcome !== 'failed') expect(over.read(notice as 'end').at(-1)?.outcome).toBe(outcome);
  });

  test.each(endings)('%s: the report is asked about, and it is closed with its lessons', (_name, story, outcome) => {
    const over = story();
    expect(over.events.at(-1)).toMatchObject({ type: 'asked', question: 'close' });
    const closed = over.says(implementer, '2027-02-13 18:00', { type: 'addLessons', lessons: 'Start earlier' });
    expect(closed.change.stage).toMatchObject({
      is: 'closed',
      outcome,
      startedAt: on('08:00'),
      endedAt: over.events.at(-1)?.at,
      lessons: 'Start earlier',
    });
    expect(closed.until('2027-12-31 00:00').events).toEqual(closed.events);
  });

  test.each(endings)('%s: cannot be cancelled or ended any more', (_name, story) => {
    given(story()).when(implementer, '2027-02-13 18:00', { type: 'cancel', reason: 'late' }).then('too late to cancel');
    given(story()).when(implementer, '2027-02-13 18:00', SOLVED).then('nothing to answer');
    given(story()).when(implementer, '2027-02-13 18:00', RESOLVED).then('nothing to answer');
  });

  test('with tests unticked says why, in an incident too', () => {
    const hasty = incident().says(implementer, AT, { ...RESOLVED, done: [0], untested: ' No course yet ' });
    expect(hasty.change.stage).toMatchObject({ outcome: 'repaired', untested: 'No course yet' });
    given(incident())
      .when(implementer, AT, { ...RESOLVED, done: [0] })
      .then('tests not ticked');
  });

  test('keeps how often and why its end was moved', () => {
    const late = askedToDecide()
      .says(implementer, '2027-02-13 11:40', { type: 'extend', minutes: 30, reason: 'The theme' })
      .says(implementer, '2027-02-13 12:20', { type: 'requestMore', minutes: 120, reason: 'The videos' })
      .says(approver, '2027-02-13 12:25', { type: 'agreeMore' })
      .says(implementer, '2027-02-13 13:10', SOLVED);
    expect(late.change.extensions).toEqual([
      { at: on('11:40'), by: implementer, minutes: 30, reason: 'The theme', restore: false, agreed: false },
      { at: on('12:25'), by: approver, minutes: 120, reason: 'The videos', restore: false, agreed: true },
    ]);
    expect(late.change.decisions.slice(3).map(({ what }) => what)).toEqual([
      'more time',
      'more asked',
      'more agreed',
      'end',
    ]);
  });

  test('is not over while it is handed over to nobody: an incident ends by a person alone', () => {
    const weeks = repairing().until('2027-02-27 09:00');
    expect(weeks.change.stage.is).toBe('incident');
    expect(weeks.all('incidentResolved')).toEqual([]);
  });
});

describe('a change that was cancelled', () => {
  const before: readonly (readonly [string, () => Story, string, number | null])[] = [
    ['being prepared', created, '2027-01-10 10:00', null],
    ['announced', approved, '2027-02-10 10:00', null],
    ['in progress', started, '2027-02-13 09:00', on('08:00')],
  ];

  test.each(before)('while %s: it has a report too, with its reason, and lessons', (_name, story, moment, since) => {
    const off = story().says(implementer, moment, { type: 'cancel', reason: 'The vendor is late' });
    expect(off.change.stage).toMatchObject({
      is: 'cancelled',
      reason: 'The vendor is late',
      startedAt: since,
      neverApproved: false,
      lessons: null,
    });
    expect(off.all('asked').at(-1)).toMatchObject({ question: 'close' });
    const learned = off.says(implementer, '2027-02-14 10:00', { type: 'addLessons', lessons: 'Ask first' });
    expect(learned.change.stage).toMatchObject({ is: 'cancelled', lessons: 'Ask first' });
    given(learned).when(implementer, '2027-02-14 11:00', { type: 'addLessons', lessons: 'Again' }).then('over');
  });

  test('asks for its lessons once, and reminds nobody of them', () => {
    expect(cancelled().until('2027-12-31 09:00').events).toEqual(cancelled().events);
  });

  test('was never approved where its window went by without a GO', () => {
    const missed = askedForGo().until('2027-02-13 12:00');
    const off = missed.says(implementer, '2027-02-13 13:00', { type: 'cancel', reason: 'No GO' });
    expect(off.change.stage).toMatchObject({ is: 'cancelled', neverApproved: true });
    expect(off.notices).toEqual([]);
    const refused = nogo().until('2027-02-13 12:00');
    expect(
      refused.says(implementer, '2027-02-13 13:00', { type: 'cancel', reason: 'NOGO' }).change.stage,
    ).toMatchObject({ neverApproved: true });
  });

  test('was approved, where its window went by for want of a snapshot', () => {
    const missed = askedForSnapshot().until('2027-02-13 12:00');
    const off = missed.says(implementer, '2027-02-13 13:00', { type: 'cancel', reason: 'No snapshot' });
    expect(off.change.stage).toMatchObject({ neverApproved: false, startedAt: null });
    expect(off.notices.at(-1)?.[0]).toBe('cancel');
  });

  test('cannot be while it is an incident: people have to hear how that ends', () => {
    given(incident()).when(implementer, AT, { type: 'cancel', reason: 'Enough' }).then('incident under way');
  });
});
