/** It takes longer than is acceptable: an incident, its repair, and what happens when that fails too. */
import type { Change } from '../change.ts';
import { isRunning } from '../change.ts';
import type { PersonCommand } from '../command.ts';
import type { Outcome } from '../decide.ts';
import type { Happening, Instant, RepairWay } from '../event.ts';
import type { Refusal } from '../refusal.ts';
import { refuse } from '../refusal.ts';
import { implementerOnly } from '../roles.ts';
import { hostOf } from '../schedule.ts';
import type { Site } from '../site.ts';
import { after } from '../window.ts';
import { tested } from './day.ts';
import { minutesOf } from './trouble.ts';

type Of<T extends PersonCommand['type']> = Extract<PersonCommand, { type: T }>;

const MINUTE = 60_000;

/** What an incident begins with, by hand (with its reason) or by the clock (null). */
export function incident(reason: string | null, now: Instant): readonly Happening[] {
  return [
    { type: 'incidentDeclared', reason },
    { type: 'noticed', notice: 'incident', due: now, late: false },
    { type: 'asked', question: 'incident', due: now, late: false },
  ];
}

export function declareIncident(change: Change, command: Of<'declareIncident'>): Outcome {
  const refused = implementerOnly(change, command.by);
  if (refused) return refused;
  if (change.stage.is === 'incident') return refuse('incident under way', { id: change.id });
  if (!isRunning(change)) return refuse('nothing to answer', { id: change.id });
  if (command.reason.trim() === '') return refuse('reason required');
  return incident(command.reason.trim(), command.now);
}

/** From which of the sources there are; everybody reads until when, where that is known. */
export function startRepair(change: Change, command: Of<'startRepair'>, site: Site): Outcome {
  const refused = noIncident(change, command);
  if (refused) return refused;
  if (change.incident?.repair !== null) return refuse('repair under way');
  const { way, minutes } = command;
  if (way === null) return refuse('repair required');
  if (!repairWays(change, site).some((one) => isSameWay(one, way))) return refuse('unknown backup', { id: change.id });
  const estimate = minutes === 'none' ? usual(way, change, site) : minutesOf(minutes);
  if (estimate === undefined) return refuse('unreadable delay');
  return [{ type: 'repairStarted', way, minutes: estimate }, update(command.now)];
}

/** News for everybody, with another estimate where there is one. */
export function updateIncident(change: Change, command: Of<'updateIncident'>): Outcome {
  const refused = noIncident(change, command);
  if (refused) return refused;
  if (command.text.trim() === '') return refuse('reason required');
  const minutes = command.minutes === 'none' ? null : minutesOf(command.minutes);
  if (minutes === undefined) return refuse('unreadable delay');
  return [{ type: 'incidentUpdated', text: command.text.trim(), minutes }, update(command.now)];
}

/** With another source left the implementer chooses again; after the snapshot, or the last one, the incident process takes over. */
export function failRepair(change: Change, command: Of<'failRepair'>, site: Site): Outcome {
  const refused = noIncident(change, command);
  if (refused) return refused;
  const repair = change.incident?.repair ?? null;
  if (repair === null) return refuse('no repair under way');
  const reason = command.reason.trim();
  if (reason === '') return refuse('reason required');
  const failed: Happening = { type: 'repairFailed', reason };
  const left = repairWays(change, site).filter((way) => !isSameWay(way, repair.way));
  if (repair.way.is === 'snapshot' || left.length === 0) return [failed, ...intoProcess(reason, command.now)];
  return [failed, { type: 'asked', question: 'incident', due: command.now, late: false }];
}

/** It works again. What is not tested takes a reason, as at every end. */
export function resolveIncident(change: Change, command: Of<'resolveIncident'>): Outcome {
  const refused = noIncident(change, command);
  if (refused) return refused;
  const result = tested(change, command);
  if ('refused' in result) return result;
  return [
    ...result.ticked,
    { type: 'incidentResolved', untested: result.untested },
    { type: 'noticed', notice: 'incident-over', due: command.now, late: false },
    { type: 'asked', question: 'close', due: command.now, late: false },
  ];
}

export function handOverIncident(change: Change, command: Of<'handOverIncident'>): Outcome {
  const refused = noIncident(change, command);
  if (refused) return refused;
  const reason = command.reason.trim();
  return reason === '' ? refuse('reason required') : intoProcess(reason, command.now);
}

/** What there is to repair from and has not failed yet: the snapshot, and the other backups of the host. */
export function repairWays(change: Change, site: Site): readonly RepairWay[] {
  const host = hostOf(change.draft, site);
  const snapshot: readonly RepairWay[] = change.snapshot.is === 'finished' ? [{ is: 'snapshot' }] : [];
  const backups = host.backups.map((name): RepairWay => ({ is: 'backup', name }));
  const failed = change.incident?.tried ?? [];
  return [...backups, ...snapshot].filter((way) => !failed.some((one) => isSameWay(one.way, way)));
}

function isSameWay(a: RepairWay, b: RepairWay): boolean {
  return a.is === 'snapshot' ? b.is === 'snapshot' : b.is === 'backup' && a.name === b.name;
}

/** How long a restore of a snapshot takes is known; of a backup it is not. */
function usual(way: RepairWay, change: Change, site: Site): number | null {
  const { restoreTakes } = hostOf(change.draft, site);
  if (way.is === 'backup' || restoreTakes === undefined) return null;
  return after(0, restoreTakes, 'UTC') / MINUTE;
}

function intoProcess(reason: string, now: Instant): readonly Happening[] {
  return [
    { type: 'incidentHandedOver', reason },
    { type: 'noticed', notice: 'incident-process', due: now, late: false },
    { type: 'asked', question: 'close', due: now, late: false },
  ];
}

function update(due: Instant): Happening {
  return { type: 'noticed', notice: 'incident-update', due, late: false };
}

function noIncident(change: Change, { by }: PersonCommand): Refusal | undefined {
  const refused = implementerOnly(change, by);
  if (refused) return refused;
  return change.stage.is === 'incident' ? undefined : refuse('nothing to answer', { id: change.id });
}
