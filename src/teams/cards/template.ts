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
  /** Reads the expressions of the next template that was not filled yet, 1 to 15 ms; false: there is none. @throws as `fill` does */
  prepareNext(): boolean;
}

/** Reads every template of the folder. @throws Error that names every file that is not JSON. */
export function readTemplates(folder: string): Templates {
  const layouts = readLayouts(folder);
  // Their expressions take 0.12 s, which the start need not wait for: they are read when first wanted, or in a quiet moment before.
  const templates = new Map<string, Template>();
  function prepared(name: string): Template {
    const template = templates.get(name) ?? newTemplate(name, layouts.get(name), folder);
    templates.set(name, template);
    return template;
  }
  return {
    fill: (name, data) => prepared(name).expand({ $root: data }) as Card,
    names: [...layouts.keys()],
    prepareNext() {
      const next = [...layouts.keys()].find((name) => !templates.has(name));
      if (next !== undefined) prepared(next);
      return next !== undefined;
    },
  };
}

function readLayouts(folder: string): ReadonlyMap<string, unknown> {
  const faults: string[] = [];
  const layouts = new Map<string, unknown>();
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
    try {
      layouts.set(file.replace(/\.json$/, ''), JSON.parse(readFileSync(join(folder, file), 'utf8')));
    } catch (error) {
      faults.push(`${file}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  if (faults.length > 0) throw new Error(`${folder} has templates that cannot be used:\n${faults.join('\n')}`);
  return layouts;
}

function newTemplate(name: string, layout: unknown, folder: string): Template {
  if (layout === undefined) throw new Error(`${folder} has no template '${name}'`);
  try {
    return new Template(layout);
  } catch (error) {
    throw new Error(`${folder}/${name}.json has an expression that is none: ${String(error)}`, { cause: error });
  }
}

/** Prepares all of them, one at a time with whatever else there is to do in between. A fault is told to `onFault`, and met again by who wants it. */
export function prepareInQuiet(templates: Templates, onFault: (error: unknown) => void): void {
  setImmediate(() => {
    try {
      if (templates.prepareNext()) prepareInQuiet(templates, onFault);
    } catch (error) {
      onFault(error);
    }
  });
}
