import * as oauth from 'oauth4webapi';
import { ValetKeyError } from '../errors';
import type { Clock, Logger } from '../ports';
import type { Redactor } from '../redactor';
import { form, type Parameters } from './authorizationRequest';
import { checkEndpoint } from './endpoints';
import { explainPushedRequestError } from './explain/pushedRequest';
import type { Flow } from './flow';
import { describeBody, redirectTarget } from './responses';
import { pushedAuthorizationRules } from './rules/otherEndpointRules';
import { repair } from './rules/repair';

/** A request that waits at the server for the browser to come for it, once. */
export interface PushedRequest {
  readonly requestUri: string;
  /** Seconds. */
  readonly lifetime: number;
}

/** Sends pushed authorization requests (RFC 9126). */
export class PushedAuthorization {
  constructor(
    private readonly clock: Clock,
    private readonly logger: Logger,
    private readonly redactor: Redactor,
  ) {}

  /**
   * @throws ValetKeyError `url_refused` when the server has no endpoint for it, `authorization_refused`,
   * `authorization_response_invalid`, or what the transport throws
   */
  async push(flow: Flow, parameters: Parameters): Promise<PushedRequest> {
    const { server, profile } = flow.connected;
    const { pushed_authorization_request_endpoint: stated } = server.metadata;
    const endpoint = checkEndpoint('pushed_authorization_request_endpoint', stated, profile).href;
    this.logger.info(`Pushing the authorization request to ${new URL(endpoint).origin}.`);
    let answered = new Response();
    try {
      const pushed = await onceMoreWithNonce(async () => {
        const response = await this.#send(flow, parameters);
        answered = response.clone();
        return await this.#read(flow, endpoint, response);
      });
      return { requestUri: pushed.request_uri, lifetime: pushed.expires_in };
    } catch (error) {
      throw await explainPushedRequestError(error, {
        profile,
        describe: () => describeBody(answered),
        redact: (text) => this.redactor.redact(text),
      });
    }
  }

  #send({ connected, dpop }: Flow, parameters: Parameters): Promise<Response> {
    const { server, client, authentication, profile } = connected;
    return oauth.pushedAuthorizationRequest(server.metadata, client, authentication, form(parameters), {
      ...connected.options({ headers: profile.authorizationRequest?.headers }),
      ...(dpop && { DPoP: dpop.handle }),
    });
  }

  async #read({ connected }: Flow, endpoint: string, received: Response) {
    const redirect = redirectTarget(received, endpoint);
    if (redirect !== undefined) {
      throw new ValetKeyError(
        'authorization_response_invalid',
        `The pushed authorization endpoint answered with ${redirect}.`,
        {
          hint: 'If that is the right address, write it as pushedAuthorizationRequestEndpoint in the profile.',
          remedy: 'edit_profile',
        },
      );
    }
    const { profile, server, client } = connected;
    const { clock, logger } = this;
    const response = await repair(received, pushedAuthorizationRules, { profile, endpoint, clock, logger });
    return await oauth.processPushedAuthorizationResponse(server.metadata, client, response);
  }
}

/** RFC 9449 §8: a server may first say which nonce it wants, which the key's handle keeps. Once, so no endless loop. */
async function onceMoreWithNonce<T>(send: () => Promise<T>): Promise<T> {
  try {
    return await send();
  } catch (error) {
    if (!oauth.isDPoPNonceError(error)) throw error;
    return await send();
  }
}
