/** The clouds, as far as they can be proved without one: what the SDK would ask, of whom, and whom it would believe. */
import { AuthenticationConstants, ClaimsIdentity, GovernmentConstants } from 'botframework-connector';
import { describe, expect, test } from '@jest/globals';
import type { Credentials } from '../../src/teams/adapter.ts';
import { makeAdapter } from '../../src/teams/adapter.ts';
import type { Cloud } from '../../src/teams/authority.ts';
import { authorityOf } from '../../src/teams/authority.ts';

const TENANT = '00000000-0000-4000-8000-000000007e4a';
const SECRET: Credentials = {
  appId: '00000000-0000-4000-8000-000000000b07',
  appType: 'SingleTenant',
  appPassword: 'hush',
  tenantId: TENANT,
  cloud: 'public',
};
const IDENTITY: Credentials = { appId: SECRET.appId, appType: 'UserAssignedMSI', tenantId: TENANT, cloud: 'public' };

/** As far into the SDK as its requests are made. */
interface Inside {
  readonly botFrameworkAuthentication: {
    readonly inner: Readonly<Record<string, unknown>>;
    createConnectorFactory(claims: object): {
      create(url: string, audience?: string): Promise<{ readonly credentials: object }>;
    };
  };
}

const insideOf = (credentials: Credentials): Inside['botFrameworkAuthentication'] =>
  (makeAdapter(credentials) as unknown as Inside).botFrameworkAuthentication;

/** What a call of the connector asks for a token with; the audience as the SDK's own calls give it. */
async function asked(credentials: Credentials, audience?: string): Promise<object> {
  const claims = new ClaimsIdentity([{ type: 'aud', value: credentials.appId }]);
  const factory = insideOf(credentials).createConnectorFactory(claims);
  return (await factory.create('https://smba.example/', audience)).credentials;
}

describe.each([
  ['public', AuthenticationConstants],
  ['gcc', AuthenticationConstants],
  ['gcc-high', GovernmentConstants],
  ['dod', GovernmentConstants],
] as const)('in the cloud %s', (cloud: Cloud, constants) => {
  const { ToChannelFromBotLoginUrlPrefix: login, ToChannelFromBotOAuthScope: scope } = constants;

  test('the SDK believes whom we believe, by the same keys', () => {
    const { issuer, openId } = authorityOf(cloud);
    expect({ issuer, openId }).toEqual({
      issuer: constants.ToBotFromChannelTokenIssuer,
      openId: constants.ToBotFromChannelOpenIdMetadataUrl,
    });
    expect(insideOf({ ...SECRET, cloud }).inner).toMatchObject({
      toBotFromChannelTokenIssuer: issuer,
      toBotFromChannelOpenIdMetadataUrl: openId,
    });
  });

  test.each([undefined, ''])(
    'a secret gets tokens of its tenant for the Bot Connector (audience: %j)',
    async (none) => {
      expect(await asked({ ...SECRET, cloud }, none)).toMatchObject({
        oAuthEndpoint: `${login}${TENANT}`,
        oAuthScope: scope,
      });
    },
  );

  test.each([undefined, ''])('a managed identity gets them for it too (audience: %j)', async (none) => {
    expect(await asked({ ...IDENTITY, cloud }, none)).toMatchObject({ oAuthScope: scope });
  });
});
