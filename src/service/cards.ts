/** Layouts and words of a site, read once at the start. */
import type { Sentences } from '../app/words.ts';
import type { Site } from '../domain/site.ts';
import type { Templates } from '../teams/cards/template.ts';
import { readTemplates } from '../teams/cards/template.ts';
import { readSentences } from '../text/sentences.ts';

/** Layouts and words, as `readCards` gives them. */
export interface Cards {
  readonly templates: Templates;
  /** Of each language of the site, in its order: the first one is spoken, notices are in all of them. */
  readonly sentences: readonly [Sentences, ...Sentences[]];
}

/** Reads the folder of the templates, with `text/` in it, and what the site says otherwise. */
export function readCards(folder: string, languages: Site['languages'], texts: string | null = null): Cards {
  const [first = 'en', ...others] = languages;
  const read = (language: string): Sentences => readSentences(`${folder}/text`, language, texts);
  return { templates: readTemplates(folder), sentences: [read(first), ...others.map(read)] };
}
