/** The bot was down: on return each milestone is sent late and says so, or is skipped and says so in the history. */
import { describe, expect, test } from '@jest/globals';
import { isOver } from '../../src/domain/change.ts';
import { isWorthSaying } from '../../src/domain/notices.ts';
import type { IfLate, MilestoneName } from '../../src/domain/milestone.ts';
import { PROCESS } from '../../src/process.ts';
import { goAllTheWay } from '../support/driver.ts';
import { implementer, siteWith, zurich } from '../support/fixtures.ts';
import type { Story } from '../support/given.ts';
import {
  approved,
  askedForGo,
  askedForMore,
  askedToDecide,
  checked,
  completed,
  incident,
  prepared,
  repairing,
  started,
  takingSnapshot,
  withSnapshot,
} from '../support/stories.ts';

/** What became of a milestone when the bot came back after its instant. */
function becameOf(milestone: MilestoneName, before: Story, back: Story): readonly string[] {
  return back.since(before).flatMap((event) => {
    if (event.type === 'skipped') return event.milestone === milestone ? ['skipped'] : [];
    const isIts =
      (event.type === 'asked' && event.question === milestone) ||
      (event.type === 'noticed' && event.notice === milestone);
    return isIts ? [event.late ? 'sent late' : 'sent as if in time'] : [];
  });
}

interface Away {
  readonly before: () => Story;
  /** Back the same day, and back later, where that is another thing. */
  readonly back: string;
  readonly muchLater?: string;
}

/** Every row that has an instant of its own: the bot was down at it. */
const AWAY: Readonly<Partial<Record<MilestoneName, Away>>> = {
  'pre-check': { before: prepared, back: '2027-01-30 15:00', muchLater: '2027-02-03 15:00' },
  'go-nogo': { before: checked, back: '2027-02-06 15:00', muchLater: '2027-02-11 15:00' },
  remind: { before: approved, back: '2027-02-12 15:00', muchLater: '2027-02-13 00:30' },
  snapshot: { before: () => approved().until('2027-02-12 20:00'), back: '2027-02-13 06:00' },
  start: { before: withSnapshot, back: '2027-02-13 09:00', muchLater: '2027-02-13 11:59' },
  'last-rollback': { before: started, back: '2027-02-13 10:45', muchLater: '2027-02-20 08:00' },
  decide: { before: started, back: '2027-02-13 11:50', muchLater: '2027-02-20 08:00' },
  overrun: { before: askedToDecide, back: '2027-02-13 12:20', muchLater: '2027-02-20 08:00' },
};

const BECOMES: Readonly<Record<IfLate, readonly [string, string]>> = {
  'send late': ['sent late', 'sent late'],
  skip: ['skipped', 'skipped'],
  'send late on its day, then skip': ['sent late', 'skipped'],
};

describe('what becomes of a milestone is what its row says', () => {
  test('of every row that has an instant of its own', () => {
    const withInstant = Object.values(PROCESS).filter(({ due }) => 'before' in due);
    expect(withInstant.map(({ name }) => name)).toEqual(Object.keys(AWAY));
  });

  test.each(Object.entries(AWAY) as (readonly [MilestoneName, Away])[])('%s', (name, { before, back, muchLater }) => {
    const [itsDay, later] = BECOMES[PROCESS[name].ifLate];
    expect(becameOf(name, before(), before().backAt(back))).toEqual([itsDay]);
    if (muchLater !== undefined) expect(becameOf(name, before(), before().backAt(muchLater))).toEqual([later]);
  });
});

