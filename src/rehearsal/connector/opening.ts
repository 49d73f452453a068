import { asActivity, isMessage } from './posting.ts';
import { refused } from './place.ts';
import { channelOf, chatOf, personOf, thread } from './tenancy.ts';
import { asJson, asList, asText, type Json } from '../json.ts';
import type { Place } from './place.ts';
import type { Reply } from './send.ts';

/** `POST /v3/conversations`: a new thread in a channel, or the personal chat with one member. */
export function createConversation(place: Place, _ids: readonly string[], body: Json): Reply {
  const channelId = asText(asJson(asJson(body.channelData).channel).id);
  return channelId === undefined ? openChat(place, body) : openThread(place, channelId, body);
}

function openThread(place: Place, channelId: string, body: Json): Reply {
  if (channelOf(place.tenancy, channelId) === undefined) {
    return refused(404, 'ConversationNotFound', 'Conversation not found.');
  }
  const activity = asActivity(body.activity);
  if (activity === undefined) return refused(400, 'BadArgument', 'A new thread needs its first activity.');
  const id = place.board.nextId();
  const conversationId = thread(channelId, id);
  place.board.add({ conversationId, channelId, threadRoot: id, from: 'bot', activity }, id);
  return { status: 201, body: { id: conversationId, activityId: id } };
}

function openChat(place: Place, body: Json): Reply {
  const wanted = asList(body.members).map((one) => asText(asJson(one).id) ?? '');
  if (wanted.length !== 1) return refused(400, 'BadArgument', 'A personal chat has one member besides the bot.');
  const owner = personOf(place.tenancy, wanted[0] ?? '');
  if (owner === undefined) return refused(403, 'BotNotInConversationRoster', 'The person is not a member of the team.');
  const conversationId = chatOf(owner);
  const activity = asActivity(body.activity);
  if (activity === undefined || !isMessage(activity)) return { status: 201, body: { id: conversationId } };
  const { id } = place.board.add({ conversationId, owner, from: 'bot', activity });
  return { status: 201, body: { id: conversationId, activityId: id } };
}
