import { randomBytes } from 'node:crypto';
import {
  json,
  redirect,
  startFaultServer,
  type Answer,
  type FaultServer,
  type ReceivedRequest,
} from '../faultServer';
import { registerSecret } from '../secrets';
import { grantFor, redeemCode, type CodeGrant, type CodeProblem } from './codes';
import { GrantBook, randomText } from './grantBook';
import { bearerToken, parametersOf, redirectTo } from './requests';
import { answerHeadless, communityOf, refusal, type HeadlessApp } from './salesforceHeadless';
import { SignInPages, html } from './signInPages';

/*
 * A Salesforce org with My Domain, as Trigger Hours' tutorial on testing Salesforce APIs with Postman and these
 * sources have it answer:
 * - the code that ends in `=`, in the address bar as `%3D`; `instance_url`, `id`, `issued_at` in milliseconds as a
 *   string, `signature`, and no `expires_in`: the tutorial, and Salesforce Help “OAuth 2.0 Web Server Flow”;
 * - error words: Salesforce Help “OAuth 2.0 Authorization Errors”; pages that are no redirect:
 *   forcedotcom/postman-salesforce-apis #42, petewarden/salesforce_restphp_example #1; a code used twice is reported
 *   as expired: omniphx/forrest #169; a consumer key that is not known yet: pozil/salesforce-react-integration #15;
 *   “invalid client credentials”: restforce/restforce #338; a dead refresh token: “expired access/refresh token”,
 *   Salesforce Help “OAuth 2.0 Refresh Token Flow”.
 * - the words for an unknown code and for a wrong verifier are from general knowledge; nothing depends on them.
 * The headless flow is in salesforceHeadless.ts.
 */

/** An External Client App. Tests change it as its administrator would. */
export interface SalesforceApp extends HeadlessApp {
  consumerKey: string;
  consumerSecret: string;
  callbackUrls: readonly string[];
  /** “Require secret for Web Server Flow” and “… Refresh Token Flow”. */
  requireSecret: boolean;
  /** False in the 5 to 10 minutes until a new or changed app is known everywhere. */
  propagated: boolean;
}

export interface Salesforce extends FaultServer {
  readonly app: SalesforceApp;
  /** The redirect URI that answers a headless sign-in with JSON. */
  readonly echoUrl: string;
  readonly authorizationEndpoint: string;
  readonly tokenEndpoint: string;
  /** A REST API resource that asks for the scope `api`. */
  readonly apiUrl: string;
  /** Lets the few minutes pass that a code is good for. */
  expireCodes(): void;
  /** Ends the sessions that access tokens are. */
  expireSessions(): void;
  /** Takes every refresh token back, as a change of password does. */
  revokeRefreshTokens(): void;
}

interface Authorization extends CodeGrant {
  readonly headless: boolean;
}

type Grant = Pick<Authorization, 'scope' | 'headless'>;

const mismatch = ['redirect_uri_mismatch', 'redirect_uri must match configuration'] as const;
const codeProblems: Readonly<Record<CodeProblem, readonly [string, string]>> = {
  unknown: ['invalid_grant', 'invalid authorization code'],
  used: ['invalid_grant', 'expired authorization code'],
  ended: ['invalid_grant', 'expired authorization code'],
  redirect_uri: mismatch,
  code_verifier: ['invalid_grant', 'invalid code verifier'],
};

const organisation = '00D5e000000AbCdEAK';
const user = '0055e000000XyZaAAK';

/** Starts the org. The person is the one of every test server. */
export async function startSalesforce(callbackUrl: string): Promise<Salesforce> {
  const server = await startFaultServer();
  const org = new Org(server, callbackUrl);
  server.on('/services/oauth2/authorize', (request) => org.authorize(request));
  server.on('/services/oauth2/echo', (request) => json(Object.fromEntries(parametersOf(request))));
  server.on('/services/oauth2/token', (request) => org.token(request));
  server.on('/services/oauth2/revoke', (request) => org.revoke(request));
  server.on('/services/oauth2/introspect', (request) => org.introspect(request));
  server.on('/services/data/v62.0/sobjects', (request) => org.api(request));
  return Object.assign(server, {
    app: org.app,
    echoUrl: org.echoUrl,
    authorizationEndpoint: `${server.url}/services/oauth2/authorize`,
    tokenEndpoint: `${server.url}/services/oauth2/token`,
    apiUrl: `${server.url}/services/data/v62.0/sobjects`,
    expireCodes: () => org.codes.endAll(),
    expireSessions: () => org.sessions.endAll(),
    revokeRefreshTokens: () => org.refreshTokens.endAll(),
  });
}

