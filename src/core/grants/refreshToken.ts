import * as oauth from 'oauth4webapi';
import { cancelled } from '../errors';
import type { Clock, Logger, Prompt } from '../ports';
import { scopeParameter, type Profile } from '../profiles/profile';
import type { Redactor } from '../redactor';
import type { ClientCredentials } from '../protocol/client/clientAuthentication';
import type { Clients, ConnectedClient } from '../protocol/client/connectedClient';
import { newDpopKey, restoreDpopKey } from '../protocol/client/dpop';
import { checkEndpoint } from '../protocol/server/endpoints';
import { withoutRefreshToken } from '../protocol/explain/missingRefreshToken';
import { checkSameAccount, processRenewal } from '../protocol/idToken/renewedIdToken';
import type { Granted, TokenEndpoint } from '../protocol/token/tokenEndpoint';
import { onceMoreWhenBusy } from '../tokens/busyServer';
import type { Account, TokenSet } from '../tokens/tokenRecord';
import type { Grant, GrantRequest } from './grant';

export interface RefreshRequest {
  readonly profile: Profile;
  readonly credentials: ClientCredentials;
  readonly signal: AbortSignal;
  /** The token set to renew, and whose it is; its `refreshToken` is sent. */
  readonly tokenSet: Pick<
    TokenSet,
    'refreshToken' | 'scope' | 'requestedScope' | 'idToken' | 'idTokenSignature' | 'dpopKey'
  >;
  readonly account: Account | undefined;
  /** Called before the refresh token leaves, each time; when it throws, it does not. */
  readonly beforeSending?: (() => Promise<void>) | undefined;
}

/** Renews a token set (RFC 6749 §6). */
export class Refresher {
  constructor(
    private readonly clients: Clients,
    private readonly tokenEndpoint: TokenEndpoint,
    private readonly logger: Logger,
  ) {}

  /**
   * What the answer leaves out is kept: refresh token, scope and ID token (RFC 6749 §6).
   * @throws ValetKeyError `nothing_to_refresh`, `id_token_invalid` when the answer is another person's
   * (OpenID Connect Core §12.2), or what a token request throws
   */
  async refresh(request: RefreshRequest): Promise<Granted> {
    const { tokenSet, account } = request;
    const refreshToken = tokenSet.refreshToken;
    if (refreshToken === undefined) throw withoutRefreshToken(request.profile);
    const connected = await this.#connect(request);
    const { metadata } = connected.server;
    const { dpopKey } = tokenSet;
    const narrowed = narrowedScope(request.profile, tokenSet);
    const additionalParameters = narrowed === undefined ? {} : { scope: narrowed };
    let isUntimely = false;
    const granted = await this.tokenEndpoint.request({
      connected,
      dpop: await (dpopKey ? restoreDpopKey(dpopKey, connected.client) : newDpopKey(connected)),
      scope: narrowed === undefined ? tokenSet.scope : request.profile.scope,
      refreshing: true,
      send: async (client, authentication, options) => {
        await request.beforeSending?.();
        return await oauth.refreshTokenGrantRequest(metadata, client, authentication, refreshToken, {
          ...options,
          additionalParameters,
        });
      },
      // Where there is no former one, nobody can say whose it would be.
      process: (client, response) =>
        account === undefined || tokenSet.idToken === undefined
          ? oauth.processRefreshTokenResponse(metadata, client, response)
          : processRenewal(metadata, client, response, () => (isUntimely = true)),
    });
    checkSameAccount(request, granted);
    if (isUntimely)
      this.logger.warn(
        'The ID token that came with the renewed token is not valid at this time (is this machine’s clock right?), so the former one is kept.',
      );
    const keepsFormer = isUntimely || granted.tokenSet.idToken === undefined;
    const kept = isUntimely ? account : (granted.account ?? account);
    const requestedScope = narrowed === undefined ? tokenSet.requestedScope : request.profile.scope;
    return {
      tokenSet: {
        refreshToken,
        ...granted.tokenSet,
        ...(keepsFormer && formerIdToken(tokenSet)),
        ...(requestedScope !== undefined && { requestedScope }),
      },
      ...(kept && { account: kept }),
    };
  }

  /** Some servers refresh at another address than they issue at (Figma); everything else of them is the same. */
  async #connect(request: RefreshRequest): Promise<ConnectedClient> {
    const { profile } = request;
    if (profile.refreshEndpoint === undefined) return await this.clients.connect(request, ['token_endpoint']);
    const { href } = checkEndpoint('refreshEndpoint', profile.refreshEndpoint, profile);
    const connected = await this.clients.connect(request, []);
    const { server } = connected;
    return { ...connected, server: { ...server, metadata: { ...server.metadata, token_endpoint: href } } };
  }
}

/**
 * The profile's scope as it goes over the wire, when it was made narrower since the token was asked for; otherwise
 * nothing is said, and the server gives what it gave (RFC 6749 §6: never more than was granted).
 */
function narrowedScope(profile: Profile, tokenSet: RefreshRequest['tokenSet']): string | undefined {
  const [wanted, requested, granted] = [profile.scope, tokenSet.requestedScope, tokenSet.scope].map(
    (scope) => new Set(scope?.split(' ')),
  ) as [Set<string>, Set<string>, Set<string>];
  const isPart = (whole: Set<string>) => [...wanted].every((scope) => whole.has(scope));
  const isNarrower = wanted.size > 0 && wanted.size < requested.size && isPart(requested) && isPart(granted);
  return isNarrower ? scopeParameter(profile) : undefined;
}

function formerIdToken({ idToken, idTokenSignature }: RefreshRequest['tokenSet']): Partial<TokenSet> {
  return {
    ...(idToken !== undefined && { idToken }),
    ...(idTokenSignature !== undefined && { idTokenSignature }),
  };
}

/** A refresh token that a person has from elsewhere, pasted in. */
export class RefreshTokenGrant implements Grant {
  constructor(
    private readonly refresher: Refresher,
    private readonly prompt: Prompt,
    private readonly redactor: Redactor,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  async run<T>(request: GrantRequest, keep: (granted: Granted) => Promise<T>): Promise<T> {
    const { profile, credentials, signal, progress } = request;
    progress.report('Waiting for the refresh token…');
    const refreshToken = await this.prompt.secret(
      {
        title: `Refresh token for “${profile.name}”`,
        prompt: 'Paste the refresh token. It is sent to the token endpoint, and kept in the secret storage.',
      },
      signal,
    );
    if (refreshToken === undefined || signal.aborted) throw cancelled();
    this.redactor.protect(refreshToken);
    progress.report('Asking for a token…');
    const { scope } = profile;
    const tokenSet = { refreshToken, ...(scope !== undefined && { scope, requestedScope: scope }) };
    const { clock, logger } = this;
    const granted = await onceMoreWhenBusy({ clock, logger, signal }, () =>
      this.refresher.refresh({ profile, credentials, signal, tokenSet, account: undefined }),
    );
    return await keep(granted);
  }
}
