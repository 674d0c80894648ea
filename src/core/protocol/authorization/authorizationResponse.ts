import * as oauth from 'oauth4webapi';
import { ValetKeyError } from '../../errors';
import type { Clock, Logger } from '../../ports';
import type { Profile } from '../../profiles/profile';
import { asksFor, isSignedResponse } from '../../profiles/responseType';
import type { Redactor } from '../../redactor';
import type { AuthorizationServer } from '../server/authorizationServers';
import { decodeJwt } from '../idToken/decodeJwt';
import { explainAuthorizationError } from '../explain/explain';
import { maxAgeOf, type Flow } from './flow';
import { checkHash, explainFrontChannel } from '../idToken/frontChannelIdToken';
import { withServerKeys } from '../server/serverKeys';

/** An authorization response that was checked. */
export interface CheckedResponse {
  /** For the exchange of its code, where it has one. */
  readonly parameters: URLSearchParams;
  /** Who signed in, where an ID token came along; what comes later must say the same (OpenID Connect Core §3.3.3.6). */
  readonly subject?: unknown;
}

/** What of a response is a secret. */
const secretParameters = ['code', 'access_token', 'id_token', 'token', 'response'] as const;

/**
 * The state that a response holds, itself or in its JWT, of which nothing is believed yet: it only tells whose answer
 * it is. Never throws.
 */
export function stateOf(profile: Profile, parameters: URLSearchParams): string | undefined {
  const response = isSignedResponse(profile) ? parameters.get('response') : null;
  if (response === null) return parameters.get('state') ?? undefined;
  const state = decodeJwt(response)?.state;
  return typeof state === 'string' ? state : undefined;
}

/** Checks authorization responses (RFC 6749 §4.1.2, §4.2.2; OpenID Connect Core §3.3.2.5; RFC 9207; JARM). */
export class AuthorizationResponses {
  constructor(
    private readonly clock: Clock,
    private readonly logger: Logger,
    private readonly redactor: Redactor,
  ) {}

  /**
   * @throws ValetKeyError `authorization_refused` with the server's words, `authorization_response_invalid`,
   * `id_token_invalid`
   */
  async check(flow: Flow, received: URLSearchParams): Promise<CheckedResponse> {
    this.redactor.protect(...secretParameters.map((name) => received.get(name) ?? undefined));
    const { profile, server } = flow.connected;
    try {
      const response = isSignedResponse(profile)
        ? await this.#opened(flow, received)
        : this.#comparable(server, received);
      refuseUnasked(profile, response);
      const parameters = this.#validated(flow, response);
      refuseIncomplete(profile, response);
      if (!asksFor(profile, 'code')) return { parameters: response };
      return asksFor(profile, 'id_token') ? await this.#hybrid(flow, response) : { parameters };
    } catch (error) {
      throw explainAuthorizationError(error, {
        from: 'authorization',
        host: new URL(server.metadata.authorization_endpoint ?? server.metadata.issuer).hostname,
        profile,
        refreshing: false,
        now: this.clock.now(),
        redact: (text) => this.redactor.redact(text),
      });
    }
  }

  /** State, `iss` and `error`, the tokens set aside. */
  #validated({ connected, state }: Flow, response: URLSearchParams): URLSearchParams {
    const { server, client } = connected;
    const rest = new URLSearchParams(response);
    for (const name of ['id_token', 'token', 'access_token']) rest.delete(name);
    // An ID token names its issuer itself, and is checked for it (RFC 9207 §2.4).
    const isNamed = asksFor(connected.profile, 'id_token') || isSignedResponse(connected.profile);
    return oauth.validateAuthResponse(
      isNamed
        ? { ...server.metadata, authorization_response_iss_parameter_supported: false }
        : server.metadata,
      client,
      rest,
      state,
    );
  }

  /** The parameters in a signed response (JARM §2.4), its signature, issuer, audience and time checked. */
  async #opened({ connected, state }: Flow, received: URLSearchParams): Promise<URLSearchParams> {
    const { server, client } = connected;
    if (!received.has('response')) {
      // A server that does not understand the request may say so as it can; anything else must be signed.
      if (received.has('error')) return this.#comparable(server, received);
      throw new ValetKeyError(
        'authorization_response_invalid',
        'The server’s answer to the sign-in is not signed, and this profile asked for a signed one.',
        {
          hint: 'If the server does not sign its answers, take responseMode out of the profile.',
          remedy: 'edit_profile',
        },
      );
    }
    const opened = await withServerKeys(server.metadata, (metadata) =>
      oauth.validateJwtAuthResponse(metadata, client, received, state, connected.options()),
    );
    this.redactor.protect(opened.get('code') ?? undefined);
    return opened;
  }

  /** OpenID Connect Core §3.3.2.5, §3.3.2.9 to §3.3.2.11. */
  async #hybrid(flow: Flow, response: URLSearchParams): Promise<CheckedResponse> {
    const { connected, nonce, state } = flow;
    const { server, client } = connected;
    const idToken = response.get('id_token') ?? '';
    const accessToken = response.get('access_token');
    const rest = new URLSearchParams(response);
    rest.delete('access_token');
    try {
      const parameters = await withServerKeys(server.metadata, (metadata) =>
        oauth.validateCodeIdTokenResponse(
          metadata,
          client,
          rest,
          nonce ?? '',
          state,
          maxAgeOf(flow, this.clock) ?? oauth.skipAuthTimeCheck,
          connected.options(),
        ),
      );
      if (accessToken !== null) await checkHash('at_hash', accessToken, idToken);
      this.logger.debug('The signature of the ID token that came with the code was checked.');
      return { parameters, subject: decodeJwt(idToken)?.sub };
    } catch (error) {
      throw explainFrontChannel(error);
    }
  }

  /** Without an issuer in the profile there is nothing to compare `iss` with: it is discarded (RFC 9207 §2.4). */
  #comparable(server: AuthorizationServer, response: URLSearchParams): URLSearchParams {
    if (server.issuerKnown || !response.has('iss')) return response;
    this.logger.info('The answer’s iss is not compared: the profile has no issuer.');
    const parameters = new URLSearchParams(response);
    parameters.delete('iss');
    return parameters;
  }
}

/** What comes in an address may be in somebody's history: tokens are taken there only where they were asked for. */
function refuseUnasked(profile: Profile, response: URLSearchParams): void {
  if (profile.grantType === 'implicit') return;
  const unasked = [
    ['access_token', 'token'],
    ['id_token', 'id_token'],
    ['token', undefined],
  ] as const;
  for (const [name, part] of unasked) {
    if (!response.has(name) || (part !== undefined && asksFor(profile, part))) continue;
    throw new ValetKeyError(
      'authorization_response_invalid',
      `The server sent ${name === 'id_token' ? 'an ID token' : 'an access token'} to the redirect URI; this profile asked for a code.`,
      { hint: 'Nothing of it is used. Check the response type that is registered for this app.' },
    );
  }
}

function refuseIncomplete(profile: Profile, response: URLSearchParams): void {
  const parts = [
    ['code', 'code', 'no code'],
    ['token', 'access_token', 'no access token'],
    ['id_token', 'id_token', 'no ID token'],
  ] as const;
  for (const [part, name, missing] of parts) {
    if (!asksFor(profile, part) || (response.get(name) ?? '') !== '') continue;
    throw new ValetKeyError(
      'authorization_response_invalid',
      `The server’s answer to the sign-in holds ${missing}.`,
      { remedy: 'try_again' },
    );
  }
}
