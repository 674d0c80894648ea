import * as oauth from 'oauth4webapi';
import type { Clock, Logger } from '../../ports';
import { isOidc, type SigningAlgorithm } from '../../profiles/profile';
import { authorizationParameters, authorizationUrl, form, type Parameters } from './authorizationRequest';
import { ed25519Name } from '../client/clientKey';
import type { ConnectedClient } from '../client/connectedClient';
import type { Flow } from './flow';
import type { PushedAuthorization } from './pushedAuthorization';
import { adapt } from '../rules/requestRules';

/** An authorization request that a browser can bring. */
export interface PreparedRequest {
  readonly url: string;
  /** From when on the server would refuse it, in milliseconds since 1970; absent: it does not grow old. */
  readonly staleAt?: number;
}

/** What the library gives a request object: a minute (RFC 9101 §4 leaves it open), less a second for the way. */
const REQUEST_OBJECT_MILLISECONDS = 59_000;

/** Makes authorization requests: as a query, signed (RFC 9101), pushed (RFC 9126), or signed and pushed. */
export class AuthorizationRequests {
  constructor(
    private readonly pushed: PushedAuthorization,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  /** @throws ValetKeyError what pushing throws; `client_key_invalid` */
  async prepare(flow: Flow, redirectUri: string): Promise<PreparedRequest> {
    const { profile, server } = flow.connected;
    const parameters = await authorizationParameters(flow, redirectUri);
    const startedAt = this.clock.now();
    const signed = await this.#signed(flow.connected, parameters);
    if (isPushed(flow.connected)) {
      const { requestUri, lifetime } = await this.pushed.push(flow, signed?.alone ?? parameters);
      return {
        url: this.#url(flow.connected, [
          ['client_id', profile.clientId],
          ['request_uri', requestUri],
        ]),
        staleAt: startedAt + lifetime * 1000,
      };
    }
    if (signed === undefined) return { url: this.#url(flow.connected, parameters) };
    this.logger.debug(`The authorization request is signed for ${server.metadata.issuer}.`);
    return {
      url: this.#url(flow.connected, signed.byValue),
      staleAt: startedAt + REQUEST_OBJECT_MILLISECONDS,
    };
  }

  #url({ server, profile }: ConnectedClient, parameters: Parameters): string {
    const endpoint = server.metadata.authorization_endpoint ?? '';
    const draft = { parameters: form(parameters), encoding: 'form' as const };
    return authorizationUrl(endpoint, [...adapt(draft, endpoint, profile, this.logger).parameters]);
  }

  async #signed(connected: ConnectedClient, parameters: Parameters) {
    const { requestObjectSigningAlg } = connected.profile;
    if (requestObjectSigningAlg === undefined) return undefined;
    return await signedRequest(connected, parameters, requestObjectSigningAlg);
  }
}

/** Whether the request goes straight to the server: the profile wants it, or the server does (RFC 9126 §5). */
function isPushed({ profile, server }: ConnectedClient): boolean {
  return (
    profile.requirePushedAuthorizationRequests ||
    server.metadata.require_pushed_authorization_requests === true
  );
}

/**
 * A signed request object (RFC 9101 §4), and what goes with it: nothing when it is pushed (RFC 9126 §3), and what
 * OAuth and OpenID Connect want to see outside when a browser brings it (OpenID Connect Core §6.1).
 */
async function signedRequest(
  connected: ConnectedClient,
  parameters: Parameters,
  algorithm: SigningAlgorithm,
): Promise<{ readonly alone: Parameters; readonly byValue: Parameters }> {
  const { profile, server, client } = connected;
  const object = await oauth.issueRequestObject(
    server.metadata,
    client,
    form(parameters),
    await connected.signingKey(algorithm),
    {
      [oauth.modifyAssertion]: (header) => {
        const supported = server.metadata.request_object_signing_alg_values_supported;
        if (header.alg === 'Ed25519') header.alg = ed25519Name(supported);
      },
    },
  );
  const outside = isOidc(profile) ? ['response_type', 'client_id', 'scope'] : ['response_type', 'client_id'];
  const alone: Parameters = [['request', object]];
  return { alone, byValue: [...parameters.filter(([name]) => outside.includes(name)), ...alone] };
}
