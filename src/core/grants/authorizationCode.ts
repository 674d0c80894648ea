import type { AuthorizationResponses } from '../protocol/authorization/authorizationResponse';
import type { Clients } from '../protocol/client/connectedClient';
import { startFlow, type FlowDependencies } from '../protocol/authorization/flow';
import type { Granted } from '../protocol/token/tokenEndpoint';
import type { BrowserSignIn } from './browserSignIn';
import type { CodeExchange } from './codeExchange';
import type { Grant, GrantRequest } from './grant';

export interface AuthorizationCodeDependencies extends FlowDependencies {
  readonly clients: Clients;
  readonly signIn: BrowserSignIn;
  readonly responses: AuthorizationResponses;
  readonly exchange: CodeExchange;
}

/**
 * The authorization code grant with PKCE (RFC 6749 §4.1, RFC 7636), in the person's own browser (RFC 8252). Also the
 * hybrid flow (OpenID Connect Core §3.3), of which only the code is used: what else comes through the browser proves
 * that the code belongs to it.
 */
export class AuthorizationCodeGrant implements Grant {
  constructor(private readonly dependencies: AuthorizationCodeDependencies) {}

  async run<T>(request: GrantRequest, keep: (granted: Granted) => Promise<T>): Promise<T> {
    const { clients, signIn, responses, exchange } = this.dependencies;
    const { progress } = request;
    progress.report('Looking up the authorization server…');
    const connected = await clients.connect(request, ['authorization_endpoint', 'token_endpoint']);
    const flow = await startFlow(connected, this.dependencies);
    return await signIn.run(request, flow, async (response, redirectUri) => {
      const checked = await responses.check(flow, response);
      progress.report('Exchanging the code for a token…');
      return await keep(await exchange.run(flow, checked, redirectUri));
    });
  }
}
