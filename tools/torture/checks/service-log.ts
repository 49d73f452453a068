/** The log of a life is a second witness: what it says is done is in the files. */
import type { StoredChange } from '../../../src/app/ports.ts';
import type { Event } from '../../../src/domain/event.ts';
import { VERBS } from '../verbs.ts';
import type { Broken } from './broken.ts';
import { breaks } from './broken.ts';

/** Commands that leave an event each time that they are done. */
const LEAVES: ReadonlyMap<string, Event['type']> = new Map<string, Event['type']>([
  ['create', 'created'],
  ['recordDelivery', 'delivered'],
  ['recordMails', 'mailed'],
  ...Object.entries(VERBS).flatMap(([verb, { event, mayBeNothing }]) =>
    mayBeNothing === true ? [] : [[verb, event] as const],
  ),
]);

/** Compares a life's log with the events that its files have since it began; `before`: how many there were. */
export function unstored(
  lines: readonly string[],
  changes: ReadonlyMap<string, StoredChange>,
  before: (id: string) => number,
): readonly Broken[] {
  const done = new Map<string, number>();
  for (const line of lines) {
    const { msg, outcome, command, change } = parsed(line);
    if (msg !== 'command' || outcome !== 'done' || command === undefined || change === undefined) continue;
    const event = LEAVES.get(command);
    if (event !== undefined) done.set(`${change} ${event}`, (done.get(`${change} ${event}`) ?? 0) + 1);
  }
  return [...done].flatMap(([key, said]) => {
    const [id = '', type] = key.split(' ');
    const stored = (changes.get(id)?.events ?? []).slice(before(id)).filter((event) => event.type === type).length;
    if (stored >= said) return [];
    return [
      breaks('no committed event is lost')(`${id}: the log says ${said} times ${type ?? ''}, ${stored} are stored`),
    ];
  });
}

interface Line {
  readonly msg?: string;
  readonly outcome?: string;
  readonly command?: string;
  readonly change?: string;
}

/** The last line of a killed process may be cut off. */
function parsed(line: string): Line {
  try {
    return JSON.parse(line) as Line;
  } catch {
    return {};
  }
}
