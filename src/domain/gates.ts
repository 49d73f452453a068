/** The conditions of the process, each a named constant that answers open or shut with its reason. */
import type { Change } from './change.ts';
import { isSettled, untickedTests } from './change.ts';
import type { HoldReason, Instant } from './event.ts';
import type { GateName, Milestone } from './milestone.ts';
import { scheduleOf, takesSnapshot } from './schedule.ts';
import type { Site } from './site.ts';

/** Open, or shut by something a person can be told. */
export type Gate = (change: Change, site: Site, now: Instant) => boolean;

export const preparedGate: Gate = (change) => change.stage.is !== 'preparing';

export const preCheckedGate: Gate = (change, site) =>
  !site.process['pre-check'].on || (change.stage.is !== 'preparing' && change.stage.is !== 'prepared');

export const correctedGate: Gate = (change) => change.corrections.every((correction) => correction.done);

/** GO was given and nothing has taken it away since: the change is approved, or already further. */
export const goHoldsGate: Gate = (change) =>
  change.stage.is === 'approved' ||
  change.stage.is === 'in progress' ||
  change.stage.is === 'incident' ||
  change.stage.is === 'ended' ||
  change.stage.is === 'closed';

/** The snapshot is finished or its absence agreed, or none can be taken. */
export const snapshotSettledGate: Gate = (change, site) =>
  !takesSnapshot(change.draft, site) || isSettled(change.snapshot);

export const windowNotOverGate: Gate = (change, site, now) => now < scheduleOf(change.planned, site).end;

export const testsTickedGate: Gate = (change) => untickedTests(change).length === 0;

const GATES: Readonly<Record<GateName, Gate>> = {
  prepared: preparedGate,
  'pre-checked': preCheckedGate,
  corrected: correctedGate,
  'go holds': goHoldsGate,
  'snapshot settled': snapshotSettledGate,
  'window not over': windowNotOverGate,
  'tests ticked': testsTickedGate,
};

/** The gates of a milestone that are shut. */
export function shutGates(row: Milestone, change: Change, site: Site, now: Instant): readonly GateName[] {
  return row.gates.filter((name) => !GATES[name](change, site, now));
}

/** Why a held change is held, as people are told it. */
export function holdReasons(shut: readonly GateName[]): readonly HoldReason[] {
  if (shut.includes('window not over')) return ['window over'];
  const reasons: HoldReason[] = [];
  if (shut.includes('go holds')) reasons.push('no GO');
  if (shut.includes('snapshot settled')) reasons.push('no snapshot');
  return reasons;
}
