/**
 * Warns before the client secret expires: a line in the log once a day, and a post in the channel at each step, since nobody reads
 * logs. The team remembers which step was posted; what could not be posted or remembered is tried again an hour later.
 */
import type { Instant } from '../domain/event.ts';
import { dayOf, wallClock } from '../domain/window.ts';
import type { Channel, Log, Meter, SecretWarned } from './ports.ts';
import { UPDATE } from './retry.ts';
import type { SecretExpiry } from './secret-expiry.ts';
import { secretExpiry, secretWarning, stepOf } from './secret-expiry.ts';
import { messageOf, sender, STOPPING } from './sender.ts';
import type { Team } from './team.ts';
import type { Voice } from './words.ts';

export interface SecretWatch {
  /** How things are; null: nobody has said when it expires. */
  now(): SecretExpiry | null;
  /** Looks whether somebody has to be told, and lets it happen. */
  knock(): void;
  /** Resolves when nothing is being posted. */
  idle(): Promise<void>;
  /** Posts nothing more. */
  stop(): void;
}

export interface SecretNeeds {
  /** The day, `2027-06-01`; null: it is not known, or there is no secret. */
  readonly expires: string | null;
  readonly zone: string;
  readonly team: Team;
  readonly channel: Pick<Channel, 'isKnown' | 'say'>;
  readonly voice: Pick<Voice, 'sentences' | 'times'>;
  readonly clock: () => Instant;
  readonly log: Log;
  readonly meter: Meter;
}

/** Nobody is woken by it: it is posted on the morning of its day, when those who can act begin to work. */
const NOT_BEFORE = '09:00';
const AGAIN_AFTER_MS = 60 * 60_000;

/** A watch over this secret; `knock` it now and then. */
export function secretWatch({ expires, zone, team, channel, voice, clock, log, meter }: SecretNeeds): SecretWatch {
  const out = sender(log, clock, meter);
  let logged: string | null = null;
  let notBefore: Instant = 0;
  let under: Promise<void> | null = null;

  const now = (): SecretExpiry | null => (expires === null ? null : secretExpiry(expires, clock(), zone));

  function knock(): void {
    const secret = now();
    const step = secret === null ? null : stepOf(secret);
    if (secret === null || step === null) return;
    say(secret);
    const warning = { expires: secret.expires, step };
    if (under !== null || !isNew(warning, team.secretWarned) || !isTime()) return;
    under = post(secret, warning).finally(() => {
      under = null;
    });
  }

  function say({ expires: on, days }: SecretExpiry): void {
    const today = dayOf(clock(), zone);
    if (logged === today) return;
    logged = today;
    if (days < 0) log.error({ expires: on, days }, 'the client secret has expired');
    else log.warn({ expires: on, days }, 'the client secret expires soon');
  }

  function isTime(): boolean {
    return channel.isKnown() && clock() >= notBefore && wallClock(clock(), zone).slice(11) >= NOT_BEFORE;
  }

  async function post(secret: SecretExpiry, warning: SecretWarned): Promise<void> {
    const key = `secret/${warning.expires}/channel/${String(warning.step)}`;
    try {
      await out.send({ kind: 'letter', key, place: { in: 'channel' }, patience: UPDATE }, () =>
        channel.say(secretWarning(secret, voice)),
      );
      await team.warnedOfSecret(warning);
    } catch (error) {
      if (error === STOPPING) return;
      notBefore = clock() + AGAIN_AFTER_MS;
      log.warn({ why: messageOf(error) }, 'the channel could not be warned of the client secret; it is tried again');
    }
  }

  return {
    now,
    knock,
    idle: async () => {
      await under;
    },
    stop() {
      out.stop();
    },
  };
}

/** A clock that is set back says nothing twice, and a new secret has its own warnings. */
function isNew({ expires, step }: SecretWarned, before: SecretWarned | undefined): boolean {
  return before?.expires !== expires || step < before.step;
}
