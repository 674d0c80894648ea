import * as oauth from 'oauth4webapi';
import type { AuthorizationServers } from '../protocol/authorizationServers';
import type { Granted, TokenEndpoint } from '../protocol/tokenEndpoint';
import type { Grant, GrantRequest } from './grant';

/** The client credentials grant (RFC 6749 §4.4). */
export class ClientCredentialsGrant implements Grant {
  constructor(
    private readonly servers: AuthorizationServers,
    private readonly tokenEndpoint: TokenEndpoint,
  ) {}

  async run<T>(request: GrantRequest, keep: (granted: Granted) => Promise<T>): Promise<T> {
    const { profile, credentials, signal, progress } = request;
    progress.report('Looking up the authorization server…');
    const server = await this.servers.find(profile, signal);
    progress.report('Asking for a token…');
    const granted = await this.tokenEndpoint.request({
      profile,
      server,
      credentials,
      signal,
      scope: profile.scope,
      send: (client, authentication, options) =>
        oauth.clientCredentialsGrantRequest(
          server.metadata,
          client,
          authentication,
          profile.scope === undefined ? {} : { scope: profile.scope },
          options,
        ),
      process: (client, response) =>
        oauth.processClientCredentialsResponse(server.metadata, client, response),
    });
    return await keep(granted);
  }
}
