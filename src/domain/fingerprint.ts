/** What GO is bound to: window, service, what is modified, tests. A typo elsewhere, or in how it is set, does not void it. */
import type { Draft } from './event.ts';

export const MATERIAL = ['window', 'service', 'what', 'tests'] as const;
export const COSMETIC = ['title', 'backout'] as const;
export type Part = (typeof MATERIAL)[number] | (typeof COSMETIC)[number];

/** Whether an approval of the one holds for the other. */
export function isSameToApprove(a: Draft, b: Draft): boolean {
  return MATERIAL.every((part) => READ[part](a) === READ[part](b));
}

/** What differs so that people should see it, in the order in which a change is told. */
export function differences(before: Draft, after: Draft): readonly Part[] {
  return [...MATERIAL, ...COSMETIC].filter((part) => READ[part](before) !== READ[part](after));
}

const READ: Readonly<Record<Part, (draft: Draft) => string>> = {
  window: ({ window }) => `${window.start} ${window.minutes}`,
  service: ({ service }) => service,
  what: ({ what }) => plain(what),
  tests: ({ tests }) => tests.map(plain).join('\n'),
  title: ({ title }) => title,
  backout: ({ backout }) => backout,
};

/**
 * A text without its case, its spacing, the shape of its quotes and dashes, and the signs that end a sentence. Signs inside a word
 * stay: `/data/old` and `/data /old`, 4.1 and 41 are not the same thing to modify.
 */
function plain(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[‘’‚`]/g, "'")
    .replace(/[“”„«»]/g, '"')
    .replace(/[‐-―]/g, '-')
    .replace(/[.,;:!?]+(?=\s|$)/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}