describe('down over', () => {
  test('the pre-check: it is asked late and says so', () => {
    const back = prepared().backAt('2027-02-01 15:00');
    expect(back.since(prepared())).toEqual([
      { type: 'asked', question: 'pre-check', due: zurich('2027-01-30 09:00'), late: true },
    ]);
  });

  test('GO / NOGO: it is asked late, and the days of silence are not made up for in a burst', () => {
    const back = checked().backAt('2027-02-10 15:00');
    expect(back.since(checked())).toEqual([
      { type: 'asked', question: 'go-nogo', due: zurich('2027-02-06 09:00'), late: true },
    ]);
    expect(back.until('2027-02-11 15:00').all('reminded')).toMatchObject([{ at: zurich('2027-02-11 15:00') }]);
  });

  test('three reminders: one is sent', () => {
    expect(askedForGo().backAt('2027-02-09 12:00').all('reminded')).toMatchObject([
      { at: zurich('2027-02-09 12:00'), escalated: false },
    ]);
  });

  test('the reminder, back on the same day: it is sent late and says so', () => {
    expect(approved().backAt('2027-02-12 22:00').since(approved())).toEqual([
      { type: 'noticed', notice: 'remind', due: zurich('2027-02-12 09:00'), late: true },
    ]);
  });

  test('the reminder, back on the day itself: "tomorrow" is not said, and the history says why', () => {
    const back = approved().backAt('2027-02-13 00:00');
    expect(back.since(approved())).toEqual([{ type: 'skipped', milestone: 'remind', due: zurich('2027-02-12 09:00') }]);
    expect(back.until('2027-02-13 11:00').notices.map(([notice]) => notice)).toEqual(['announce']);
  });

  test('a reminder that a site sends just before midnight: not said a minute after it either', () => {
    const site = siteWith({ remind: { due: { before: 'start', by: 'P1D', hour: '23:59' } } });
    expect(
      approved(site)
        .backAt('2027-02-13 00:01')
        .notices.map(([notice]) => notice),
    ).toEqual(['announce']);
  });

  test('a reminder that the site rather skips than sends late', () => {
    const site = siteWith({ remind: { ifLate: 'skip' } });
    expect(approved(site).backAt('2027-02-12 10:00').all('skipped')).toMatchObject([{ milestone: 'remind' }]);
    expect(approved(site).backAt('2027-02-12 09:04').all('noticed').at(-1)).toMatchObject({ notice: 'remind' });
  });

  test('the reminder’s time without GO: the change goes on hold on return', () => {
    expect(askedForGo().backAt('2027-02-12 15:00').all('held')).toMatchObject([
      { milestone: 'remind', reasons: ['no GO'], at: zurich('2027-02-12 15:00') },
    ]);
  });

  test('the snapshot: it is asked late and says so', () => {
    const evening = approved().until('2027-02-12 20:00');
    expect(evening.backAt('2027-02-13 06:00').since(evening)).toEqual([
      { type: 'asked', question: 'snapshot', due: zurich('2027-02-13 05:00'), late: true },
    ]);
  });

  test('the start: it starts late and says so, and the decision is asked at its time', () => {
    const back = withSnapshot().backAt('2027-02-13 09:00');
    expect(back.since(withSnapshot())).toEqual([
      { type: 'started', due: zurich('2027-02-13 08:00'), late: true },
      { type: 'noticed', notice: 'start', due: zurich('2027-02-13 08:00'), late: true },
      { type: 'asked', question: 'tests', due: zurich('2027-02-13 09:00'), late: false },
    ]);
    expect(back.until('2027-02-13 11:30').all('asked').at(-1)).toMatchObject({ question: 'decide', late: false });
  });

  test('the whole window: nothing is said to have started, and who was told hears that it did not take place', () => {
    expect(withSnapshot().backAt('2027-02-13 13:00').since(withSnapshot())).toEqual([
      { type: 'held', milestone: 'start', reasons: ['window over'] },
      { type: 'noticed', notice: 'postponed', due: zurich('2027-02-13 12:00'), late: true },
    ]);
  });

  test('the whole day, from before the reminder', () => {
    expect(approved().backAt('2027-02-14 09:00').since(approved())).toEqual([
      { type: 'skipped', milestone: 'remind', due: zurich('2027-02-12 09:00') },
      { type: 'asked', question: 'snapshot', due: zurich('2027-02-13 05:00'), late: true },
      { type: 'held', milestone: 'start', reasons: ['window over'] },
      { type: 'noticed', notice: 'postponed', due: zurich('2027-02-13 12:00'), late: true },
    ]);
  });

  test('the decision point: it is asked late and says so', () => {
    expect(started().backAt('2027-02-13 11:50').since(started())).toEqual([
      { type: 'skipped', milestone: 'last-rollback', due: zurich('2027-02-13 10:15') },
      { type: 'asked', question: 'decide', due: zurich('2027-02-13 11:30'), late: true },
    ]);
  });

  test('a decision point that the site rather skips: it is skipped once, and the end stays possible', () => {
    const site = siteWith({ decide: { ifLate: 'skip' } });
    const back = started(site).backAt('2027-02-13 13:00');
    expect(back.since(started(site))).toEqual([
      { type: 'skipped', milestone: 'last-rollback', due: zurich('2027-02-13 10:15') },
      { type: 'skipped', milestone: 'decide', due: zurich('2027-02-13 11:30') },
      { type: 'noticed', notice: 'overrun', due: zurich('2027-02-13 12:00'), late: true },
    ]);
    expect(
      back.says(implementer, '2027-02-13 13:10', { type: 'end', done: [0, 1], untested: '' }).change.stage.is,
    ).toBe('ended');
  });

  test('a question that others wait for is never skipped, whatever its row says', () => {
    const site = siteWith({
      'pre-check': { ifLate: 'skip' },
      'go-nogo': { ifLate: 'skip' },
      snapshot: { ifLate: 'skip' },
    });
    expect(prepared(site).backAt('2027-02-01 15:00').since(prepared(site))).toMatchObject([{ type: 'asked' }]);
    expect(checked(site).backAt('2027-02-10 15:00').since(checked(site))).toMatchObject([{ type: 'asked' }]);
    const evening = approved(site).until('2027-02-12 20:00');
    expect(evening.backAt('2027-02-13 06:00').since(evening)).toMatchObject([{ type: 'asked' }]);
  });

  test('a running snapshot: the implementer is asked once how it is', () => {
    const back = takingSnapshot().backAt('2027-02-13 07:55');
    expect(back.since(takingSnapshot())).toEqual([{ type: 'reminded', question: 'snapshot', escalated: false }]);
  });

  test('the warning of the last rollback, back ahead of it: it is asked late and says so', () => {
    expect(started().backAt('2027-02-13 10:25').since(started())).toEqual([
      { type: 'asked', question: 'last-rollback', due: zurich('2027-02-13 10:15'), late: true },
    ]);
  });

  test('the end: the question and the notice that work goes on are sent late, once each', () => {
    const back = started().backAt('2027-02-13 13:20');
    expect(back.since(started()).slice(1)).toEqual([
      { type: 'asked', question: 'decide', due: zurich('2027-02-13 11:30'), late: true },
      { type: 'noticed', notice: 'overrun', due: zurich('2027-02-13 12:00'), late: true },
    ]);
    expect(back.until('2027-02-13 13:50').read('overrun')).toMatchObject([
      { happened: zurich('2027-02-13 13:20'), next: zurich('2027-02-13 13:50') },
      { happened: zurich('2027-02-13 13:50'), next: zurich('2027-02-13 14:00') },
    ]);
  });

  test('an extended end: the questions of the old one are not asked after it', () => {
    const more = askedToDecide().says(implementer, '2027-02-13 11:40', {
      type: 'extend',
      minutes: 60,
      reason: 'The theme takes longer',
    });
    expect(more.backAt('2027-02-13 13:10').since(more)).toEqual([
      { type: 'asked', question: 'decide', due: zurich('2027-02-13 12:30'), late: true },
      { type: 'noticed', notice: 'overrun', due: zurich('2027-02-13 13:00'), late: true },
    ]);
  });

  test('the extra time: it is no incident before people had their half-hour to answer', () => {
    const back = started().backAt('2027-02-13 15:00');
    expect(back.change.stage.is).toBe('in progress');
    expect(back.until('2027-02-13 15:29').change.stage.is).toBe('in progress');
    expect(back.until('2027-02-13 15:30').change.stage.is).toBe('incident');
  });

  test('the extra time, with the question put before: it is an incident at once, and nothing else is said of it', () => {
    const back = askedToDecide().backAt('2027-02-13 15:00');
    expect(back.change.stage).toMatchObject({ is: 'incident', since: zurich('2027-02-13 15:00') });
    const said = back.letters.slice(askedToDecide().letters.length).filter((one) => isWorthSaying(one, back.change));
    expect(said.map(({ key }) => key.split('/')[1])).toEqual(['incident', 'repair']);
  });

  test('an incident: one reminder, however many were missed', () => {
    expect(incident().backAt('2027-02-14 09:00').since(incident())).toEqual([
      { type: 'reminded', question: 'incident', escalated: false },
    ]);
    expect(repairing().backAt('2027-02-14 09:00').since(repairing())).toEqual([
      { type: 'reminded', question: 'incident', escalated: false },
    ]);
  });

  test('the answer of the approver to more time: they are asked again, once', () => {
    const back = askedForMore().backAt('2027-02-13 12:50');
    expect(back.all('reminded').filter(({ question }) => question === 'more')).toHaveLength(1);
    expect(back.change.stage.is).toBe('in progress');
  });

  test('the lessons of a change: one reminder in a month', () => {
    expect(completed().backAt('2027-03-15 10:00').since(completed())).toEqual([
      { type: 'reminded', question: 'close', escalated: false },
    ]);
  });

  test('a week of a running change: each milestone is said or skipped once, and nobody is told that it is over', () => {
    const back = started().backAt('2027-02-20 08:00');
    expect(back.since(started())).toEqual([
      { type: 'skipped', milestone: 'last-rollback', due: zurich('2027-02-13 10:15') },
      { type: 'asked', question: 'decide', due: zurich('2027-02-13 11:30'), late: true },
      { type: 'noticed', notice: 'overrun', due: zurich('2027-02-13 12:00'), late: true },
    ]);
    expect(back.until('2027-02-20 08:30').since(back)).toMatchObject([
      { type: 'reminded', question: 'decide', escalated: false },
      { type: 'reminded', question: 'decide', escalated: true },
      { type: 'incidentDeclared', reason: null },
      { type: 'noticed', notice: 'incident', due: zurich('2027-02-20 08:30'), late: false },
      { type: 'asked', question: 'incident', due: zurich('2027-02-20 08:30'), late: false },
    ]);
  });

  test('a week from before the GO: nothing is announced, nothing starts, and one hold says that the window is over', () => {
    expect(checked().backAt('2027-02-14 09:00').since(checked())).toMatchObject([
      { type: 'asked', question: 'go-nogo', late: true },
      { type: 'held', milestone: 'remind' },
      { type: 'held', milestone: 'start', reasons: ['window over'] },
    ]);
  });

  test.each([
    ['prepared', prepared],
    ['checked', checked],
    ['approved', approved],
    ['with its snapshot', withSnapshot],
    ['in progress', started],
    ['an incident', incident],
    ['completed', completed],
  ])(
    'a year of a change that is %s: there is still a way forward, and a second look finds nothing new',
    (_name, at) => {
      const back = at().backAt('2028-02-13 08:00');
      expect(back.backAt('2028-02-13 08:00').events).toEqual(back.events);
      expect(isOver(goAllTheWay(back).change)).toBe(true);
    },
  );
});
