/** Whom a message mentions. */
import type { Activity, TurnContext } from 'botbuilder';
import { TeamsInfo } from 'botbuilder';
import type { Team } from '../app/team.ts';
import type { Person } from '../domain/site.ts';

/** A mention as Teams sends it: the id of the conversation, and hardly ever the Entra id. */
interface Mentioned {
  readonly id?: string;
  readonly name?: string;
  readonly aadObjectId?: string;
}

/** The people whom a message mentions, the bot left out; Teams is asked about those who have not been met. */
export async function mentionedIn(context: TurnContext, team: Team): Promise<readonly Person[]> {
  const people = await Promise.all(mentions(context.activity).map((one) => personOf(one, context, team)));
  return people.filter((person) => person !== null);
}

function mentions({ entities = [], recipient }: Partial<Activity>): readonly Mentioned[] {
  return entities
    .flatMap((entity) => (entity.type === 'mention' ? [(entity['mentioned'] ?? {}) as Mentioned] : []))
    .filter(({ id }) => id !== undefined && id !== recipient?.id);
}

async function personOf({ id = '', aadObjectId }: Mentioned, context: TurnContext, team: Team): Promise<Person | null> {
  const entraId = aadObjectId ?? Object.entries(team.people).find(([, person]) => person.id === id)?.[0];
  const known = entraId === undefined ? undefined : team.person(entraId);
  if (entraId !== undefined && known !== undefined) return { entraId, name: known.name };
  return met(id, context, team);
}

/** Whoever came to the team after the bot. */
async function met(id: string, context: TurnContext, team: Team): Promise<Person | null> {
  const { aadObjectId: entraId, name } = await TeamsInfo.getMember(context, id).catch(() => NOBODY);
  if (entraId === undefined) return null;
  await team.meet({ [entraId]: { id, name } });
  return { entraId, name };
}

const NOBODY: { readonly aadObjectId?: string; readonly name: string } = { name: '' };

/** What was said, without the mention of the bot. */
export function saidIn({ text = '', entities = [], recipient }: Partial<Activity>): string {
  const [mention] = entities.filter(
    (entity) => entity.type === 'mention' && (entity['mentioned'] as Mentioned | undefined)?.id === recipient?.id,
  );
  return text.replace(String(mention?.['text'] ?? ''), '').trim();
}

/** In a personal chat nobody can be mentioned: then whose whole name is written is meant. Null: nobody's, or of two people. */
export function namedIn(text: string, team: Team): Person | null {
  const said = text.toLowerCase();
  const named = Object.entries(team.people)
    .filter(([, { name }]) => name !== '' && said.includes(name.toLowerCase()))
    // `Implementer` is named by nobody who writes `Second implementer`.
    .filter(([, { name }], _index, all) => !all.some(([, other]) => isLongerNameOf(other.name, name)));
  const [only, ...others] = named;
  return only === undefined || others.length > 0 ? null : { entraId: only[0], name: only[1].name };
}

function isLongerNameOf(other: string, name: string): boolean {
  return other.length > name.length && other.toLowerCase().includes(name.toLowerCase());
}
