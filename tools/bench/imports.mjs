/** Imports packages and does nothing with them: what no start can do without. `node imports.mjs <package> …` */
import process from 'node:process';

for (const name of process.argv.slice(2)) await import(name);
process.stdout.write('imported\n');
