import type { Change } from '../change.ts';
import type { Decision } from '../decision.ts';
import type { Person } from '../site.ts';

/** What a person decided is kept with who and when, for the report. @throws Error for an event of the clock. */
export function decided(
  change: Change,
  what: Decision['what'],
  event: { readonly by: Person | null; readonly for?: Person; readonly at: number },
  reason: string | null = null,
): { decisions: readonly Decision[] } {
  if (event.by === null) throw new Error(`${change.id}: '${what}' is a person's decision`);
  const deputyOf = event.for === undefined ? {} : { for: event.for };
  return { decisions: [...change.decisions, { what, by: event.by, ...deputyOf, at: event.at, reason }] };
}
