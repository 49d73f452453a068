/** A service leaves the production scope: what is over stays readable, and what is open is not dropped without a word. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { memoryStore } from '../../src/storage/memory-store.ts';
import type { Memory } from '../../src/storage/memory-store.ts';
import { implementer, site, upgrade, zurich } from '../support/fixtures.ts';
import { cast } from '../support/house.ts';
import { Houses } from '../support/houses.ts';
import type { Event } from '../../src/domain/event.ts';

const AT = zurich('2027-01-09 10:00');
const CREATED: Event = { type: 'created', id: 'CHG-2027-001', form: 'f', draft: upgrade, at: AT, by: implementer };
const CANCELLED: Event = { type: 'cancelled', reason: 'too early', at: AT, by: implementer };
const without = { ...site, services: site.services.filter(({ key }) => key !== upgrade.service) };

const houses = new Houses();
let memory: Memory;
beforeEach(() => {
  memory = new Map<string, string>();
});
afterEach(async () => {
  await houses.close();
});

async function stored(events: readonly Event[], id = 'CHG-2027-001'): Promise<void> {
  await memoryStore(memory).commit(id, 0, { events, outbox: [], shown: {} });
}

test('with changes open on it the service does not start, and says which and what to do', async () => {
  await stored([CREATED]);
  await stored([{ ...CREATED, id: 'CHG-2027-002', form: 'g' }], 'CHG-2027-002');
  await expect(houses.build({ memory, site: without })).rejects.toThrow(
    "The site file lacks services that have open changes: CHG-2027-001 of 'isc-learn', CHG-2027-002 of 'isc-learn'. " +
      'Expected every service until its changes are over. Put them back, and cancel those changes first if need be.',
  );
});

test('with its changes over it starts, and they can still be read', async () => {
  await stored([CREATED, CANCELLED]);
  const it = await houses.build({ memory, site: without });
  await it.teams.install();
  for (const words of ['list all', 'show CHG-2027-001', 'history CHG-2027-001']) {
    await it.teams.say(cast.member, words, 'personal');
    const answer = JSON.stringify(it.teams.messages.at(-1)?.activity);
    expect(answer).toContain(upgrade.title);
    expect(answer).not.toContain('went wrong');
  }
});
