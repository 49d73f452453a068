/** An emergency cannot wait for its preparation: pre-check and GO are asked together at once, deputies included. */
import { describe, expect, test } from '@jest/globals';
import type { Draft } from '../../src/domain/event.ts';
import { approver, deputy, implementer, site, siteWith, upgradeAt, zurich } from '../support/fixtures.ts';
import { goAllTheWay } from '../support/driver.ts';
import { Story, created, given } from '../support/given.ts';

const NOW = '2027-02-03 09:00';
const patch: Draft = {
  ...upgradeAt('2027-02-03 14:00', 180),
  shortNotice: { missed: ['prepare', 'pre-check', 'go-nogo'], reason: 'A hole that is being used' },
  emergency: true,
};
const emergency = (at = site): Story => created(at, patch, NOW);

describe('an emergency', () => {
  test('asks GO in the same breath as it is created; the preparation is left out', () => {
    given(new Story([], site))
      .when(implementer, NOW, { type: 'create', form: 'form-1', draft: patch })
      .then([
        { type: 'created', id: 'CHG-2027-001', form: 'form-1', draft: patch },
        { type: 'skipped', milestone: 'prepare', due: zurich(NOW) },
        { type: 'asked', question: 'go-nogo', due: zurich(NOW), late: false },
      ]);
    expect(emergency().until(NOW).all('asked')).toHaveLength(1);
  });

  test('is announced at once by GO, which answers the pre-check too', () => {
    given(emergency())
      .when(approver, '2027-02-03 09:10', { type: 'giveGo' })
      .then([
        { type: 'preCheckAccepted' },
        { type: 'goGiven', acceptable: 120 },
        { type: 'noticed', notice: 'announce', due: zurich('2027-02-03 09:10'), late: false },
        { type: 'skipped', milestone: 'remind', due: zurich('2027-02-02 09:00') },
      ]);
  });

  test('may be answered by a deputy of the day', () => {
    const story = emergency().says(deputy, '2027-02-03 09:10', { type: 'giveGo' });
    expect(story.change.stage.is).toBe('approved');
  });

  test('asks again every half hour, each time with the deputies, and is held at its start', () => {
    const story = emergency().until('2027-02-03 14:00');
    const reminders = story.all('reminded').map(({ at, escalated }) => [at, escalated]);
    expect(reminders.slice(0, 2)).toEqual([
      [zurich('2027-02-03 09:30'), true],
      [zurich('2027-02-03 10:00'), true],
    ]);
    expect(story.all('held')).toMatchObject([
      { milestone: 'start', reasons: ['no GO', 'no snapshot'], at: zurich('2027-02-03 14:00') },
    ]);
    expect(story.notices).toEqual([]);
  });

  test('a NOGO ends the asking, and what was corrected is asked with the same haste', () => {
    const story = emergency()
      .says(approver, '2027-02-03 09:10', { type: 'giveNogo', reason: 'Block the address instead' })
      .says(implementer, '2027-02-03 10:00', { type: 'requestGo', corrected: 'Blocked, and still needed' })
      .until('2027-02-03 10:30');
    expect(story.all('reminded').map(({ at }) => at)).toEqual([zurich('2027-02-03 10:30')]);
  });

  test('does without the pre-check where the site does', () => {
    const story = emergency(siteWith({ 'pre-check': { on: false } }));
    expect(story.all('asked').map(({ question }) => question)).toEqual(['go-nogo']);
    given(story)
      .when(approver, '2027-02-03 09:10', { type: 'giveGo' })
      .then([
        { type: 'goGiven', acceptable: 120 },
        { type: 'noticed', notice: 'announce', due: zurich('2027-02-03 09:10'), late: false },
        { type: 'skipped', milestone: 'remind', due: zurich('2027-02-02 09:00') },
      ]);
  });

  test('goes all the way to its report', () => {
    const story = goAllTheWay(emergency());
    expect(story.change.stage.is).toBe('closed');
    expect(story.notices.map(([notice]) => notice)).toEqual(['announce', 'start', 'end']);
  });
});
