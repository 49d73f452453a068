/** How far a change has come when its notices are sent: beginnings that several of them share. */
import type { Change } from '../../src/domain/change.ts';
import { isRunning } from '../../src/domain/change.ts';
import type { RepairWay, Texts } from '../../src/domain/event.ts';
import { hostOf } from '../../src/domain/schedule.ts';
import { endOf } from '../../src/domain/window.ts';
import type { Stage } from './stage.ts';
import { at } from './stage.ts';
import { NoWay, Story } from './story.ts';

const HALF_AN_HOUR = 30 * 60_000;

export const SNAPSHOT: RepairWay = { is: 'snapshot' };

export function isApproved({ stage }: Change): boolean {
  return stage.is === 'approved';
}

export function created({ site, draft }: Stage): Story {
  return Story.of(draft, site, at('2027-01-09T10:00', site));
}

export function approved(stage: Stage): Story {
  return created(stage).goesOn(isApproved);
}

export function started(stage: Stage): Story {
  return approved(stage).goesOn(isRunning);
}

/** Half an hour before the end: the decision point, where the site has one. */
export function deciding(stage: Stage): Story {
  return started(stage).until(endOf(stage.draft.window, stage.site.timeZone) - HALF_AN_HOUR);
}

export function incident(stage: Stage): Story {
  return deciding(stage).says({ type: 'declareIncident', reason: 'The database does not start any more.' }, 10);
}

/** From a backup where nothing else is said; where there is none from the snapshot. */
export function repairing(stage: Stage, way: RepairWay = firstWay(stage)): Story {
  return incident(stage).says({ type: 'startRepair', way, minutes: 45 }, 5);
}

function firstWay({ draft, site }: Stage): RepairWay {
  const [name] = hostOf(draft, site).backups;
  return name === undefined ? SNAPSHOT : { is: 'backup', name };
}

/** Approved, and moved since. */
export function rescheduled(stage: Stage, start: string): Story {
  const window = { start, minutes: stage.draft.window.minutes };
  return approved(stage).says({ type: 'reschedule', window, reason: 'The vendor delivers it later.' }, 60);
}

/** Approved, and edited since. */
export function edited(stage: Stage, texts: Partial<Texts>): Story {
  return approved(stage).says({ type: 'edit', texts: { ...stage.draft, ...texts } }, 60);
}

/** The key of another service. @throws NoWay when there is none */
export function otherServiceOf({ site, service }: Stage): string {
  const other = site.services.find(({ key }) => key !== service.key);
  if (other === undefined) throw new NoWay('the site has one service');
  return other.key;
}
