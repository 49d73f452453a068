import type { Activity } from './activity.ts';
import type { LimitOptions } from './limits.ts';
import type { Message } from './board.ts';
import type { Person } from './people.ts';
import type { Reply } from './send.ts';
import type { Channel, Team } from './tenancy.ts';

export interface ConnectorOptions {
  /** Where the bot listens, e.g. `http://127.0.0.1:3978`. */
  service: string;
  people: readonly Person[];
  team?: Team;
  /** General not included; the first is the one that `say(…, 'channel')` means. */
  channels?: readonly Channel[];
  tenantId?: string;
  /** `28:` and the app id; any id will do for a bot without credentials. */
  botId?: string;
  /** Default 0: a free one. */
  port?: number;
  /** What activities are stamped with; default the system's clock. */
  clock?: () => Date;
  /** The `Authorization` header of an activity to the bot; default none. */
  authorize?: (activity: Activity) => string | Promise<string>;
  /** Awaited before each call of the bot is handled; default nothing. */
  before?: () => Promise<void>;
  /** Teams' limits on what a bot sends; default none. */
  limits?: LimitOptions;
  /** Milliseconds that `until` waits; default 10,000. */
  patience?: number;
}

/** In the main channel, a given one, a thread there (by the id of its first post), or the personal chat with the bot. */
export type Spot = 'channel' | 'personal' | { thread: string } | { channel: string };

export interface Spoken extends Reply {
  message: Message;
}
