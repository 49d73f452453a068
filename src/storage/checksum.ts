/** The checksum of a document's text. A disk that fails changes a letter here and there, and what it leaves may be valid JSON still. */
import * as zlib from 'node:zlib';

/** In the place of a checksum: the text is believed as it is. Who has changed a file by hand writes it, and a runtime that has no checksums. */
export const NO_CHECKSUM = 'none';

// Node 22.0 and 22.1 have none.
const { crc32 } = zlib as Partial<typeof zlib>;

/** Eight hexadecimal digits. CRC-32 finds every change within 32 neighbouring bits, and costs 1 µs for 7 KB; nobody forges these files. */
export function checksumOf(text: string): string {
  return crc32 === undefined ? NO_CHECKSUM : crc32(text).toString(16).padStart(8, '0');
}

/** Whether the text is what this checksum was made of; so it is where there is none. */
export function isChecksumOf(checksum: unknown, text: string): boolean {
  return checksum === NO_CHECKSUM || checksumOf(text) === NO_CHECKSUM || checksum === checksumOf(text);
}
