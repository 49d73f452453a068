/** What a site may change of the process table, row by row: only what the process then really does otherwise. */
import { z } from 'zod/v4';
import type { IfLate, Milestone, MilestoneName, ProcessTable } from '../domain/milestone.ts';
import { PROCESS } from '../process.ts';
import { duration, text, unknownKey } from './fields.ts';

type Key = 'by' | 'hour' | 'again' | 'ifLate' | 'warn' | 'limit' | 'on';

const KEYS: readonly string[] = ['by', 'hour', 'again', 'ifLate', 'warn', 'limit', 'on'] satisfies readonly Key[];

/** The silence of an approver is always followed up, and only a person says GO or that it is over: those keys are missing. */
const CHANGEABLE: Readonly<Record<MilestoneName, readonly Key[]>> = {
  prepare: ['by', 'again', 'on'],
  'pre-check': ['by', 'hour', 'again', 'on'],
  'go-nogo': ['by', 'hour', 'again'],
  announce: [],
  remind: ['by', 'hour', 'ifLate', 'on'],
  snapshot: ['by', 'again', 'on'],
  start: [],
  tests: ['again'],
  'last-rollback': ['by', 'warn', 'on'],
  decide: ['by', 'again', 'ifLate', 'on'],
  end: [],
  extend: ['limit'],
  overrun: ['again', 'on'],
  incident: ['again'],
  close: ['again'],
};

/** Late, these two may be left out; any other milestone left out would leave the change without a way forward. */
const IF_LATE: Readonly<Partial<Record<MilestoneName, readonly [IfLate, ...IfLate[]]>>> = {
  remind: ['send late on its day, then skip', 'skip'],
  decide: ['send late', 'skip'],
};

/** A snapshot may be started, and a restore end, without a margin; a reminder speaks of tomorrow or later, and is left out on the day itself. */
const LEAST: Readonly<Partial<Record<MilestoneName, string>>> = {
  snapshot: 'PT0M',
  'last-rollback': 'PT0M',
  remind: 'P1D',
};

/** As written in the file, checked: durations are ISO 8601. */
export interface Override {
  readonly by?: string | undefined;
  readonly hour?: string | undefined;
  readonly again?: string | undefined;
  readonly ifLate?: IfLate | undefined;
  readonly warn?: string | undefined;
  readonly limit?: string | undefined;
  readonly on?: boolean | undefined;
}

let schema: ReturnType<typeof makeSchema> | undefined;

/** The shape of `process:`; every row optional, every key of it optional. Made once: 9 ms of the start. */
export function overridesSchema() {
  return (schema ??= makeSchema());
}

function makeSchema() {
  const rows = Object.values(PROCESS).map((row) => [row.name, rowSchema(row).optional()] as const);
  return z.strictObject(Object.fromEntries(rows) as Record<MilestoneName, z.ZodOptional<z.ZodType<Override>>>, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.map((key) => unknownKey(key, Object.keys(PROCESS))).join('\n')
        : 'milestones with what is different here. Write `remind: { by: 2 days }`, or remove the key.',
  });
}

function rowSchema(row: Milestone): z.ZodType<Override> {
  const allowed = CHANGEABLE[row.name];
  const fields: Readonly<Record<Key, z.ZodType>> = {
    by: duration(LEAST[row.name] ?? 'PT1M', 'P365D'),
    hour: text("an hour such as '09:00', or 'none' for the hour of the window. Write it with four digits.", isHour),
    again: againField(row),
    ifLate: ifLateField(row),
    warn: duration('PT0M', 'P1D'),
    // A week is the longest window there can be.
    limit: duration('PT0M', 'P7D'),
    on: onField(row),
  };
  const keys = allowed.includes('on') ? allowed : [...allowed, 'on' as const];
  const shape = Object.fromEntries(keys.map((key) => [key, fields[key].optional()]));
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.map((key) => notChangeable(row, key, allowed)).join('\n')
        : `keys with values. ${whatMayChange(row, allowed)}`,
  });
}

function isHour(value: string): boolean {
  return value === 'none' || /^([01]\d|2[0-3]):[0-5]\d$/.test(value);
}

function againField(row: Milestone): z.ZodType {
  const time = duration('PT5M', 'P365D');
  return row.asks === 'approver' ? time : z.union([z.literal('never'), time], { error: AGAIN });
}

const AGAIN = "a duration from PT5M to P365D, or 'never'. Write how long after the question it is asked again.";

function ifLateField({ name }: Milestone): z.ZodType {
  const choices = IF_LATE[name] ?? ['send late'];
  return z.enum(choices, { error: `'${choices.join("' or '")}'. Write one of them.` });
}

/** Switching a row to what it is anyway is no fault. */
function onField(row: Milestone): z.ZodType {
  if (CHANGEABLE[row.name].includes('on'))
    return z.boolean({ error: 'true or false. Write `on: false` to leave it out.' });
  return z.literal(true, { error: `true: a change cannot do without ${row.name}. Remove the key.` });
}

function notChangeable(row: Milestone, key: string, allowed: readonly Key[]): string {
  return KEYS.includes(key) || allowed.length === 0
    ? `no such key. ${whatMayChange(row, allowed)}`
    : unknownKey(key, allowed);
}

function whatMayChange({ name }: Milestone, allowed: readonly Key[]): string {
  if (allowed.length > 0) return `Of ${name} a site may change ${allowed.join(', ')}.`;
  return `A site changes nothing of ${name}: remove it.`;
}

/** The table of the page with a site's rows in it. */
export function withOverrides(overrides: Readonly<Partial<Record<MilestoneName, Override | undefined>>>): ProcessTable {
  const rows = Object.values(PROCESS).map((row) => [row.name, changed(row, overrides[row.name] ?? {})]);
  return Object.fromEntries(rows) as ProcessTable;
}

function changed(row: Milestone, { by, hour, again, ifLate, warn, limit, on }: Override): Milestone {
  return {
    ...row,
    due: dueOf(row, by, hour),
    again: again === undefined ? row.again : again === 'never' ? null : again,
    ifLate: ifLate ?? row.ifLate,
    warn: warn ?? row.warn,
    limit: limit ?? row.limit,
    on: on ?? row.on,
  };
}

function dueOf({ due }: Milestone, by: string | undefined, hour: string | undefined): Milestone['due'] {
  if ('at' in due) return { ...due, by: by ?? due.by };
  if (!('before' in due)) return due;
  if ('plus' in due) return { ...due, by: by ?? due.by };
  const { before, by: usual, hour: usualHour } = due;
  const atHour = hour === 'none' ? undefined : (hour ?? usualHour);
  return { before, by: by ?? usual, ...(atHour === undefined ? {} : { hour: atHour }) };
}
