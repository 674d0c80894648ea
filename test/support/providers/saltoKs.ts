import { randomUUID } from 'node:crypto';
import { claims as personClaims } from '../authorizationServer/person';
import {
  json,
  redirect,
  startFaultServer,
  type Answer,
  type FaultServer,
  type ReceivedRequest,
} from '../faultServer';
import { registerSecret } from '../secrets';
import { jwks, signToken } from '../signedTokens';
import { grantFor, redeemCode, type CodeGrant } from './codes';
import { GrantBook, randomText } from './grantBook';
import {
  basicClient,
  bearerToken,
  encodeParameters,
  formOf,
  parametersOf,
  queryOf,
  redirectTo,
} from './requests';
import { SignInPages, html } from './signInPages';

/*
 * The identity server of SaltoKS Connect, an IdentityServer, as SaltoKS' page “Authorization Code Flow” (with Postman)
 * and these sources have it answer:
 * - `/connect/authorize`, `/connect/token`, the scopes and the web app's callback `…/callback`: public code that calls
 *   it (`user_api.full_access openid profile offline_access`), SaltoKS' page “OpenID Connect concepts”;
 * - an error of the request stays in the browser, on a page that names little more than its code, a wrong scope too:
 *   IdentityServer4 #1396, #1927, #3043; the code for a wrong redirect URI is `unauthorized_client`: #1396;
 * - the token endpoint's errors have no description: IdentityServer4 #1784, #5271;
 * - a refresh token comes only with `offline_access` and is good once: IdentityServer's documentation of
 *   `RefreshTokenUsage.OneTimeOnly`, its default;
 * - `scope` and `session_state` in the callback are from general knowledge; a client has to ignore them (RFC 6749
 *   §4.1.2).
 */

export interface SaltoKs extends FaultServer {
  readonly issuer: string;
  readonly app: SaltoKsApp;
  /** A resource of the Connect API. */
  readonly apiUrl: string;
  /** Lets the minutes pass that a code is good for. */
  expireCodes(): void;
  /** Uses every refresh token once, as a copy of it elsewhere would. */
  useUpRefreshTokens(): void;
}

/** A client as SaltoKS registers it. */
export interface SaltoKsApp {
  readonly clientId: string;
  readonly clientSecret: string;
  /** A public client has no secret and must use PKCE. */
  confidential: boolean;
  redirectUris: readonly string[];
  scopes: readonly string[];
}

/** Starts the identity server and the API. The person is the one of every test server. */
export async function startSaltoKs(redirectUri: string): Promise<SaltoKs> {
  const server = await startFaultServer();
  const identity = new IdentityServer(server.url, redirectUri);
  server.on('/.well-known/openid-configuration', json(identity.metadata()));
  server.on('/.well-known/openid-configuration/jwks', json(jwks()));
  server.on('/connect/authorize', (request) => identity.authorize(request));
  server.on('/home/error', (request) => errorPage(queryOf(request).get('errorId') ?? ''));
  server.on('/connect/token', (request) => identity.token(request));
  server.on('/v1.1/sites', (request) => identity.api(request));
  return Object.assign(server, {
    issuer: server.url,
    app: identity.app,
    apiUrl: `${server.url}/v1.1/sites`,
    expireCodes: () => identity.codes.endAll(),
    useUpRefreshTokens: () => identity.refreshTokens.endAll(),
  });
}

class IdentityServer {
  readonly codes = new GrantBook<CodeGrant>();
  readonly #accessTokens = new GrantBook<CodeGrant>();
  readonly refreshTokens = new GrantBook<CodeGrant>();
  readonly #pages = new SignInPages('idsrv.session');
  readonly app: SaltoKsApp;

  constructor(
    readonly issuer: string,
    redirectUri: string,
  ) {
    this.app = {
      clientId: randomUUID(),
      clientSecret: registered(randomUUID()),
      confidential: true,
      redirectUris: [redirectUri],
      scopes: ['user_api.full_access', 'openid', 'profile', 'offline_access'],
    };
  }

  metadata() {
    return {
      issuer: this.issuer,
      jwks_uri: `${this.issuer}/.well-known/openid-configuration/jwks`,
      authorization_endpoint: `${this.issuer}/connect/authorize`,
      token_endpoint: `${this.issuer}/connect/token`,
      scopes_supported: ['openid', 'profile', 'user_api.full_access', 'offline_access'],
      grant_types_supported: ['authorization_code', 'refresh_token'],
      response_types_supported: ['code'],
      token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
      id_token_signing_alg_values_supported: ['RS256'],
      subject_types_supported: ['public'],
      code_challenge_methods_supported: ['plain', 'S256'],
    };
  }

