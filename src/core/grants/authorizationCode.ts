import * as oauth from 'oauth4webapi';
import { ValetKeyError, cancelled, isCancelled, toValetKeyError } from '../errors';
import type {
  AuthorizationResponseReceiver,
  Browser,
  Clock,
  Logger,
  PendingAuthorizationResponse,
} from '../ports';
import type { Redactor } from '../redactor';
import { authorizationUrl, generateFlowSecrets, type FlowSecrets } from '../protocol/authorizationRequest';
import type { AuthorizationServer } from '../protocol/authorizationServers';
import type { Clients, ConnectedClient } from '../protocol/connectedClient';
import { explainAuthorizationError } from '../protocol/explain/explain';
import type { Granted, TokenEndpoint } from '../protocol/tokenEndpoint';
import type { Grant, GrantRequest } from './grant';

/** How long a person has to sign in. */
export const SIGN_IN_LIMIT_MILLISECONDS = 5 * 60 * 1000;

export interface AuthorizationCodeDependencies {
  readonly clients: Clients;
  readonly tokenEndpoint: TokenEndpoint;
  readonly receiver: AuthorizationResponseReceiver;
  readonly browser: Browser;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly redactor: Redactor;
}

/** The authorization code grant with PKCE (RFC 6749 §4.1, RFC 7636), in the person's own browser (RFC 8252). */
export class AuthorizationCodeGrant implements Grant {
  constructor(private readonly dependencies: AuthorizationCodeDependencies) {}

  async run<T>(request: GrantRequest, keep: (granted: Granted) => Promise<T>): Promise<T> {
    const { clients, receiver, redactor } = this.dependencies;
    const { profile, progress, signal } = request;
    progress.report('Looking up the authorization server…');
    const connected = await clients.connect(request, ['authorization_endpoint', 'token_endpoint']);
    const { server } = connected;
    const secrets = generateFlowSecrets(profile);
    redactor.protect(secrets.state, secrets.codeVerifier, secrets.nonce);
    const pending = await receiver.listen({
      redirectUri: profile.redirectUri,
      callbackId: request.callbackId,
      state: secrets.state,
      responseMode: 'query',
    });
    try {
      const response = await this.#signIn(request, server, secrets, pending);
      redactor.protect(response.get('code') ?? undefined);
      progress.report('Exchanging the code for a token…');
      const granted = await this.#exchange(connected, secrets, response, pending.redirectUri);
      const kept = await keep(granted);
      pending.finish({ kind: 'success', profile: profile.name });
      return kept;
    } catch (error) {
      const failure = toValetKeyError(error);
      if (!isCancelled(failure)) {
        pending.finish({
          kind: 'failure',
          title: 'No access token',
          message: failure.message,
          hint: failure.hint,
        });
      }
      throw failure;
    } finally {
      const closed = pending.close();
      // After a success it is not waited for: the token is ready, and the browser may still be fetching the last page.
      // After a cancel it is, since what comes next may want the same port.
      if (signal.aborted) await closed;
    }
  }

  async #signIn(
    { profile, progress, signal }: GrantRequest,
    server: AuthorizationServer,
    secrets: FlowSecrets,
    pending: PendingAuthorizationResponse,
  ): Promise<URLSearchParams> {
    const { browser, logger } = this.dependencies;
    const endpoint = server.metadata.authorization_endpoint ?? '';
    const url = await authorizationUrl(endpoint, profile, pending.redirectUri, secrets);
    const open = async () => {
      const start = await pending.startAt(url);
      if (signal.aborted) throw cancelled();
      progress.report('Waiting for you to sign in with your browser…');
      logger.info(`Opening the browser at ${new URL(endpoint).origin}.`);
      await browser.open(start);
      return await pending.response;
    };
    // The editor may ask before it opens anything, and the answer may come before the editor says that it opened.
    return await this.#withinLimit(Promise.race([pending.response, open()]), signal);
  }

  /** The response, or the time limit, or the person's cancel; whichever is first. Leaves no timer behind. */
  async #withinLimit(response: Promise<URLSearchParams>, signal: AbortSignal): Promise<URLSearchParams> {
    const settled = new AbortController();
    const limit = this.dependencies.clock
      .delay(SIGN_IN_LIMIT_MILLISECONDS, AbortSignal.any([signal, settled.signal]))
      .then(
        () => {
          throw new ValetKeyError('timed_out', 'Nobody finished the sign-in within 5 minutes.', {
            hint: 'If the browser showed an error instead of a sign-in page, compare client id and redirect URI with what is registered.',
            remedy: 'try_again',
          });
        },
        () => {
          throw cancelled();
        },
      );
    try {
      return await Promise.race([response, limit]);
    } finally {
      settled.abort();
      limit.catch(() => undefined);
    }
  }

  async #exchange(
    connected: ConnectedClient,
    secrets: FlowSecrets,
    response: URLSearchParams,
    redirectUri: string,
  ): Promise<Granted> {
    const { profile, server } = connected;
    const { metadata } = server;
    let parameters: URLSearchParams;
    try {
      parameters = oauth.validateAuthResponse(
        metadata,
        { client_id: profile.clientId },
        this.#comparable(server, response),
        secrets.state,
      );
      if (!parameters.get('code')) {
        throw new ValetKeyError(
          'authorization_response_invalid',
          'The server’s answer to the sign-in holds no code.',
          {
            remedy: 'try_again',
          },
        );
      }
    } catch (error) {
      throw explainAuthorizationError(error, {
        from: 'authorization',
        host: new URL(metadata.authorization_endpoint ?? metadata.issuer).hostname,
        profile,
        refreshing: false,
        now: this.dependencies.clock.now(),
        redact: (text) => this.dependencies.redactor.redact(text),
      });
    }
    return await this.dependencies.tokenEndpoint.request({
      connected,
      scope: profile.scope,
      send: (client, authentication, options) =>
        oauth.authorizationCodeGrantRequest(
          metadata,
          client,
          authentication,
          parameters,
          redirectUri,
          secrets.codeVerifier,
          options,
        ),
      process: (client, tokenResponse) =>
        oauth.processAuthorizationCodeResponse(
          metadata,
          client,
          tokenResponse,
          secrets.nonce === undefined ? {} : { expectedNonce: secrets.nonce, requireIdToken: true },
        ),
    });
  }

  /** Without an issuer in the profile there is nothing to compare `iss` with: it is discarded (RFC 9207 §2.4). */
  #comparable(server: AuthorizationServer, response: URLSearchParams): URLSearchParams {
    if (server.issuerKnown || !response.has('iss')) return response;
    this.dependencies.logger.info('The answer’s iss is not compared: the profile has no issuer.');
    const parameters = new URLSearchParams(response);
    parameters.delete('iss');
    return parameters;
  }
}
