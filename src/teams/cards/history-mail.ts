/** How the history tells of mails: a line a notice with how many have arrived, and one for each recipient who could not be reached. */
import type { LedgerLine } from '../../app/ledger.ts';
import { masked, withoutAddresses } from '../../app/masked.ts';
import type { Voice } from '../../app/words.ts';
import type { Event } from '../../domain/event.ts';
import { inOne } from './in-one.ts';
import { letterName } from './letter-name.ts';
import { mailSaid } from './told.ts';

type MailEvent = Extract<Event, { type: 'addressed' | 'mailed' | 'resent' }>;

/** What was sent by mail, how far that is by now, and who was not reached. */
export function mailLine(event: MailEvent, ledger: readonly LedgerLine[], voice: Voice): string {
  const { sentences, escape } = voice;
  switch (event.type) {
    case 'addressed': {
      const line = ledger.find(({ at, notice, mail }) => at === event.at && notice === event.notice && mail !== null);
      const mail = line?.mail == null ? '' : mailSaid(line.mail, voice);
      const notice = sentences.say(`notice.${event.notice}.name`);
      return sentences.say(event.joined === true ? 'history.addressedJoined' : 'history.addressed', { notice, mail });
    }
    case 'mailed':
      return inOne(
        [...event.gaveUp.map((one) => ({ ...one, key: 'mailedNot' })), ...leftOut(event, voice)].map(
          ({ key, to, why }) =>
            sentences.say(`history.${key}`, {
              key: letterName(event.key, voice),
              to: escape(masked(to)),
              why: escape(withoutAddresses(why)),
            }),
        ),
        voice,
      );
    case 'resent':
      return sentences.say('history.resent', {
        letters: [...new Set(event.letters.map(({ key }) => letterName(key, voice)))].join(', '),
      });
  }
}

function leftOut({ leftOut: all }: Extract<Event, { type: 'mailed' }>, { sentences }: Voice) {
  return all.map(({ to, why }) => ({ to, key: 'mailedLeftOut', why: sentences.say(`ledger.leftOut.${why}`) }));
}
