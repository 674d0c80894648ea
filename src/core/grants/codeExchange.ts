import * as oauth from 'oauth4webapi';
import { ValetKeyError } from '../errors';
import type { Clock } from '../ports';
import type { CheckedResponse } from '../protocol/authorization/authorizationResponse';
import { idTokenChecks, type Flow } from '../protocol/authorization/flow';
import type { Granted, TokenEndpoint } from '../protocol/token/tokenEndpoint';

/** Turns a code into a token (RFC 6749 §4.1.3, RFC 7636 §4.5), at most once. */
export class CodeExchange {
  constructor(
    private readonly tokenEndpoint: TokenEndpoint,
    private readonly clock: Clock,
  ) {}

  /** @throws ValetKeyError what a token request throws; `id_token_invalid` for another person's token */
  async run(flow: Flow, { parameters, subject }: CheckedResponse, redirectUri: string): Promise<Granted> {
    const { connected, codeVerifier, dpop } = flow;
    const { metadata } = connected.server;
    const granted = await this.tokenEndpoint.request({
      connected,
      dpop,
      scope: connected.profile.scope,
      send: (client, authentication, options) =>
        oauth.authorizationCodeGrantRequest(
          metadata,
          client,
          authentication,
          parameters,
          redirectUri,
          codeVerifier ?? oauth.nopkce,
          options,
        ),
      process: (client, response) =>
        oauth.processAuthorizationCodeResponse(metadata, client, response, idTokenChecks(flow, this.clock)),
    });
    // OpenID Connect Core §3.3.3.6; the issuers were both compared with the server's own.
    if (subject !== undefined && granted.account !== undefined && granted.account.subject !== subject) {
      throw new ValetKeyError(
        'id_token_invalid',
        'The ID token that came with the code names another person than the one that came with the token, so nothing of the answer is used.',
        {
          hint: 'Start again. If it happens again, the server’s administrator needs to know.',
          remedy: 'try_again',
        },
      );
    }
    return granted;
  }
}
