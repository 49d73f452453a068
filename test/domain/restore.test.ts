/** The last moment at which a restore still ends inside the window, and the restore itself, before it and after it. */
import { describe, expect, test } from '@jest/globals';
import { goToStart } from '../support/driver.ts';
import { approver, implementer, member, site, siteWith, upgradeAt, zurich } from '../support/fixtures.ts';
import type { Host } from '../../src/domain/site.ts';
import type { Story } from '../support/given.ts';
import { created, given } from '../support/given.ts';
import {
  askedToDecide,
  incident,
  started,
  startedWith,
  startedWithoutSnapshot,
  warned,
  withSnapshot,
} from '../support/stories.ts';

const on = (clock: string): number => zurich(`2027-02-13 ${clock}`);
const askedAt = (story: Story): readonly number[] =>
  story
    .all('asked')
    .filter(({ question }) => question === 'last-rollback')
    .map(({ at }) => at);
const RESTORE = { type: 'restore' } as const;
const TESTS_ANEW = (clock: string) => ({ type: 'asked', question: 'tests', due: on(clock), late: false }) as const;

describe('the last moment for a restore', () => {
  test('is told a quarter of an hour ahead: its hour and half an hour of tests before the end', () => {
    expect(askedAt(started().until('2027-02-13 10:14'))).toEqual([]);
    expect(warned().all('asked').at(-1)).toMatchObject({ question: 'last-rollback', due: on('10:15'), late: false });
  });

  test('is told as long ahead as the site wants, or at it', () => {
    const told = (warn: string | null) =>
      askedAt(started(siteWith({ 'last-rollback': { warn } })).until('2027-02-13 10:31'));
    expect([told('PT1H'), told('PT0M'), told(null)]).toEqual([[on('09:30')], [on('10:30')], [on('10:30')]]);
  });

  test('is asked once, and silence goes by: the decision point comes next', () => {
    const noon = warned().until('2027-02-13 11:59');
    expect(askedAt(noon)).toEqual([on('10:15')]);
    expect(noon.all('reminded').map(({ question }) => question)).toEqual(['decide']);
  });

  test('is another one after every extension', () => {
    const more = started()
      .says(implementer, '2027-02-13 09:00', { type: 'extend', minutes: 60, reason: 'The theme' })
      .until('2027-02-13 11:20');
    expect(askedAt(more)).toEqual([on('11:15')]);
    const again = warned()
      .says(implementer, '2027-02-13 10:20', { type: 'keepGoing' })
      .says(implementer, '2027-02-13 11:00', { type: 'extend', minutes: 60, reason: 'The theme' })
      .until('2027-02-13 11:59');
    expect(askedAt(again)).toEqual([on('10:15'), on('11:15')]);
  });

  test('is told at once where an extension leaves less than the warning', () => {
    const more = askedToDecide()
      .says(implementer, '2027-02-13 11:35', { type: 'extend', minutes: 70, reason: 'The theme' })
      .until('2027-02-13 11:36');
    expect(askedAt(more)).toEqual([on('10:15'), on('11:35')]);
  });

  test('is not told where the extension is too short for a restore', () => {
    const more = askedToDecide()
      .says(implementer, '2027-02-13 11:35', { type: 'extend', minutes: 60, reason: 'The theme' })
      .until('2027-02-13 12:20');
    expect(askedAt(more)).toEqual([on('10:15')]);
  });

  test('is not there in a window that is too short for a restore', () => {
    const short = goToStart(created(undefined, upgradeAt('2027-02-13 08:00', 90)));
    expect(askedAt(short.until('2027-02-13 09:29'))).toEqual([]);
    const enough = goToStart(created(undefined, upgradeAt('2027-02-13 08:00', 91)));
    expect(askedAt(enough.until('2027-02-13 09:29'))).toEqual([on('08:00')]);
  });

  test('is not there after a start so late that it is past', () => {
    expect(askedAt(withSnapshot().backAt('2027-02-13 10:31').until('2027-02-13 11:59'))).toEqual([]);
    expect(askedAt(withSnapshot().backAt('2027-02-13 10:20').until('2027-02-13 11:59'))).toEqual([on('10:20')]);
  });

  test('is not there without a snapshot: there is nothing to restore', () => {
    expect(askedAt(startedWithoutSnapshot().until('2027-02-13 11:59'))).toEqual([]);
    const sandbox = goToStart(created(undefined, { ...upgradeAt('2027-02-13 08:00'), service: 'sandbox' }));
    expect(askedAt(sandbox.until('2027-02-13 11:59'))).toEqual([]);
  });

  test('is not there where nobody knows how long a restore takes, or where the site does without it', () => {
    const { name, backups, snapshot } = site.hosts['Hannibal'] ?? {};
    const unknown = { ...site, hosts: { Hannibal: { name, backups, snapshot } as Host } };
    expect(askedAt(started(unknown).until('2027-02-13 11:59'))).toEqual([]);
    expect(askedAt(started(siteWith({ 'last-rollback': { on: false } })).until('2027-02-13 11:59'))).toEqual([]);
  });

  test('is not told of once the restore has begun, nor in an incident', () => {
    const early = started().says(implementer, '2027-02-13 09:00', RESTORE);
    expect(askedAt(early.until('2027-02-13 11:59'))).toEqual([]);
    const soon = started().says(implementer, '2027-02-13 09:00', { type: 'declareIncident', reason: 'No login' });
    expect(askedAt(soon.until('2027-02-13 11:59'))).toEqual([]);
  });
});

