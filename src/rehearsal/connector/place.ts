import type { Board } from './board.ts';
import type { TeamsLimits } from './limits.ts';
import type { Reply } from './send.ts';
import type { Tenancy } from './tenancy.ts';

/** What the endpoints work on. */
export interface Place {
  tenancy: Tenancy;
  board: Board;
  /** Whether the bot is (still) in the team. */
  installed: boolean;
  /** What it takes of the bot; null: everything. */
  limits: TeamsLimits | null;
}

/** An error in the shape of Teams. */
export function refused(status: number, code: string, message: string): Reply {
  return { status, body: { error: { code, message } } };
}
