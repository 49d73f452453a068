/** What no store can do without: the same bytes to the disk, and the same files parsed. */
import { closeSync, fsyncSync, openSync, readdirSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** Milliseconds to put a text in the place of a file so that it survives a power cut: written, fsync, renamed, fsync of the folder. */
export function writeDurably(folder: string, name: string, text: string): number {
  const from = performance.now();
  const temp = join(folder, `${name}.tmp`);
  const file = openSync(temp, 'w');
  writeSync(file, text);
  fsyncSync(file);
  closeSync(file);
  renameSync(temp, join(folder, name));
  const parent = openSync(folder, 'r');
  fsyncSync(parent);
  closeSync(parent);
  return performance.now() - from;
}

/** Milliseconds to read and parse every JSON file of a folder, and nothing else. */
export function parseAll(folder: string): number {
  const from = performance.now();
  for (const name of readdirSync(folder)) JSON.parse(readFileSync(join(folder, name), 'utf8'));
  return performance.now() - from;
}
