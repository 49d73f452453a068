import { randomUUID } from 'node:crypto';
import { frame, type Speech } from './speech.ts';
import { mainChannel } from './tenancy.ts';
import type { Activity } from './activity.ts';
import type { Json } from '../json.ts';
import type { Person } from './people.ts';

/** What Teams sends when somebody adds the bot to the team, in its order. */
export function added(speech: Speech, by: Person): Activity[] {
  return [roster(speech, by, 'membersAdded', 'teamMemberAdded'), installation(speech, by, 'add')];
}

/** What Teams sends when somebody removes the bot from the team. */
export function removed(speech: Speech, by: Person): Activity[] {
  return [roster(speech, by, 'membersRemoved', 'teamMemberRemoved'), installation(speech, by, 'remove')];
}

function roster(speech: Speech, by: Person, field: string, eventType: string): Activity {
  const { bot, team } = speech.tenancy;
  const base = inTeam(speech, by);
  return {
    ...base,
    type: 'conversationUpdate',
    [field]: [{ id: bot.id }],
    channelData: { ...base.channelData, team, eventType },
  };
}

function installation(speech: Speech, by: Person, action: string): Activity {
  const { tenancy } = speech;
  const base = inTeam(speech, by);
  const settings = { selectedChannel: { id: mainChannel(tenancy).id } };
  const channelData = { ...base.channelData, team: tenancy.team, settings, source: { name: 'message' } };
  return { ...base, type: 'installationUpdate', action, channelData };
}

function inTeam(speech: Speech, by: Person): Activity {
  const { team, tenantId } = speech.tenancy;
  const base = frame(speech, by, { channel: team.id, root: '' });
  const channelData: Json = { team: { id: team.id }, channel: { id: team.id }, tenant: { id: tenantId } };
  const conversation = { ...base.conversation, id: team.id };
  return { ...base, id: `f:${randomUUID()}`, conversation, channelData };
}
