/** One change that was walked to a station, many times: each under an id and in a thread of its own. */
import type { Connector } from '../../src/rehearsal/connector.ts';
import { send } from '../../src/rehearsal/connector/send.ts';
import { mainChannel } from '../../src/rehearsal/connector/tenancy.ts';
import { asJson } from '../../src/rehearsal/json.ts';
import type { Memory } from '../../src/storage/memory-store.ts';
import type { Houses } from './houses.ts';
import { CHANGE, walkTo } from './stations.ts';

/** What is stored of so many announced changes, whose threads are in this Teams. */
export async function announcedChanges(houses: Houses, teams: Connector, count: number): Promise<Memory> {
  const memory: Memory = new Map<string, string>();
  const it = await houses.build({ memory, teams, install: true });
  await walkTo(it, 'announce');
  const { conversation = '', activity = '' } = (await it.service.changes.find(CHANGE))?.change.cards.living ?? {};
  await it.kill();
  const model = memory.get(CHANGE) ?? '';
  for (let number = 2; number <= count; number += 1) {
    const id = idOf(number);
    const root = await newThread(teams);
    memory.set(
      id,
      model
        .replaceAll(CHANGE, id)
        .replaceAll(conversation, root)
        .replaceAll(`"${activity}"`, `"${root.split(';messageid=')[1] ?? ''}"`)
        .replaceAll(/"form":"[^"]*"/g, `"form":"${id}"`),
    );
  }
  return memory;
}

/** `CHG-2027-001` */
export function idOf(number: number): string {
  return `CHG-2027-${String(number).padStart(3, '0')}`;
}

async function newThread({ url, tenancy }: Connector): Promise<string> {
  const activity = { type: 'message', text: 'A change' };
  const body = { isGroup: true, channelData: { channel: { id: mainChannel(tenancy).id } }, activity };
  return String(asJson((await send(`${url}/v3/conversations`, { body })).body).id);
}
