import * as oauth from 'oauth4webapi';
import { readAnswer, type AnswerReaderDependencies } from '../token/answers';
import { form, type Parameters } from './authorizationRequest';
import { sendWithNonce } from '../client/dpopNonce';
import { checkEndpoint } from '../server/endpoints';
import type { Flow } from './flow';
import { pushedAuthorizationRules } from '../rules/otherEndpointRules';

/** A request that waits at the server for the browser to come for it, once. */
export interface PushedRequest {
  readonly requestUri: string;
  /** Seconds. */
  readonly lifetime: number;
}

/** Sends pushed authorization requests (RFC 9126). */
export class PushedAuthorization {
  constructor(private readonly dependencies: AnswerReaderDependencies) {}

  /**
   * @throws ValetKeyError `url_refused` when the server has no endpoint for it, `authorization_refused`,
   * `response_invalid`, or what the transport throws
   */
  async push({ connected, dpop }: Flow, parameters: Parameters): Promise<PushedRequest> {
    const { server, client, authentication, profile } = connected;
    const { logger } = this.dependencies;
    const endpoint = checkEndpoint(
      'pushed_authorization_request_endpoint',
      server.metadata.pushed_authorization_request_endpoint,
      profile,
    ).href;
    logger.info(`Pushing the authorization request to ${new URL(endpoint).origin}.`);
    const options = {
      ...connected.options({ headers: profile.authorizationRequest?.headers }),
      ...(dpop && { DPoP: dpop.handle }),
    };
    const send = () =>
      oauth.pushedAuthorizationRequest(server.metadata, client, authentication, form(parameters), options);
    const response = await sendWithNonce(
      { dpop, endpoint: 'pushed authorization request endpoint', send },
      logger,
    );
    const received = { from: 'pushed_authorization', endpoint, response, profile } as const;
    const pushed = await readAnswer(received, pushedAuthorizationRules, this.dependencies, (answer) =>
      oauth.processPushedAuthorizationResponse(server.metadata, client, answer),
    );
    return { requestUri: pushed.request_uri, lifetime: pushed.expires_in };
  }
}
