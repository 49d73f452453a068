/** What the bot keeps of its team: the approver's deputies outlive a restart, and a disk that says no. */
import { describe, expect, test } from '@jest/globals';
import { siteNow, Team } from '../../src/app/team.ts';
import { deputiesOn } from '../../src/domain/roles.ts';
import { teamShape } from '../../src/storage/shapes.ts';
import { documentOf, textOf } from '../../src/storage/envelope.ts';
import type { Memory } from '../../src/storage/memory-store.ts';
import { memoryStore } from '../../src/storage/memory-store.ts';
import { deputy, member, site, zurich } from '../support/fixtures.ts';

const standsIn = { ...member, from: '2027-02-01', to: '2027-02-14' };

async function teamOver(memory: Memory): Promise<Team> {
  const team = new Team(memoryStore(memory));
  await team.load();
  return team;
}

describe('delegations', () => {
  test('are there again after a restart', async () => {
    const memory: Memory = new Map();
    await (await teamOver(memory)).delegate([standsIn]);
    expect((await teamOver(memory)).delegations).toEqual([standsIn]);
  });

  test('are none in a team that knows of none', async () => {
    expect((await teamOver(new Map())).delegations).toEqual([]);
  });

  test('of a write that failed do not count', async () => {
    const team = new Team({ ...memoryStore(), writeTeam: () => Promise.reject(new Error('the disk is full')) });
    await team.load();
    await expect(team.delegate([standsIn])).rejects.toThrow('the disk is full');
    expect(team.delegations).toEqual([]);
  });

  test('make deputies beside those of the site file, from the moment they are written', async () => {
    const team = await teamOver(new Map());
    const now = siteNow(site, team);
    const on = (moment: string) => deputiesOn(now, zurich(moment)).map(({ name }) => name);
    expect(on('2027-02-03 10:00')).toEqual([deputy.name]);
    await team.delegate([standsIn]);
    expect(on('2027-02-03 10:00')).toEqual([deputy.name, member.name]);
    expect(on('2027-02-14 10:00')).toEqual([member.name]);
    await team.delegate([]);
    expect(on('2027-02-14 10:00')).toEqual([]);
  });
});

describe('the document of the team', () => {
  const nobody = { installation: null, people: {} };

  test.each([
    ['without delegations, as older releases write it', nobody],
    ['with them', { ...nobody, delegations: [standsIn] }],
  ])('is read as it was written, %s', (_name, state) => {
    expect(documentOf(teamShape, textOf(teamShape, state), 'team.json')).toEqual(state);
  });

  test('is damaged when a delegation has no days', () => {
    const text = textOf(teamShape, { ...nobody, delegations: [member as typeof standsIn] });
    expect(() => documentOf(teamShape, text, 'team.json')).toThrow('its "delegations" is missing');
  });
});

test.each(['constructor', 'toString', '__proto__'])(
  'nobody is called "%s" before somebody of that id was seen',
  async (id) => {
    expect((await teamOver(new Map())).person(id)).toBeUndefined();
  },
);
