import { refused } from './place.ts';
import { channelOf, chatOwner, memberOf, personOf, splitThread } from './tenancy.ts';
import type { Json } from '../json.ts';
import type { Person } from './people.ts';
import type { Place } from './place.ts';
import type { Reply } from './send.ts';

const NOWHERE = refused(404, 'ConversationNotFound', 'Conversation not found.');

export function members(place: Place, [conversation = '']: readonly string[]): Reply {
  const roster = rosterOf(place, conversation);
  return roster === undefined ? NOWHERE : { status: 200, body: roster };
}

export function pagedMembers(place: Place, [conversation = '']: readonly string[]): Reply {
  const roster = rosterOf(place, conversation);
  return roster === undefined ? NOWHERE : { status: 200, body: { members: roster } };
}

export function member(place: Place, [conversation = '', anyId = '']: readonly string[]): Reply {
  const present = peopleIn(place, conversation);
  if (present === undefined) return NOWHERE;
  const one = personOf(place.tenancy, anyId);
  if (one === undefined || !present.includes(one)) {
    return refused(404, 'MemberNotFoundInConversation', 'The member was not found in the conversation.');
  }
  return { status: 200, body: memberOf(place.tenancy, one) };
}

export function team(place: Place, [id = '']: readonly string[]): Reply {
  const { team: known, channels: others, people, tenantId } = place.tenancy;
  if (id !== known.id) return NOWHERE;
  const counts = { channelCount: others.length + 1, memberCount: people.length };
  return { status: 200, body: { ...known, ...counts, type: 'standard', tenantId } };
}

/** Teams sends General without a name, so that every client can say it in its own language. */
export function channels(place: Place, [id = '']: readonly string[]): Reply {
  const { team: known, channels: others } = place.tenancy;
  if (id !== known.id) return NOWHERE;
  const general = { id: known.id, name: null, type: 'standard' };
  return {
    status: 200,
    body: { conversations: [general, ...others.map((one) => ({ ...one, type: 'standard' }))] },
  };
}

function rosterOf(place: Place, conversation: string): Json[] | undefined {
  return peopleIn(place, conversation)?.map((one) => memberOf(place.tenancy, one));
}

function peopleIn({ tenancy }: Place, conversation: string): readonly Person[] | undefined {
  const owner = chatOwner(tenancy, conversation);
  if (owner !== undefined) return [owner];
  return channelOf(tenancy, splitThread(conversation).channelId) === undefined ? undefined : tenancy.people;
}
