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

/** Reads every template of the folder. @throws Error that names every file that is not JSON or has a `${…}` that is none. */
export function readTemplates(folder: string): Templates {
  const faults: string[] = [];
  const templates = new Map<string, Template>();
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
    try {
      templates.set(file.replace(/\.json$/, ''), read(join(folder, file)));
    } catch (error) {
      faults.push(`${file}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  if (faults.length > 0) throw new Error(`${folder} has templates that cannot be used:\n${faults.join('\n')}`);
  return {
    fill(name, data) {
      const template = templates.get(name);
      if (template === undefined) throw new Error(`${folder} has no template '${name}'`);
      return template.expand({ $root: data }) as Card;
    },
    names: [...templates.keys()],
  };
}

// Its expressions are read here and not at the first press: 0.1 s of the start, for a fault that is told before anybody presses.
function read(file: string): Template {
  return new Template(JSON.parse(readFileSync(file, 'utf8')));
}
