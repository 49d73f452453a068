import { startConnector, type Connector } from './connector.ts';
import { castOf, type Stage } from './cast.ts';
import { startRoom, type RunningRoom } from './room.ts';
import { RoomClock } from './room/clock.ts';
import type { PostOffice } from './post-office.ts';

const FIRST_PORT = 3979;
const PORTS_TRIED = 20;

export interface Rehearsal {
  /** The one page to open. */
  url: string;
  /** What to do there, a line each. */
  steps: readonly string[];
  close(): Promise<void>;
}

/** What is there before the service is. */
export interface Prepared {
  /** Default: one that reads the service's. */
  clock?: RoomClock;
  /** Where the service sends its mails; without, the room has no mailbox. Who started it ends it. */
  postOffice?: PostOffice;
}

/**
 * Opens the room around a running service and adds the bot to its team.
 * @param service e.g. `http://127.0.0.1:3978`
 */
export async function openRehearsal(service: string, stage: Stage, prepared: Prepared = {}): Promise<Rehearsal> {
  const { clock = new RoomClock(service), postOffice } = prepared;
  await clock.read();
  const connector = await startConnector({
    service,
    people: castOf(stage),
    channels: [{ id: '19:rehearsal-channel@thread.tacv2', name: stage.channel }],
    clock: () => clock.now(),
    before: () => clock.read(),
  });
  const room = await onFreePort(connector, clock, postOffice);
  await connector.install();
  return {
    url: room.url,
    steps: [...stepsFor(stage, clock.now()), ...(postOffice === undefined ? [] : [MAILBOX])],
    async close() {
      await room.close();
      await connector.close();
    },
  };
}

async function onFreePort(connector: Connector, clock: RoomClock, postOffice?: PostOffice): Promise<RunningRoom> {
  for (let port = FIRST_PORT; port < FIRST_PORT + PORTS_TRIED; port += 1) {
    try {
      return await startRoom(connector, clock, port, postOffice);
    } catch (fault) {
      if ((fault as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw fault;
    }
  }
  throw new Error(`The ports ${FIRST_PORT} to ${FIRST_PORT + PORTS_TRIED - 1} are all taken: end what uses them.`);
}

const MAILBOX = '4. Read under "Mailbox" what people are sent, or let an address refuse; no mail leaves this machine.';

function stepsFor({ approver }: Stage, now: Date): string[] {
  return [
    `1. As Implementer, post in the channel "new Upgrade Moodle on isc-learn ${farSaturday(now)} 08:00 for 4h" and fill in the form.`,
    '2. Move the clock with "Next milestone", again and again, and answer what the cards ask of you.',
    `3. Become ${approver.name} (approver) for the pre-check and the GO, and carry the change on to its report.`,
  ];
}

/** A Saturday more than five weeks ahead: early enough for every milestone. As `2027-02-13`. */
function farSaturday(now: Date): string {
  const far = new Date(now);
  far.setUTCDate(far.getUTCDate() + 36);
  far.setUTCDate(far.getUTCDate() + 6 - far.getUTCDay());
  return far.toISOString().slice(0, 10);
}
