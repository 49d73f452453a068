/** A card is at most 25 KB of JSON, whatever people typed: a sign can take up to six bytes, so that characters do not count. */

/** What somebody's reason may take: a card shows two of them at most, and the report shortens them further. */
export const ROOM_OF_A_REASON = 2000;

/** The text (already escaped) as far as it fits into so many bytes of JSON; what is left out is marked by "…". */
export function clip(text: string, most: number): string {
  if (text.length * MOST_BYTES_A_SIGN <= most) return text;
  let bytes = 0;
  let end = 0;
  for (const sign of text) {
    bytes += Buffer.byteLength(JSON.stringify(sign)) - QUOTES;
    // A backslash alone at the end would have escaped what is cut off.
    if (bytes > most) return `${text.slice(0, end).replace(/\\+$/, '')}…`;
    end += sign.length;
  }
  return text;
}

const QUOTES = 2;
const MOST_BYTES_A_SIGN = 6;
