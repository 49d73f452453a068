/** What every document has around it: one JSON object that says its format. */

/** The format this release writes, and the only one it reads. */
const FORMAT = 1;

export type Fields = Readonly<Record<string, unknown>>;

/** How a document is written as text, and what is checked when it is read. */
export interface Shape<T> {
  /** The lines of the document after its format, each a member of the JSON object. */
  readonly members: (document: T) => readonly string[];
  /** @throws Damaged */
  readonly check: (fields: Fields) => T;
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
  return `{"format":${FORMAT},\n${shape.members(document).join(',\n')}}\n`;
}

/**
 * The document that a text holds.
 * @throws Damaged when it holds none.
 * @throws NewerFormat when it is a later release's.
 */
export function documentOf<T>(shape: Shape<T>, text: string, file: string): T {
  const fields = fieldsOf(text);
  const { format } = fields;
  if (typeof format !== 'number') throw new Damaged('it does not say its format');
  if (format > FORMAT) throw new NewerFormat(file, format);
  if (format !== FORMAT) throw new Damaged(`there is no format ${format}`);
  return shape.check(fields);
}

/** Whether the value is a JSON object. */
export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
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
