/** Card templates of `cards/`, read and prepared once; filling one in is all that is left for a press. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
// The package's root brings TypeScript sources of 'adaptivecards' along that this compiler refuses; its engine alone does not.
import { Template } from 'adaptivecards-templating/lib/template-engine.js';

/** An Adaptive Card as JSON. */
export interface Card {
  readonly type: 'AdaptiveCard';
  readonly [key: string]: unknown;
}

export interface Templates {
  /** The card of a template filled with data. @throws when there is no such template, or a `${…}` of it is not in the data. */
  fill(name: string, data: Readonly<Record<string, unknown>>): Card;
  readonly names: readonly string[];
}

/** Reads every template of the folder. @throws when one is not JSON: the message names the file. */
export function readTemplates(folder: string): Templates {
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
  const templates = new Map(files.map((file) => [file.replace(/\.json$/, ''), read(join(folder, file))]));
  return {
    fill(name, data) {
      const template = templates.get(name);
      if (template === undefined) throw new Error(`${folder} has no template '${name}'`);
      return template.expand({ $root: data }) as Card;
    },
    names: [...templates.keys()],
  };
}

function read(file: string): Template {
  try {
    return new Template(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    throw new Error(`${file} is not JSON: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}
