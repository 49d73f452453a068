/** How long the client secret still lives, by the day that the environment names. */
import { secretExpiry, stepOf } from '../../app/secret-expiry.ts';
import { counted } from '../command.ts';
import type { Finding } from './finding.ts';
import { leftOut, ok, warning, wrong } from './finding.ts';
import type { Installed } from './installation.ts';

const RENEW =
  "Create a new one (Azure portal, 'Certificates & secrets'), put it into MicrosoftAppPassword and its day into STEWARD_SECRET_EXPIRES";

export function secretStep({ credentials, secretExpires, namesSecretExpiry, site }: Installed, now: number): Finding {
  if (credentials?.appType === 'UserAssignedMSI') return leftOut('a managed identity has none');
  if (secretExpires === null)
    return namesSecretExpiry
      ? leftOut('the settings are wrong')
      : warning('nobody knows when it expires', 'Set STEWARD_SECRET_EXPIRES to its day, and the bot warns ahead');
  const secret = secretExpiry(secretExpires, now, site?.timeZone ?? 'UTC');
  if (secret.days < 0) return wrong(`it has expired on ${secretExpires}`, RENEW);
  const said = `it expires on ${secretExpires}, in ${counted(secret.days, 'day')}`;
  return stepOf(secret) === null ? ok(said) : warning(said, RENEW);
}
