/** What became of the bot's own letters. */
import type { Change } from '../change.ts';
import type { Event } from '../event.ts';
import type { Mailing, MailState } from '../mailing.ts';
import { reaches } from '../mailing.ts';
import type { MailPosting, Posting } from '../posting.ts';
import { postingKey } from '../posting.ts';
import type { Address } from '../site.ts';
import type { Telling } from '../telling.ts';
import { toldBy } from '../telling.ts';

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
  const last = change.tellings.at(-1);
  // Before it was announced only the approver knew of it.
  if (last === undefined) return { mailings, sequence, tentative: tellingOf(change, key, 'cancelled') };
  // The notice in the channel has counted already.
  return { mailings, tellings: [...change.tellings.slice(0, -1), { ...last, mail: key }], tentative: null };
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
    ...lost.map(({ to, why }) => [to, { is: 'given up', at, why }] as const),
    ...leftOut.map(({ to, why }) => [to, { is: 'left out', at, why }] as const),
  ];
  const mailings = withStates(change.mailings, key, states);
  const given = [...change.gaveUp, ...lost.map(({ to, why }) => ({ key, to, why, at }))];
  return {
    mailings,
    gaveUp: given,
    lost: event.lost === undefined ? change.lost : [...change.lost, event.lost],
    ...untold({ ...change, mailings, gaveUp: given }),
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
    ...untold({ ...change, gaveUp: given }),
  };
}

/** What reached nobody, on no channel, nobody knows. */
function untold(change: Change): Partial<Change> {
  const isLost = (key: string): boolean => change.gaveUp.some((one) => one.key === key && one.to === undefined);
  const isMailed = (key: string | undefined): boolean => {
    const mailing = change.mailings.find((one) => one.key === key);
    return mailing !== undefined && reaches(mailing);
  };
  const known = change.tellings.filter(({ key, mail }) => !isLost(key) || isMailed(mail));
  return known.length === change.tellings.length ? {} : { tellings: known };
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
  return {
    mailings,
    gaveUp: change.gaveUp.filter(({ key, to }) => !again(key, to)),
    lost: change.lost.flatMap((letter) => left(letter, letters)),
    tellings: letters.reduce((tellings, letter) => toldAgain(tellings, letter, change), change.tellings),
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

/** A notice that nobody knew of is one that somebody may know of again. */
function toldAgain(tellings: readonly Telling[], letter: Posting, change: Change): readonly Telling[] {
  if (letter.kind !== 'notice' || tellings.some(({ key }) => key === letter.key)) return tellings;
  return toldBy(letter.notice, letter.key, change.planned, tellings);
}