class Org {
  readonly codes = new GrantBook<Authorization>();
  readonly sessions = new GrantBook<Grant>();
  readonly refreshTokens = new GrantBook<Grant>();
  readonly app: SalesforceApp;
  readonly echoUrl: string;
  readonly #url: string;
  readonly #pages = new SignInPages('sid');

  constructor({ url }: Pick<FaultServer, 'url'>, callbackUrl: string) {
    this.#url = url;
    this.echoUrl = `${url}/services/oauth2/echo`;
    this.app = {
      consumerKey: `3MVG9GCMQoQ6rpz${randomText(24)}.${randomText(24)}`,
      consumerSecret: randomBytes(32).toString('hex').toUpperCase(),
      callbackUrls: [callbackUrl, this.echoUrl],
      scopes: ['api', 'refresh_token', 'offline_access'],
      requireSecret: true,
      propagated: true,
      headlessErrors: 'body',
    };
    registerSecret(this.app.consumerSecret);
  }

  authorize(request: ReceivedRequest): Answer {
    const asked = parametersOf(request);
    const wrong = this.#whatIsWrong(asked);
    if (asked.get('response_type') === 'code_credentials')
      return answerHeadless(request, asked, {
        siteUrl: this.#url,
        app: this.app,
        wrong,
        newCode: () => this.#newCode(asked, true),
      });
    if (wrong !== undefined) return errorInBrowser(...wrong);
    if (asked.get('response_type') !== 'code')
      return errorInBrowser('unsupported_response_type', 'response type is not supported');
    const scope = this.#scopeOf(asked);
    const step = this.#pages.next(request, 'External Client App', scope.split(' '));
    if (typeof step === 'object') return step;
    return redirect(
      step === 'allow'
        ? redirectTo(asked.get('redirect_uri')!, {
            code: this.#newCode(asked, false),
            state: asked.get('state'),
          })
        : redirectTo(asked.get('redirect_uri')!, {
            error: 'access_denied',
            error_description: 'end-user denied authorization',
            state: asked.get('state'),
          }),
    );
  }

  token(request: ReceivedRequest): Answer {
    // The tutorial sends everything in the query of the POST; both places are read.
    const asked = parametersOf(request);
    const { app } = this;
    if (asked.get('client_id') !== app.consumerKey)
      return refusal('invalid_client_id', 'client identifier invalid');
    const secret = asked.get('client_secret');
    if (app.requireSecret ? secret !== app.consumerSecret : secret !== null && secret !== app.consumerSecret)
      return refusal('invalid_client', 'invalid client credentials');
    if (!app.propagated) return refusal('invalid_grant', 'authentication failure');
    const grantType = asked.get('grant_type');
    if (grantType === 'authorization_code') return this.#exchange(asked);
    if (grantType === 'refresh_token') return this.#refresh(asked);
    return refusal('unsupported_grant_type', 'grant type not supported');
  }

  /**
   * Salesforce Help “Revoke OAuth Tokens”: an empty 200; with a refresh token goes what was got with it. A token that
   * is unknown or dead is said to be of the wrong type, as a form: omniphx/forrest #213.
   */
  revoke(request: ReceivedRequest): Answer {
    const token = parametersOf(request).get('token');
    if (this.refreshTokens.redeem(token).state === 'good') this.sessions.endAll();
    else if (this.sessions.redeem(token).state !== 'good')
      return {
        status: 400,
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: 'error=unsupported_token_type&error_description=this%20token%20type%20is%20not%20supported',
      };
    return { status: 200 };
  }

