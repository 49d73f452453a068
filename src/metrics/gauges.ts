/** How things are at the moment somebody reads. */
import type * as Client from 'prom-client';
import type { Reading } from './meter.ts';
import { Gauge } from './prom-client.ts';

/** Makes the gauges. Gives what sets them. */
export function gauges(registry: Client.Registry, version: string): (now: Reading) => void {
  const gauge = (name: string, help: string): Client.Gauge =>
    new Gauge({ name: `change_steward_${name}`, help, registers: [registry] });
  const outbox = new Gauge({
    name: 'change_steward_outbox_depth',
    help: 'Letters to Teams, and mails by recipient, that are still to be sent.',
    labelNames: ['channel'],
    registers: [registry],
  });
  const open = gauge('open_changes', 'Changes that are not over.');
  const damaged = gauge('damaged_files', 'Files that were set aside because they could not be read.');
  const known = gauge('channel_known', 'Whether the bot knows the channel it posts to: 1 or 0.');
  const age = gauge('tick_age_seconds', 'Since the last knock of the clock began.');
  new Gauge({
    name: 'change_steward_build_info',
    help: 'Always 1; the version that runs is its label.',
    labelNames: ['version'],
    registers: [registry],
  }).set({ version }, 1);
  let expiry: Client.Gauge | null = null;

  return (now) => {
    outbox.set({ channel: 'teams' }, now.letters);
    outbox.set({ channel: 'mail' }, now.mails);
    open.set(now.openChanges);
    damaged.set(now.damagedFiles);
    known.set(now.channelKnown ? 1 : 0);
    age.set(now.tickAgeMs / 1_000);
    if (now.secretExpiresAt === null) return;
    // Not there at all where the date is not known: 0 would be 1970.
    expiry ??= gauge(
      'client_secret_expiry_timestamp_seconds',
      'When the day begins on which the client secret expires.',
    );
    expiry.set(now.secretExpiresAt / 1_000);
  };
}
