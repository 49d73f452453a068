/**
 * `npm run backup -- <folder>`: takes one more backup of the data folder, whether the service runs or not.
 * `npm run backup -- --verify <backup>`: looks whether one is whole still.
 */
import type { Environment } from '../settings/environment.ts';
import { dataFolderOf, readEnvFile } from '../settings.ts';
import { saidOf, unreadableSaid } from './backup/manifest.ts';
import { verifyBackup } from './backup/restore.ts';
import { takeBackup } from './backup/take.ts';
import type { Done } from './command.ts';
import { isCommand, onlyOf, readArguments, RELEASE, run } from './command.ts';

const USAGE = `Use:
npm run backup -- <folder for backups>    one more backup, such as npm run backup -- /mnt/backup/change-steward
npm run backup -- --verify <backup>       whether a backup is whole still`;

/**
 * The exit code is 1 where a document is damaged, although there is a backup: whoever removes old backups after a new one must not
 * remove the last one that has that document whole.
 * @throws Misused, SettingsError, NewerFormat, or the disk's error
 */
export async function backup(args: readonly string[], env: Environment, now: Date): Promise<Done> {
  const { values, positionals } = readArguments(args, { verify: { type: 'boolean', default: false } }, USAGE);
  const folder = onlyOf(positionals, 'folder', USAGE);
  if (values.verify) return { says: [`${folder} is whole: ${saidOf(await verifyBackup(folder))}.`], code: 0 };
  const data = dataFolderOf(env);
  const { backup: made, manifest } = await takeBackup({ data, target: folder, now, release: RELEASE });
  const unreadable = unreadableSaid(manifest);
  return { says: [`${made} is whole: ${saidOf(manifest)}.`, ...unreadable], code: unreadable.length === 0 ? 0 : 1 };
}

if (isCommand(import.meta.url))
  run(() => {
    readEnvFile();
    return backup(process.argv.slice(2), process.env, new Date());
  });
