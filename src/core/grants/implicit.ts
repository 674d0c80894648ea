import * as oauth from 'oauth4webapi';
import { asksFor } from '../profiles/responseType';
import type { AuthorizationResponses } from '../protocol/authorization/authorizationResponse';
import type { Clients } from '../protocol/client/connectedClient';
import { decodeJwt } from '../protocol/idToken/decodeJwt';
import { idTokenChecks, startFlow, type Flow, type FlowDependencies } from '../protocol/authorization/flow';
import { checkHash } from '../protocol/idToken/frontChannelIdToken';
import type { Granted, TokenEndpoint } from '../protocol/token/tokenEndpoint';
import type { BrowserSignIn } from './browserSignIn';
import type { Grant, GrantRequest } from './grant';

export interface ImplicitDependencies extends FlowDependencies {
  readonly clients: Clients;
  readonly signIn: BrowserSignIn;
  readonly responses: AuthorizationResponses;
  readonly tokenEndpoint: TokenEndpoint;
}

/**
 * The implicit grant (RFC 6749 §4.2, OpenID Connect Core §3.2): insecure (RFC 9700 §2.1.2), and only where a profile
 * names it, since some systems offer nothing else.
 */
export class ImplicitGrant implements Grant {
  constructor(private readonly dependencies: ImplicitDependencies) {}

  async run<T>(request: GrantRequest, keep: (granted: Granted) => Promise<T>): Promise<T> {
    const { clients, signIn, responses, clock } = this.dependencies;
    request.progress.report('Looking up the authorization server…');
    const connected = await clients.connect(request, ['authorization_endpoint']);
    const flow = await startFlow(connected, this.dependencies);
    return await signIn.run(request, flow, async (response) => {
      const receivedAt = clock.now();
      const { parameters } = await responses.check(flow, response);
      return await keep(await this.#grantedBy(flow, parameters, receivedAt));
    });
  }

  /** What a response through the browser gives, by the rules and checks of one of the token endpoint (§4.2.2). */
  async #grantedBy(flow: Flow, parameters: URLSearchParams, receivedAt: number): Promise<Granted> {
    const { connected } = flow;
    const { metadata } = connected.server;
    // One that nobody asked for is not believed (Cognito sends it with `token`).
    const idToken = asksFor(connected.profile, 'id_token') ? parameters.get('id_token') : null;
    const accessToken = parameters.get('access_token');
    const granted = await this.dependencies.tokenEndpoint.read(
      {
        connected,
        scope: connected.profile.scope,
        process: (client, answer) =>
          oauth.processAuthorizationCodeResponse(
            metadata,
            client,
            answer,
            idToken === null ? {} : idTokenChecks(flow, this.dependencies.clock),
          ),
      },
      asTokenResponse(parameters, idToken),
      receivedAt,
      'authorization',
    );
    if (idToken === null) return granted;
    if (accessToken !== null) {
      await checkHash('at_hash', accessToken, idToken);
      return granted;
    }
    const expiresAt = Number(decodeJwt(idToken)?.exp) * 1000;
    return { ...granted, tokenSet: { ...granted.tokenSet, expiresAt } };
  }
}

/**
 * The response as if the token endpoint had given it. A response type that asks for an ID token alone gives no access
 * token: the ID token stands in its place, for as long as it is good.
 */
function asTokenResponse(parameters: URLSearchParams, idToken: string | null): Response {
  const accessToken = parameters.get('access_token');
  const members = {
    access_token: accessToken ?? idToken,
    token_type: accessToken === null ? 'Bearer' : parameters.get('token_type'),
    expires_in: parameters.get('expires_in'),
    scope: parameters.get('scope'),
    id_token: idToken,
  };
  const present = Object.entries(members).filter(([, value]) => value !== null);
  return Response.json(Object.fromEntries(present));
}
