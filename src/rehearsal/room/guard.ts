import type { IncomingMessage } from 'node:http';
import { namesLoopback } from '../loopback.ts';

/** On every answer: the page loads nothing from elsewhere and runs nothing but its own files. */
export const HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "frame-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
};

/** Why a request is turned away, or undefined. */
export function turnedAway(request: IncomingMessage): string | undefined {
  if (!namesLoopback(request)) return 'The room answers on this machine only.';
  const { host = '', origin, 'sec-fetch-site': site } = request.headers;
  if (origin !== undefined && origin !== `http://${host}`) return 'The room answers its own page only.';
  if (request.method === 'GET') return undefined;
  if (site !== undefined && site !== 'same-origin') return 'The room answers its own page only.';
  // No form of another page can send this type.
  const json = request.headers['content-type']?.startsWith('application/json') === true;
  return json ? undefined : 'The room takes JSON only.';
}
