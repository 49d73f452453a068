/** The two kinds of document in the data folder. */
import type { Installation, SecretWarned, StoredChange, TeamState } from '../app/ports.ts';
import type { Delegation } from '../domain/delegation.ts';
import type { Event } from '../domain/event.ts';
import type { Posting } from '../domain/posting.ts';
import type { Shape } from './envelope.ts';
import { Damaged, isFields } from './envelope.ts';

/** A change, an event a line: 1 % more bytes and 0.01 ms more than one long line, and a person can read it with `grep`. */
export function changeShape(id: string): Shape<StoredChange> {
  return {
    members: ({ events, outbox, shown }) => [
      `"id":${JSON.stringify(id)}`,
      `"events":[\n${events.map((event) => JSON.stringify(event)).join(',\n')}\n]`,
      `"outbox":${JSON.stringify(outbox)}`,
      `"shown":${JSON.stringify(shown)}`,
    ],
    check: (fields) => {
      if (fields['id'] !== id) throw new Damaged('it is the document of another change');
      if (!isList(fields['events'], isEvent) || fields['events'].length === 0) throw wrong('events');
      if (!isList(fields['outbox'], isPosting)) throw wrong('outbox');
      if (!isFields(fields['shown'])) throw wrong('shown');
      return {
        id,
        events: fields['events'],
        outbox: fields['outbox'],
        shown: fields['shown'] as StoredChange['shown'],
      };
    },
  };
}

export const teamShape: Shape<TeamState> = {
  members: ({ installation, people, delegations, secretWarned }) => [
    `"installation":${JSON.stringify(installation, null, 2)}`,
    `"people":${JSON.stringify(people, null, 2)}`,
    ...(delegations === undefined ? [] : [`"delegations":${JSON.stringify(delegations, null, 2)}`]),
    ...(secretWarned === undefined ? [] : [`"secretWarned":${JSON.stringify(secretWarned)}`]),
  ],
  check: (fields) => {
    const { installation, people, delegations, secretWarned } = fields;
    if (installation !== null && !isFields(installation)) throw wrong('installation');
    if (!isFields(people) || !Object.values(people).every(isFields)) throw wrong('people');
    // A file of before there were any lacks these.
    if (delegations !== undefined && !isList(delegations, isDelegation)) throw wrong('delegations');
    if (secretWarned !== undefined && !isSecretWarned(secretWarned)) throw wrong('secretWarned');
    return {
      installation: installation as Installation | null,
      people: people as TeamState['people'],
      ...(delegations === undefined ? {} : { delegations }),
      ...(secretWarned === undefined ? {} : { secretWarned }),
    };
  },
};

function isList<T>(value: unknown, is: (item: unknown) => item is T): value is readonly T[] {
  return Array.isArray(value) && value.every(is);
}

// What an event or a posting says beyond its envelope is the domain's to know.
function isEvent(value: unknown): value is Event {
  return isFields(value) && typeof value['type'] === 'string' && isInstant(value['at']);
}

/** What a `Date` can hold: 100 million days around 1970. */
const FARTHEST_MS = 8.64e15;

function isInstant(value: unknown): boolean {
  return typeof value === 'number' && Math.abs(value) <= FARTHEST_MS;
}

function isPosting(value: unknown): value is Posting {
  return isFields(value) && typeof value['key'] === 'string' && typeof value['kind'] === 'string';
}

function isDelegation(value: unknown): value is Delegation {
  return isFields(value) && ['entraId', 'name', 'from', 'to'].every((key) => typeof value[key] === 'string');
}

function isSecretWarned(value: unknown): value is SecretWarned {
  return isFields(value) && typeof value['expires'] === 'string' && typeof value['step'] === 'number';
}

function wrong(field: string): Damaged {
  return new Damaged(`its "${field}" is missing or not what it should be`);
}
