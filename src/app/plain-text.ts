/** What people typed, where it is shown as plain text among sentences of the bot: in a mail, in a calendar. */

/**
 * A text that cannot reorder what is around it: every line that holds right-to-left letters is isolated (FSI … PDI), and
 * its own embeddings, overrides and isolates are gone, so that none reaches beyond it (Unicode UAX #9, 2.4 and 6.3).
 * A paragraph ends an isolate, hence line by line. Control characters are gone but for tabs and ends of lines, and ends
 * of lines of every kind are `\n`; half a surrogate pair is U+FFFD, as it would be on the wire.
 */
export function isolated(text: string): string {
  const clean = text
    .replace(LINE_END, '\n')
    .replace(CONTROLS, '')
    .replace(/\p{Surrogate}/gu, '\uFFFD');
  if (!RIGHT_TO_LEFT.test(clean)) return clean;
  return clean
    .split('\n')
    .map((line) => (RIGHT_TO_LEFT.test(line) ? `${FSI}${line}${PDI}` : line))
    .join('\n');
}

/**
 * The text in one line, of at most so many UTF-16 units (an emoji counts two): what is cut off ends in an ellipsis, and an
 * isolate that was opened is closed.
 */
export function oneLine(text: string, most = Infinity): string {
  const line = text
    .replace(LINE_END, ' ')
    .replace(/[ \t\n]+/g, ' ')
    .replace(OTHER_CONTROLS, '')
    .trim();
  if (line.length <= most) return line;
  // Two for the ellipsis and the end of an isolate; half an emoji goes as well.
  const cut = line.slice(0, most - 2).replace(/\p{Surrogate}$/u, '');
  const open = cut.lastIndexOf(FSI) > cut.lastIndexOf(PDI);
  return `${cut.trimEnd()}…${open ? PDI : ''}`;
}

const FSI = '\u2068';
const PDI = '\u2069';

/** Beside the usual ones: vertical tab, form feed, next line, line and paragraph separator. */
const LINE_END = /\r\n|[\r\v\f\u0085\u2028\u2029]/g;

/** Control characters but tab and `\n`; the bidirectional embeddings, overrides and isolates. */
const CONTROLS = /(?![\t\n])\p{Cc}|[\u202A-\u202E\u2066-\u2069]/gu;
const OTHER_CONTROLS = /\p{Cc}|[\u202A-\u202E]/gu;

/** The blocks whose letters run right to left, and the marks that count as one (Unicode, DerivedBidiClass: R and AL). */
const RIGHT_TO_LEFT = /[\u0590-\u08FF\u200F\uFB1D-\uFDFF\uFE70-\uFEFC\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]/u;
