/** What is wrong with the settings, said so that whoever starts the service can put it right. */
import { closest, distance } from 'fastest-levenshtein';

export interface Fault {
  /** A variable's name, or a place in the site file: `config/isc-learn.yaml:12 services[0].host`. */
  readonly where: string;
  /** The value as `show` gives it; a secret is never shown. */
  readonly found: string;
  /** What was expected, and after a full stop the remedy. */
  readonly expected: string;
}

/** The settings cannot be used; the message names every fault, one a line. */
export class SettingsError extends Error {
  readonly faults: readonly Fault[];
  constructor(faults: readonly Fault[]) {
    const lines = faults.map(({ where, found, expected }) => `  ${where}: found ${found}, expected ${expected}`);
    const count = faults.length === 1 ? 'one fault' : `${faults.length} faults`;
    super([`Change Steward does not start: ${count} in its settings.`, ...lines].join('\n'));
    this.name = 'SettingsError';
    this.faults = faults;
  }
}

const LONGEST_SHOWN = 80;

/** A value as one short line: `nothing`, `"09:00"`, `a list`. */
export function show(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a mapping';
  const text = JSON.stringify(value);
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text;
}

/** A value of the environment, where it looks like what belongs there; anything else may be a secret in the wrong place. */
export function showIf(looksRight: RegExp, value: string): string {
  return looksRight.test(value) ? show(value) : 'something else';
}

/** The faults without these secrets, which somebody may have put where they are shown. */
export function withoutSecrets(faults: readonly Fault[], secrets: readonly string[]): readonly Fault[] {
  const isIn = (text: string): boolean => secrets.some((secret) => text.includes(secret));
  return faults.map((fault) => ({
    where: isIn(fault.where) ? 'a place with a secret in its name' : fault.where,
    found: isIn(fault.found) ? 'a secret, which belongs elsewhere' : fault.found,
    expected: isIn(fault.expected) ? 'no secret here. Remove it.' : fault.expected,
  }));
}

/** The known word that a person may have meant: a letter in three is wrong, and no more than three. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const near = closest(word, known);
  return distance(word.toLowerCase(), near.toLowerCase()) <= Math.min(3, word.length / 3) ? near : undefined;
}
