/** Addresses are people's: the log has none, and where everybody reads they are only recognised by whoever knows them. */
import type { Address } from '../domain/site.ts';

/** `t…@isc-learn.example` */
export function masked(address: Address): string {
  const at = address.lastIndexOf('@');
  return `${address.slice(0, 1)}…${address.slice(at)}`;
}

/** What a mail server said, without the addresses that it repeats. */
export function withoutAddresses(said: string): string {
  return said.replace(/[^\s<>:;,]+@[^\s<>:;,]+/g, '…');
}

/**
 * What another machine said, without what would let somebody in: `Bearer …`, a JWT (also as Base64), `client_secret=…`. A service
 * that refuses a request may repeat it, and what it says is kept in the history and shown on cards.
 */
export function withoutTokens(said: string): string {
  return TOKENS.reduce((text, token) => text.replace(token, '…'), said);
}

const TOKENS: readonly RegExp[] = [
  /\bBearer(\s|%20|\+)+[^\s"',;]+/gi,
  // Both begin with what `{"` is in Base64, once and twice.
  /(eyJ|ZXlK)[\w+/=-]{8,}(\.[\w-]*)*/g,
  /\b(client_secret|client_assertion|access_token|refresh_token)["']?\s*[=:]\s*["']?[^\s&"']+/gi,
];
