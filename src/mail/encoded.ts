/** The parts of a mail as they go over the wire, encoded once for all recipients: a third of what a mail costs to build. */
import { encode, wrap } from 'nodemailer/lib/qp';

/** A part that is sent as it is, its headers first. */
export interface EncodedPart {
  readonly raw: Buffer;
}

/** A text in quoted-printable (RFC 2045, 6.7), which spam filters and people who look at a mail's source can read. */
export function encodedPart(type: 'text/plain' | 'text/html', text: string): EncodedPart {
  const lines = text.replace(/\r?\n/g, '\r\n');
  const headers = `Content-Type: ${type}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n`;
  return { raw: Buffer.from(`${headers}${wrap(encode(lines))}`) };
}
