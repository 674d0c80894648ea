import { claims as personClaims, person } from '../authorizationServer/person';
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
import { grantFor, redeemCode, type CodeGrant, type CodeProblem } from './codes';
import { GrantBook, randomText } from './grantBook';
import { bearerToken, encodeParameters, formOf, parametersOf, redirectTo } from './requests';
import { SignInPages, html } from './signInPages';

/*
 * The org authorization server of an Okta org, as Okta's guide “Get an access token and make a request” and these
 * sources have it answer:
 * - a redirect URI that is not registered: a page, status 400: oktadev/okta-node-express-typescript-react-example #12,
 *   okta-signin-widget #947; a response type that is not allowed: the same issue;
 * - an unknown client: `errorCode` and `errorSummary`, where OAuth has `error`: public code that meets it at both
 *   endpoints; a wrong secret: 401 and “The client secret supplied for a confidential client is invalid.”: Okta's own
 *   sample;
 * - scopes that the app was not granted: a redirect with invalid_scope, blanks as `+`: Netflix/consoleme #9075;
 * - a dead refresh token: okta-react-native #109; an invalid token at the API, E0000011: okta-signin-widget's tests;
 * - the words for a code that is used or expired and for a wrong verifier, and 403 E0000006 at the API are from
 *   general knowledge; nothing depends on them.
 */

/** An app integration. Tests change it as its administrator would. */
export interface OktaApp {
  clientId: string;
  readonly clientSecret: string;
  /** What “Client authentication” is set to; `none` is a native app, which must use PKCE. */
  authentication: 'client_secret' | 'none';
  redirectUris: readonly string[];
  /** The “Okta API Scopes” that are granted to the app. */
  grantedScopes: readonly string[];
  /** Whether “Implicit (hybrid)” is ticked. */
  implicit: boolean;
  /** Whether the person is assigned to the app. */
  assigned: boolean;
}

export interface Okta extends FaultServer {
  /** The org authorization server's issuer is the org itself. */
  readonly issuer: string;
  readonly authorizationEndpoint: string;
  readonly tokenEndpoint: string;
  readonly app: OktaApp;
  /** `/api/v1/users`, which asks for okta.users.read. */
  readonly usersUrl: string;
  expireCodes(): void;
  expireRefreshTokens(): void;
}

const codeProblems: Readonly<Record<CodeProblem, string>> = {
  unknown: 'The authorization code is invalid or has expired.',
  used: 'The authorization code is invalid or has expired.',
  ended: 'The authorization code is invalid or has expired.',
  redirect_uri: "The 'redirect_uri' does not match the authorization request.",
  code_verifier: 'PKCE verification failed.',
};

/** Fixed for the org authorization server, says the guide. Seconds. */
const lifetime = 3600;
const loginScopes = ['openid', 'profile', 'email', 'offline_access'];

/** Starts the org. The person is the one of every test server, and an administrator. */
export async function startOkta(redirectUri: string): Promise<Okta> {
  const server = await startFaultServer();
  const org = new Org(server.url, redirectUri);
  server.on('/.well-known/openid-configuration', json(org.metadata()));
  server.on('/oauth2/v1/keys', json(jwks()));
  server.on('/oauth2/v1/authorize', (request) => org.authorize(request));
  server.on('/oauth2/v1/token', (request) => org.token(request));
  server.on('/api/v1/users', (request) => org.users(request));
  return Object.assign(server, {
    issuer: server.url,
    authorizationEndpoint: `${server.url}/oauth2/v1/authorize`,
    tokenEndpoint: `${server.url}/oauth2/v1/token`,
    usersUrl: `${server.url}/api/v1/users`,
    app: org.app,
    expireCodes: () => org.codes.endAll(),
    expireRefreshTokens: () => org.refreshTokens.endAll(),
  });
}

class Org {
  readonly codes = new GrantBook<CodeGrant>();
  readonly refreshTokens = new GrantBook<CodeGrant>();
  readonly #accessTokens = new GrantBook<CodeGrant>();
  readonly #pages = new SignInPages('idx');
  readonly app: OktaApp;

