/** Which Microsoft cloud the tenant is in: it decides who signs, where tokens come from, and where answers go. */
import type { Reader } from './environment.ts';
import { showIf } from './fault.ts';

/** The usual service URL of each. Source: Teams documentation, "Send and receive messages", proactive messages of government clouds. */
const CLOUDS = {
  public: 'https://smba.trafficmanager.net/',
  gcc: 'https://smba.infra.gcc.teams.microsoft.com/',
  'gcc-high': 'https://smba.infra.gov.teams.microsoft.us/',
  dod: 'https://smba.infra.dod.teams.microsoft.us/',
} as const;
export type Cloud = keyof typeof CLOUDS;
const NAMES = Object.keys(CLOUDS) as readonly Cloud[];

/** The cloud of the tenant; null with a fault. */
export function readCloud(env: Reader): Cloud | null {
  return env.choice('STEWARD_CLOUD', NAMES, 'public');
}

/** Where Teams may ask for answers to be sent: the beginnings of its service URLs. */
export function readServiceUrls(env: Reader, cloud: Cloud): readonly string[] {
  const urls = (env.value('STEWARD_SERVICE_URLS') ?? CLOUDS[cloud]).split(/[\s,]+/).filter((url) => url !== '');
  for (const url of urls) {
    const expected = isServiceUrl(url) ? ofCloud(url, cloud) : WRITTEN;
    if (expected !== null)
      env.fault('STEWARD_SERVICE_URLS', showIf(/^https?:\/\/[\w.:/~-]*$|^[\w-]+(\.[\w-]+)+\/?$/, url), expected);
  }
  return urls;
}

const WRITTEN = `addresses such as ${CLOUDS.public}. Write https://, a host and perhaps a path, with commas between them.`;

function isServiceUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password, search, hash } = new URL(text);
  return protocol === 'https:' && [username, password, search, hash].every((part) => part === '');
}

/** Whom the other Azure vouches for would be refused at every word, without a sign of why. */
function ofCloud(url: string, cloud: Cloud): string | null {
  const isGovernment = (address: string): boolean => new URL(address).hostname.endsWith('.us');
  if (isGovernment(url) === isGovernment(CLOUDS[cloud])) return null;
  const meant = isGovernment(url) ? 'gcc-high or dod' : 'public or gcc';
  return `addresses of STEWARD_CLOUD=${cloud}, such as ${CLOUDS[cloud]}. Mend them, or set STEWARD_CLOUD to ${meant}.`;
}
