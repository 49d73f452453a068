/** What every document has around it: one JSON object whose first line says its format and the checksum of the lines after it. */
import { checksumOf, isChecksumOf, NO_CHECKSUM } from './checksum.ts';
import type { Fields } from './formats.ts';
import { CHECKED_SINCE, FORMAT, isFormat, migrated } from './formats.ts';

/** How a document is written as text, and what is checked when it is read. */
export interface Shape<T> {
  /** The lines of the document after its first one, each a member of the JSON object. */
  readonly members: (document: T) => readonly string[];
  /** @throws Damaged */
  readonly check: (fields: Fields) => T;
}

/** A document, and the format that its file has. */
export interface Found<T> {
  readonly document: T;
  readonly format: number;
}

/** The file is not what it should be; the message says why, without a word of what is in it. */
export class Damaged extends Error {}

/** The file is whole, but from the future: it must be left alone. */
export class NewerFormat extends Error {
  constructor(file: string, format: number) {
    super(
      `${file} has format ${format}; this release reads format ${FORMAT}. A newer release has written it: ` +
        'start that release, or put back a copy of the data folder from before it.',
    );
    this.name = 'NewerFormat';
  }
}

/** The document as the file's text. */
export function textOf<T>(shape: Shape<T>, document: T): string {
  const lines = `${shape.members(document).join(',\n')}}\n`;
  return `{"format":${FORMAT},"checksum":"${checksumOf(lines)}",\n${lines}`;
}

/**
 * The document that a text holds, and its format.
 * @throws Damaged when it holds none.
 * @throws NewerFormat when it is a later release's.
 */
export function foundIn<T>(shape: Shape<T>, text: string, file: string): Found<T> {
  const fields = fieldsOf(text);
  const { format } = fields;
  if (typeof format !== 'number') throw new Damaged('it does not say its format');
  if (format > FORMAT) throw new NewerFormat(file, format);
  if (!isFormat(format)) throw new Damaged(`there is no format ${format}`);
  if (format >= CHECKED_SINCE) requireChecksum(fields['checksum'], text);
  return { document: shape.check(migrated(fields, format)), format };
}

/** The document alone. @throws as `foundIn` does */
export function documentOf<T>(shape: Shape<T>, text: string, file: string): T {
  return foundIn(shape, text, file).document;
}

/** Whether the value is a JSON object. */
export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

// A disk that fails makes no word of eight digits: the word for "none" is always somebody's.
function requireChecksum(checksum: unknown, text: string): void {
  if (isChecksumOf(checksum, text.slice(text.indexOf('\n') + 1))) return;
  throw new Damaged(
    'it is not as it was written: its checksum is another one. The disk may fail; put back a copy of the file. ' +
      `Who has changed it by hand writes "checksum":"${NO_CHECKSUM}" in its first line and puts it back`,
  );
}

function fieldsOf(text: string): Fields {
  if (text === '') throw new Damaged('it is empty');
  const value = parsed(text);
  if (!isFields(value)) throw new Damaged('it is not a JSON object');
  return value;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // JSON.parse quotes the text in its message, and a text may be private.
    throw new Damaged(`it is not JSON (${text.length} characters)`);
  }
}
