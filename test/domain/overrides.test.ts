/** The main line at sites that do it otherwise. */
import { describe, expect, test } from '@jest/globals';
import type { MilestoneName } from '../../src/domain/milestone.ts';
import type { Site } from '../../src/domain/site.ts';
import {
  ALL_PREPARATIONS,
  approver,
  at,
  implementer,
  site,
  siteWith,
  upgrade,
  upgradeAt,
} from '../support/fixtures.ts';
import type { Story } from '../support/given.ts';
import { created, Story as StoryOf } from '../support/given.ts';
import { goAllTheWay } from '../support/driver.ts';

const off = (...names: readonly MilestoneName[]): Site =>
  siteWith(Object.fromEntries(names.map((name) => [name, { on: false }])));

const asked = (story: Story): readonly string[] => story.all('asked').map((event) => event.question);
const noticed = (story: Story): readonly string[] => story.notices.map(([notice]) => notice);

describe('a site', () => {
  test('without preparation starts with the pre-check', () => {
    const story = goAllTheWay(created(off('prepare')));
    expect(story.events.slice(0, 2).map((event) => event.type)).toEqual(['created', 'skipped']);
    expect(asked(story)).toEqual(['pre-check', 'go-nogo', 'snapshot', 'tests', 'close']);
  });

  test('without pre-check goes from the preparation to GO / NOGO', () => {
    const story = goAllTheWay(created(off('pre-check')));
    expect(asked(story)).toEqual(['prepare', 'go-nogo', 'snapshot', 'tests', 'close']);
    expect(story.all('skipped')).toMatchObject([{ milestone: 'pre-check', by: implementer }]);
  });

  test('without either waits for its GO from the beginning', () => {
    const fresh = created(off('prepare', 'pre-check'));
    expect(fresh.change.stage.is).toBe('checked');
    expect(asked(goAllTheWay(fresh))).toEqual(['go-nogo', 'snapshot', 'tests', 'close']);
  });

  test('without reminder announces, starts and ends', () => {
    const story = goAllTheWay(created(off('remind')));
    expect(noticed(story)).toEqual(['announce', 'start', 'end']);
    expect(story.all('skipped')).toEqual([]);
  });

  test('that reminds an hour before does not say "tomorrow" on the day: the reminder is left out', () => {
    const story = goAllTheWay(created(siteWith({ remind: { due: { before: 'start', by: 'PT1H' } } })));
    expect(noticed(story)).toEqual(['announce', 'start', 'end']);
    expect(story.all('skipped')).toMatchObject([{ milestone: 'remind' }]);
  });

  test('without reminder holds a change without GO at its start only', () => {
    const silent = created(off('remind')).until('2027-02-13 23:00');
    expect(silent.all('held').map(({ milestone, reasons }) => [milestone, reasons])).toEqual([
      ['start', ['no GO', 'no snapshot']],
      ['start', ['window over']],
    ]);
  });

  test('without snapshot starts by GO alone', () => {
    const story = goAllTheWay(created(off('snapshot')));
    expect(asked(story)).toEqual(['prepare', 'pre-check', 'go-nogo', 'tests', 'close']);
    expect(story.change.snapshot.is).toBe('none');
  });

  test('without decision point leaves the implementer in peace until they end it', () => {
    const fresh = created(off('decide')).until('2027-02-13 08:00');
    expect(asked(goAllTheWay(fresh))).not.toContain('decide');
  });

  test('without any of them has the shortest way', () => {
    const story = goAllTheWay(created(off('prepare', 'pre-check', 'remind', 'snapshot', 'decide')));
    expect(asked(story)).toEqual(['go-nogo', 'tests', 'close']);
    expect(noticed(story)).toEqual(['announce', 'start', 'end']);
  });

  test('with other hours and distances keeps to them', () => {
    const other = siteWith({
      'pre-check': { due: { before: 'start', by: 'P10D', hour: '14:30' } },
      'go-nogo': { due: { before: 'start', by: 'P5D' } },
      remind: { due: { before: 'start', by: 'P1D', hour: '17:00' } },
      snapshot: { due: { before: 'start', by: 'PT1H', plus: 'snapshot' } },
      decide: { due: { before: 'end', by: 'PT1H' } },
    });
    const story = goAllTheWay(created(other));
    expect(
      story
        .all('asked')
        .map((event) => [event.question, event.due])
        .slice(1, 4),
    ).toEqual([
      ['pre-check', at('2027-02-03T13:30Z')],
      ['go-nogo', at('2027-02-08T07:00Z')],
      ['snapshot', at('2027-02-13T03:30Z')],
    ]);
    expect(story.notices[1]).toEqual(['remind', at('2027-02-12T16:00Z')]);
  });

  test('that asks again at other times keeps to them', () => {
    const daily = created(siteWith({ prepare: { again: 'P1D' } })).until('2027-01-12 10:00');
    expect(daily.all('reminded')).toHaveLength(3);
    expect(
      created(siteWith({ prepare: { again: null } }))
        .until('2027-01-30 09:00')
        .all('reminded'),
    ).toEqual([]);
  });

  test('where nobody else is there may let the approver approve their own change', () => {
    const alone: Site = { ...site, ownApproval: true, deputies: [] };
    const story = new StoryOf([], alone)
      .says(approver, '2027-01-09 10:00', { type: 'create', form: 'own', draft: upgrade })
      .says(approver, '2027-01-09 10:00', { type: 'tickPreparations', items: ALL_PREPARATIONS });
    expect(noticed(goAllTheWay(story))).toEqual(['announce', 'remind', 'start', 'end']);
  });

  test('in New York lives by the clocks of New York, also across their change', () => {
    const newYork: Site = { ...site, timeZone: 'America/New_York' };
    const story = goAllTheWay(created(newYork, upgradeAt('2027-03-14 18:00'), '2027-02-01 10:00'));
    expect(
      story
        .all('asked')
        .map((event) => [event.question, event.due])
        .slice(1, 4),
    ).toEqual([
      ['pre-check', at('2027-02-28T14:00Z')],
      ['go-nogo', at('2027-03-07T14:00Z')],
      ['snapshot', at('2027-03-14T19:00Z')],
    ]);
    expect(story.notices.map(([notice]) => notice)).toEqual(['announce', 'remind', 'start', 'end']);
    expect(story.notices[1]).toEqual(['remind', at('2027-03-13T14:00Z')]);
    expect(story.notices[2]).toEqual(['start', at('2027-03-14T22:00Z')]);
  });

  test.each([
    ['the spring change', '2027-03-28 01:00'],
    ['the autumn change', '2027-10-31 01:00'],
    ['the hour that comes twice', '2027-10-31 02:30'],
  ])('in Zurich carries a window across %s to its end', (_name, start) => {
    const story = goAllTheWay(created(site, upgradeAt(start)));
    expect(noticed(story)).toEqual(['announce', 'remind', 'start', 'end']);
    expect(story.change.stage.is).toBe('closed');
  });
});
