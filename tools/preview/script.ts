/** Modules as one script: a page that is opened from the disk may load no others. */
import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** A module by its path in the package, and those it imports, all of them as one script. */
export function scriptOf(entry: string): string {
  const modules = new Map<string, string>();
  collect(entry, modules);
  const functions = [...modules].map(([name, code]) => `${JSON.stringify(name)}: (exports, require) => {\n${code}}`);
  return `(() => {
const modules = {
${functions.join(',\n')}
};
const loaded = {};
const load = (name) => {
  if (loaded[name] === undefined) modules[name]((loaded[name] = {}), load);
  return loaded[name];
};
load(${JSON.stringify(entry)});
})();`;
}

/** Without the types, and with every module called by its path in the package. */
function collect(name: string, modules: Map<string, string>): void {
  if (modules.has(name)) return;
  const code = compiled(readFileSync(join(ROOT, name), 'utf8')).replace(
    /\brequire\("(\.[^"]+)"\)/g,
    (_, path: string) => `require(${JSON.stringify(posix.join(posix.dirname(name), path))})`,
  );
  modules.set(name, code);
  for (const [, imported = ''] of code.matchAll(/\brequire\("([^"]+)"\)/g)) collect(imported, modules);
}

function compiled(source: string): string {
  const compilerOptions = {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.CommonJS,
    removeComments: true,
  };
  return ts.transpileModule(source, { compilerOptions }).outputText;
}
