/** `status`: what a person on call wants to see first. */
import { masked, withoutAddresses } from '../../app/masked.ts';
import { secretSaid, stepOf } from '../../app/secret-expiry.ts';
import type { Status } from '../../app/status.ts';
import type { Site } from '../../domain/site.ts';
import type { Voice } from '../../app/words.ts';
import { letterName } from './letter-name.ts';
import type { CardData } from './part.ts';

/** What `cards/status.json` is filled with. */
export function statusData(status: Status, site: Site, voice: Voice): CardData {
  const { sentences, times, escape } = voice;
  const label = (key: string): string => sentences.section('cards.status')[key] ?? '';
  const line = (key: string, what: string): CardData => ({
    line: sentences.say('status.line', { label: label(key), what }),
  });
  const failed = (letter: string, at: number, why: string): string =>
    sentences.say('status.failed', { letter, at: times.when(at), why: escape(withoutAddresses(why)) });
  return {
    text: sentences.section('cards.status'),
    verdict: label(isWell(status) ? 'well' : 'unwell'),
    facts: [
      { title: label('time'), value: times.when(status.now) },
      { title: label('running'), value: times.when(status.since) },
      { title: label('channel'), value: channelSaid(status, site, voice) },
      { title: label('openLabel'), value: String(status.open) },
      { title: label('undeliveredLabel'), value: String(status.undelivered) },
      { title: label('gaveUpLabel'), value: String(status.lost) },
      { title: label('damagedLabel'), value: String(status.damaged.length) },
      ...(status.secret === null ? [] : [{ title: label('secretLabel'), value: secretSaid(status.secret, voice) }]),
    ],
    lines: [
      ...status.due.map(({ id, milestone, at }) =>
        line('dueLabel', `${id} ${sentences.say(`milestone.${milestone}`)}, ${times.when(at)}`),
      ),
      ...status.gaveUp.map((one) => line('gaveUpLabel', failed(letterSaid(one, voice), one.at, one.why))),
      ...status.waiting.map((one) => line('waitingLabel', failed(letterSaid(one, voice), one.next, one.why))),
      ...status.damaged.map(({ file, why }) => line('damagedLabel', `${escape(file)} (${escape(why)})`)),
    ],
  };
}

function isWell({ channel, gaveUp, damaged, secret }: Status): boolean {
  const isSecretWell = secret === null || stepOf(secret) === null;
  return channel !== null && !channel.fallback && gaveUp.length === 0 && damaged.length === 0 && isSecretWell;
}

/** `CHG-2027-001 the start notice`, and to whom where it is a mail. */
function letterSaid({ key, to }: { readonly key: string; readonly to?: string }, voice: Voice): string {
  const letter = `${key.split('/')[0] ?? ''} ${letterName(key, voice)}`;
  return to === undefined ? letter : voice.sentences.say('ledger.mailTo', { letter, to: voice.escape(masked(to)) });
}

function channelSaid(status: Status, site: Site, { sentences, escape }: Voice): string {
  const configured = escape(site.channel);
  if (status.channel === null) return sentences.say('status.channelUnknown', { configured });
  const channel = escape(status.channel.name);
  return status.channel.fallback ? sentences.say('status.channelFallback', { channel, configured }) : channel;
}
