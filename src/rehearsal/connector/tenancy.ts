import type { Json } from '../json.ts';
import type { Account } from './activity.ts';
import type { Person } from './people.ts';

export interface Team {
  /** The id of its General channel, `19:…`, as in Teams. */
  id: string;
  name: string;
  aadGroupId: string;
}

export interface Channel {
  id: string;
  name: string;
}

/** Who and what there is: one tenant with one team, its channels, its people and the bot. */
export interface Tenancy {
  tenantId: string;
  team: Team;
  /** General not included: in Teams it has the team's id and no name. */
  channels: readonly Channel[];
  people: readonly Person[];
  bot: Account & { name: string };
}

export const TEAM: Team = {
  id: '19:general@thread.tacv2',
  name: 'ISC Learn',
  aadGroupId: '00000000-0000-4000-8000-000000007ea3',
};
export const CHANNELS: readonly Channel[] = [{ id: '19:isc-learn-platform@thread.tacv2', name: 'ISC Learn Platform' }];
export const TENANT = '00000000-0000-4000-8000-000000007e4a';
export const BOT = { id: '28:00000000-0000-4000-8000-000000000b07', name: 'Change Steward' };

const THREAD = ';messageid=';

/** The channel that the room and the tests talk in. */
export function mainChannel({ channels, team }: Tenancy): Channel {
  return channels[0] ?? { id: team.id, name: 'General' };
}

export function channelOf(tenancy: Tenancy, id: string): Channel | undefined {
  if (id === tenancy.team.id) return { id, name: 'General' };
  return tenancy.channels.find((channel) => channel.id === id);
}

/** @param anyId the Teams id, the Entra id or the user principal name: Teams takes all three */
export function personOf(tenancy: Tenancy, anyId: string): Person | undefined {
  return tenancy.people.find((one) => [one.id, one.entraId, principalName(one)].includes(anyId));
}

/** Teams keeps the id of a personal chat for ever, so it can be derived from the person. */
export function chatOf(one: Person): string {
  return `a:${one.entraId}`;
}

export function chatOwner(tenancy: Tenancy, conversationId: string): Person | undefined {
  return tenancy.people.find((one) => chatOf(one) === conversationId);
}

/** `19:…;messageid=123` is the thread 123 of the channel `19:…`. */
export function thread(channelId: string, root: string): string {
  return channelId + THREAD + root;
}

export function splitThread(conversationId: string): { channelId: string; root?: string } {
  const [channelId = '', root] = conversationId.split(THREAD);
  return root === undefined ? { channelId } : { channelId, root };
}

export function principalName(one: Person): string {
  return `${one.name.toLowerCase().replace(/[^a-z0-9]+/g, '.')}@example.org`;
}

/** A member as the roster of Teams answers it. */
export function memberOf(tenancy: Tenancy, one: Person): Json {
  const [givenName = '', ...surname] = one.name.split(' ');
  return {
    id: one.id,
    name: one.name,
    objectId: one.entraId,
    aadObjectId: one.entraId,
    givenName,
    surname: surname.join(' '),
    email: principalName(one),
    userPrincipalName: principalName(one),
    tenantId: tenancy.tenantId,
    userRole: 'user',
  };
}
