/** Teams' limits, kept by the connector as Teams keeps them, fifty times quicker: 500 notices fall due in the same minute. */
import { afterEach, expect, test } from '@jest/globals';
import type { Limit, Limits } from '../../src/app/pace.ts';
import { pace, TEAMS } from '../../src/app/pace.ts';
import { setTimeout as pause } from 'node:timers/promises';
import { startConnector } from '../../src/rehearsal/connector.ts';
import { send } from '../../src/rehearsal/connector/send.ts';
import { asJson } from '../../src/rehearsal/json.ts';
import { mainChannel } from '../../src/rehearsal/connector/tenancy.ts';
import type { Connector } from '../../src/rehearsal/connector.ts';
import type { Memory } from '../../src/storage/memory-store.ts';
import type { House } from '../support/house.ts';
import { cast, notices } from '../support/house.ts';
import { Houses } from '../support/houses.ts';
import { CHANGE, walkTo } from '../support/stations.ts';

const CHANGES = 500;
const QUICKER = 50;

const houses = new Houses();
afterEach(() => houses.close());

const quicker = ({ most, withinMs }: Limit): Limit => ({ most, withinMs: withinMs / QUICKER });
const LIMITS: Limits = { conversation: TEAMS.conversation.map(quicker), all: TEAMS.all.map(quicker) };
const STOPWATCH = { now: () => performance.now(), wait: (ms: number) => pause(ms) };

/** One announced change, five hundred times: each under an id and in a thread of its own. */
async function announced(teams: Connector): Promise<Memory> {
  const memory: Memory = new Map<string, string>();
  const it = await houses.build({ memory, teams, install: true });
  await walkTo(it, 'announce');
  const { conversation = '', activity = '' } = (await it.service.changes.find(CHANGE))?.change.cards.living ?? {};
  await it.kill();
  const model = memory.get(CHANGE) ?? '';
  for (let number = 2; number <= CHANGES; number += 1) {
    const id = `CHG-2027-${String(number).padStart(3, '0')}`;
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

async function newThread({ url, tenancy }: Connector): Promise<string> {
  const activity = { type: 'message', text: 'A change' };
  const body = { isGroup: true, channelData: { channel: { id: mainChannel(tenancy).id } }, activity };
  return String(asJson((await send(`${url}/v3/conversations`, { body })).body).id);
}

const reminders = (it: House): readonly string[] => notices(it.teams).filter((text) => text.includes('tomorrow'));

test.each([
  ['say when to come again', true],
  ['do not', false],
])(
  '500 reminders of the same minute all arrive, each once, where refusals %s',
  async (_, saysWhen) => {
    const easy = await startConnector({ service: 'http://127.0.0.1:9', people: Object.values(cast) });
    const memory = await announced(easy);
    const strict = await startConnector({
      ...{ service: 'http://127.0.0.1:9', people: Object.values(cast), limits: { quicker: QUICKER, saysWhen } },
    });
    await easy.close();
    const it = await houses.build({
      ...{ memory, teams: strict, install: true, start: '2027-02-12 08:59', pace: pace(LIMITS, STOPWATCH) },
    });
    await it.jump('2027-02-12 09:00');
    await it.settled();
    expect(reminders(it)).toHaveLength(CHANGES);
    expect(
      await Promise.all([...memory.keys()].filter((id) => id.startsWith('CHG')).map((id) => deliveries(it, id))),
    ).toEqual(Array(CHANGES).fill(1));
    // The service keeps the limits by itself; a refusal now and then is what a network makes of two sends.
    const refused = it.teams.requests.filter(({ status }) => status === 429).length;
    expect(refused).toBeLessThan(CHANGES / 20);
    await strict.close();
  },
  60_000,
);

/** How often the history notes that the reminder was delivered. */
async function deliveries(it: House, id: string): Promise<number> {
  const stored = await it.store.read(id);
  return (stored?.events ?? []).filter((event) => event.type === 'delivered' && event.key.includes('/remind/')).length;
}
