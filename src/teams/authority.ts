/** Who vouches for Teams to the bot, and for the bot to Teams: it differs by cloud, and the SDK's defaults are of the public one. */
import type { TeamsAdapter } from '@microsoft/teams-ai/lib/TeamsAdapter.js';
import type { ConfigurationBotFrameworkAuthenticationOptions } from 'botbuilder';

/** Where the tenant is: GCC High and DoD are of Azure Government, GCC is of the public cloud with other service URLs. */
export type Cloud = 'public' | 'gcc' | 'gcc-high' | 'dod';

export interface Authority {
  /** Who signs what Teams sends. */
  readonly issuer: string;
  /** Where the keys are named by which it is signed: an OpenID document. */
  readonly openId: string;
  /** What the SDK has to be told of it. */
  readonly options: ConfigurationBotFrameworkAuthenticationOptions;
  /** Gets the bot's own tokens, where it is not the SDK by the bot's credentials. */
  readonly ownTokens?: ConstructorParameters<typeof TeamsAdapter>[1];
}

// Source: AuthenticationConstants and GovernmentConstants of botframework-connector, which a test compares.
const AZURE: Authority = {
  issuer: 'https://api.botframework.com',
  openId: 'https://login.botframework.com/v1/.well-known/openidconfiguration',
  options: {},
};
const AZURE_GOVERNMENT: Authority = {
  issuer: 'https://api.botframework.us',
  openId: 'https://login.botframework.azure.us/v1/.well-known/openidconfiguration',
  options: { ChannelService: 'https://botframework.azure.us' },
};

/** The authority of a cloud. */
export function authorityOf(cloud: Cloud): Authority {
  return cloud === 'gcc-high' || cloud === 'dod' ? AZURE_GOVERNMENT : AZURE;
}