  /** Salesforce Help “OpenID Connect Token Introspection”: the app asks about its own tokens. */
  introspect(request: ReceivedRequest): Answer {
    const asked = parametersOf(request);
    const { consumerKey, consumerSecret } = this.app;
    if (asked.get('client_id') !== consumerKey || asked.get('client_secret') !== consumerSecret)
      return refusal('invalid_client', 'invalid client credentials');
    const known = this.sessions.lookUp(asked.get('token'));
    if (known.state !== 'good') return json({ active: false });
    const now = Math.floor(Date.now() / 1000);
    return json({
      active: true,
      scope: known.meaning.scope,
      client_id: consumerKey,
      username: 'demo@example.com',
      sub: `https://login.salesforce.com/id/${organisation}/${user}`,
      token_type: 'access_token',
      exp: now + 7200,
      iat: now,
      nbf: now,
    });
  }

  api(request: ReceivedRequest): Answer {
    const session = this.sessions.lookUp(bearerToken(request) ?? null);
    if (session.state === 'good' && session.meaning.scope.split(' ').includes('api'))
      return json({ encoding: 'UTF-8', maxBatchSize: 200, sobjects: [] });
    return json([{ message: 'Session expired or invalid', errorCode: 'INVALID_SESSION_ID' }], {
      status: 401,
      headers: { 'www-authenticate': 'Token' },
    });
  }

  #exchange(asked: URLSearchParams): Answer {
    if (!this.app.callbackUrls.includes(asked.get('redirect_uri') ?? '')) return refusal(...mismatch);
    const grant = redeemCode(this.codes, asked);
    if (typeof grant === 'string') return refusal(...codeProblems[grant]);
    return this.#tokenResponse(grant, true);
  }

  #refresh(asked: URLSearchParams): Answer {
    const known = this.refreshTokens.lookUp(asked.get('refresh_token'));
    return known.state === 'good'
      ? this.#tokenResponse(known.meaning, false)
      : refusal('invalid_grant', 'expired access/refresh token');
  }

  #tokenResponse(grant: Grant, first: boolean): Answer {
    const refreshable = /\b(refresh_token|offline_access)\b/.test(grant.scope);
    return json(
      {
        access_token: this.sessions.issue(`${organisation.slice(0, 15)}!${randomText(60)}`, grant),
        ...(first &&
          refreshable && { refresh_token: this.refreshTokens.issue(`5Aep861${randomText(45)}`, grant) }),
        ...(grant.headless && communityOf(this.#url)),
        signature: randomBytes(32).toString('base64'),
        scope: grant.scope,
        instance_url: this.#url,
        id: `https://login.salesforce.com/id/${organisation}/${user}`,
        token_type: 'Bearer',
        issued_at: String(Date.now()),
      },
      {
        headers: { 'content-type': 'application/json;charset=UTF-8', 'cache-control': 'no-cache, no-store' },
      },
    );
  }

  #newCode(asked: URLSearchParams, headless: boolean): string {
    return this.codes.issue(`aPrxp.7fR25AS7OUCn1UI1rn${randomText(40)}.${randomText(20)}=`, {
      ...grantFor(asked, this.#scopeOf(asked)),
      headless,
    });
  }

  /** Without `scope` in the request, every scope of the app is granted. */
  #scopeOf(asked: URLSearchParams): string {
    return asked.get('scope') ?? this.app.scopes.join(' ');
  }

  #whatIsWrong(asked: URLSearchParams): readonly [string, string] | undefined {
    if (asked.get('client_id') !== this.app.consumerKey)
      return ['invalid_client_id', 'client identifier invalid'];
    const redirectUri = asked.get('redirect_uri');
    if (redirectUri === null) return ['redirect_uri_missing', 'redirect_uri not provided'];
    return this.app.callbackUrls.includes(redirectUri) ? undefined : mismatch;
  }
}

/** An error that stays in the browser: nothing is sent to a redirect URI that is not the app's. */
function errorInBrowser(error: string, description: string): Answer {
  return html(`error=${error}&error_description=${encodeURIComponent(description)}`, 400);
}
