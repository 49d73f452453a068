/** What becomes of the snapshot, and of the wish to go without one. */
import type { Change, Snapshot } from '../change.ts';
import type { Event } from '../event.ts';
import { decided } from './decided.ts';

export type Snapshotted = Extract<
  Event,
  {
    type: 'snapshotStarted' | 'snapshotFinished' | 'snapshotFailed' | 'skipRequested' | 'skipAgreed' | 'skipRefused';
  }
>;

/** What one event changes in the snapshot. */
export function snapshotted(change: Change, event: Snapshotted): Partial<Change> {
  const { at } = event;
  switch (event.type) {
    case 'snapshotStarted':
      return { snapshot: { is: 'started', at } };
    case 'snapshotFinished':
      return { snapshot: { is: 'finished', at }, measured: measured(change, at) };
    case 'snapshotFailed':
      return { snapshot: { is: 'failed', at, reason: event.reason } };
    case 'skipRequested':
      return { snapshot: { is: 'skip requested', at, reason: event.reason, startedAt: underWay(change) } };
    case 'skipAgreed':
      return {
        snapshot: { is: 'skipped', at, reason: reasonOfSkip(change) },
        ...decided(change, 'skip agreed', event),
      };
    case 'skipRefused':
      return { snapshot: beforeSkip(change), ...decided(change, 'skip refused', event, event.reason) };
  }
}

/** Started and finished in one breath, it was not timed. */
const LEAST_MEASURED_MIN = 5;

function measured({ measured: before, planned, snapshot }: Change, at: number): Change['measured'] {
  const minutes = snapshot.is === 'started' ? Math.ceil((at - snapshot.at) / 60_000) : 0;
  return minutes < LEAST_MEASURED_MIN ? before : [...before, { service: planned.service, at, minutes }];
}

function underWay({ snapshot }: Change): number | null {
  return snapshot.is === 'started' ? snapshot.at : null;
}

/** Nobody stops a snapshot by asking to do without it. */
function beforeSkip({ snapshot }: Change): Snapshot {
  const startedAt = snapshot.is === 'skip requested' ? snapshot.startedAt : null;
  return startedAt === null ? { is: 'none' } : { is: 'started', at: startedAt };
}

function reasonOfSkip(change: Change): string {
  return 'reason' in change.snapshot ? change.snapshot.reason : '';
}
