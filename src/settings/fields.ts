/** The kinds of value a site file has, each with what is expected of it and what to do about another one. */
import { Temporal } from 'temporal-polyfill';
import { z } from 'zod/v4';
import { readDuration, roughMinutes } from './duration.ts';
import { nearest } from './fault.ts';

/** Text that `fits`; `expected` says what it should be, and after a full stop the remedy. Spaces around it are dropped. */
export function text(expected: string, fits: (value: string) => boolean = isFilled): z.ZodString {
  return z.string({ error: expected }).trim().refine(fits, { error: expected });
}

function isFilled(value: string): boolean {
  return value !== '';
}

/** A mapping with these keys and no others; an unknown key gets the nearest known one as its remedy. */
export function section<Shape extends z.ZodRawShape>(shape: Shape, what: string) {
  const known = Object.keys(shape);
  return z.strictObject(shape, {
    error: (issue) =>
      // One line a key: `faultsOf` in site-file.ts gives each key its own fault.
      issue.code === 'unrecognized_keys'
        ? issue.keys.map((key) => unknownKey(key, known)).join('\n')
        : `${what}. Its keys are ${known.join(', ')}.`,
  });
}

/** The sentence for a key that is not known. */
export function unknownKey(key: string, known: readonly string[]): string {
  const near = nearest(key, known);
  const remedy = near === undefined ? 'Remove it' : `Write '${near}' if that is meant, or remove it`;
  return `one of the keys ${known.join(', ')}. ${remedy}.`;
}

/** A value that may be left out or left empty, as a key is whose lines are all commented out. */
export function orEmpty<Schema extends z.ZodType>(
  schema: Schema,
  empty: readonly [] | Readonly<Record<string, never>>,
) {
  return z.preprocess((value) => value ?? empty, schema);
}

/** A value that may be left out, or left empty as above. */
export function orNone<Schema extends z.ZodType>(schema: Schema) {
  return z.preprocess((value) => value ?? undefined, schema.optional());
}

/** Whether the text is a GUID, as Entra gives ids. */
export function isGuid(value: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value);
}

/** A day of the calendar, `2027-02-01`. */
export function day(): z.ZodString {
  return text("a date such as '2027-02-01'. Write the year, the month and the day.", isDay);
}

/** Whether the text is a day that the calendar has. */
export function isDay(value: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  try {
    Temporal.PlainDate.from(value);
    return true;
  } catch {
    return false;
  }
}

/** A duration from `least` to `most` (ISO 8601); gives ISO 8601. */
export function duration(least: string, most: string) {
  const expected = `a duration from ${least} to ${most}. Write it as '14 days', '2h30', '30 min' or in ISO 8601 ('PT2H30M').`;
  return z
    .string({ error: expected })
    .refine((value) => isBetween(readDuration(value), least, most), { error: expected })
    .transform((value) => readDuration(value) ?? value);
}

function isBetween(value: string | null, least: string, most: string): boolean {
  if (value === null) return false;
  const minutes = roughMinutes(value);
  return roughMinutes(least) <= minutes && minutes <= roughMinutes(most);
}

/** Yes or no. */
export function yesNo(expected: string): z.ZodBoolean {
  return z.boolean({ error: `true or false: ${expected}` });
}

/** Two days in order, both included; left out: without that limit. */
export function inOrder(range: unknown): boolean {
  const { from, to } = (range ?? {}) as { from?: unknown; to?: unknown };
  return typeof from !== 'string' || typeof to !== 'string' || !isDay(from) || !isDay(to) || from <= to;
}
