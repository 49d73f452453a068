/** What operations sets: the token of the metrics, and the day on which the client secret expires. */
import { describe, expect, test } from '@jest/globals';
import { loadSettings } from '../../src/settings.ts';
import { SITE, TEAMS, faultsOf, siteFile } from './support.ts';

const STEWARD_SITE = siteFile(SITE);
const TOKEN = '0123456789abcdefABCDEF_-0123456789';

describe('the token of the metrics', () => {
  const token = (STEWARD_METRICS_TOKEN: string): string | null =>
    loadSettings({ STEWARD_SITE, ...TEAMS, STEWARD_METRICS_TOKEN }).metricsToken;

  test('is taken when nobody can guess it, and there need not be one', () => {
    expect([token(TOKEN), token('')]).toEqual([TOKEN, null]);
  });

  test.each(['0123456789abcdef', `${TOKEN} ${TOKEN}`])('%s is none, and is not shown', (value) => {
    const wrong = faultsOf(() => token(value));
    expect(wrong).toMatchObject([{ where: 'STEWARD_METRICS_TOKEN' }]);
    expect(JSON.stringify(wrong)).not.toContain(value);
  });
});

describe('the day on which the client secret expires', () => {
  const expires = (STEWARD_SECRET_EXPIRES: string, env: Record<string, string> = TEAMS): string | null =>
    loadSettings({ STEWARD_SITE, ...env, STEWARD_SECRET_EXPIRES }).secretExpires;

  test('is a day of the calendar, also one that has passed: the bot starts, and warns', () => {
    expect([expires('2027-06-01'), expires('2020-02-29'), expires('')]).toEqual(['2027-06-01', '2020-02-29', null]);
  });

  test.each(['01.06.2027', '2027-6-1', '2027-02-29', '2027/06/01', '6/1/2027'])(
    'is not %s, which is shown with what is expected',
    (value) => {
      const [fault] = faultsOf(() => expires(value));
      expect(fault).toMatchObject({ where: 'STEWARD_SECRET_EXPIRES', found: `"${value}"` });
      expect(fault?.expected).toContain('2027-06-01');
    },
  );

  test('is not shown when it is the secret itself, in the wrong place', () => {
    const secret = 'qX8~very.secret_value-of-Entra0123456789';
    const wrong = faultsOf(() => expires(secret));
    expect([wrong.length, JSON.stringify(wrong).includes(secret)]).toEqual([1, false]);
  });

  test('warns of nothing where there is no secret: with a managed identity, and outside Teams', () => {
    expect(expires('2027-06-01', { ...TEAMS, MicrosoftAppType: 'UserAssignedMSI' })).toBeNull();
    expect(expires('2027-06-01', { STEWARD_MODE: 'local' })).toBeNull();
  });
});
