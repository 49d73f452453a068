/** Where the bot lives: the team it is installed into, its channel by name, and how Teams calls the people in it. */
import type { Activity, TurnContext } from 'botbuilder';
import { TeamsInfo } from 'botbuilder';
import type { Installation, KnownPerson, Log } from '../app/ports.ts';
import type { Team } from '../app/team.ts';

interface Needs {
  readonly team: Team;
  /** The channel the site wants. */
  readonly channelName: string;
  readonly log: Log;
  /** Told when the channel is known, or is another one than before. */
  readonly installed: () => void;
}

interface Channel {
  readonly id?: string;
  readonly name?: string;
}

/** What an inbound activity tells about the installation; comes again and again, and writes only what is new. */
export async function keepInstallation(context: TurnContext, needs: Needs): Promise<void> {
  const { activity } = context;
  await meetSender(activity, needs.team);
  const teamId = teamOf(activity);
  if (teamId === null) return;
  if (isRemoval(activity)) {
    if (needs.team.installation?.teamId === teamId) await needs.team.install(null);
    return;
  }
  const { installation } = needs.team;
  if (installation?.teamId === teamId) await needs.team.install({ ...installation, serviceUrl: activity.serviceUrl });
  if (isWorthALook(activity, teamId, installation, needs.channelName)) await install(context, teamId, needs);
}

/**
 * A message of the team and channel we know tells nothing new. Nobody who pressed a button waits until we have looked at
 * the channels: that can take longer than a client waits for its answer.
 */
function isWorthALook({ type }: Activity, teamId: string, installation: Installation | null, wanted: string): boolean {
  if (type === 'invoke') return false;
  if (type !== 'message' || installation === null || installation.fallback) return true;
  // The site file may name another channel than it did.
  return installation.teamId !== teamId || !isSame(installation.channelName, wanted);
}

async function install(context: TurnContext, teamId: string, needs: Needs): Promise<void> {
  const before = needs.team.installation;
  const channel = await findChannel(context, teamId, needs.channelName);
  if (before !== null && before.teamId !== teamId && (channel.fallback || !before.fallback)) {
    needs.log.info({ team: teamId }, 'installed into a second team; the first stays the one');
    return;
  }
  const { activity } = context;
  const installation: Installation = {
    serviceUrl: activity.serviceUrl,
    tenantId: activity.conversation.tenantId ?? tenantOf(activity) ?? '',
    teamId,
    ...channel,
    bot: { id: activity.recipient.id, name: activity.recipient.name },
  };
  await needs.team.install(installation);
  await needs.team.meet(await roster(context, teamId));
  needs.log.info({ team: teamId, channel: channel.channelId, fallback: channel.fallback }, 'installed');
  needs.installed();
}

/** The channel of that name, whatever its case; General when there is none. General has no name and the id of its team. */
async function findChannel(
  context: TurnContext,
  teamId: string,
  name: string,
): Promise<Pick<Installation, 'channelId' | 'channelName' | 'fallback'>> {
  const channels: readonly Channel[] = await TeamsInfo.getTeamChannels(context, teamId);
  const found = channels.find((channel) => isSame(nameOf(channel), name));
  if (found?.id !== undefined) return { channelId: found.id, channelName: nameOf(found), fallback: false };
  return { channelId: teamId, channelName: 'General', fallback: true };
}

function isSame(name: string, other: string): boolean {
  return name.trim().toLowerCase() === other.trim().toLowerCase();
}

function nameOf(channel: Channel): string {
  return channel.name?.trim() ?? 'General';
}

/** The page of the roster is enough to know who is who; whoever is missing is met when they speak. */
const ROSTER = 500;

async function roster(context: TurnContext, teamId: string): Promise<Readonly<Record<string, KnownPerson>>> {
  const { members } = await TeamsInfo.getPagedTeamMembers(context, teamId, ROSTER);
  const known = (members as readonly Partial<Member>[]).flatMap(({ aadObjectId, id, name }) =>
    aadObjectId === undefined || id === undefined ? [] : [[aadObjectId, { id, name: name ?? '' }] as const],
  );
  return Object.fromEntries(known);
}

interface Member {
  readonly aadObjectId: string;
  readonly id: string;
  readonly name: string;
}

async function meetSender({ from }: Activity, team: Team): Promise<void> {
  const { aadObjectId, id, name } = from as Partial<Activity['from']>;
  if (aadObjectId === undefined || id === undefined) return;
  const known = team.person(aadObjectId);
  if (known?.id === id) return;
  await team.meet({ [aadObjectId]: { id, name: name ?? known?.name ?? '' } });
}

interface TeamsChannelData {
  readonly team?: { readonly id?: string };
  readonly tenant?: { readonly id?: string };
}

function teamOf(activity: Activity): string | null {
  return (activity.channelData as TeamsChannelData | undefined)?.team?.id ?? null;
}

function tenantOf(activity: Activity): string | undefined {
  return (activity.channelData as TeamsChannelData | undefined)?.tenant?.id;
}

function isRemoval(activity: Activity): boolean {
  if (activity.type === 'installationUpdate') return activity.action === 'remove';
  return (
    activity.type === 'conversationUpdate' &&
    (activity.membersRemoved ?? []).some((member) => member.id === activity.recipient.id)
  );
}
