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
