/** The whole house as it faces the internet: credentials of a single tenant, its authority on loopback, and the gate shut. */
import type { Activity } from '../../src/rehearsal/connector/activity.ts';
import { executeValue } from '../../src/rehearsal/connector/invoke.ts';
import type { Connector } from '../../src/rehearsal/connector.ts';
import { startConnector } from '../../src/rehearsal/connector.ts';
import type { Person } from '../../src/rehearsal/connector/people.ts';
import { pressed } from '../../src/rehearsal/connector/speech.ts';
import { TENANT } from '../../src/rehearsal/connector/tenancy.ts';
import type { Json } from '../../src/rehearsal/json.ts';
import type { Memory } from '../../src/storage/memory-store.ts';
import type { Answer } from '../http/support.ts';
import { send } from '../http/support.ts';
import type { House } from './house.ts';
import { cardWith, cast, house } from './house.ts';
import type { Issuer } from './issuer.ts';
import { APP_ID, startIssuer } from './issuer.ts';
import { CHANGE } from './stations.ts';

export interface Guarded {
  readonly it: House;
  readonly issuer: Issuer;
  readonly teams: Connector;
  /** Every document of the store, as text. */
  readonly memory: Memory;
  /** An activity to the bot with this `Authorization`, or none. */
  knock(activity: unknown, authorization?: string): Promise<Answer>;
  /** A press as Teams frames it, of this person, on the newest card with this verb and with its data. */
  pressOf(who: Person, verb: string, data?: Json): Promise<Activity>;
  close(): Promise<void>;
}

/** Builds it and installs the bot, or leaves it as it is before anybody has spoken to it. */
export async function guarded({ install = true } = {}): Promise<Guarded> {
  const memory: Memory = new Map<string, string>();
  const issuer = await startIssuer();
  const teams = await startConnector({
    service: 'http://127.0.0.1:9',
    people: Object.values(cast),
    tenantId: TENANT,
    botId: `28:${APP_ID}`,
    patience: 5_000,
    authorize: (activity) => issuer.bearer(activity),
  });
  const { authority, credentials } = issuer;
  const gate = { serviceUrls: [teams.serviceUrl], tenantId: TENANT, botId: `28:${APP_ID}` };
  const it = await house({ memory, teams, install, movable: false, strict: { authority, credentials, gate } });
  const port = Number(new URL(it.url).port);
  return {
    it,
    issuer,
    teams,
    memory,
    knock: (activity, authorization) =>
      send(port, 'POST', '/api/messages', activity, authorization === undefined ? {} : { authorization }),
    async pressOf(who, verb, data = {}) {
      const version = (await it.service.changes.find(CHANGE))?.change.version;
      const mark = { changeId: CHANGE, milestone: 'go-nogo', round: 1, version };
      const speech = { tenancy: teams.tenancy, serviceUrl: teams.serviceUrl, clock: () => new Date() };
      const activity = pressed(speech, who, cardWith(teams, 'giveGo'), 'adaptiveCard/action');
      return { ...activity, value: executeValue({ verb, data: { ...mark, ...data } }, 'manual') };
    },
    async close() {
      await it.close();
      await issuer.close();
    },
  };
}
