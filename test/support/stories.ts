/** The example change at each station of the main line, at the site given: every test begins at one of them. */
import type { Site } from '../../src/domain/site.ts';
import { ALL_PREPARATIONS, approver, implementer } from './fixtures.ts';
import type { Story } from './given.ts';
import { created } from './given.ts';

export const prepared = (site?: Site): Story =>
  created(site).says(implementer, '2027-01-10 10:00', { type: 'tickPreparations', items: ALL_PREPARATIONS });

/** Two weeks before: the approver has the pre-check in front of them. */
export const askedForPreCheck = (site?: Site): Story => prepared(site).until('2027-01-30 09:00');

export const checked = (site?: Site): Story =>
  askedForPreCheck(site).says(approver, '2027-01-30 10:00', { type: 'acceptPreCheck' });

export const correcting = (site?: Site): Story =>
  askedForPreCheck(site).says(approver, '2027-01-30 10:00', {
    type: 'needCorrections',
    corrections: ['Test the login of teachers', 'Plan 30 minutes more'],
  });

/** One week before: GO or NOGO? */
export const askedForGo = (site?: Site): Story => checked(site).until('2027-02-06 09:00');

export const nogo = (site?: Site): Story =>
  askedForGo(site).says(approver, '2027-02-06 10:00', { type: 'giveNogo', reason: 'The exams are on' });

export const approved = (site?: Site): Story => askedForGo(site).says(approver, '2027-02-06 10:00', { type: 'giveGo' });

/** The evening before: everybody has been reminded. */
export const reminded = (site?: Site): Story => approved(site).until('2027-02-12 20:00');

/** On the day, 05:00: the implementer is asked for the snapshot. */
export const askedForSnapshot = (site?: Site): Story => approved(site).until('2027-02-13 05:00');

export const takingSnapshot = (site?: Site): Story =>
  askedForSnapshot(site).says(implementer, '2027-02-13 05:01', { type: 'startSnapshot' });

export const withSnapshot = (site?: Site): Story =>
  takingSnapshot(site).says(implementer, '2027-02-13 07:40', { type: 'finishSnapshot' });

export const skipRequested = (site?: Site): Story =>
  askedForSnapshot(site).says(implementer, '2027-02-13 05:10', {
    type: 'requestSkip',
    reason: 'The dashboard is down',
  });

export const started = (site?: Site): Story => withSnapshot(site).until('2027-02-13 08:00');

/** 11:30, half an hour before the end: is it solved? */
export const askedToDecide = (site?: Site): Story => started(site).until('2027-02-13 11:30');

/** The approver agreed to so many minutes after the announced end. */
export const startedWith = (acceptable: number, site?: Site): Story =>
  withItsSnapshot(
    askedForGo(site).says(approver, '2027-02-06 10:00', { type: 'giveGo', acceptable }).until('2027-02-13 05:00'),
  ).until('2027-02-13 08:00');

const withItsSnapshot = (story: Story): Story =>
  story
    .says(implementer, '2027-02-13 05:01', { type: 'startSnapshot' })
    .says(implementer, '2027-02-13 07:40', { type: 'finishSnapshot' });

/** It started without a snapshot: there is nothing to restore. */
export const startedWithoutSnapshot = (site?: Site): Story =>
  skipRequested(site).says(approver, '2027-02-13 05:20', { type: 'agreeSkip' }).until('2027-02-13 08:00');

/** 10:15, a quarter of an hour before the last moment for a restore. */
export const warned = (site?: Site): Story => started(site).until('2027-02-13 10:15');

/** 11:40: half an hour more is not enough, the approver is asked for four hours. */
export const askedForMore = (site?: Site): Story =>
  askedToDecide(site).says(implementer, '2027-02-13 11:40', {
    type: 'requestMore',
    minutes: 240,
    reason: 'The videos are being converted',
  });

/** 11:40: it is an incident, by hand. */
export const incident = (site?: Site): Story =>
  askedToDecide(site).says(implementer, '2027-02-13 11:40', { type: 'declareIncident', reason: 'Nobody can log in' });

/** 11:45: it is being repaired from a backup, for 45 minutes. */
export const repairing = (site?: Site): Story =>
  incident(site).says(implementer, '2027-02-13 11:45', {
    type: 'startRepair',
    way: { is: 'backup', name: 'SSD NAS' },
    minutes: 45,
  });

export const completed = (site?: Site): Story =>
  started(site).says(implementer, '2027-02-13 10:00', { type: 'end', done: [0, 1], untested: '' });

export const closed = (site?: Site): Story =>
  completed(site).says(implementer, '2027-02-13 11:00', { type: 'addLessons', lessons: 'Take the snapshot earlier' });

export const cancelled = (site?: Site): Story =>
  approved(site).says(implementer, '2027-02-10 10:00', { type: 'cancel', reason: 'The vendor is late' });
