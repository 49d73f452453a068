import { describe, expect, test } from '@jest/globals';
import type { Gate } from '../../src/domain/gates.ts';
import {
  correctedGate,
  goHoldsGate,
  holdReasons,
  preCheckedGate,
  preparedGate,
  shutGates,
  snapshotSettledGate,
  testsTickedGate,
  windowNotOverGate,
} from '../../src/domain/gates.ts';
import { approver, implementer, site, siteWith, upgrade, zurich } from '../support/fixtures.ts';
import type { Story } from '../support/given.ts';
import { created } from '../support/given.ts';
import {
  approved,
  askedForGo,
  askedForSnapshot,
  cancelled,
  checked,
  closed,
  completed,
  correcting,
  nogo,
  prepared,
  skipRequested,
  started,
  takingSnapshot,
  withSnapshot,
} from '../support/stories.ts';

const NOW = zurich('2027-02-13 07:45');
const isOpen = (gate: Gate, story: Story, now = NOW): boolean => gate(story.change, story.site, now);

describe('the gate', () => {
  test('prepared opens with the last tick', () => {
    expect(isOpen(preparedGate, created())).toBe(false);
    expect(isOpen(preparedGate, prepared())).toBe(true);
  });

  test('pre-checked opens with the approver’s answer, or where the site does without', () => {
    expect(isOpen(preCheckedGate, created())).toBe(false);
    expect(isOpen(preCheckedGate, prepared())).toBe(false);
    expect(isOpen(preCheckedGate, checked())).toBe(true);
    expect(isOpen(preCheckedGate, prepared(siteWith({ 'pre-check': { on: false } })))).toBe(true);
  });

  test('corrected is shut while a correction is open', () => {
    const half = correcting().says(implementer, '2027-02-01 10:00', { type: 'tickCorrections', done: [1] });
    const all = half.says(implementer, '2027-02-02 10:00', { type: 'tickCorrections', done: [0, 1] });
    expect([prepared(), correcting(), half, all].map((story) => isOpen(correctedGate, story))).toEqual([
      true,
      false,
      false,
      true,
    ]);
  });

  test('GO holds from GO on, and never without', () => {
    for (const story of [approved(), started(), completed(), closed()]) expect(isOpen(goHoldsGate, story)).toBe(true);
    for (const story of [created(), prepared(), correcting(), askedForGo(), nogo(), cancelled()])
      expect(isOpen(goHoldsGate, story)).toBe(false);
  });

  test('snapshot settled opens when it is finished, or its absence is agreed, or none can be taken', () => {
    const agreed = skipRequested().says(approver, '2027-02-13 05:20', { type: 'agreeSkip' });
    const failed = takingSnapshot().says(implementer, '2027-02-13 06:00', { type: 'failSnapshot', reason: 'full' });
    for (const story of [askedForSnapshot(), takingSnapshot(), failed, skipRequested()])
      expect(isOpen(snapshotSettledGate, story)).toBe(false);
    for (const story of [withSnapshot(), agreed]) expect(isOpen(snapshotSettledGate, story)).toBe(true);
    expect(isOpen(snapshotSettledGate, created(site, { ...upgrade, service: 'sandbox' }))).toBe(true);
    expect(isOpen(snapshotSettledGate, created(siteWith({ snapshot: { on: false } })))).toBe(true);
  });

  test('window not over shuts at the announced end', () => {
    expect(isOpen(windowNotOverGate, approved(), zurich('2027-02-13 11:59'))).toBe(true);
    expect(isOpen(windowNotOverGate, approved(), zurich('2027-02-13 12:00'))).toBe(false);
  });

  test('tests ticked opens with the last of them', () => {
    const ticked = (done: readonly number[]) =>
      started().says(implementer, '2027-02-13 09:00', { type: 'tickTests', done });
    expect([started(), ticked([0]), ticked([0, 1])].map((story) => isOpen(testsTickedGate, story))).toEqual([
      false,
      false,
      true,
    ]);
  });
});

describe('the gates of a row', () => {
  test('are named when they are shut', () => {
    const { change } = askedForGo();
    expect(shutGates(site.process.start, change, site, NOW)).toEqual(['go holds', 'snapshot settled']);
    expect(shutGates(site.process.start, withSnapshot().change, site, NOW)).toEqual([]);
    expect(shutGates(site.process['go-nogo'], correcting().change, site, NOW)).toEqual(['corrected']);
    expect(shutGates(site.process['pre-check'], created().change, site, NOW)).toEqual(['prepared']);
    expect(shutGates(site.process.end, started().change, site, NOW)).toEqual(['tests ticked']);
  });

  test('become the reasons people are told; a window that is over is the only one worth telling', () => {
    expect(holdReasons(['go holds', 'snapshot settled'])).toEqual(['no GO', 'no snapshot']);
    expect(holdReasons(['snapshot settled'])).toEqual(['no snapshot']);
    expect(holdReasons(['window not over', 'go holds', 'snapshot settled'])).toEqual(['window over']);
  });
});
