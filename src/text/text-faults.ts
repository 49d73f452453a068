/** What is wrong with the texts, all at once: those of the package, in `cards/text`, and the site's own. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { NOTICE_VALUES } from '../app/notice-text.ts';
import { countsIn, messageOf, namesIn } from './message.ts';
import type { Words } from './sentence-faults.ts';
import { sentenceFaults } from './sentence-faults.ts';
import { siteTextFaults } from './site-texts.ts';
import type { Leaf, TextFault, TextFile } from './text-file.ts';
import { isTree, leavesOf, openTextFile } from './text-file.ts';

export interface WantedTexts extends Words {
  /** The folder with a file a language. */
  readonly folder: string;
  /** Those of the site. */
  readonly languages: readonly string[];
  /** The whole path of the site's own sentences; null: it has none. */
  readonly overrides: string | null;
}

/** The texts of a language, as the package brings them. */
interface Shipped {
  readonly language: string;
  readonly file: TextFile;
  readonly leaves: readonly Leaf[];
}

/** Every fault of the texts, each with file and line; none: every sentence can be said in every language of the site. */
export function textFaults(wanted: WantedTexts): readonly TextFault[] {
  const opened = languagesIn(wanted.folder).map((language) => {
    return { language, file: openTextFile(join(wanted.folder, `${language}.yaml`)) };
  });
  const shipped = opened.flatMap(({ language, file }) =>
    'tree' in file ? [{ language, file, leaves: leavesOf(file.tree) }] : [],
  );
  const names = namesByKey(shipped);
  const counts = countsOf(shipped);
  const own = wanted.overrides === null ? [] : openTextFile(wanted.overrides);
  return [
    ...opened.flatMap(({ file }) => ('tree' in file ? [] : file)),
    ...shipped.flatMap((one) => wrongSentences(one, { names, counts }, wanted)),
    ...missing(shipped, 'tree' in own ? own.tree : {}, wanted),
    ...('tree' in own ? siteTextFaults(own, { names, counts, ...wanted }) : own),
  ];
}

function languagesIn(folder: string): readonly string[] {
  const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'));
  return files.map((file) => file.slice(0, -'.yaml'.length)).sort();
}

/** A notice's own sentences are given all of its values; its name in a list is said without any. */
const OF_A_NOTICE = /^notice\.[^.]+\.(heading|body|summary|subject)$/;

/** What each sentence can name: what it names in any language, for nobody gives it more. */
function namesByKey(shipped: readonly Shipped[]): ReadonlyMap<string, readonly string[]> {
  const names = new Map<string, readonly string[]>();
  for (const { language, leaves } of shipped)
    for (const { key, value } of leaves)
      names.set(
        key,
        OF_A_NOTICE.test(key) ? NOTICE_VALUES : [...new Set([...(names.get(key) ?? []), ...namesOf(value, language)])],
      );
  return names;
}

/** The values that are numbers: those of which the package says how many there are. */
function countsOf(shipped: readonly Shipped[]): ReadonlySet<string> {
  const [model] = shipped.filter(({ language }) => language === 'en');
  return new Set(model?.leaves.flatMap(({ value }) => namesOf(value, 'en', countsIn)));
}

function namesOf(value: unknown, language: string, namesOfMessage = namesIn): readonly string[] {
  try {
    return typeof value === 'string' ? namesOfMessage(messageOf(value, language)) : [];
  } catch {
    // What cannot be read is a fault of its own, and names nothing.
    return [];
  }
}

function wrongSentences(
  { language, file, leaves }: Shipped,
  { names, counts }: { readonly names: ReadonlyMap<string, readonly string[]>; readonly counts: ReadonlySet<string> },
  words: Words,
): readonly TextFault[] {
  return leaves.flatMap(({ path, key, value }) =>
    sentenceFaults(value, language, { names: names.get(key) ?? [], counts }, words).map((wrong) => ({
      where: `${file.name}:${file.lineOf(path)} ${key}`,
      ...wrong,
    })),
  );
}

/** What one language says, every language of the site has to say: in its file, or in the site's own. */
function missing(shipped: readonly Shipped[], own: unknown, { languages, show }: WantedTexts): readonly TextFault[] {
  const models = new Map<string, Leaf & { readonly from: string }>();
  for (const { file, leaves } of shipped)
    for (const leaf of leaves) if (!models.has(leaf.key)) models.set(leaf.key, { ...leaf, from: file.name });
  return shipped
    .filter(({ language }) => languages.includes(language))
    .flatMap(({ language, file, leaves }) => {
      const said = new Set([...leaves, ...ownLeaves(own, language)].map(({ key }) => key));
      return [...models.values()]
        .filter(({ key }) => !said.has(key))
        .map(({ path, key, value, from }) => ({
          where: `${file.name}:${file.lineOf(path)} ${key}`,
          found: 'nothing',
          expected: `a sentence, as ${from} has: ${show(value)}. Write it here, or remove it there.`,
        }));
    });
}

function ownLeaves(own: unknown, language: string): readonly Leaf[] {
  return isTree(own) && Object.hasOwn(own, language) ? leavesOf(own[language]) : [];
}
