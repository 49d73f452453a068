/** The page's own way over the wire, station by station: what the clock brings, what people press. */
import type { Json } from '../../src/rehearsal/json.ts';
import { asJson, asText } from '../../src/rehearsal/json.ts';
import type { InvokeAnswer } from '../../src/rehearsal/connector/invoke.ts';
import type { OutboundRequest } from '../../src/rehearsal/connector/server.ts';
import type { House } from './house.ts';
import { cardWith, cast } from './house.ts';

export const CHANGE = 'CHG-2027-001';
export const SAY_NEW = 'new Upgrade Moodle on isc-learn 2027-02-13 08:00 for 4h';
/** What a person fills in besides what `SAY_NEW` prefills. */
export const FORM = {
  what: 'Moodle goes to the next version.',
  tests: 'A student can log in\nA course opens',
  backout: 'Restore the data snapshot.',
};
export const ALL_PREPARED = { 'item-limits': 'true', 'item-tests': 'true', 'item-window': 'true' };
export const ALL_TESTED = { 'item-0': 'true', 'item-1': 'true' };

export type Who = keyof typeof cast;

/** Presses a button on the newest card that has it; does not wait for what it leads to. */
export function press(it: House, who: Who, verb: string, inputs: Json = {}): Promise<InvokeAnswer> {
  return it.teams.press(cast[who], cardWith(it.teams, verb).id, { verb }, inputs);
}

/** Presses, and waits until everything has been said. */
export async function does(it: House, who: Who, verb: string, inputs: Json = {}): Promise<InvokeAnswer> {
  const answer = await press(it, who, verb, inputs);
  await it.settled();
  return answer;
}

/** A milestone of the main line: the time at which the clock brings it, or what is pressed. */
export interface Station {
  readonly name: string;
  /** What has to be done before it, and says nothing by itself. */
  readonly before: (it: House) => Promise<unknown>;
  readonly at?: string;
  readonly pressed?: (it: House) => Promise<unknown>;
}

const nothing = (): Promise<void> => Promise.resolve();

export const STATIONS: readonly Station[] = [
  {
    name: 'prepare',
    before: (it) => it.teams.say(cast.implementer, SAY_NEW, 'channel'),
    pressed: (it) => press(it, 'implementer', 'create', FORM),
  },
  {
    name: 'pre-check',
    before: (it) => does(it, 'implementer', 'tickPreparations', ALL_PREPARED),
    at: '2027-01-30 09:00',
  },
  { name: 'GO / NOGO', before: (it) => does(it, 'approver', 'acceptPreCheck'), at: '2027-02-06 09:00' },
  { name: 'announce', before: nothing, pressed: (it) => press(it, 'approver', 'giveGo') },
  { name: 'remind', before: nothing, at: '2027-02-12 09:00' },
  { name: 'snapshot', before: nothing, at: '2027-02-13 05:00' },
  { name: 'start', before: (it) => takeSnapshot(it), at: '2027-02-13 08:00' },
  { name: 'decide', before: nothing, at: '2027-02-13 11:30' },
  { name: 'end', before: nothing, pressed: (it) => press(it, 'implementer', 'end', ALL_TESTED) },
  {
    name: 'close',
    before: nothing,
    pressed: (it) => press(it, 'implementer', 'addLessons', { lessons: 'Start earlier.' }),
  },
];

async function takeSnapshot(it: House): Promise<void> {
  await does(it, 'implementer', 'startSnapshot');
  await does(it, 'implementer', 'finishSnapshot');
}

/** Arrives at a station: it has happened, and may not have been said yet. */
export async function arrive(it: House, station: Station): Promise<void> {
  if (station.at !== undefined) await it.jump(station.at);
  await station.pressed?.(it);
}

/** Goes through a station and waits until everything has been said. */
export async function pass(it: House, station: Station): Promise<void> {
  await station.before(it);
  await arrive(it, station);
  await it.settled();
}

/** Walks from the beginning through the station of this name. */
export async function walkTo(it: House, name: string): Promise<void> {
  for (const station of STATIONS.slice(0, indexOf(name) + 1)) await pass(it, station);
}

/** Where a station stands on the way. */
export function indexOf(name: string): number {
  return STATIONS.findIndex((station) => station.name === name);
}

export function stationOf(name: string): Station {
  const station = STATIONS[indexOf(name)];
  if (station === undefined) throw new Error(`there is no station '${name}'`);
  return station;
}

/** Everything the bot has said of its own accord, by the text of its toast, in the order it arrived in Teams. */
export function said({ teams }: House): readonly string[] {
  return teams.requests.flatMap((request) => {
    const summary = summaryOf(request);
    const arrived = request.status === undefined || (typeof request.status === 'number' && request.status < 300);
    return summary !== undefined && arrived ? [summary] : [];
  });
}

/** The toast of a letter; undefined for any other request. */
export function summaryOf({ method, body }: OutboundRequest): string | undefined {
  const activity = asJson(asJson(body).activity ?? body);
  return method === 'POST' ? asText(activity.summary) : undefined;
}
