import type { Clients } from '../protocol/client/connectedClient';
import type { Granted, TokenEndpoint } from '../protocol/token/tokenEndpoint';
import type { Grant, GrantRequest } from './grant';
import { requestDirectly } from './tokenEndpointGrant';

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
    progress.report('Asking for a token…');
    const granted = await requestDirectly(this.tokenEndpoint, connected, { grantType: 'client_credentials' });
    return await keep({ label: profile.clientId, ...granted });
  }
}
