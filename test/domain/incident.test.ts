/** It takes longer than is acceptable: repair, news, and what happens when the last way fails. */
import { describe, expect, test } from '@jest/globals';
import { at, inIncident, INCIDENT, more, repairFrom, SNAPSHOT, SOLVED, told } from '../support/bad-day.ts';
import { implementer, member, zurich } from '../support/fixtures.ts';
import { given, happenings } from '../support/given.ts';
import { approved, askedToDecide, completed, started } from '../support/stories.ts';
import { repairWays } from '../../src/domain/decide/incident.ts';

const FAILED = { type: 'failRepair', reason: 'It cannot be read' } as const;
const RESOLVED = { type: 'resolveIncident', done: [0, 1], untested: '' } as const;
const NEWS = { type: 'updateIncident', text: 'Half of the files are back', minutes: 20 } as const;

describe('an incident', () => {
  test('is declared by the implementer at any time in the window, and everybody hears why', () => {
    expect(happenings(started().hear(implementer, at('08:30'), INCIDENT))).toEqual([
      'incidentDeclared',
      'noticed',
      'asked',
    ]);
    expect(told(inIncident()).at(-1)).toMatchObject({
      notice: 'incident',
      facts: { reason: 'The database does not start' },
    });
  });

  test('is none before the start or after the end, and none twice', () => {
    given(approved()).when(implementer, '2027-02-10 10:00', INCIDENT).then('nothing to answer');
    given(completed()).when(implementer, at('11:00'), INCIDENT).then('nothing to answer');
    given(inIncident()).when(implementer, at('10:10'), INCIDENT).then('incident under way');
    given(started()).when(member, at('09:00'), INCIDENT).then('not the implementer');
  });

  test('closes the other ways: no end, no more time, no cancelling', () => {
    for (const request of [SOLVED, more(10), { type: 'cancel', reason: 'late' } as const])
      given(inIncident()).when(implementer, at('10:10'), request).then('incident under way');
  });

  test('asks how it is every half-hour, and leaves in peace who has just told', () => {
    const silent = inIncident().until(at('11:05')).all('reminded');
    expect(silent.map((event) => event.at)).toEqual([zurich(at('10:30')), zurich(at('11:00'))]);
    const told20 = inIncident().says(implementer, at('10:25'), { ...NEWS, minutes: 'none' });
    expect(told20.until(at('10:54')).all('reminded')).toEqual([]);
  });
});

describe('a repair', () => {
  test('is from a backup of the host or from the snapshot', () => {
    expect(repairWays(inIncident().change, inIncident().site)).toEqual([
      { is: 'backup', name: 'SSD NAS' },
      { is: 'backup', name: 'small desktop NAS' },
      { is: 'snapshot' },
    ]);
    given(inIncident()).when(implementer, at('10:10'), repairFrom('tape', 10)).then('unknown backup');
    given(inIncident())
      .when(implementer, at('10:10'), { type: 'startRepair', way: null, minutes: 10 })
      .then('repair required');
  });

  test('of the snapshot takes an hour where nobody says otherwise; everybody reads until when', () => {
    const story = inIncident().says(implementer, at('10:10'), SNAPSHOT);
    expect(told(story).at(-1)).toMatchObject({
      notice: 'incident-update',
      facts: { next: zurich(at('11:10')), way: { is: 'snapshot' } },
    });
  });

  test('is left in peace until its estimate', () => {
    const story = inIncident().says(implementer, at('10:10'), repairFrom('SSD NAS', 90));
    expect(story.until(at('11:39')).all('reminded')).toEqual([]);
    expect(story.until(at('11:40')).all('reminded')).toHaveLength(1);
  });

  test('is told about, with another estimate', () => {
    const story = inIncident()
      .says(implementer, at('10:10'), repairFrom('SSD NAS', 45))
      .says(implementer, at('10:50'), NEWS);
    expect(told(story).at(-1)).toMatchObject({
      facts: { reason: 'Half of the files are back', next: zurich(at('11:10')) },
    });
    given(story)
      .when(implementer, at('10:55'), { ...NEWS, text: ' ' })
      .then('reason required');
    given(story)
      .when(implementer, at('10:55'), { ...NEWS, minutes: 'unreadable' })
      .then('unreadable delay');
  });

  test('that failed is left out of the next choice', () => {
    const story = inIncident()
      .says(implementer, at('10:10'), repairFrom('SSD NAS', 45))
      .says(implementer, at('10:40'), FAILED);
    expect(repairWays(story.change, story.site)).toHaveLength(2);
    expect(story.change.asks.incident?.round).toBe(2);
    given(story).when(implementer, at('10:45'), repairFrom('SSD NAS', 10)).then('unknown backup');
    given(story).when(implementer, at('10:45'), FAILED).then('no repair under way');
  });

  test('is one at a time', () => {
    const story = inIncident().says(implementer, at('10:10'), repairFrom('SSD NAS', 45));
    given(story).when(implementer, at('10:20'), SNAPSHOT).then('repair under way');
  });
});

describe('it is over', () => {
  test('when a person says so, with the tests or a reason', () => {
    const story = inIncident().says(implementer, at('10:10'), repairFrom('SSD NAS', 45));
    given(story)
      .when(implementer, at('10:50'), { ...RESOLVED, done: [0] })
      .then('tests not ticked');
    const over = story.says(implementer, at('10:50'), RESOLVED);
    expect(over.change.stage).toMatchObject({ is: 'ended', outcome: 'repaired' });
    expect(told(over).at(-1)).toMatchObject({ notice: 'incident-over', facts: { outcome: 'repaired' } });
    expect(
      inIncident().says(implementer, at('10:10'), SNAPSHOT).says(implementer, at('11:20'), RESOLVED).change.stage,
    ).toMatchObject({
      outcome: 'restored',
    });
  });

  test('or when the restore fails: the incident process takes over, with a text that is ready', () => {
    const story = inIncident().says(implementer, at('10:10'), SNAPSHOT).says(implementer, at('11:00'), FAILED);
    expect(story.change.stage).toMatchObject({ is: 'ended', outcome: 'failed' });
    expect(story.letters.filter(({ kind }) => kind === 'ready text')).toMatchObject([{ reason: 'It cannot be read' }]);
    expect(told(story).at(-1)?.notice).toBe('incident-process');
    expect(story.change.incident?.tried).toMatchObject([{ way: { is: 'snapshot' }, by: implementer }]);
  });

  test('or when it is handed over by hand, with a reason', () => {
    given(inIncident())
      .when(implementer, at('10:10'), { type: 'handOverIncident', reason: '' })
      .then('reason required');
    const story = inIncident().says(implementer, at('10:10'), { type: 'handOverIncident', reason: 'It burns' });
    expect(story.change.stage).toMatchObject({ outcome: 'failed' });
  });

  test('and no planned notice follows', () => {
    const story = inIncident().says(implementer, at('10:10'), { type: 'handOverIncident', reason: 'It burns' });
    expect(told(story.until('2027-03-01 00:00')).at(-1)?.notice).toBe('incident-process');
  });
});

test('an incident that the clock declared can be repaired like any other', () => {
  const story = askedToDecide()
    .until(at('14:00'))
    .says(implementer, at('14:10'), SNAPSHOT)
    .says(implementer, at('15:00'), RESOLVED);
  expect(story.change.stage).toMatchObject({ is: 'ended', outcome: 'restored' });
});
