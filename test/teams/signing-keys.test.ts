/** The keys of the authority: fetched once for everybody who waits, kept while it is away, and never waited for without an end. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { KeysAway, SigningKeys } from '../../src/teams/signing-keys.ts';
import type { Issuer } from '../support/issuer.ts';
import { startIssuer } from '../support/issuer.ts';

const SECOND = 1000;
const HOUR = 3_600 * SECOND;
const FETCHED = ['GET /openid', 'GET /keys'];

let issuer: Issuer;
let now: number;
let keys: SigningKeys;

beforeEach(async () => {
  issuer = await startIssuer();
  now = Date.parse('2027-01-09T09:00Z');
  keys = new SigningKeys(issuer.authority.openId, () => now);
});
afterEach(() => issuer.close());

const many = (ask: (index: number) => Promise<unknown>): Promise<unknown[]> =>
  Promise.all(Array.from({ length: 200 }, (_, index) => ask(index)));

test('a key is found with what it is good for, and fetched once', async () => {
  expect(await keys.find('teams')).toMatchObject({ endorsements: ['msteams'] });
  expect(await keys.find('webchat')).toMatchObject({ endorsements: ['webchat', 'directline'] });
  expect(issuer.asked).toEqual(FETCHED);
});

describe('a stranger who makes up the name of a key', () => {
  test('200 times at once, before any is known, costs one fetch', async () => {
    expect(await many((index) => keys.find(`made-up-${index}`))).toEqual(Array(200).fill(undefined));
    expect(issuer.asked).toEqual(FETCHED);
  });

  test('costs none within the hour, and one in the next', async () => {
    await keys.find('teams');
    now += HOUR;
    await many((index) => keys.find(`made-up-${index}`));
    expect(issuer.asked).toEqual(FETCHED);
    now += 1;
    await many((index) => keys.find(`made-up-${index}`));
    await many((index) => keys.find(`made-up-${index}`));
    expect(issuer.asked).toEqual([...FETCHED, ...FETCHED]);
  });

  test.each(['__proto__', 'constructor', 'toString'])('"%s" gets none', async (name) => {
    expect(await keys.find(name)).toBeUndefined();
  });
});

describe('an authority that is away', () => {
  test.each([500, 404, 200])(
    'with %i and no document is asked once in ten seconds, however many come',
    async (status) => {
      issuer.ails(status);
      const asked = many((index) => keys.find(`made-up-${index}`).catch((error: unknown) => error));
      expect((await asked).every((one) => one instanceof KeysAway)).toBe(true);
      now += 9 * SECOND;
      await expect(keys.find('teams')).rejects.toThrow(KeysAway);
      expect(issuer.asked).toHaveLength(1);
      issuer.ails(null);
      now += SECOND;
      expect(await keys.find('teams')).toBeDefined();
    },
  );

  test('without a word is waited for no longer than is said', async () => {
    issuer.ails('silent');
    await expect(new SigningKeys(issuer.authority.openId, () => now, 50).find('teams')).rejects.toThrow(KeysAway);
  });

  test('keeps nobody out for three days whose key is known, and then everybody', async () => {
    await keys.find('teams');
    issuer.ails(500);
    now += 72 * HOUR;
    expect(await keys.find('teams')).toBeDefined();
    expect(await keys.find('made-up')).toBeUndefined();
    now += 1;
    await expect(keys.find('teams')).rejects.toThrow(KeysAway);
  });
});

test('after a day the keys are fetched anew: one that was taken back counts no more', async () => {
  await keys.find('teams');
  now += 24 * HOUR + 1;
  await many(() => keys.find('teams'));
  expect(issuer.asked).toEqual([...FETCHED, ...FETCHED]);
});
