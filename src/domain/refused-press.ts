/** What was pressed in vain. */
import type { Instant } from './event.ts';

/** A press refused at this version: who pressed what, why not, and when. */
export interface RefusedPress {
  readonly entraId: string;
  readonly command: string;
  readonly why: string;
  readonly at: Instant;
}

/** Clients send a press again after some 15 s: what is refused for the same reason within a minute is one press. */
const RESENT_WITHIN_MS = 60_000;

/** Whether this refused press stands in the history already. */
export function isKnownRefusal(
  { refusals }: { readonly refusals: readonly RefusedPress[] },
  press: RefusedPress,
): boolean {
  return refusals.some(
    ({ entraId, command, why, at }) =>
      entraId === press.entraId && command === press.command && why === press.why && press.at - at < RESENT_WITHIN_MS,
  );
}
