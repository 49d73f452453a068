/** What became of the notices, as people read it: in a line on the change's card, by recipient in its history. */
import type { Fate, LedgerLine, MailFates } from '../../app/ledger.ts';
import type { Voice } from '../../app/words.ts';

/** The newest notice in one line: `planned maintenance, Sat 6 Feb 2027: Teams sent 09:02 CET (UTC+01:00), mail 13 of 14`; empty where there was none. */
export function toldLine(ledger: readonly LedgerLine[], voice: Voice): string {
  const last = ledger.findLast(({ channel }) => channel !== null);
  return last === undefined ? '' : noticeLine(last, voice);
}

/** A notice with what became of it on every channel. */
export function noticeLine(line: LedgerLine, voice: Voice): string {
  const { sentences, times } = voice;
  const notice = sentences.say(`notice.${line.notice}.name`);
  const channels = [
    ...(line.channel === null ? [] : [channelSaid(line.channel, line.at, voice)]),
    ...(line.mail === null ? [] : [mailSaid(line.mail, voice)]),
  ];
  return sentences.say('ledger.line', { notice, day: times.day(line.at), channels: channels.join(', ') });
}

/** How many mails of a notice have gone, wait, and were given up. */
export function mailSaid({ all, sent, waiting, failed }: MailFates, { sentences }: Voice): string {
  return sentences.say('ledger.mail', { all, sent, waiting, failed });
}

/** `sent 09:02 CET (UTC+01:00)`, with the day where it is not the day of the notice. */
export function fateSaid(fate: Fate, decided: number, { sentences, times, escape }: Voice): string {
  const isNear = (at: number): boolean => times.day(at) === times.day(decided);
  const near = (at: number): string => (isNear(at) ? times.clock(at) : times.when(at));
  switch (fate.is) {
    case 'queued':
      return sentences.say('ledger.queued');
    case 'later':
      return sentences.say('ledger.later', { why: escape(fate.why), next: near(fate.next) });
    case 'sent':
      return sentences.say(isNear(fate.at) ? 'ledger.sent' : 'ledger.sentOn', { at: near(fate.at) });
    case 'given up':
      return sentences.say('ledger.givenUp', { why: escape(fate.why), at: near(fate.at) });
    case 'left out':
      return sentences.say(`ledger.leftOut.${fate.why}`);
  }
}

function channelSaid(fate: Fate, decided: number, voice: Voice): string {
  return voice.sentences.say('ledger.channel', { fate: fateSaid(fate, decided, voice) });
}
