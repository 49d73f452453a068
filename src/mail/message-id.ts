/** How a mail is known: the same at every try, so that a reader's server recognises a repeat and threads what belongs together. */
import { createHash } from 'node:crypto';
import { domainToASCII } from 'node:url';
import type { MailId } from '../app/ports.ts';
import type { PostingKey } from '../domain/posting.ts';
import type { Address } from '../domain/site.ts';

/**
 * `CHG-2027-001.announce.12.k3J9xQ2a`: of the key of a posting, and of a digest of the address. 8 letters hold 48 bits: that
 * two of 1,000 recipients have the same happens once in 500 million notices.
 */
export function mailIdOf(key: PostingKey, to: Address): MailId {
  const parts = key.split('/').filter((part) => part !== 'mail');
  const digest = createHash('sha256').update(to).digest('base64url').slice(0, 8);
  return [...parts, digest].join('.').replace(/[^\w.-]+/g, '-');
}

/** `<id@domain>`, as the headers have it (RFC 5322, 3.6.4). */
export function messageId(id: MailId, domain: string): string {
  return `<${id}@${domain}>`;
}

/** The domain of an address, in the letters of host names. */
export function domainOf(address: Address): string {
  const domain = address.slice(address.lastIndexOf('@') + 1);
  return domainToASCII(domain) || domain;
}
