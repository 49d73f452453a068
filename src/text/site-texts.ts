/** The site's own sentences: `en: { notice: { announce: { heading: '…' } } }`, in place of those of the package, one by one. */
import type { Words } from './sentence-faults.ts';
import { sentenceFaults } from './sentence-faults.ts';
import type { TextFault, TextFile } from './text-file.ts';
import { isTree } from './text-file.ts';

interface Known extends Words {
  /** The languages of the site. */
  readonly languages: readonly string[];
  /** Every key, with what its sentence can name. */
  readonly names: ReadonlyMap<string, readonly string[]>;
  readonly counts: ReadonlySet<string>;
}

/** What is wrong with the file of the site's own sentences. */
export function siteTextFaults(file: TextFile, known: Known): readonly TextFault[] {
  const { tree } = file;
  if (tree === null || tree === undefined) return [];
  const shape = "sentences by language. Write `en: { notice: { announce: { heading: '…' } } }`.";
  if (!isTree(tree)) return [{ where: `${file.name}:1`, found: known.show(tree), expected: shape }];
  return Object.entries(tree).flatMap(([language, sentences]) => {
    const at = (path: readonly string[]): string => `${file.name}:${file.lineOf(path)} ${path.join('.')}`;
    if (known.languages.includes(language)) return faultsBelow(sentences, [language], { ...known, at });
    const near = known.nearest(language, known.languages);
    const remedy = near === undefined ? '' : `Write '${near}' if that is meant, `;
    const expected = `a language of the site (${known.languages.join(', ')}). ${remedy}${remedy === '' ? 'Add' : 'add'} it to 'languages' of the site file, or remove it here.`;
    return [{ where: at([language]), found: known.show(sentences), expected }];
  });
}

interface Placed extends Known {
  readonly at: (path: readonly string[]) => string;
}

/** Of a value below a language, whose keys are the rest of the path. */
function faultsBelow(value: unknown, path: readonly string[], known: Placed): readonly TextFault[] {
  const [language = '', ...keys] = path;
  const key = keys.join('.');
  const names = known.names.get(key);
  const where = known.at(path);
  const { counts } = known;
  if (names !== undefined)
    return sentenceFaults(value, language, { names, counts }, known).map((wrong) => ({ where, ...wrong }));
  const below = keysBelow(key, known);
  if (below.length === 0) return [{ where, found: known.show(value), expected: unknownKey(keys, known) }];
  // A key whose lines are all commented out.
  if (value === null || value === undefined) return [];
  if (isTree(value))
    return Object.entries(value).flatMap(([next, inner]) => faultsBelow(inner, [...path, next], known));
  const expected = `the sentences below it by their keys: ${below.join(', ')}. Write the one that is meant.`;
  return [{ where, found: known.show(value), expected }];
}

/** The keys right below one; all of the first ones below nothing. */
function keysBelow(key: string, { names }: Known): readonly string[] {
  const prefix = key === '' ? '' : `${key}.`;
  const below = [...names.keys()].filter((each) => each.startsWith(prefix));
  return [...new Set(below.map((each) => each.slice(prefix.length).split('.')[0] ?? ''))];
}

function unknownKey(keys: readonly string[], known: Known): string {
  const word = keys.at(-1) ?? '';
  const siblings = keysBelow(keys.slice(0, -1).join('.'), known);
  const near = known.nearest(word, siblings);
  const remedy =
    near === undefined ? 'Look it up there, or remove it' : `Write '${near}' if that is meant, or remove it`;
  return `a key that the texts in cards/text have. ${remedy}.`;
}
