import { describe, expect, test } from '@jest/globals';
import type { Request } from '../../src/domain/command.ts';
import { deputiesOn } from '../../src/domain/roles.ts';
import type { Person, Site } from '../../src/domain/site.ts';
import { ALL_PREPARATIONS, approver, deputy, implementer, member, site, upgrade, zurich } from '../support/fixtures.ts';
import type { Story } from '../support/given.ts';
import { Story as NewStory, given } from '../support/given.ts';
import {
  askedForGo,
  askedForPreCheck,
  askedForSnapshot,
  askedToDecide,
  completed,
  correcting,
  nogo,
  prepared,
  skipRequested,
  takingSnapshot,
} from '../support/stories.ts';
import { created } from '../support/given.ts';

type Press = readonly [string, () => Story, string, Request];

const IMPLEMENTERS: readonly Press[] = [
  ['tick preparations', created, '2027-01-10 10:00', { type: 'tickPreparations', items: ALL_PREPARATIONS }],
  ['tick corrections', correcting, '2027-02-01 10:00', { type: 'tickCorrections', done: [0] }],
  ['request a GO again', nogo, '2027-02-07 10:00', { type: 'requestGo', corrected: 'all' }],
  ['start the snapshot', askedForSnapshot, '2027-02-13 05:05', { type: 'startSnapshot' }],
  ['finish the snapshot', takingSnapshot, '2027-02-13 07:40', { type: 'finishSnapshot' }],
  ['say that the snapshot failed', takingSnapshot, '2027-02-13 07:40', { type: 'failSnapshot', reason: 'full' }],
  ['ask to skip the snapshot', askedForSnapshot, '2027-02-13 05:05', { type: 'requestSkip', reason: 'down' }],
  ['tick tests', askedToDecide, '2027-02-13 11:31', { type: 'tickTests', done: [0] }],
  ['ask for more time', askedToDecide, '2027-02-13 11:31', { type: 'extend', minutes: 30, reason: 'late' }],
  ['restore', askedToDecide, '2027-02-13 11:31', { type: 'restore' }],
  ['declare an incident', askedToDecide, '2027-02-13 11:31', { type: 'declareIncident', reason: 'broken' }],
  ['end', askedToDecide, '2027-02-13 11:31', { type: 'end', done: [0, 1], untested: '' }],
  ['add lessons', completed, '2027-02-13 11:00', { type: 'addLessons', lessons: 'none' }],
  ['cancel', prepared, '2027-01-20 10:00', { type: 'cancel', reason: 'late' }],
];

const APPROVERS: readonly Press[] = [
  ['accept the pre-check', askedForPreCheck, '2027-01-30 10:00', { type: 'acceptPreCheck' }],
  ['need corrections', askedForPreCheck, '2027-01-30 10:00', { type: 'needCorrections', corrections: ['one'] }],
  ['give GO', askedForGo, '2027-02-06 10:00', { type: 'giveGo' }],
  ['give NOGO', askedForGo, '2027-02-06 10:00', { type: 'giveNogo', reason: 'exams' }],
  ['agree to a skip', skipRequested, '2027-02-13 05:20', { type: 'agreeSkip' }],
  ['refuse a skip', skipRequested, '2027-02-13 05:20', { type: 'refuseSkip', reason: 'no' }],
];

const accepted = (story: Story, by: Person, moment: string, request: Request): void => {
  expect(Array.isArray(story.hear(by, moment, request))).toBe(true);
};

describe('only the implementer may', () => {
  test.each(IMPLEMENTERS)('%s', (_name, story, moment, request) => {
    accepted(story(), implementer, moment, request);
    for (const other of [approver, deputy, member])
      given(story()).when(other, moment, request).then('not the implementer');
  });

  test('and the refusal names them', () => {
    expect(created().hear(member, '2027-01-10 10:00', { type: 'cancel', reason: 'why not' })).toEqual({
      refused: 'not the implementer',
      values: { implementer: 'Implementer' },
    });
  });
});

