import { describe, expect, test } from '@jest/globals';
import type { Installation } from '../../src/app/ports.ts';
import { statusOf } from '../../src/app/status.ts';
import { Team } from '../../src/app/team.ts';
import { memoryStore } from '../../src/storage/memory-store.ts';
import { implementer, member, site, upgradeAt, zurich } from '../support/fixtures.ts';
import type { Desk } from '../support/desk.ts';
import { approvedAt, desk, ID } from '../support/desk.ts';
import { final } from '../support/fake-channel.ts';

const installation: Installation = {
  serviceUrl: 'https://teams.example/',
  tenantId: 't',
  teamId: '19:team',
  channelId: '19:channel',
  channelName: 'ISC Learn Platform',
  fallback: false,
  bot: { id: '28:bot', name: 'Change Steward' },
};

const NOW = zurich('2027-02-07 10:00');

const about = ({ changes, store, delivery }: Desk, team: Team, now: number): Parameters<typeof statusOf>[0] => ({
  ...{ changes, team, store, site, since: 1, now },
  later: (key, to) => delivery.later(key, to),
  secret: null,
});

describe('the status', () => {
  test('tells since when, where, and what is due next, the earliest first', async () => {
    const at = await desk();
    const team = new Team(at.store);
    await team.install(installation);
    await approvedAt(at);
    await at.create('b', upgradeAt('2027-03-06 08:00'));
    await at.said();
    expect(statusOf(about(at, team, NOW))).toEqual({
      since: 1,
      now: NOW,
      channel: { name: 'ISC Learn Platform', fallback: false },
      open: 2,
      undelivered: 0,
      lost: 0,
      gaveUp: [],
      waiting: [],
      damaged: [],
      secret: null,
      due: [
        { id: ID, milestone: 'remind', at: zurich('2027-02-12 09:00') },
        { id: 'CHG-2027-002', milestone: 'pre-check', at: zurich('2027-02-20 09:00') },
      ],
    });
  });

  test('shows what waits and what was given up within a week', async () => {
    const at = await desk();
    at.channel.meets('prepare', final());
    await at.create();
    await at.said();
    at.channel.known = false;
    await at.create('b');
    const team = new Team(at.store);
    const soon = statusOf(about(at, team, zurich('2027-01-10 10:00')));
    expect(soon).toMatchObject({ channel: null, undelivered: 2, gaveUp: [{ why: 'too large' }] });
    expect(statusOf(about(at, team, zurich('2027-01-17 10:00'))).gaveUp).toEqual([]);
  });
});

describe('the team', () => {
  test('is the same after a restart', async () => {
    const memory = new Map<string, string>();
    const team = new Team(memoryStore(memory));
    await team.load();
    expect([team.installation, team.person(member.entraId)]).toEqual([null, undefined]);
    await team.install(installation);
    await team.meet({ [implementer.entraId]: { id: '29:i', name: 'Implementer' } });
    await team.meet({ [member.entraId]: { id: '29:m', name: 'Member' } });
    const again = new Team(memoryStore(memory));
    await again.load();
    expect(again.installation).toEqual(installation);
    expect(again.person(implementer.entraId)).toEqual({ id: '29:i', name: 'Implementer' });
    expect(Object.keys(again.people)).toHaveLength(2);
  });

  test('is written only when something is new', async () => {
    const store = memoryStore();
    let writes = 0;
    const team = new Team({
      ...store,
      writeTeam: (state) => {
        writes += 1;
        return store.writeTeam(state);
      },
    });
    await team.install(installation);
    await team.install({ ...installation });
    await team.meet({});
    expect(writes).toBe(1);
  });

  test('is written again after a write that failed', async () => {
    const store = memoryStore();
    let fails = true;
    const team = new Team({
      ...store,
      writeTeam: (state) => (fails ? Promise.reject(new Error('EIO')) : store.writeTeam(state)),
    });
    await expect(team.install(installation)).rejects.toThrow('EIO');
    fails = false;
    await team.install(installation);
    expect(await store.readTeam()).toMatchObject({ installation });
  });

  test('forgets where it was when it is removed', async () => {
    const team = new Team(memoryStore());
    await team.install(installation);
    await team.install(null);
    expect(team.installation).toBeNull();
  });
});
