/** Whether Teams has what the site file names: the channel, and the people who decide. */
import type { Installation } from '../../app/ports.ts';
import type { Person, Site } from '../../domain/site.ts';
import { isOurService } from '../../http/gate.ts';
import { readTeamBeside } from '../../storage/beside.ts';
import { PATIENCE_MS, ask, listAt, textAt } from './asked.ts';
import type { Answer, Silence } from './asked.ts';
import type { Finding } from './finding.ts';
import { leftOut, ok, warning, wrong } from './finding.ts';
import type { Installed } from './installation.ts';
import type { Outside } from './token.ts';

/** The bot's team, and what it takes to ask of it. */
export interface Asked {
  readonly installation: Installation;
  readonly token: string;
  readonly outside: Outside;
}

/** What the connector can be asked with; a finding where it cannot. */
export async function askedOf(installed: Installed, token: string | null, outside: Outside): Promise<Asked | Finding> {
  const installation = await installationIn(installed.dataFolder);
  if (installation !== null && 'state' in installation) return installation;
  if (installation === null)
    return warning(
      'the bot has not been added to a team yet',
      'Add the app to the team in Teams while the service runs, and mention the bot once in its channel',
    );
  if (!isOurService(installation.serviceUrl, installed.serviceUrls))
    return wrong(
      'team.json names a service URL that is none of STEWARD_SERVICE_URLS',
      'Compare STEWARD_CLOUD and STEWARD_SERVICE_URLS with the tenant, and mention the bot once in its channel',
    );
  return token === null ? leftOut('there is no token to ask Teams with') : { installation, token, outside };
}

async function installationIn(folder: string): Promise<Installation | Finding | null> {
  try {
    return (await readTeamBeside(folder))?.installation ?? null;
  } catch (error) {
    return leftOut(`team.json cannot be read (${(error as NodeJS.ErrnoException).code ?? 'damaged'})`);
  }
}

/** Whether the configured channel is there, and is the one the bot posts to. */
export async function channelStep(asked: Asked, { channel }: Site): Promise<Finding> {
  const { installation } = asked;
  const answer = await get(asked, `v3/teams/${encodeURIComponent(installation.teamId)}/conversations`);
  if ('silent' in answer || answer.status !== 200) return unanswered(answer);
  const channels = listAt(answer.body, 'conversations');
  const found = channels.find((each) => same(nameOf(each), channel));
  if (found === undefined) {
    const names = channels.map((each) => `"${nameOf(each)}"`).join(', ');
    return wrong(
      `the team has no channel "${channel}", only ${names}`,
      'Write one of them as `channel` in the site file',
    );
  }
  if (textAt(found, 'id') === installation.channelId) return ok(`"${channel}" is there, and the bot posts to it`);
  return warning(
    `"${channel}" is there, but the bot still posts to "${installation.channelName}"`,
    'Mention the bot once in the team: it looks for its channel then',
  );
}

/** General has no name in the answer, so that every client can say it in its own language. */
function nameOf(channel: unknown): string {
  const name = textAt(channel, 'name').trim();
  return name === '' ? 'General' : name;
}

function same(name: string, other: string): boolean {
  return name.trim().toLowerCase() === other.trim().toLowerCase();
}

/** Members a page, and pages: Teams takes 500, and a team has 25,000 members at most. */
const PAGE = 500;
const MOST_PAGES = 50;

/** Whether approver, deputies and people on call are in the team. */
export async function rosterStep(asked: Asked, { approver, deputies, onCall }: Site): Promise<Finding> {
  const members = await membersOf(asked);
  if (!Array.isArray(members)) return unanswered(members as Answer | Silence);
  const present = new Set(members.map(entraIdOf));
  const missing = (people: readonly Person[]): readonly string[] => [
    ...new Set(people.filter(({ entraId }) => !present.has(entraId.toLowerCase())).map(({ name }) => name)),
  ];
  const remedy = 'Add them to the team, or mend their `entraId` in the site file';
  if (missing([approver]).length > 0)
    return wrong(`the approver ${approver.name} is not in the team, so nobody can give GO`, remedy);
  const others = missing([...deputies, ...onCall]);
  if (others.length > 0) return warning(`the approver is in the team, but not ${others.join(', ')}`, remedy);
  return ok(`the approver and ${deputies.length + onCall.length} others of the site file are in the team`);
}

async function membersOf(asked: Asked): Promise<readonly unknown[] | Answer | Silence> {
  const members: unknown[] = [];
  let next = '';
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const query = new URLSearchParams({ pageSize: String(PAGE), ...(next === '' ? {} : { continuationToken: next }) });
    const path = `v3/conversations/${encodeURIComponent(asked.installation.teamId)}/pagedmembers?${query.toString()}`;
    const answer = await get(asked, path);
    if ('silent' in answer || answer.status !== 200) return answer;
    members.push(...listAt(answer.body, 'members'));
    next = textAt(answer.body, 'continuationToken');
    if (next === '') break;
  }
  return members;
}

function entraIdOf(member: unknown): string {
  const id = textAt(member, 'aadObjectId');
  return (id === '' ? textAt(member, 'objectId') : id).toLowerCase();
}

function get({ installation, token, outside }: Asked, path: string): Promise<Answer | Silence> {
  const base = (outside.connector ?? installation.serviceUrl).replace(/\/*$/, '/');
  return ask(`${base}${path}`, { headers: { authorization: `Bearer ${token}` } }, outside.patienceMs ?? PATIENCE_MS);
}

function unanswered(answer: Answer | Silence): Finding {
  if ('silent' in answer)
    return wrong(`Teams cannot be reached (${answer.silent})`, 'Let this machine speak to it over HTTPS, port 443');
  const { status } = answer;
  if (status === 401)
    return wrong('Teams refuses the token (401)', 'Compare MicrosoftAppId with the id of the Azure Bot, and its type');
  if (status === 403 || status === 404)
    return wrong(`the bot is not in its team any more (${status})`, 'Add the app to the team again');
  return warning(`Teams answers ${status}`, 'Ask again in some minutes');
}
