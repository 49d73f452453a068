/** Values that nobody sends, and what they do to a value that somebody could have sent. */
import fc from 'fast-check';

/** Texts that mean something to whoever takes them for more than text. */
export const HOSTILE = [
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  '${title} ${$root} {title} {count, plural, other {x}}',
  '<at>Change Steward</at> **bold** [link](https://isc-learn.example)',
  '</td><script>alert(1)</script><img src=x onerror=alert(1)>',
  'a\r\nBcc: everybody@isc-learn.example\r\n\r\nbody',
  'END:VEVENT\r\nBEGIN:VEVENT\r\nATTACH:file:///etc/passwd',
  '../../../etc/passwd',
  'CHG-2027-001',
  'CHG-2027-999999',
  "'; DROP TABLE changes; --",
  '{"level":60,"msg":"forged"}\n\u001b[31mred',
  '\u0000\u0007\u202eevil\u2066\ud800',
  'שדרוג 🚀👩🏽‍💻 e\u0301',
  '%00%0d%0a%2e%2e%2f',
  'NaN',
  'null',
  '-1',
  '1e400',
  'x'.repeat(20_000),
  '('.repeat(500),
  'é\n'.repeat(2_000),
] as const;

const deep = (depth: number, make: (inner: unknown) => unknown): unknown =>
  Array.from({ length: depth }).reduce<unknown>((inner) => make(inner), 'deep');

/** Anything JSON can say, with a weight on what is at a limit. */
export const odd: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    false,
    0,
    -1,
    1,
    0.1,
    2 ** 53,
    -(2 ** 53),
    1e308,
    -1e308,
    5e-324,
    '',
    ' ',
    [],
    {},
  ),
  fc.constantFrom<unknown>(...HOSTILE),
  fc.constantFrom<unknown>(
    deep(20, (inner) => [inner]),
    deep(20, (inner) => ({ inner })),
    Array.from({ length: 500 }, (_, index) => index),
    { length: 3 },
    { toString: 'x', valueOf: 1 },
    { type: 'x', id: 7, name: {}, then: 'no' },
  ),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.jsonValue({ maxDepth: 2 }),
);

/** One change of a value: at the n-th place of all there are in it. */
export interface Edit {
  readonly place: number;
  readonly does: 'removes' | 'replaces' | 'swaps' | 'wraps' | 'adds';
  readonly value: unknown;
  readonly key: string;
  readonly other: number;
}

export const edit: fc.Arbitrary<Edit> = fc.record({
  place: fc.nat(10_000),
  does: fc.constantFrom('removes', 'replaces', 'replaces', 'swaps', 'wraps', 'adds'),
  value: odd,
  key: fc.constantFrom(
    '__proto__',
    'constructor',
    'prototype',
    'toString',
    'hasOwnProperty',
    'then',
    'toJSON',
    'length',
    '0',
    'x',
  ),
  other: fc.nat(10_000),
});

type Holder = Record<string, unknown> | unknown[];

interface Place {
  readonly holder: Holder;
  readonly key: string;
}

/** A copy of the value with these changes. */
export function edited(value: unknown, edits: readonly Edit[]): unknown {
  const root: Record<string, unknown> = { value: structuredClone(value) };
  for (const each of edits) apply(root, each);
  return root['value'];
}

function apply(root: Record<string, unknown>, { place, does, value, key, other }: Edit): void {
  const places = placesIn(root);
  const at = places[place % places.length];
  const elsewhere = places[other % places.length];
  if (at === undefined || elsewhere === undefined) return;
  if (does === 'removes') remove(at);
  else if (does === 'replaces') put(at, structuredClone(value));
  else if (does === 'swaps') put(at, structuredClone(valueAt(elsewhere)));
  else if (does === 'wraps') put(at, [valueAt(at)]);
  else add(valueAt(at), key, structuredClone(value));
}

/** Every place in a value, its own included. */
function placesIn(root: Record<string, unknown>): readonly Place[] {
  const places: Place[] = [];
  const visit = (holder: Holder, depth: number): void => {
    for (const key of Object.keys(holder)) {
      places.push({ holder, key });
      const inner = valueAt({ holder, key });
      if (typeof inner === 'object' && inner !== null && depth < 6) visit(inner as Holder, depth + 1);
    }
  };
  visit(root, 0);
  return places;
}

function valueAt({ holder, key }: Place): unknown {
  return Object.getOwnPropertyDescriptor(holder, key)?.value;
}

function put({ holder, key }: Place, value: unknown): void {
  Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true });
}

function remove({ holder, key }: Place): void {
  if (Array.isArray(holder)) holder.splice(Number(key), 1);
  else Reflect.deleteProperty(holder, key);
}

/** By definition and not by assignment: so that `__proto__` becomes a key. */
function add(holder: unknown, key: string, value: unknown): void {
  if (Array.isArray(holder)) holder.push(value);
  else if (typeof holder === 'object' && holder !== null) put({ holder: holder as Holder, key }, value);
}
