/** Who stands in for the approver, by the approver's own word: `delegate @colleague 2027-02-01 to 2027-02-14`. */
import type { Instant } from './event.ts';
import type { Refusal } from './refusal.ts';
import { refuse } from './refusal.ts';
import type { Deputy, Person, Site } from './site.ts';
import { dayOf } from './window.ts';

/** A deputy for the days from the first to the last, local dates. */
export type Delegation = Required<Deputy>;

/** What the approver wrote; null: it is not there, or not to be read. */
export interface DelegationWish {
  readonly deputy: Person | null;
  readonly days: { readonly from: string; readonly to: string } | null;
}

/** The delegations with one more. */
export function delegated(
  delegations: readonly Delegation[],
  { deputy, days }: DelegationWish,
  by: Person,
  site: Site,
  now: Instant,
): readonly Delegation[] | Refusal {
  const refused = notToDelegate(deputy, by, site);
  if (refused || deputy === null) return refused ?? refuse('nobody mentioned');
  if (days === null) return refuse('unreadable days');
  if (days.to < days.from) return refuse('days reversed', days);
  if (days.to < dayOf(now, site.timeZone)) return refuse('days past', days);
  const { entraId, name } = deputy;
  const others = delegations.filter((d) => d.entraId !== entraId || d.from !== days.from || d.to !== days.to);
  return [...others, { entraId, name, ...days }];
}

/** The delegations without those to this person; who stands in by the site file goes on to do so. */
export function undelegated(
  delegations: readonly Delegation[],
  deputy: Person | null,
  by: Person,
  site: Site,
): readonly Delegation[] | Refusal {
  const refused = notToDelegate(deputy, by, site);
  if (refused || deputy === null) return refused ?? refuse('nobody mentioned');
  const left = delegations.filter(({ entraId }) => entraId !== deputy.entraId);
  return left.length < delegations.length ? left : refuse('not delegated', { deputy: deputy.name });
}

function notToDelegate(deputy: Person | null, by: Person, { approver }: Site): Refusal | undefined {
  if (by.entraId !== approver.entraId) return refuse('only the approver delegates', { approver: approver.name });
  return deputy?.entraId === approver.entraId ? refuse('own deputy') : undefined;
}
