/** `npm run restore -- <backup>`: puts a backup into an empty data folder, on this machine or another one. */
import type { Environment } from '../settings/environment.ts';
import { dataFolderOf, readEnvFile } from '../settings.ts';
import { saidOf } from './backup/manifest.ts';
import { restoreBackup } from './backup/restore.ts';
import type { Done } from './command.ts';
import { isCommand, onlyOf, readArguments, run } from './command.ts';

const USAGE = `Use:
npm run restore -- <backup>    such as npm run restore -- /mnt/backup/change-steward/change-steward-2027-02-06T08-00-00Z`;

/** @throws Misused, SettingsError, Error where the backup is damaged, or the disk's error */
export async function restore(args: readonly string[], env: Environment): Promise<Done> {
  const { positionals } = readArguments(args, {}, USAGE);
  const from = onlyOf(positionals, 'backup', USAGE);
  const data = dataFolderOf(env);
  const manifest = await restoreBackup(from, data);
  return {
    says: [`${data} is restored and checked: ${saidOf(manifest)}. What happened after that is not in it.`],
    code: 0,
  };
}

if (isCommand(import.meta.url))
  run(() => {
    readEnvFile();
    return restore(process.argv.slice(2), process.env);
  });
