import { CARD } from '../connector/activity.ts';
import { cardFor, cardOf, refreshOf } from '../connector/invoke.ts';
import { channelOf, mainChannel, personOf, type Tenancy } from '../connector/tenancy.ts';
import { gist } from '../connector/waiting.ts';
import { asJson, asList, asText, type Json } from '../json.ts';
import type { Message } from '../connector/board.ts';
import type { Person } from '../connector/people.ts';
import type { PostView } from '../page/wire.ts';

/** Whether a person sees a message at all: a personal chat is nobody else's. */
export function visible({ owner }: Message, viewer: Person): boolean {
  return owner === undefined || owner.entraId === viewer.entraId;
}

/** @param at when it was posted, by the clock of the rehearsal */
export function postView(tenancy: Tenancy, message: Message, viewer: Person, at: Date): PostView {
  const { id, activity, from, deleted, edits } = message;
  const view = message.views.get(viewer.entraId);
  return {
    id,
    version: `${edits}.${view?.serial ?? 0}.${deleted ? 'deleted' : 'there'}`,
    thread: message.threadRoot ?? null,
    channel: otherChannel(tenancy, message.channelId),
    author: from === 'bot' ? tenancy.bot.name : from.name,
    byBot: from === 'bot',
    at: at.toISOString(),
    edited: edits > 0,
    deleted,
    text: deleted ? '' : (activity.text ?? ''),
    markdown: from === 'bot' && (activity.textFormat ?? 'markdown') === 'markdown',
    mentions: mentionsOf(message).map(({ name }) => name),
    cards: deleted ? [] : cardsFor(message, viewer),
    gist: gist(activity),
    refresh: view === undefined && refreshOf(message, viewer) !== undefined,
  };
}

/** The people whom a message addresses: by mention, or because it stands in their personal chat. */
export function addressed(tenancy: Tenancy, message: Message): Person[] {
  if (message.owner !== undefined) return [message.owner];
  const mentioned = mentionsOf(message).map(({ id }) => personOf(tenancy, id));
  return [...new Set(mentioned.filter((one) => one !== undefined))];
}

function cardsFor(message: Message, viewer: Person): unknown[] {
  const shared = cardOf(message.activity);
  const cards = asList(message.activity.attachments).map(asJson);
  return cards
    .filter(({ contentType }) => contentType === CARD)
    .map(({ content }) => (content === shared ? cardFor(message, viewer) : content));
}

function mentionsOf({ activity }: Message): { id: string; name: string }[] {
  const cards = asList(activity.attachments).map((one) => asJson(asJson(one).content));
  const inCards = cards.flatMap((card) => asList(asJson(card.msteams).entities));
  return [...(activity.entities ?? []), ...inCards.map(asJson)].flatMap(mention);
}

/** The name is the one between the tags: that is what gets highlighted. */
function mention({ type, text, mentioned }: Json): { id: string; name: string }[] {
  const name = /^<at>(.+)<\/at>$/.exec(asText(text) ?? '')?.[1];
  const id = asText(asJson(mentioned).id);
  return type === 'mention' && name !== undefined && id !== undefined ? [{ id, name }] : [];
}

function otherChannel(tenancy: Tenancy, id: string | undefined): string | null {
  if (id === undefined || id === mainChannel(tenancy).id) return null;
  return channelOf(tenancy, id)?.name ?? null;
}