  authorize(request: ReceivedRequest): Answer {
    const asked = parametersOf(request);
    const wrong = this.#whatIsWrong(asked);
    if (wrong !== undefined) return redirect(`/home/error?${encodeParameters({ errorId: wrong })}`);
    const scope = asked.get('scope')!;
    const step = this.#pages.next(request, 'Connect API client', scope.split(' '));
    if (typeof step === 'object') return step;
    const redirectUri = asked.get('redirect_uri')!;
    const [state, session] = [asked.get('state'), `${randomText(32)}.${randomText(16)}`];
    if (step === 'deny')
      return redirect(redirectTo(redirectUri, { error: 'access_denied', state, session_state: session }));
    const code = this.codes.issue(randomText(32), grantFor(asked, scope));
    return redirect(redirectTo(redirectUri, { code, scope, state, session_state: session }));
  }

  token(request: ReceivedRequest): Answer {
    const asked = formOf(request);
    if (!this.#isClient(request, asked)) return refusal('invalid_client');
    const grantType = asked.get('grant_type');
    if (grantType === 'authorization_code') {
      const grant = redeemCode(this.codes, asked);
      return typeof grant === 'object' ? this.#tokenResponse(grant) : refusal('invalid_grant');
    }
    if (grantType === 'refresh_token') {
      const refreshed = this.refreshTokens.redeem(asked.get('refresh_token'));
      return refreshed.state === 'good' ? this.#tokenResponse(refreshed.meaning) : refusal('invalid_grant');
    }
    return refusal('unsupported_grant_type');
  }

  api(request: ReceivedRequest): Answer {
    const known = this.#accessTokens.lookUp(bearerToken(request) ?? null);
    if (known.state !== 'good') return { status: 401, headers: { 'www-authenticate': 'Bearer' } };
    return json({ items: [{ id: randomUUID(), customer_reference: 'Head office' }] });
  }

  #tokenResponse(grant: CodeGrant): Answer {
    const scopes = grant.scope.split(' ');
    const now = Math.floor(Date.now() / 1000);
    const claims = { iss: this.issuer, sub: personClaims.sub, iat: now, nbf: now, exp: now + 3600 };
    return json(
      {
        ...(scopes.includes('openid') && {
          id_token: registered(
            signToken({
              ...claims,
              aud: this.app.clientId,
              exp: now + 300,
              ...(grant.nonce !== null && { nonce: grant.nonce }),
              ...(scopes.includes('profile') && { name: personClaims.name }),
            }),
          ),
        }),
        access_token: this.#accessTokens.issue(
          signToken(
            { ...claims, aud: 'user_api', client_id: this.app.clientId, scope: scopes, jti: randomText(16) },
            { typ: 'at+jwt' },
          ),
          grant,
        ),
        expires_in: 3600,
        token_type: 'Bearer',
        ...(scopes.includes('offline_access') && {
          refresh_token: this.refreshTokens.issue(randomText(32), grant),
        }),
        scope: grant.scope,
      },
      {
        headers: { 'content-type': 'application/json; charset=UTF-8', 'cache-control': 'no-store, no-cache' },
      },
    );
  }

  #isClient(request: ReceivedRequest, asked: URLSearchParams): boolean {
    const { clientId, clientSecret, confidential } = this.app;
    const { name, secret } = basicClient(request) ?? {
      name: asked.get('client_id'),
      secret: asked.get('client_secret'),
    };
    return name === clientId && (!confidential || secret === clientSecret);
  }

  /** The error of an authorization request. */
  #whatIsWrong(asked: URLSearchParams): string | undefined {
    const { app } = this;
    if (asked.get('client_id') !== app.clientId) return 'unauthorized_client';
    if (!app.redirectUris.includes(asked.get('redirect_uri') ?? '')) return 'unauthorized_client';
    if (asked.get('response_type') !== 'code') return 'unsupported_response_type';
    const scopes = asked.get('scope')?.split(' ') ?? [];
    if (scopes.length === 0) return 'invalid_request';
    if (!scopes.every((scope) => app.scopes.includes(scope))) return 'invalid_scope';
    return app.confidential || asked.has('code_challenge') ? undefined : 'invalid_request';
  }
}

function errorPage(error: string): Answer {
  return html(
    `<h1>Error</h1><p>Sorry, there was an error <strong><em>: ${encodeURIComponent(error)}</em></strong></p>`,
  );
}

function refusal(error: string): Answer {
  return json({ error }, { status: 400, headers: { 'content-type': 'application/json; charset=UTF-8' } });
}

function registered(secret: string): string {
  registerSecret(secret);
  return secret;
}
