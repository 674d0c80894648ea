import * as oauth from 'oauth4webapi';
import { ValetKeyError } from '../../errors';
import type { Clock, Logger } from '../../ports';
import { hasNoAuthorizationRequest, isOidc, usesRedirect, type Profile } from '../../profiles/profile';
import type { Redactor } from '../../redactor';
import type { Account, TokenSet } from '../../tokens/tokenRecord';
import { readAnswer } from './answers';
import type { Additions, ConnectedClient } from '../client/connectedClient';
import type { DpopKey } from '../client/dpop';
import { sendWithNonce } from '../client/dpopNonce';
import { checkEndpoint } from '../server/endpoints';
import { retryAfter } from '../explain/retryAfter';
import { accountOf, verifyIdToken } from '../idToken/idToken';
import { checkIssuedToken } from './issuedToken';
import { lifetimeOf } from './lifetime';
import { MAX_LIFETIME_SECONDS } from '../rules/lifetimeRules';
import { tokenResponseRules } from '../rules/tokenResponseRules';

/** A token response that was checked, and whose it is. */
export interface Granted {
  readonly tokenSet: TokenSet;
  readonly account?: Account;
  /** What tells the token from others of the profile, when there is no account; never a secret. */
  readonly label?: string;
}

/** One request to the token endpoint: who asks, whom, and how the library puts and reads it. */
export interface TokenRequest {
  readonly connected: ConnectedClient;
  /** The key that the token is, or is to be, bound to (RFC 9449 §5). */
  readonly dpop?: DpopKey | undefined;
  /** The scope when the answer does not repeat it: the one that was asked for (RFC 6749 §5.1, §6). */
  readonly scope: string | undefined;
  /** A refresh token is sent, so that `invalid_grant` means something else. */
  readonly refreshing?: boolean;
  send(
    client: oauth.Client,
    authentication: oauth.ClientAuth,
    options: oauth.TokenEndpointRequestOptions,
  ): Promise<Response>;
  process(client: oauth.Client, response: Response): Promise<oauth.TokenEndpointResponse>;
}

/** Sends token requests (RFC 6749 §3.2) and checks what comes back (§5). */
export class TokenEndpoint {
  constructor(
    private readonly clock: Clock,
    private readonly logger: Logger,
    private readonly redactor: Redactor,
  ) {}

  /**
   * Sends one request, at most once: a code is never sent again (decision 14), unless the server did nothing yet but
   * ask for a nonce.
   * @throws ValetKeyError `token_request_refused`, `token_response_invalid`, `id_token_invalid`, or what the
   * transport throws
   */
  async request(request: TokenRequest): Promise<Granted> {
    const { profile, server } = request.connected;
    checkEndpoint('token_endpoint', server.metadata.token_endpoint, profile);
    const startedAt = this.clock.now();
    const received = await this.#send(request);
    try {
      return await this.read(request, received, startedAt);
    } catch (error) {
      const isBusy = received.status === 429 || received.status === 503;
      if (isBusy && error instanceof ValetKeyError)
        error.retryAfter = retryAfter(received.headers, this.clock.now());
      throw error;
    }
  }

  /**
   * Checks a token response, wherever it came from: an authorization response can hold one, too (RFC 6749 §4.2.2).
   * @param startedAt when it was asked for; lifetimes count from there
   * @param from which endpoint gave it; errors are said to be its
   * @throws ValetKeyError `token_request_refused`, `token_response_invalid`, `id_token_invalid`
   */
  async read(
    request: Omit<TokenRequest, 'send'>,
    received: Response,
    startedAt: number,
    from: 'token' | 'authorization' = 'token',
  ): Promise<Granted> {
    const { connected, refreshing = false } = request;
    const { profile, server, client } = connected;
    const answer = {
      from,
      endpoint: server.metadata.token_endpoint ?? server.metadata.issuer,
      response: received,
      profile,
      refreshing,
    } as const;
    const { clock, logger, redactor } = this;
    return await readAnswer(answer, tokenResponseRules, { clock, logger, redactor }, async (response) => {
      const body = await request.process(client, response);
      // Nothing is believed of an ID token that nobody asked for, not even where the rules are off.
      const claims = isOidc(profile) ? oauth.getValidatedIdTokenClaims(body) : undefined;
      const idTokenSignature =
        claims && (await verifyIdToken({ connected, claims, response, refreshing }, { clock, logger }));
      const tokenSet = this.#tokenSet(body, request, startedAt);
      return {
        tokenSet: { ...tokenSet, ...(idTokenSignature && { idTokenSignature }) },
        ...(claims && { account: accountOf(claims) }),
      };
    });
  }

  #send(request: TokenRequest): Promise<Response> {
    const { connected, dpop, refreshing = false } = request;
    const { profile, client, authentication } = connected;
    const options = {
      ...connected.options(additionsOf(profile, refreshing)),
      ...(dpop && { DPoP: dpop.handle }),
    };
    const send = () => request.send(client, authentication, options);
    return sendWithNonce({ dpop, endpoint: 'token endpoint', send }, this.logger);
  }

  /** Only the members that are known are kept (RFC 6749 §5.1): a response can hold anything. */
  #tokenSet(
    body: oauth.TokenEndpointResponse,
    { scope: requestedScope, dpop }: Pick<TokenRequest, 'scope' | 'dpop'>,
    startedAt: number,
  ): TokenSet {
    const tokenType = checkIssuedToken(body, dpop);
    const scope = body.scope ?? requestedScope;
    const expiresAt =
      body.expires_in === undefined
        ? undefined
        : startedAt + Math.min(body.expires_in, MAX_LIFETIME_SECONDS) * 1000;
    return {
      accessToken: body.access_token,
      tokenType,
      ...(dpop && { dpopKey: dpop.jwk }),
      ...lifetimeOf(body.access_token, expiresAt, startedAt),
      ...(scope !== undefined && { scope }),
      ...(requestedScope !== undefined && { requestedScope }),
      ...(body.refresh_token !== undefined && { refreshToken: body.refresh_token }),
      ...(body.id_token !== undefined && { idToken: body.id_token }),
    };
  }
}

/** What the profile adds to a token or refresh request. */
function additionsOf(profile: Profile, refreshing: boolean): Additions {
  const extras = refreshing ? profile.refreshRequest : profile.tokenRequest;
  // Who signs in with a browser named the audience there already.
  const audience = usesRedirect(profile) || profile.audience === undefined ? [] : [profile.audience];
  // RFC 9396 §6: who has asked nowhere else what the token shall be for asks here.
  const details =
    !refreshing && hasNoAuthorizationRequest(profile) ? profile.authorizationDetails : undefined;
  return {
    parameters: [
      // RFC 8707 §2.2
      ...(profile.resource ?? []).map((resource) => ['resource', resource] as const),
      ...audience.map((value) => ['audience', value] as const),
      ...(details ? [['authorization_details', JSON.stringify(details)] as const] : []),
      ...Object.entries(extras?.parameters ?? {}),
    ],
    headers: extras?.headers,
  };
}
