import { randomUUID } from 'node:crypto';
import { errorPage } from '../authorizationServer/pages';
import {
  json,
  redirect,
  startFaultServer,
  type Answer,
  type FaultServer,
  type ReceivedRequest,
} from '../faultServer';
import { registerSecret } from '../secrets';
import { grantFor, redeemCode, type CodeGrant } from './codes';
import { GrantBook, randomText } from './grantBook';
import { basicClient, bearerToken, formOf, parametersOf, redirectTo } from './requests';
import { SignInPages, html } from './signInPages';

/*
 * The authorization server of an API gateway with “OAuth Management in Control Center”, as Akamai's API Gateway user
 * guide, “Authorization code grant flow quick start”, has it: client_id, scope, response_type, redirect_uri and state
 * (“XSRF token”) in the authorization request; Basic client id and secret, and grant_type, redirect_uri and code in
 * the token request; access_token, token_type, refresh_token, expires_in and scope in the answer, in this order;
 * renewal by refresh token.
 * The guide leaves open where the endpoints are, what an error looks like, whether PKCE is looked at and whether
 * a renewal brings a new refresh token. Here: any path, the errors of RFC 6749, PKCE if it is sent, and no new one.
 */

export interface Gateway extends FaultServer {
  readonly authorizationEndpoint: string;
  readonly tokenEndpoint: string;
  readonly app: GatewayApp;
  /** An endpoint of the registered API that asks for the scope `orders.read`. */
  readonly apiUrl: string;
  expireCodes(): void;
  revokeRefreshTokens(): void;
}

/** A client app as it was set up in OAuth Management. */
export interface GatewayApp {
  readonly clientId: string;
  readonly clientSecret: string;
  redirectUris: readonly string[];
  /** The scopes configured in API Definitions. */
  scopes: readonly string[];
}

/** Starts the gateway with its authorization server. The person is the one of every test server. */
export async function startGateway(redirectUri: string): Promise<Gateway> {
  const server = await startFaultServer();
  const authorizationServer = new GatewayServer(redirectUri);
  server.on('/oauth/authorize', (request) => authorizationServer.authorize(request));
  server.on('/oauth/token', (request) => authorizationServer.token(request));
  server.on('/orders', (request) => authorizationServer.api(request));
  return Object.assign(server, {
    authorizationEndpoint: `${server.url}/oauth/authorize`,
    tokenEndpoint: `${server.url}/oauth/token`,
    apiUrl: `${server.url}/orders`,
    app: authorizationServer.app,
    expireCodes: () => authorizationServer.codes.endAll(),
    revokeRefreshTokens: () => authorizationServer.refreshTokens.endAll(),
  });
}

class GatewayServer {
  readonly codes = new GrantBook<CodeGrant>();
  readonly refreshTokens = new GrantBook<CodeGrant>();
  readonly #accessTokens = new GrantBook<CodeGrant>();
  readonly #pages = new SignInPages('gateway');
  readonly app: GatewayApp;

  constructor(redirectUri: string) {
    this.app = {
      clientId: randomUUID(),
      clientSecret: randomText(32),
      redirectUris: [redirectUri],
      scopes: ['orders.read', 'orders.write'],
    };
    registerSecret(this.app.clientSecret);
  }

  authorize(request: ReceivedRequest): Answer {
    const asked = parametersOf(request);
    const redirectUri = asked.get('redirect_uri') ?? '';
    const state = asked.get('state');
    if (asked.get('client_id') !== this.app.clientId)
      return html(errorPage('invalid_client', 'The client app is not registered.'), 400);
    if (!this.app.redirectUris.includes(redirectUri))
      return html(errorPage('invalid_request', 'The redirect_uri does not match the client app.'), 400);
    const scope = asked.get('scope') ?? this.app.scopes.join(' ');
    if (!scope.split(' ').every((item) => this.app.scopes.includes(item)))
      return redirect(redirectTo(redirectUri, { error: 'invalid_scope', state }));
    if (asked.get('response_type') !== 'code')
      return redirect(redirectTo(redirectUri, { error: 'unsupported_response_type', state }));
    const step = this.#pages.next(request, 'the client app', scope.split(' '));
    if (typeof step === 'object') return step;
    if (step === 'deny') return redirect(redirectTo(redirectUri, { error: 'access_denied', state }));
    const code = this.codes.issue(randomText(24), grantFor(asked, scope));
    return redirect(redirectTo(redirectUri, { code, state }));
  }

  token(request: ReceivedRequest): Answer {
    const client = basicClient(request);
    if (client?.name !== this.app.clientId || client.secret !== this.app.clientSecret)
      return refusal('invalid_client', 401, { 'www-authenticate': 'Basic realm="OAuth"' });
    const asked = formOf(request);
    const grantType = asked.get('grant_type');
    if (grantType === 'authorization_code') return this.#exchange(asked);
    if (grantType === 'refresh_token') {
      const known = this.refreshTokens.lookUp(asked.get('refresh_token'));
      return known.state === 'good' ? this.#tokenResponse(known.meaning, {}) : refusal('invalid_grant');
    }
    return refusal('unsupported_grant_type');
  }

  api(request: ReceivedRequest): Answer {
    const known = this.#accessTokens.lookUp(bearerToken(request) ?? null);
    if (known.state !== 'good') return { status: 401, headers: { 'www-authenticate': 'Bearer' } };
    return known.meaning.scope.split(' ').includes('orders.read')
      ? json([{ id: 1, item: 'One bicycle bell' }])
      : { status: 403 };
  }

  #exchange(asked: URLSearchParams): Answer {
    const grant = redeemCode(this.codes, asked);
    if (typeof grant === 'string') return refusal('invalid_grant');
    return this.#tokenResponse(grant, { refresh_token: this.refreshTokens.issue(randomText(32), grant) });
  }

  #tokenResponse(grant: CodeGrant, refresh: { readonly refresh_token?: string }): Answer {
    return json({
      access_token: this.#accessTokens.issue(randomText(32), grant),
      token_type: 'Bearer',
      ...refresh,
      expires_in: 1800,
      scope: grant.scope,
    });
  }
}

function refusal(error: string, status = 400, headers: Readonly<Record<string, string>> = {}): Answer {
  return json({ error }, { status, headers });
}