  constructor(
    readonly url: string,
    redirectUri: string,
  ) {
    this.app = {
      clientId: `0oa${randomText(13)}`,
      clientSecret: randomText(48),
      authentication: 'client_secret',
      redirectUris: [redirectUri],
      grantedScopes: ['okta.users.read'],
      implicit: false,
      assigned: true,
    };
    registerSecret(this.app.clientSecret);
  }

  metadata() {
    return {
      issuer: this.url,
      authorization_endpoint: `${this.url}/oauth2/v1/authorize`,
      token_endpoint: `${this.url}/oauth2/v1/token`,
      jwks_uri: `${this.url}/oauth2/v1/keys`,
      response_types_supported: ['code', 'token', 'id_token', 'code id_token', 'id_token token'],
      response_modes_supported: ['query', 'fragment', 'form_post', 'okta_post_message'],
      grant_types_supported: ['authorization_code', 'implicit', 'refresh_token'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
      token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', 'none'],
      code_challenge_methods_supported: ['S256'],
    };
  }

  authorize(request: ReceivedRequest): Answer {
    const asked = parametersOf(request);
    if (asked.get('client_id') !== this.app.clientId)
      return apiError('invalid_client', "Invalid value for 'client_id' parameter.", 400);
    if (!this.app.redirectUris.includes(asked.get('redirect_uri') ?? '')) return this.#redirectUriPage();
    const wrong = this.#whatIsWrong(asked);
    if (wrong !== undefined) return refusalByRedirect(asked, ...wrong);
    const scope = asked.get('scope')!;
    const step = this.#pages.next(request, 'API client', scope.split(' '));
    if (typeof step === 'object') return step;
    if (step === 'deny')
      return refusalByRedirect(asked, 'access_denied', 'The resource owner denied the request.');
    const grant = grantFor(asked, scope);
    return redirect(
      asked.get('response_type') === 'code'
        ? redirectTo(grant.redirectUri, {
            code: this.codes.issue(randomText(15), grant),
            state: asked.get('state'),
          })
        : `${grant.redirectUri}#${encodeParameters({
            access_token: this.#newAccessToken(grant),
            token_type: 'Bearer',
            expires_in: String(lifetime),
            scope,
            state: asked.get('state'),
          })}`,
    );
  }

  token(request: ReceivedRequest): Answer {
    const asked = formOf(request);
    if (asked.get('client_id') !== this.app.clientId)
      return apiError('invalid_client', "Invalid value for 'client_id' parameter.", 401);
    const secret = asked.get('client_secret');
    if (this.app.authentication === 'client_secret' && secret !== this.app.clientSecret) {
      return refusal(
        'invalid_client',
        secret === null
          ? 'Client authentication failed. Either the client or the client credentials are invalid.'
          : 'The client secret supplied for a confidential client is invalid.',
        401,
      );
    }
    const grantType = asked.get('grant_type');
    if (grantType === 'authorization_code') return this.#exchange(asked);
    if (grantType !== 'refresh_token')
      return refusal('unsupported_grant_type', 'The authorization grant type is not supported.');
    const known = this.refreshTokens.lookUp(asked.get('refresh_token'));
    return known.state === 'good'
      ? this.#tokenResponse(known.meaning, asked.get('refresh_token')!)
      : refusal('invalid_grant', 'The refresh token is invalid or expired.');
  }

  users(request: ReceivedRequest): Answer {
    const known = this.#accessTokens.lookUp(bearerToken(request) ?? null);
    if (known.state !== 'good') return apiError('E0000011', 'Invalid token provided', 401);
    return known.meaning.scope.split(' ').includes('okta.users.read')
      ? json([{ id: '00u1', status: 'ACTIVE', profile: { login: person.username } }])
      : apiError('E0000006', 'You do not have permission to perform the requested action', 403);
  }

  #exchange(asked: URLSearchParams): Answer {
    const grant = redeemCode(this.codes, asked);
    if (typeof grant === 'object') return this.#tokenResponse(grant);
    return refusal('invalid_grant', codeProblems[grant]);
  }

