/** The outbox of all changes, on its way: letters to Teams and mails, which know of each other. */
import type { DeliveryCommand } from '../domain/command.ts';
import type { Instant } from '../domain/event.ts';
import type { Site } from '../domain/site.ts';
import type { Changes } from './changes.ts';
import type { Delivery } from './deliver.ts';
import { delivery } from './deliver.ts';
import { mailOut } from './mail-out.ts';
import type { Pace } from './pace.ts';
import type { Channel, Log, Mailer, Meter } from './ports.ts';
import type { Patience } from './retry.ts';
import { together } from './together.ts';

export interface OutboxNeeds {
  readonly changes: Changes;
  readonly site: Site;
  readonly channel: Channel;
  readonly mailer: Mailer;
  readonly clock: () => Instant;
  readonly log: Log;
  readonly record: (command: DeliveryCommand) => Promise<unknown>;
  readonly patience: { readonly letter: Patience; readonly update: Patience };
  readonly meter: Meter;
  readonly pace: Pace;
}

/** Delivery by every channel there is. */
export function outboxOf({ channel, mailer, site, patience, ...sending }: OutboxNeeds): Delivery {
  const letters = delivery({ ...sending, channel, patience });
  // What is known of the mails so far belongs on the card of the change.
  const rested = (id: string): void => {
    sending.changes.noteBehind(id);
    letters.knock(id);
  };
  const mails = mailOut({ ...sending, mailer, site, rested, patience: patience.letter });
  return together(letters, mails, sending.changes);
}
