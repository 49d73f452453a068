/** The data folder after a kill, and after the start that follows. */
import type { Disk } from '../disk.ts';
import type { Broken } from './broken.ts';
import { breaks } from './broken.ts';

const damaged = breaks('no file is damaged');

/** Every file can be read, and none was set aside. */
export function damage({ unreadable, damaged: aside }: Disk): readonly Broken[] {
  return [...unreadable.map(damaged), ...aside.map((name) => damaged(`${name} was set aside`))];
}

/** What a start has to have cleared away, of what the life before has left; and the team is still known. */
export function leftovers(
  { temps, installed }: Disk,
  left: readonly string[],
  wasInstalled: boolean,
): readonly Broken[] {
  const forgotten = wasInstalled && !installed ? [damaged('team.json does not say any more where the bot is')] : [];
  return [
    ...temps.filter((name) => left.includes(name)).map((name) => damaged(`${name} is still there after a start`)),
    ...forgotten,
  ];
}
