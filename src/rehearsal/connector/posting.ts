import { refused } from './place.ts';
import { channelOf, chatOwner, splitThread, thread } from './tenancy.ts';
import { asText, isJson, type Json } from '../json.ts';
import type { Activity } from './activity.ts';
import type { Message } from './board.ts';
import type { Place } from './place.ts';
import type { Reply } from './send.ts';

/** Teams' own limit for a message. */
const LARGEST_MESSAGE = 100 * 1024;

/** `POST …/activities` and `POST …/activities/{replyTo}`: a message of the bot. Typing and the like leave no trace. */
export function postActivity(place: Place, ids: readonly string[], body: Json): Reply {
  const [conversationId = '', pathReply] = ids;
  const activity = asActivity(body);
  if (activity === undefined) return refused(400, 'BadArgument', 'An activity has a type.');
  if (JSON.stringify(activity).length > LARGEST_MESSAGE) {
    return refused(413, 'MessageSizeTooBig', 'Message size too large.');
  }
  const owner = chatOwner(place.tenancy, conversationId);
  const reply = pathReply ?? asText(activity.replyToId);
  const spot = owner === undefined ? spotInChannel(place, conversationId, reply) : { conversationId, owner };
  if (spot === undefined) return refused(404, 'ConversationNotFound', 'Conversation not found.');
  if (!isMessage(activity)) return { status: 202, body: { id: place.board.nextId() } };
  const id = place.board.nextId();
  place.board.add({ ...begun(spot, id), from: 'bot', activity }, id);
  return { status: 201, body: { id } };
}

/** `PUT …/activities/{id}`: the message becomes this. */
export function putActivity(place: Place, ids: readonly string[], body: Json): Reply {
  const activity = asActivity(body);
  if (activity === undefined) return refused(400, 'BadArgument', 'An activity has a type.');
  const found = ownMessage(place, ids);
  if ('status' in found) return found;
  place.board.edit(found, activity);
  return { status: 200, body: { id: found.id } };
}

/** `DELETE …/activities/{id}` */
export function deleteActivity(place: Place, ids: readonly string[]): Reply {
  const found = ownMessage(place, ids);
  if ('status' in found) return found;
  place.board.remove(found);
  return { status: 200, body: undefined };
}

export function asActivity(value: unknown): Activity | undefined {
  return isJson(value) && typeof value.type === 'string' ? (value as Activity) : undefined;
}

export function isMessage(activity: Activity): boolean {
  return activity.type === 'message';
}

interface Spot {
  conversationId: string;
  channelId?: string;
  threadRoot?: string;
}

/** The thread that is named, else the one of the message that is answered, else a new one. */
function spotInChannel(place: Place, conversationId: string, replyTo: string | undefined): Spot | undefined {
  const { channelId, root } = splitThread(conversationId);
  if (channelOf(place.tenancy, channelId) === undefined) return undefined;
  const answered = place.board.find(replyTo ?? '');
  const threadRoot = root ?? (answered?.channelId === channelId ? answered.threadRoot : undefined);
  if (threadRoot === undefined) return { conversationId, channelId };
  if (place.board.find(threadRoot)?.channelId !== channelId) return undefined;
  return { conversationId: thread(channelId, threadRoot), channelId, threadRoot };
}

/** A post in a channel that answers nothing is the first of its own thread. */
function begun(spot: Spot, id: string): Spot {
  if (spot.channelId === undefined || spot.threadRoot !== undefined) return spot;
  return { conversationId: thread(spot.channelId, id), channelId: spot.channelId, threadRoot: id };
}

function ownMessage(place: Place, ids: readonly string[]): Message | Reply {
  const [conversationId = '', id = ''] = ids;
  const message = place.board.find(id);
  const here = message?.channelId ?? message?.conversationId;
  if (message === undefined || message.deleted || here !== splitThread(conversationId).channelId) {
    return refused(404, 'ActivityNotFoundInConversation', 'The activity was not found in the conversation.');
  }
  if (message.from !== 'bot') return refused(403, 'NotEnoughPermissions', 'Only own messages can be changed.');
  return message;
}
