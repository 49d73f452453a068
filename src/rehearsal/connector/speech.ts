import { randomUUID } from 'node:crypto';
import { chatOf, thread, type Channel, type Tenancy } from './tenancy.ts';
import type { Activity } from './activity.ts';
import type { Message } from './board.ts';
import type { Json } from '../json.ts';
import type { Person } from './people.ts';

/** What a person's activities are made of. */
export interface Speech {
  tenancy: Tenancy;
  serviceUrl: string;
  clock: () => Date;
}

/** Where it is said: a thread of a channel, or the personal chat. */
export type Where = { channel: Channel['id']; root: string } | 'personal';

/** What Teams puts into every activity of a person. */
export function frame({ tenancy, serviceUrl, clock }: Speech, from: Person, where: Where): Activity {
  const now = clock();
  return {
    type: 'message',
    timestamp: now.toISOString(),
    localTimestamp: now.toISOString(),
    localTimezone: 'Europe/Zurich',
    locale: 'en-GB',
    channelId: 'msteams',
    serviceUrl,
    from: { id: from.id, name: from.name, aadObjectId: from.entraId },
    recipient: tenancy.bot,
    conversation: conversation(tenancy, from, where),
    entities: [{ type: 'clientInfo', locale: 'en-GB', country: 'GB', platform: 'Web', timezone: 'Europe/Zurich' }],
    channelData: channelData(tenancy, where),
  };
}

/** A new message; in a channel it mentions the bot, or the bot would never hear of it. */
export function spoken(speech: Speech, from: Person, where: Where, text: string, id: string): Activity {
  const base = frame(speech, from, where);
  const said = where === 'personal' ? text : addressed(speech.tenancy, text);
  const people = [speech.tenancy.bot, ...speech.tenancy.people];
  const mentioned = people.filter(({ name }) => said.includes(`@${name}`));
  const marked = mentioned.reduce((all, { name }) => all.replaceAll(`@${name}`, `<at>${name}</at>`), said);
  const mentions = mentioned.map(({ id: account, name }) => ({
    type: 'mention',
    text: `<at>${name}</at>`,
    mentioned: { id: account, name },
  }));
  return {
    ...base,
    id,
    text: marked,
    textFormat: 'plain',
    attachments: [{ contentType: 'text/html', content: html(marked) }],
    entities: [...mentions, ...(base.entities ?? [])],
  };
}

/** A press on a button of a message, or the automatic refresh of its card. */
export function pressed(speech: Speech, from: Person, on: Message, name: string | undefined): Activity {
  const base = frame(speech, from, whereIs(on));
  const source = { source: { name: 'message' }, legacy: { replyToId: on.id } };
  const shared = { ...base, replyToId: on.id, channelData: { ...base.channelData, ...source } };
  return name === undefined ? shared : { ...shared, type: 'invoke', name, id: `f:${randomUUID()}` };
}

function whereIs({ channelId, threadRoot }: Message): Where {
  return channelId === undefined || threadRoot === undefined ? 'personal' : { channel: channelId, root: threadRoot };
}

function conversation(tenancy: Tenancy, from: Person, where: Where): { id: string; [more: string]: unknown } {
  const { tenantId } = tenancy;
  if (where === 'personal') return { conversationType: 'personal', tenantId, id: chatOf(from) };
  return { isGroup: true, conversationType: 'channel', tenantId, id: thread(where.channel, where.root) };
}

function channelData({ tenantId, team }: Tenancy, where: Where): Json {
  if (where === 'personal') return { tenant: { id: tenantId } };
  return {
    teamsChannelId: where.channel,
    teamsTeamId: team.id,
    channel: { id: where.channel },
    team: { id: team.id },
    tenant: { id: tenantId },
  };
}

function addressed({ bot }: Tenancy, text: string): string {
  return text.includes(`@${bot.name}`) ? text : `@${bot.name} ${text}`;
}

/** Teams sends the message a second time as HTML. */
function html(text: string): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return `<div><div>${escaped}</div></div>`;
}