  #tokenResponse(grant: CodeGrant, refreshToken?: string): Answer {
    const scopes = grant.scope.split(' ');
    const refresh = scopes.includes('offline_access') && {
      refresh_token: refreshToken ?? this.refreshTokens.issue(randomText(32), grant),
    };
    return json({
      token_type: 'Bearer',
      expires_in: lifetime,
      access_token: this.#newAccessToken(grant),
      scope: grant.scope,
      ...refresh,
      ...(scopes.includes('openid') && { id_token: this.#newIdToken(grant) }),
    });
  }

  #newAccessToken(grant: CodeGrant): string {
    const { clientId } = this.app;
    const token = {
      ...this.#claims(lifetime),
      ver: 1,
      jti: `AT.${randomText(16)}`,
      aud: this.url,
      cid: clientId,
    };
    return this.#accessTokens.issue(signToken({ ...token, scp: grant.scope.split(' ') }), grant);
  }

  #newIdToken({ nonce }: CodeGrant): string {
    const claims = { ...this.#claims(lifetime), aud: this.app.clientId, ...(nonce !== null && { nonce }) };
    const idToken = signToken({ ...claims, preferred_username: personClaims.preferred_username });
    registerSecret(idToken);
    return idToken;
  }

  #claims(seconds: number) {
    const now = Math.floor(Date.now() / 1000);
    return { iss: this.url, sub: '00u1', iat: now, exp: now + seconds };
  }

  /** The error of a request whose redirect URI is right: error and description. */
  #whatIsWrong(asked: URLSearchParams): readonly [string, string] | undefined {
    const { app } = this;
    const configured = ['code', ...(app.implicit ? ['token'] : [])];
    if (!configured.includes(asked.get('response_type') ?? '')) {
      const description = `The response type is not supported by the authorization server. Configured response types: [${configured.join(', ')}]`;
      return ['unsupported_response_type', description];
    }
    const scopes = asked.get('scope')?.split(' ') ?? [];
    if (scopes.length === 0) return ['invalid_scope', 'The scope parameter is missing.'];
    if (!scopes.every((scope) => [...loginScopes, ...app.grantedScopes].includes(scope)))
      return [
        'invalid_scope',
        'One or more scopes are not configured for the authorization server resource.',
      ];
    if (app.authentication === 'none' && !asked.has('code_challenge'))
      return [
        'invalid_request',
        "PKCE code challenge is required when the token endpoint authentication method is 'NONE'.",
      ];
    if (!app.assigned) return ['access_denied', 'User is not assigned to the client application.'];
    return undefined;
  }

  #redirectUriPage(): Answer {
    const where = `${this.url}/admin/app/oidc_client/instance/${this.app.clientId}#tab-general`;
    return html(
      `<h1>400</h1><p>Your request resulted in an error.</p><p>Identity Provider: Unknown</p><p>Error Code: invalid_request</p><p>Description: The 'redirect_uri' parameter must be a Login redirect URI in the client app settings: ${where}</p>`,
      400,
    );
  }
}

/** As Okta writes the query of an error: `state` first, blanks as `+`. A token request is answered in the fragment. */
function refusalByRedirect(asked: URLSearchParams, error: string, description: string): Answer {
  const parameters = new URLSearchParams({
    state: asked.get('state') ?? '',
    error,
    error_description: description,
  }).toString();
  const separator = asked.get('response_type') === 'token' ? '#' : '?';
  return redirect(`${asked.get('redirect_uri')!}${separator}${parameters}`);
}

function refusal(error: string, description: string, status = 400): Answer {
  return json({ error, error_description: description }, { status });
}

/** The errors of Okta's own API, which its OAuth endpoints use too when they do not know the client. */
function apiError(errorCode: string, errorSummary: string, status: number): Answer {
  return json(
    { errorCode, errorSummary, errorLink: errorCode, errorId: `oae${randomText(15)}`, errorCauses: [] },
    { status },
  );
}
