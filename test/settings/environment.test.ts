import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { loadSettings, readEnvFile } from '../../src/settings.ts';
import { VARIABLES } from '../../src/settings/environment.ts';
import { DEFAULTS } from '../../tools/package.ts';
import { SettingsError } from '../../src/settings/fault.ts';
import { SITE, TEAMS, faultsOf, siteFile } from './support.ts';

const STEWARD_SITE = siteFile(SITE);

function faults(env: Record<string, string>): readonly string[] {
  return faultsOf(() => loadSettings({ STEWARD_SITE, ...env })).map(({ where, found }) => `${where}: ${found}`);
}

describe('in teams mode', () => {
  test('credentials of a single tenant are taken, ids in small letters', () => {
    const { credentials, gate, mode, host, port, logLevel } = loadSettings({ STEWARD_SITE, ...TEAMS });
    expect({ mode, host, port, logLevel }).toEqual({ mode: 'teams', host: '0.0.0.0', port: 3978, logLevel: 'info' });
    expect(credentials).toEqual({
      appId: TEAMS.MicrosoftAppId,
      appType: 'SingleTenant',
      appPassword: 'hush-hush',
      tenantId: 'bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb',
      cloud: 'public',
    });
    expect(gate).toEqual({
      serviceUrls: ['https://smba.trafficmanager.net/'],
      tenantId: 'bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb',
      botId: '28:aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa',
    });
  });

  test('a managed identity has no password, even where one is set', () => {
    const { credentials } = loadSettings({ STEWARD_SITE, ...TEAMS, MicrosoftAppType: 'UserAssignedMSI' });
    expect(credentials).not.toHaveProperty('appPassword');
  });

  test('nothing starts without credentials, and each that is missing is named', () => {
    expect(faults({})).toEqual([
      'MicrosoftAppId: nothing',
      'MicrosoftAppTenantId: nothing',
      'MicrosoftAppType: nothing',
    ]);
    expect(faults({ ...TEAMS, MicrosoftAppPassword: '' })).toEqual(['MicrosoftAppPassword: nothing']);
  });

  test('multi-tenant is refused and told why', () => {
    const [fault] = faultsOf(() => loadSettings({ STEWARD_SITE, ...TEAMS, MicrosoftAppType: 'MultiTenant' }));
    expect(fault?.expected).toContain('every tenant');
  });

  test.each(['singletenant', 'Singletennant', 'UserAssignedMsi', 'anything'])('%s is no type of a bot', (type) => {
    expect(faults({ ...TEAMS, MicrosoftAppType: type })).toEqual([`MicrosoftAppType: "${type}"`]);
  });

  test('no secret is printed, in whichever variable it ended up', () => {
    const secret = 'qX8~very.secret_value-of-Entra0123456789';
    const env = {
      ...TEAMS,
      MicrosoftAppId: secret,
      MicrosoftAppTenantId: secret,
      MicrosoftAppType: secret,
      MicrosoftAppPasword: secret,
    };
    expect(() => loadSettings({ STEWARD_SITE, ...env })).toThrow(SettingsError);
    expect(JSON.stringify(faultsOf(() => loadSettings({ STEWARD_SITE, ...env })))).not.toContain(secret);
    expect(faults(env)).toHaveLength(4);
  });

  test.each([
    ['gcc', 'https://smba.infra.gcc.teams.microsoft.com/'],
    ['gcc-high', 'https://smba.infra.gov.teams.microsoft.us/'],
    ['dod', 'https://smba.infra.dod.teams.microsoft.us/'],
  ])('the cloud %s brings its service URL', (cloud, url) => {
    const { credentials, gate } = loadSettings({ STEWARD_SITE, ...TEAMS, STEWARD_CLOUD: cloud });
    expect([credentials?.cloud, gate.serviceUrls]).toEqual([cloud, [url]]);
  });

  test('a cloud that is not known is a fault', () => {
    expect(faults({ ...TEAMS, STEWARD_CLOUD: 'china' })).toEqual(['STEWARD_CLOUD: "china"']);
  });

  test.each([
    ['public', 'https://smba.infra.gov.teams.microsoft.us/', 'gcc-high or dod'],
    ['dod', 'https://smba.trafficmanager.net/', 'public or gcc'],
  ])('in the cloud %s the service URL %s would be refused at every word', (cloud, url, meant) => {
    const wrong = faultsOf(() =>
      loadSettings({ STEWARD_SITE, ...TEAMS, STEWARD_CLOUD: cloud, STEWARD_SERVICE_URLS: url }),
    );
    expect(wrong).toMatchObject([{ where: 'STEWARD_SERVICE_URLS', found: `"${url}"` }]);
    expect(wrong[0]?.expected).toContain(`set STEWARD_CLOUD to ${meant}`);
  });

  test('other service URLs of the cloud can be allowed', () => {
    const urls = 'https://smba.trafficmanager.net/, https://smba.infra.gcc.teams.microsoft.com/teams';
    const { gate } = loadSettings({ STEWARD_SITE, ...TEAMS, STEWARD_SERVICE_URLS: urls });
    expect(gate.serviceUrls).toEqual(urls.split(', '));
  });

  test.each(['http://smba.trafficmanager.net/', 'smba.trafficmanager.net', 'https://u:p@h/', 'https://h/?q'])(
    '%s is no service URL',
    (url) => {
      expect(faults({ ...TEAMS, STEWARD_SERVICE_URLS: url })).toHaveLength(1);
    },
  );
});

