/** What became of the bot's own letters. */
import type { Change } from '../change.ts';
import type { Event } from '../event.ts';
import type { Mailing, MailState } from '../mailing.ts';
import { numberIn, reaches } from '../mailing.ts';
import type { MailPosting, Posting } from '../posting.ts';
import { postingKey } from '../posting.ts';
import type { Address } from '../site.ts';
import type { Telling } from '../telling.ts';

type DeliveryEvent = Extract<Event, { type: 'addressed' | 'delivered' | 'mailed' | 'gaveUp' | 'resent' }>;

/** What such an event changes. */
export function lettered(change: Change, event: DeliveryEvent): Partial<Change> {
  switch (event.type) {
    case 'addressed':
      return addressed(change, event);
    case 'delivered':
      return delivered(change, event);
    case 'mailed':
      return mailed(change, event);
    case 'gaveUp':
      return gaveUp(change, event);
    case 'resent':
      return resent(change, event);
  }
}

function addressed(change: Change, event: Extract<Event, { type: 'addressed' }>): Partial<Change> {
  const key = postingKey(change.id, event.notice, change.length + 1, 'mail');
  const to = new Map(event.to.map((address): [Address, MailState] => [address, QUEUED]));
  const mailings = [...change.mailings, { key, notice: event.notice, at: event.at, to }];
  if (event.joined === true) return { mailings };
  const sequence = change.sequence + 1;
  if (event.notice === 'tentative') return { mailings, sequence, tentative: tellingOf(change, key, 'planned') };
  const last = change.allTellings.at(-1);
  // By itself it is the approver's alone: nobody else knew of it.
  if (last === undefined || numberIn(last.key) !== change.length)
    return { mailings, sequence, tentative: tellingOf(change, key, 'cancelled') };
  // The notice in the channel has counted already.
  const allTellings = [...change.allTellings.slice(0, -1), { ...last, mail: key }];
  return { mailings, ...heard({ ...change, mailings, allTellings }), tentative: null };
}

const QUEUED: MailState = { is: 'queued' };

function tellingOf(change: Change, key: string, is: Telling['is']): Telling {
  const { title, service, window } =
    is === 'cancelled' && change.tentative !== null ? change.tentative : change.planned;
  return { key, is, title, service, window };
}

function delivered(change: Change, event: Extract<Event, { type: 'delivered' }>): Partial<Change> {
  const out = { activity: event.activity, conversation: event.conversation };
  const cards = event.card === null ? change.cards : { ...change.cards, [event.card]: out };
  const notified = change.notified.map((one) => (one.key === event.key ? { ...one, activity: event.activity } : one));
  return { cards, notified, delivered: { ...change.delivered, [event.key]: event.at } };
}

function mailed(change: Change, event: Extract<Event, { type: 'mailed' }>): Partial<Change> {
  const { key, at, sent, gaveUp: lost, leftOut } = event;
  const states: readonly (readonly [Address, MailState])[] = [
    ...sent.map(({ to, id }) => [to, { is: 'sent', at, id }] as const),
    ...lost.map(({ to, ...fate }) => [to, { is: 'given up', at, ...fate }] as const),
    ...leftOut.map(({ to, ...fate }) => [to, { is: 'left out', at, ...fate }] as const),
  ];
  const mailings = withStates(change.mailings, key, states);
  const given = [...change.gaveUp, ...lost.map(({ to, why }) => ({ key, to, why, at }))];
  return {
    mailings,
    gaveUp: given,
    lost: event.lost === undefined ? change.lost : [...change.lost, event.lost],
    ...heard({ ...change, mailings, gaveUp: given }),
  };
}

function withStates(
  mailings: readonly Mailing[],
  key: string,
  states: readonly (readonly [Address, MailState])[],
): readonly Mailing[] {
  return mailings.map((one) => (one.key === key ? { ...one, to: new Map([...one.to, ...states]) } : one));
}

function gaveUp(change: Change, event: Extract<Event, { type: 'gaveUp' }>): Partial<Change> {
  const { key, why, at, lost } = event;
  const given = [...change.gaveUp, { key, why, at }];
  return {
    gaveUp: given,
    lost: lost === undefined ? change.lost : [...change.lost, lost],
    ...heard({ ...change, gaveUp: given }),
  };
}

/** What reached nobody, on no channel, nobody knows: as long as it is not sent again. */
function heard(change: Change): Pick<Change, 'tellings' | 'allTellings'> {
  const { allTellings, mailings, gaveUp: given } = change;
  const isLost = (key: string): boolean => given.some((one) => one.key === key && one.to === undefined);
  const isMailed = (key: string | undefined): boolean => mailings.some((one) => one.key === key && reaches(one));
  const tellings = allTellings.filter(({ key, mail }) => !isLost(key) || isMailed(mail));
  const isAsBefore =
    tellings.length === change.tellings.length && tellings.every((one, n) => one === change.tellings[n]);
  return { tellings: isAsBefore ? change.tellings : tellings, allTellings };
}

/** It is on its way again, and expected by those who get it. */
function resent(change: Change, { letters }: Extract<Event, { type: 'resent' }>): Partial<Change> {
  const again = (key: string, to: Address | undefined): boolean =>
    letters.some((letter) => letter.key === key && (to === undefined || (isMail(letter) && letter.to.includes(to))));
  const mails = letters.filter(isMail);
  const mailings = mails.reduce<readonly Mailing[]>(
    (all, { key, to }) =>
      withStates(
        all,
        key,
        to.map((address) => [address, QUEUED]),
      ),
    change.mailings,
  );
  const given = change.gaveUp.filter(({ key, to }) => !again(key, to));
  return {
    mailings,
    gaveUp: given,
    lost: change.lost.flatMap((letter) => left(letter, letters)),
    ...heard({ ...change, mailings, gaveUp: given }),
  };
}

function isMail(letter: Posting): letter is MailPosting {
  return letter.kind === 'mail';
}

/** What is still lost of a letter when others are sent again. */
function left(letter: Posting, again: readonly Posting[]): readonly Posting[] {
  const one = again.find(({ key }) => key === letter.key);
  if (one === undefined) return [letter];
  if (!isMail(letter) || !isMail(one)) return [];
  const to = letter.to.filter((address) => !one.to.includes(address));
  return to.length === 0 ? [] : [{ ...letter, to }];
}
