/** Writes documents into a data folder, through the store itself. */
import type { TeamState } from '../../src/app/ports.ts';
import { openStore } from '../../src/storage/open-store.ts';
import { CHANNELS, TEAM, TENANT, BOT } from '../../src/rehearsal/connector/tenancy.ts';
import { PEOPLE } from './people.ts';
import type { Document } from './stories.ts';

const AT_ONCE = 64;

/** The changes, and where the bot is installed: null where nothing is to be sent. */
export async function writeData(
  folder: string,
  documents: Iterable<Document>,
  serviceUrl: string | null,
): Promise<void> {
  const store = await openStore(folder);
  const left = documents[Symbol.iterator]();
  const worker = async (): Promise<void> => {
    for (let next = left.next(); next.done !== true; next = left.next()) {
      const { change, ...commit } = next.value;
      await store.commit(change.id, 0, commit);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  if (serviceUrl !== null) await store.writeTeam(teamAt(serviceUrl));
  await store.close();
}

function teamAt(serviceUrl: string): TeamState {
  const [channel] = CHANNELS;
  return {
    installation: {
      serviceUrl,
      tenantId: TENANT,
      teamId: TEAM.id,
      channelId: channel?.id ?? '',
      channelName: channel?.name ?? '',
      fallback: false,
      bot: BOT,
    },
    people: Object.fromEntries(Object.values(PEOPLE).map(({ entraId, id, name }) => [entraId, { id, name }])),
  };
}
