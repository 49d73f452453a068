/** What a valid form is told before it makes a change: nothing of it forbids the change, somebody has to want it all the same. */
import type { Change } from './change.ts';
import type { Clash } from './clashes.ts';
import { clashes, freezePeriodsIn } from './clashes.ts';
import type { Problems } from './draft.ts';
import { problem } from './draft.ts';
import type { Draft } from './event.ts';
import type { MilestoneName } from './milestone.ts';
import { holdsRestore } from './schedule.ts';
import type { FreezePeriod, Site } from './site.ts';

export type Warning =
  | { readonly warning: 'short notice'; readonly missed: readonly MilestoneName[] }
  | { readonly warning: 'too short' }
  | { readonly warning: 'freeze'; readonly period: FreezePeriod }
  | { readonly warning: 'clash'; readonly clash: Clash };

/** Whoever has so many changes in the way needs no longer list. */
const MOST_CLASHES = 10;

/** What stands against the window of a draft; `besides`: the change it is of. */
export function warningsAbout(
  draft: Draft,
  others: readonly Change[],
  site: Site,
  besides?: string,
): readonly Warning[] {
  const { missed = [] } = draft.shortNotice ?? {};
  return [
    ...(missed.length === 0 ? [] : [{ warning: 'short notice', missed } as const]),
    ...(holdsRestore(draft, site) === false ? [{ warning: 'too short' } as const] : []),
    ...freezePeriodsIn(draft.window, site).map((period) => ({ warning: 'freeze', period }) as const),
    ...clashes(draft, others, site, besides, MOST_CLASHES).map((clash) => ({ warning: 'clash', clash }) as const),
  ];
}

/** The form once more: with its warnings, and with what it lacks besides. `shown` goes out with it and comes back with the next press. */
export interface Unconfirmed {
  readonly warnings: readonly Warning[];
  readonly shown: string;
  readonly problems: Problems;
}

/** Null: whoever sent the form had these very warnings before them, and gave the reason that a short notice takes. */
export function unconfirmed(draft: Draft, others: readonly Change[], site: Site, shown: string): Unconfirmed | null {
  const warnings = warningsAbout(draft, others, site);
  const marks = marksOf(warnings);
  const reasonMissing = draft.shortNotice?.reason === '';
  if (marks !== shown) return { warnings, shown: marks, problems: {} };
  return reasonMissing ? { warnings, shown: marks, problems: { reason: problem('reason missing') } } : null;
}

/** The same warnings have the same marks. */
export function marksOf(warnings: readonly Warning[]): string {
  return warnings.map(markOf).join(' ');
}

function markOf(warning: Warning): string {
  switch (warning.warning) {
    case 'short notice':
      return `short:${warning.missed.join('+')}`;
    case 'too short':
      return 'restore';
    case 'freeze':
      return `freeze:${warning.period.from}..${warning.period.to}`;
    case 'clash':
      return `${warning.clash.id}:${String(warning.clash.start)}..${String(warning.clash.end)}`;
  }
}
