/** The formats of a document's file, and how one becomes the next. */

export type Fields = Readonly<Record<string, unknown>>;

/**
 * Each makes the fields of one format those of the next, the first one of format 1. A new format is one more function; what is
 * read in an older one goes through all of them from there on.
 */
const MIGRATIONS: readonly ((fields: Fields) => Fields)[] = [
  // 1 to 2: the file has a checksum, and the document is the same.
  (fields) => fields,
];

/** The format this release writes, and the newest one it reads. */
export const FORMAT = MIGRATIONS.length + 1;

/** The first format whose files have a checksum. */
export const CHECKED_SINCE = 2;

/** Whether there was ever such a format. */
export function isFormat(format: number): boolean {
  return Number.isInteger(format) && format >= 1 && format <= FORMAT;
}

/** The fields of a document of this format, as the present one has them. */
export function migrated(fields: Fields, format: number): Fields {
  return MIGRATIONS.slice(format - 1).reduce((older, next) => next(older), fields);
}
