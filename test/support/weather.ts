/** What Teams answers on a bad day, sorted by what it means for what was sent. */
import type { Fault } from '../../src/rehearsal/connector/faults.ts';
import type { OutboundRequest } from '../../src/rehearsal/connector/server.ts';

export type Answer = Omit<Fault, 'times'>;
export type Named = readonly (readonly [name: string, answer: Answer])[];

/** Shorter than the hangs, longer than an answer takes: give it to the house as `sendWithinMs`. */
export const WITHIN_MS = 250;

/** Nothing was done, and it can go later. */
export const PASSING: Named = [
  ['429 that says when', { status: 429, retryAfter: 0.02 }],
  ['429 that does not', { status: 429 }],
  ...[412, 500, 502, 504].map((status) => [String(status), { status }] as const),
  ['a reset before it is taken', { drop: 'before' }],
];

/** It was done, and nobody can know. */
export const UNKNOWN: Named = [
  ['a reset after it was taken', { drop: 'after' }],
  ['a hang', { hang: 10 * WITHIN_MS }],
  ['an answer that begins and never ends', { drip: Infinity }],
  ['half an answer', { garbage: '{"id":"1' }],
  ['an answer of a proxy', { garbage: '<html><body>Welcome</body></html>' }],
];

/** It was done, as the status says, and no id comes with it. */
export const NO_ID: Named = [
  ['an empty answer', { garbage: '' }],
  ['another JSON than was asked for', { garbage: '[]' }],
];

/** It was done, and the answer says so in its way. */
export const DONE: Named = [['an answer that trickles in', { drip: 1 }]];

/** Nothing was done, and trying again would not help. */
export const FINAL: Named = [401, 403, 404, 413].map((status) => [String(status), { status }] as const);

/** Whether the call was done, whatever its caller was told. */
export function isDone({ fault }: OutboundRequest): boolean {
  return fault?.status === undefined && fault?.drop !== 'before';
}

/** Whether the call was done, and its caller cannot know; also where a busy machine was too slow for an answer that met nothing. */
export function isAnswerLost(request: OutboundRequest): boolean {
  const unread = UNKNOWN.some(([, { garbage }]) => garbage !== undefined && garbage === request.fault?.garbage);
  // A new thread without its id is none: nothing could follow in it.
  const noId = request.path === '/v3/conversations' && request.fault?.garbage !== undefined;
  return isDone(request) && (request.isCutOff === true || unread || noId);
}
