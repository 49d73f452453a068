/** Which packages of others a program imports at its start, by the same paths and in the same order. */
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

const FROM = /^(?:import|export)\s(?:[^'"]*?\sfrom\s)?['"]([^'"]+)['"]/gm;

/** The packages that a compiled module and what it imports of ours ask for; Node's own are left out. */
export function packagesOf(program: string): readonly string[] {
  const packages = new Set<string>();
  const seen = new Set<string>();
  const visit = (file: string): void => {
    if (seen.has(file)) return;
    seen.add(file);
    for (const [, name = ''] of readFileSync(file, 'utf8').matchAll(FROM)) {
      if (name.startsWith('.')) visit(resolve(dirname(file), name));
      else if (!name.startsWith('node:')) packages.add(name);
    }
  };
  visit(program);
  return [...packages];
}