describe.each(['local', 'rehearsal'])('in %s mode', (mode) => {
  test('the service is on loopback, without credentials', () => {
    const settings = loadSettings({ STEWARD_SITE, STEWARD_MODE: mode, PORT: '0' });
    expect(settings).toMatchObject({
      mode,
      host: '127.0.0.1',
      port: 0,
      credentials: null,
      gate: { serviceUrls: 'loopback', tenantId: null },
    });
  });

  test('it does not start with credentials, whose values stay unsaid', () => {
    expect(faults({ ...TEAMS, STEWARD_MODE: mode })).toEqual([
      'MicrosoftAppId: a value',
      'MicrosoftAppPassword: a value',
      'MicrosoftAppTenantId: a value',
    ]);
  });

  test('variables that are set to nothing are not set', () => {
    const env = { MicrosoftAppId: '', MicrosoftAppPassword: ' ', MicrosoftAppTenantId: '', PORT: '', STEWARD_DATA: '' };
    expect(faults({ ...env, STEWARD_MODE: mode })).toEqual([]);
  });
});

describe('the environment', () => {
  test('gives the data folder as a whole path', () => {
    const folder = (STEWARD_DATA: string): string =>
      loadSettings({ STEWARD_SITE, STEWARD_MODE: 'local', STEWARD_DATA }).dataFolder;
    expect(folder('')).toBe(resolve('data'));
    expect(folder('/var/lib/steward')).toBe('/var/lib/steward');
  });

  test('and the site file get their faults in one message, one a line', () => {
    const env = {
      STEWARD_MODE: 'locl',
      STEWARD_LOG: 'loud',
      PORT: '70000',
      STEWARD_SITE: siteFile(SITE.replace('Europe/Zurich', 'X')),
    };
    let message = '';
    try {
      loadSettings(env);
    } catch (error) {
      ({ message } = error as Error);
    }
    expect(message.split('\n')).toEqual([
      'Change Steward does not start: 4 faults in its settings.',
      '  STEWARD_MODE: found "locl", expected teams, local, rehearsal. Write one of them, or leave it out for teams.',
      '  PORT: found "70000", expected a number from 0 (any free port) to 65535. Write one, or leave it out for 3978.',
      expect.stringContaining('  STEWARD_LOG: found "loud"'),
      expect.stringContaining('.yaml:3 timeZone: found "X", expected a time zone'),
    ]);
  });

  test('with a misspelt variable is refused: its default would be in force without a word', () => {
    expect(faults({ STEWARD_MODE: 'local', STEWARD_SITES: 'x' })).toEqual(['STEWARD_SITES: a variable of this name']);
    expect(faults({ STEWARD_MODE: 'local', MicrosoftAppTenantID: 'x' })).toHaveLength(1);
    expect(faults({ STEWARD_MODE: 'local', STEWARD_SOMETHING_ELSE: 'x' })).toEqual([]);
    expect(faults({ STEWARD_MODE: 'local', SMTP_URI: 'x', SMPT_URL: 'x' })).toHaveLength(2);
    expect(faults({ STEWARD_MODE: 'local', SMTP_USER: 'x', SMTP_HOST: 'x', REDIS_URL: 'x' })).toEqual([]);
  });
});

describe('the token of the calendar feed', () => {
  const token = (STEWARD_CALENDAR_TOKEN: string): string | null =>
    loadSettings({ STEWARD_SITE, STEWARD_MODE: 'local', STEWARD_CALENDAR_TOKEN }).calendarToken;

  test('is taken when nobody can guess it; without it there is no feed', () => {
    expect(token('0123456789abcdefABCDEF_-0123456789')).toBe('0123456789abcdefABCDEF_-0123456789');
    expect(token('')).toBeNull();
  });

  test.each([
    ['0123456789abcdef', '16 characters'],
    [`${'0123456789'.repeat(4)}/../`, 'other characters among them'],
    [`${'0123456789'.repeat(4)} é`, 'other characters among them'],
  ])('%s is none, and is not shown', (value, found) => {
    const wrong = faultsOf(() => token(value));
    expect(wrong).toMatchObject([{ where: 'STEWARD_CALENDAR_TOKEN', found }]);
    expect(JSON.stringify(wrong)).not.toContain(value);
  });
});

describe('.env', () => {
  test('adds to the environment, and what is there wins', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'steward-env-')), '.env');
    writeFileSync(file, 'A=file\nB=file\nC=file\n');
    const env: NodeJS.ProcessEnv = { A: 'before', C: '' };
    readEnvFile(file, env);
    expect(env).toEqual({ A: 'before', B: 'file', C: '' });
  });

  test('need not be there', () => {
    expect(() => {
      readEnvFile('/nowhere/.env');
    }).not.toThrow();
  });

  test('that cannot be read is a fault', () => {
    expect(() => {
      readEnvFile(tmpdir());
    }).toThrow(SettingsError);
  });

  test('.env.example names every variable that is read, each with a sentence above it', () => {
    const lines = readFileSync(new URL('../../.env.example', import.meta.url), 'utf8').split('\n');
    const named = lines.flatMap((line, index) => {
      const name = /^(\w+)=/.exec(line)?.[1];
      return name === undefined ? [] : [{ name, explained: lines[index - 1]?.startsWith('# ') }];
    });
    expect(named.map(({ name }) => name).sort()).toEqual([...VARIABLES, ...Object.keys(DEFAULTS)].sort());
    expect(named.every(({ explained }) => explained)).toBe(true);
  });
});