describe('only the approver may', () => {
  test.each(APPROVERS)('%s', (_name, story, moment, request) => {
    accepted(story(), approver, moment, request);
    for (const other of [implementer, member]) given(story()).when(other, moment, request).then('not the approver');
  });

  test('and the refusal names them', () => {
    expect(askedForGo().hear(member, '2027-02-06 10:00', { type: 'giveGo' })).toEqual({
      refused: 'not the approver',
      values: { approver: 'Pierre André' },
    });
  });
});

describe('a deputy', () => {
  const goAt = (moment: string) => given(askedForGo()).when(deputy, moment, { type: 'giveGo' });
  const GO = (moment: string) =>
    [
      { type: 'goGiven', acceptable: 120 },
      { type: 'noticed', notice: 'announce', due: zurich(moment), late: false },
    ] as const;

  test('stands in for the approver inside the dates, the last day included', () => {
    goAt('2027-02-06 10:00').then(GO('2027-02-06 10:00'));
    goAt('2027-02-07 23:59').then(GO('2027-02-07 23:59'));
  });

  test('is refused outside the dates, which the refusal names', () => {
    goAt('2027-02-08 00:00').then('deputy outside dates');
    expect(askedForPreCheck().hear(deputy, '2027-01-31 23:59', { type: 'acceptPreCheck' })).toEqual({
      refused: 'deputy outside dates',
      values: { approver: 'Pierre André', from: '2027-02-01', to: '2027-02-07' },
    });
  });

  test('without dates stands in always', () => {
    const always: Site = { ...site, deputies: [{ entraId: deputy.entraId, name: deputy.name }] };
    accepted(askedForPreCheck(always), deputy, '2027-01-30 10:00', { type: 'acceptPreCheck' });
    expect(deputiesOn(always, zurich('2031-01-01 00:00'))).toHaveLength(1);
  });

  test('may stand in twice, with other dates', () => {
    const twice: Site = {
      ...site,
      deputies: [deputy, { ...deputy, from: '2027-03-01', to: '2027-03-02' }],
    };
    const story = new NewStory(askedForGo().events, twice);
    accepted(story, deputy, '2027-02-06 10:00', { type: 'giveGo' });
    const march = created(twice, { ...upgrade, window: { start: '2027-03-06T08:00', minutes: 240 } })
      .says(implementer, '2027-01-10 10:00', { type: 'tickPreparations', items: ALL_PREPARATIONS })
      .until('2027-02-20 09:00')
      .says(approver, '2027-02-20 10:00', { type: 'acceptPreCheck' })
      .until('2027-02-27 09:00');
    accepted(march, deputy, '2027-03-01 10:00', { type: 'giveGo' });
    given(march).when(deputy, '2027-03-03 10:00', { type: 'giveGo' }).then('deputy outside dates');
  });
});

describe('nobody approves their own change', () => {
  const own = (at: Site): Story =>
    new NewStory([], at)
      .says(approver, '2027-01-09 10:00', { type: 'create', form: 'own', draft: upgrade })
      .says(approver, '2027-01-10 10:00', { type: 'tickPreparations', items: ALL_PREPARATIONS })
      .until('2027-01-30 09:00');

  test('not even the approver', () => {
    given(own(site)).when(approver, '2027-01-30 10:00', { type: 'acceptPreCheck' }).then('own approval');
  });

  test('not a deputy who implements it either', () => {
    const story = new NewStory([], site)
      .says(deputy, '2027-01-20 10:00', { type: 'create', form: 'own', draft: upgrade })
      .says(deputy, '2027-01-20 10:01', { type: 'tickPreparations', items: ALL_PREPARATIONS })
      .until('2027-02-02 09:00');
    given(story).when(deputy, '2027-02-02 10:00', { type: 'acceptPreCheck' }).then('own approval');
    accepted(story, approver, '2027-02-02 10:00', { type: 'acceptPreCheck' });
  });

  test('a deputy may approve the approver’s', () => {
    accepted(own(site), deputy, '2027-02-01 10:00', { type: 'acceptPreCheck' });
  });

  test('unless the site allows it', () => {
    accepted(own({ ...site, ownApproval: true }), approver, '2027-01-30 10:00', { type: 'acceptPreCheck' });
  });
});
