/** The bot was away for a while: what each milestone does on its return, as its row of the table says. */
import { describe, expect, test } from '@jest/globals';
import { at, extended, inIncident } from '../support/bad-day.ts';
import { implementer } from '../support/fixtures.ts';
import type { Story } from '../support/given.ts';
import { created } from '../support/given.ts';
import {
  approved,
  askedForGo,
  askedForSnapshot,
  askedToDecide,
  checked,
  completed,
  prepared,
  started,
  withSnapshot,
} from '../support/stories.ts';

/** What the clock did on the return, in a word each. */
function onReturn(story: Story, moment: string): readonly string[] {
  return story
    .backAt(moment)
    .since(story)
    .map((event) => {
      if (event.type === 'asked') return `${event.late ? 'late ' : ''}asked ${event.question}`;
      if (event.type === 'noticed') return `${event.late ? 'late ' : ''}notice ${event.notice}`;
      if (event.type === 'skipped') return `left out ${event.milestone}`;
      if (event.type === 'held') return `held, ${event.reasons.join()}`;
      return event.type === 'reminded' ? `reminded ${event.question}` : event.type;
    });
}

const away: readonly (readonly [string, () => Story, string, readonly string[]])[] = [
  ['over the preparation', created, '2027-01-20 09:00', ['reminded prepare']],
  ['over the pre-check', prepared, '2027-02-01 09:00', ['late asked pre-check']],
  ['over GO / NOGO', checked, '2027-02-08 09:00', ['late asked go-nogo']],
  ['over the hold of the day before', askedForGo, '2027-02-12 20:00', ['reminded go-nogo', 'held, no GO']],
  ['over the day before, back on it', approved, '2027-02-12 15:00', ['late notice remind']],
  ['over the day before, back on the day itself', approved, at('04:00'), ['left out remind']],
  ['over the snapshot', () => approved().until('2027-02-12 20:00'), at('06:30'), ['late asked snapshot']],
  ['over the start', withSnapshot, at('08:40'), ['started', 'late notice start', 'asked tests']],
  ['over a start without its snapshot', askedForSnapshot, at('08:40'), ['reminded snapshot', 'held, no snapshot']],
  ['over the last moment for a restore', started, at('10:45'), ['left out last-rollback']],
  ['over the warning of it', started, at('10:21'), ['late asked last-rollback']],
  ['over the decision point', started, at('11:45'), ['left out last-rollback', 'late asked decide']],
  ['over the end', askedToDecide, at('12:20'), ['reminded decide', 'late notice overrun']],
  ['over an extended end', () => extended(30), at('12:45'), ['late asked decide', 'late notice overrun']],
  [
    'over the whole day, since the start',
    started,
    '2027-02-14 09:00',
    ['left out last-rollback', 'late asked decide', 'late notice overrun'],
  ],
  ['over an incident', inIncident, '2027-02-14 09:00', ['reminded incident']],
  ['over the report', completed, '2027-03-20 09:00', ['reminded close']],
  ['over the window, for a week', withSnapshot, '2027-02-20 08:00', ['held, window over', 'late notice postponed']],
];

describe('away', () => {
  test.each(away)('%s', (_name, story, moment, expected) => {
    expect(onReturn(story(), moment)).toEqual(expected);
  });

  test.each(away)('%s: nothing is said twice, and there is a way forward', (_name, story, moment) => {
    const back = story().backAt(moment);
    const keys = back.letters.map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
    expect(back.backAt(moment).events).toEqual(back.events);
  });
});

test('away for a week from the start: people get their time to answer, then it is an incident, and a person ends it', () => {
  const back = started().backAt('2027-02-20 08:00');
  expect(back.change.stage.is).toBe('in progress');
  const silent = back.until('2027-02-20 08:30');
  expect(silent.change.stage.is).toBe('incident');
  const over = silent.says(implementer, '2027-02-20 09:00', { type: 'resolveIncident', done: [0, 1], untested: '' });
  expect(over.change.stage).toMatchObject({ is: 'ended', outcome: 'repaired' });
});
