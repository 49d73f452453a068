/** What Teams sends for a press and for a card that refreshes itself, as the body of a request. */
import type { Message } from '../../src/rehearsal/connector/board.ts';
import { executeValue } from '../../src/rehearsal/connector/invoke.ts';
import type { Person } from '../../src/rehearsal/connector/people.ts';
import { pressed, spoken } from '../../src/rehearsal/connector/speech.ts';
import { BOT, CHANNELS, TEAM, TENANT } from '../../src/rehearsal/connector/tenancy.ts';
import type { Change } from '../../src/domain/change.ts';
import { PEOPLE } from './people.ts';

/** The team that the bench plays. */
export const TENANCY = { tenantId: TENANT, team: TEAM, channels: CHANNELS, people: Object.values(PEOPLE), bot: BOT };

/** The press of a button on the card of a milestone. */
export function pressOn(
  card: 'living' | 'go-nogo',
  verb: 'refresh' | 'giveGo',
  by: Person,
  change: Change,
  serviceUrl: string,
): string {
  const { id: changeId, version } = change;
  const on = messageOf(change, card === 'living' ? 'living' : 'go-nogo/1');
  const activity = pressed({ tenancy: TENANCY, serviceUrl, clock: () => new Date() }, by, on, 'adaptiveCard/action');
  const action = { verb, data: { changeId, milestone: card, round: 1, version } };
  return JSON.stringify({ ...activity, value: executeValue(action, verb === 'refresh' ? 'automatic' : 'manual') });
}

/** What somebody writes to the bot in their own chat. */
export function wordsOf(text: string, by: Person, id: string, serviceUrl: string): string {
  return JSON.stringify(spoken({ tenancy: TENANCY, serviceUrl, clock: () => new Date() }, by, 'personal', text, id));
}

function messageOf({ cards }: Change, card: 'living' | 'go-nogo/1'): Message {
  const { activity: id = '', conversation: conversationId = '' } = cards[card] ?? {};
  const [channelId = '', threadRoot = ''] = conversationId.split(';messageid=');
  const rest = { from: 'bot', activity: { type: 'message' }, edits: 0, deleted: false, views: new Map() } as const;
  return { ...rest, id, conversationId, channelId, threadRoot, at: new Date() };
}
