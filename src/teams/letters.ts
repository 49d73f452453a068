/** From a letter of the outbox to the activity that Teams gets: text with its mentions, card, and the summary of the toast. */
import type { Activity, Mention } from 'botbuilder';
import { CardFactory } from 'botbuilder';
import type { Letter } from '../app/ports.ts';
import { noticeTexts } from '../app/notice-text.ts';
import { cardOf } from '../app/places.ts';
import { askedBy, personOf } from '../app/view.ts';
import { LATE_AFTER_MS } from '../domain/decide/clock.ts';
import type { Change } from '../domain/change.ts';
import type { NoticeName } from '../domain/milestone.ts';
import { ROLE_OF } from '../domain/plan.ts';
import type { Posting } from '../domain/posting.ts';
import { datedDeputiesOn, deputiesOn } from '../domain/roles.ts';
import type { Person, Site } from '../domain/site.ts';
import type { Deck } from './cards/deck.ts';
import { holdReasons } from './cards/living.ts';
import type { Card } from './cards/template.ts';
import { plain } from './markdown.ts';
import type { Voice } from '../app/words.ts';
import { valuesOf } from './values.ts';

export interface Letters {
  /** The activity of a letter. */
  write(letter: Letter): Partial<Activity>;
  /** A card without words beside it: an update mentions nobody a second time. */
  cardOnly(card: Card, summary?: string): Partial<Activity>;
}

interface Needs {
  readonly deck: Deck;
  readonly site: Site;
  /** For the text of messages: escapes for Markdown and HTML. */
  readonly voice: Voice;
  /** The Teams id of a person; their Entra id does where it is not known. */
  readonly idOf: (person: Person) => string;
}

/** The letters of a site. */
export function letters({ deck, site, voice, idOf }: Needs): Letters {
  const { sentences, times } = voice;

  function write(letter: Letter): Partial<Activity> {
    if ('card' in letter)
      return cardOnly(
        deck.base(letter.card, letter.change),
        sentences.say('cards.living.summary', valuesOf(letter.change, site, voice)),
      );
    const { posting, change, now } = letter;
    switch (posting.kind) {
      case 'living':
        return cardOnly(
          deck.base('living', change),
          sentences.say('cards.living.summary', valuesOf(change, site, voice)),
        );
      case 'notice':
        return notice(posting, change, now);
      case 'ask':
        return {
          ...told(`ask.${posting.question}`, posting, change, now),
          ...attached(deck.base(`${posting.question}/${posting.round}`, change)),
        };
      case 'reminder':
        return { ...told(`reminder.${posting.question}`, posting, change, now), ...broughtAlong(posting, change) };
      case 'ready text':
        return { ...told('ready', posting, change, now), ...attached(deck.ready(posting, change)) };
      case 'hold':
        return told(`held.${posting.milestone}`, posting, change, now);
      case 'mail':
        throw new Error('what goes by mail is no letter to Teams');
    }
  }

  function broughtAlong(posting: Posting, change: Change): Partial<Activity> {
    const card = cardOf(posting, change);
    return card === null ? {} : attached(deck.base(card, change));
  }

  function notice(posting: Extract<Posting, { kind: 'notice' }>, change: Change, now: number): Partial<Activity> {
    const lateSince = now - posting.due > LATE_AFTER_MS ? posting.due : null;
    const [first] = noticeTexts({ ...posting, lateSince }, [voice]);
    const card = cardOnly(deck.notice(posting, change, lateSince), first?.summary);
    return { ...card, ...mentioning(addressees(posting, change, site, now), 'onCall') };
  }

  /** A line that mentions these people beside a card; nothing where there are none. */
  function mentioning(people: readonly Person[], key: string): Partial<Activity> {
    if (people.length === 0) return {};
    return {
      textFormat: 'markdown',
      text: sentences.say(key, { mentions: people.map((p) => at(p, voice)).join(', ') }),
      entities: people.map((p) => mention(p, voice, idOf)),
    };
  }

  /** A line of text that mentions whoever has to do something. */
  function told(key: string, posting: Posting, change: Change, now: number): Partial<Activity> {
    const people = addressees(posting, change, site, now);
    const ofChange = valuesOf(change, site, voice);
    const values = { ...ofChange, hold: holdReasons(change, voice, ofChange) };
    const late =
      posting.kind === 'ask' && now - posting.due > LATE_AFTER_MS
        ? ` ${sentences.say('ask.late', { due: times.when(posting.due) })}`
        : '';
    const text = sentences.say(key, { ...values, mentions: people.map((p) => at(p, voice)).join(', ') }) + late;
    return {
      type: 'message',
      textFormat: 'markdown',
      text,
      summary: plain(text),
      entities: people.map((p) => mention(p, voice, idOf)),
    };
  }

  function cardOnly(card: Card, summary?: string): Partial<Activity> {
    return { type: 'message', ...attached(card), ...(summary === undefined ? {} : { summary: plain(summary) }) };
  }

  return { write, cardOnly };
}

/**
 * Who a letter is for: who is asked, with the deputies who stand in by dates, and all of the day when it has waited; a held change
 * concerns both people.
 */
export function addressees(posting: Posting, change: Change, site: Site, now: number): readonly Person[] {
  // Nobody approves their own change: a deputy who implements it is not asked to.
  const deputies = (all: readonly Person[]): readonly Person[] =>
    all.filter(({ entraId }) => site.ownApproval || entraId !== change.implementer.entraId);
  const people = (): readonly Person[] => {
    if (posting.kind === 'hold') return [change.implementer, site.approver, ...deputies(datedDeputiesOn(site, now))];
    if (posting.kind === 'ask')
      return [askedBy(posting.question, change, site), ...deputies(askedWith(posting, change, site, now))];
    if (posting.kind === 'reminder')
      return [
        ...posting.to.map((role) => personOf(role, change, site)),
        ...deputies(posting.deputies ? deputiesOn(site, now) : askedWith(posting, change, site, now)),
      ];
    if (posting.kind === 'ready text') return [change.implementer, ...site.onCall];
    return posting.kind === 'notice' && OF_AN_INCIDENT.includes(posting.notice) ? site.onCall : [];
  };
  return people().filter((person, index, all) => all.findIndex((p) => p.entraId === person.entraId) === index);
}

/** Who is on call is mentioned by these. */
const OF_AN_INCIDENT: readonly NoticeName[] = ['incident', 'incident-update', 'incident-over', 'incident-process'];

/**
 * The deputies who are asked with the approver at once: those who stand in by dates, since the approver is away; all of the day
 * in an emergency, and where the approver may not answer for a change of their own.
 */
function askedWith(
  { question }: Extract<Posting, { kind: 'ask' | 'reminder' }>,
  change: Change,
  site: Site,
  now: number,
): readonly Person[] {
  if (ROLE_OF[question] !== 'approver') return [];
  const own = change.implementer.entraId === site.approver.entraId && !site.ownApproval;
  return own || change.draft.emergency === true ? deputiesOn(site, now) : datedDeputiesOn(site, now);
}

function attached(card: Card): Partial<Activity> {
  return { attachments: [CardFactory.adaptiveCard(card)] };
}

function at(person: Person, { escape }: Voice): string {
  return `<at>${escape(person.name)}</at>`;
}

function mention(person: Person, voice: Voice, idOf: (person: Person) => string): Mention {
  return { type: 'mention', text: at(person, voice), mentioned: { id: idOf(person), name: person.name } };
}
