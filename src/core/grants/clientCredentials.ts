import * as oauth from 'oauth4webapi';
import { scopeParameter } from '../profiles/profile';
import type { Clients } from '../protocol/connectedClient';
import { generateDpopKey } from '../protocol/dpop';
import type { Granted, TokenEndpoint } from '../protocol/tokenEndpoint';
import type { Grant, GrantRequest } from './grant';

/** The client credentials grant (RFC 6749 §4.4). */
export class ClientCredentialsGrant implements Grant {
  constructor(
    private readonly clients: Clients,
    private readonly tokenEndpoint: TokenEndpoint,
  ) {}

  async run<T>(request: GrantRequest, keep: (granted: Granted) => Promise<T>): Promise<T> {
    const { profile, progress } = request;
    progress.report('Looking up the authorization server…');
    const connected = await this.clients.connect(request, ['token_endpoint']);
    const { metadata } = connected.server;
    const scope = scopeParameter(profile);
    progress.report('Asking for a token…');
    const granted = await this.tokenEndpoint.request({
      connected,
      dpop: profile.dpopBoundAccessTokens ? await generateDpopKey(metadata, connected.client) : undefined,
      scope: profile.scope,
      send: (client, authentication, options) =>
        oauth.clientCredentialsGrantRequest(
          metadata,
          client,
          authentication,
          scope === undefined ? {} : { scope },
          options,
        ),
      process: (client, response) => oauth.processClientCredentialsResponse(metadata, client, response),
    });
    return await keep(granted);
  }
}