describe('keep going', () => {
  test('lets it go by, and the history knows who said so', () => {
    given(warned())
      .when(implementer, '2027-02-13 10:20', { type: 'keepGoing' })
      .then([{ type: 'keptGoing' }]);
    const going = warned().says(implementer, '2027-02-13 10:20', { type: 'keepGoing' });
    expect(going.change.decisions.at(-1)).toEqual({
      what: 'keep going',
      by: implementer,
      at: on('10:20'),
      reason: null,
    });
    expect(going.change.stage.is).toBe('in progress');
  });

  test('answers a question that was put, and only once', () => {
    given(started()).when(implementer, '2027-02-13 09:00', { type: 'keepGoing' }).then('nothing to answer');
    const going = warned().says(implementer, '2027-02-13 10:20', { type: 'keepGoing' });
    given(going).when(implementer, '2027-02-13 10:21', { type: 'keepGoing' }).then('nothing to answer');
  });

  test('is the implementer’s to say', () => {
    for (const by of [approver, member])
      given(warned()).when(by, '2027-02-13 10:20', { type: 'keepGoing' }).then('not the implementer');
  });

  test('does not take the restore away', () => {
    const going = warned().says(implementer, '2027-02-13 10:20', { type: 'keepGoing' });
    given(going)
      .when(implementer, '2027-02-13 10:25', RESTORE)
      .then([{ type: 'restoreStarted' }, TESTS_ANEW('10:25')]);
  });
});

