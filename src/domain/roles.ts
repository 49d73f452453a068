/** Who may do what. The person is who Teams says it is; the card they pressed says nothing about that. */
import type { Change } from './change.ts';
import type { Request } from './command.ts';
import type { Instant } from './event.ts';
import type { Refusal } from './refusal.ts';
import { refuse } from './refusal.ts';
import type { Deputy, Person, Site } from './site.ts';
import { dayOf } from './window.ts';

/** The deputies who stand in for the approver on the day of `now`. */
export function deputiesOn(site: Site, now: Instant): readonly Deputy[] {
  const today = dayOf(now, site.timeZone);
  return site.deputies.filter((deputy) => standsInOn(deputy, today));
}

/** The deputies of the day who stand in by dates: the approver is away, and they are asked in person. */
export function datedDeputiesOn(site: Site, now: Instant): readonly Deputy[] {
  return deputiesOn(site, now).filter(({ from, to }) => from !== undefined || to !== undefined);
}

/** What only the approver, or a deputy, decides. */
const APPROVALS: readonly Request['type'][] = [
  'acceptPreCheck',
  'needCorrections',
  'giveGo',
  'giveNogo',
  'agreeSkip',
  'refuseSkip',
  'agreeMore',
  'refuseMore',
];

/** For whom this person decides; undefined: in their own name. */
export function actsFor(request: Request['type'], by: Person, { approver }: Site): Person | undefined {
  const { entraId, name } = approver;
  return APPROVALS.includes(request) && by.entraId !== entraId ? { entraId, name } : undefined;
}

/** Nothing when the person implements this change, a refusal otherwise. */
export function implementerOnly(change: Change, by: Person): Refusal | undefined {
  if (change.implementer.entraId === by.entraId) return undefined;
  return refuse('not the implementer', { implementer: change.implementer.name });
}

/** Nothing when the person is the approver, or a deputy on this day, and does not approve a change of their own. */
export function approverOnly(change: Change, by: Person, site: Site, now: Instant): Refusal | undefined {
  return refuseOutsiders(by, site, now) ?? refuseOwnApproval(change, by, site);
}

/** Nothing when the person implements this change, or stands for its approval; a refusal otherwise. */
export function implementerOrApprover(change: Change, by: Person, site: Site, now: Instant): Refusal | undefined {
  if (implementerOnly(change, by) === undefined || refuseOutsiders(by, site, now) === undefined) return undefined;
  return refuse('neither of both', { implementer: change.implementer.name, approver: site.approver.name });
}

/** Whether a change of this person can be approved by anybody: by the approver, or else by a deputy of some day. */
export function hasApproverFor({ entraId }: Person, { approver, deputies, ownApproval }: Site): boolean {
  return ownApproval || [approver, ...deputies].some((one) => one.entraId !== entraId);
}

function refuseOutsiders(by: Person, site: Site, now: Instant): Refusal | undefined {
  if (by.entraId === site.approver.entraId) return undefined;
  // One deputy may be listed several times, with other dates each.
  const listed = site.deputies.filter((d) => d.entraId === by.entraId);
  const deputy = listed.at(-1);
  if (deputy === undefined) return refuse('not the approver', { approver: site.approver.name });
  const today = dayOf(now, site.timeZone);
  if (listed.some((d) => standsInOn(d, today))) return undefined;
  return refuse('deputy outside dates', {
    approver: site.approver.name,
    from: deputy.from ?? '…',
    to: deputy.to ?? '…',
  });
}

function refuseOwnApproval(change: Change, by: Person, site: Site): Refusal | undefined {
  if (site.ownApproval || change.implementer.entraId !== by.entraId) return undefined;
  return refuse('own approval');
}

function standsInOn(deputy: Deputy, day: string): boolean {
  return (deputy.from ?? day) <= day && day <= (deputy.to ?? day);
}