describe('a restore', () => {
  test('that begins in time ends inside the window: nobody is told of another end', () => {
    given(warned())
      .when(implementer, '2027-02-13 10:30', RESTORE)
      .then([{ type: 'restoreStarted' }, TESTS_ANEW('10:30')]);
  });

  test('that begins a minute later brings its own extra delay, told as people say it', () => {
    given(warned())
      .when(implementer, '2027-02-13 10:31', RESTORE)
      .then([
        { type: 'extended', minutes: 5, reason: '', restore: true, agreed: false },
        { type: 'noticed', notice: 'extend', due: on('10:31'), late: false },
        { type: 'restoreStarted' },
        TESTS_ANEW('10:31'),
      ]);
  });

  test('chosen at the decision point takes an hour longer, and the notice says why', () => {
    const restored = askedToDecide().says(implementer, '2027-02-13 11:30', RESTORE);
    expect(restored.read('extend')).toMatchObject([
      { before: { end: on('12:00') }, end: on('13:00'), way: { is: 'snapshot' }, reason: '' },
    ]);
    expect(restored.change.extensions).toMatchObject([{ minutes: 60, restore: true, agreed: false }]);
    expect(restored.change.decisions.at(-1)).toMatchObject({ what: 'restore', by: implementer });
  });

  test('chosen after the end is reckoned from then on', () => {
    const late = askedToDecide().until('2027-02-13 12:10').says(implementer, '2027-02-13 12:10', RESTORE);
    expect(late.read('extend')).toMatchObject([{ before: { end: on('12:00') }, end: on('13:40') }]);
  });

  test('takes no more than was agreed, to the minute', () => {
    const story = startedWith(62).until('2027-02-13 11:31');
    given(story)
      .when(implementer, '2027-02-13 11:31', RESTORE)
      .then([
        { type: 'extended', minutes: 62, reason: '', restore: true, agreed: false },
        { type: 'noticed', notice: 'extend', due: on('11:31'), late: false },
        { type: 'restoreStarted' },
        TESTS_ANEW('11:31'),
      ]);
  });

  test('that takes longer than was agreed is refused, and says by how much; the approver can agree to it', () => {
    const story = startedWith(30).until('2027-02-13 11:30');
    expect(story.hear(implementer, '2027-02-13 11:30', RESTORE)).toEqual({
      refused: 'restore beyond agreed',
      values: { agreed: 30, left: 30, over: 60 },
    });
    const agreed = story
      .says(implementer, '2027-02-13 11:30', { type: 'requestMore', minutes: 75, reason: 'It has to be restored' })
      .says(approver, '2027-02-13 11:40', { type: 'agreeMore' });
    given(agreed)
      .when(implementer, '2027-02-13 11:41', RESTORE)
      .then([{ type: 'restoreStarted' }, TESTS_ANEW('11:41')]);
  });

  test('takes what was tested with it: every test is run anew', () => {
    const ticked = warned().says(implementer, '2027-02-13 10:20', { type: 'tickTests', done: [0, 1] });
    const restored = ticked.says(implementer, '2027-02-13 10:25', RESTORE);
    expect(restored.change.testsDone).toEqual([]);
    given(restored)
      .when(implementer, '2027-02-13 11:25', { type: 'end', done: null, untested: '' })
      .then('tests not ticked');
  });

  test('is followed up as everything is: at the decision point of its end somebody is asked how it is', () => {
    const restored = askedToDecide().says(implementer, '2027-02-13 11:30', RESTORE);
    expect(restored.until('2027-02-13 12:30').all('asked').at(-1)).toMatchObject({
      question: 'decide',
      at: on('12:30'),
    });
    const inTime = warned().says(implementer, '2027-02-13 10:30', RESTORE);
    expect(inTime.until('2027-02-13 11:30').all('asked').at(-1)).toMatchObject({
      question: 'decide',
      at: on('11:30'),
    });
  });

  test('is not begun twice', () => {
    const restored = warned().says(implementer, '2027-02-13 10:20', RESTORE);
    given(restored).when(implementer, '2027-02-13 10:25', RESTORE).then('nothing to restore');
  });

  test('needs a snapshot, and a change that runs', () => {
    given(startedWithoutSnapshot()).when(implementer, '2027-02-13 09:00', RESTORE).then('nothing to restore');
    given(withSnapshot()).when(implementer, '2027-02-13 07:50', RESTORE).then('nothing to answer');
    given(incident()).when(implementer, '2027-02-13 11:50', RESTORE).then('incident under way');
  });

  test('is the implementer’s to begin', () => {
    given(warned()).when(approver, '2027-02-13 10:20', RESTORE).then('not the implementer');
  });
});
