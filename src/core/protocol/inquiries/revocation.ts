import * as oauth from 'oauth4webapi';
import { ValetKeyError, isCancelled } from '../../errors';
import { readAnswer, type AnswerReaderDependencies } from '../token/answers';
import type { Clients, ConnectedClient } from '../client/connectedClient';
import type { Inquiry } from './inquiry';
import { revocationRules } from '../rules/otherEndpointRules';

export type RevocableToken = 'refresh_token' | 'access_token';

/** What became of one token. */
export interface Revoked {
  readonly token: RevocableToken;
  /**
   * `revoked`: the server holds it no more, or never did (RFC 7009 §2.2). `not_supported`: the server does not revoke
   * such tokens (§2.2.1). `kept`: the server still holds it. `unknown`: the answer did not come back.
   */
  readonly outcome: 'revoked' | 'not_supported' | 'kept' | 'unknown';
  /** Why it was not revoked, for a person. */
  readonly failure?: ValetKeyError;
}

/** Has tokens revoked (RFC 7009). */
export class Revoker {
  constructor(
    private readonly clients: Clients,
    private readonly reading: AnswerReaderDependencies,
  ) {}

  /**
   * Revokes the refresh token first: with it, most servers end the access tokens of the same sign-in, and nothing can
   * renew them (§2.1). What fails is in the result, since what was revoked before stays so.
   * @throws ValetKeyError when nothing could be asked for: `not_offered`, `discovery_failed`, `cancelled`, …
   */
  async revoke(inquiry: Inquiry): Promise<readonly Revoked[]> {
    const { accessToken, refreshToken } = inquiry.tokenSet;
    const connected = await this.clients.connect(inquiry, ['revocation_endpoint']);
    const tokens: (readonly [RevocableToken, string])[] = [
      ...(refreshToken === undefined ? [] : [['refresh_token', refreshToken] as const]),
      ['access_token', accessToken],
    ];
    const results: Revoked[] = [];
    for (const [token, value] of tokens) {
      const former = results.at(-1);
      results.push(
        isFutile(former?.failure)
          ? { token, outcome: 'kept', ...(former?.failure && { failure: former.failure }) }
          : await this.#revokeOne(connected, token, value),
      );
      const only = results.length === 1 ? results[0]?.failure : undefined;
      if (only && isCancelled(only)) throw only;
    }
    return results;
  }

  async #revokeOne(connected: ConnectedClient, token: RevocableToken, value: string): Promise<Revoked> {
    const { server, client, authentication, profile } = connected;
    const endpoint = server.metadata.revocation_endpoint ?? '';
    try {
      const response = await oauth.revocationRequest(server.metadata, client, authentication, value, {
        ...connected.options(),
        additionalParameters: { token_type_hint: token },
      });
      const received = { from: 'revocation', endpoint, response, profile } as const;
      await readAnswer(received, revocationRules, this.reading, (answer) =>
        oauth.processRevocationResponse(answer),
      );
      return { token, outcome: 'revoked' };
    } catch (error) {
      if (!(error instanceof ValetKeyError)) throw error;
      return { token, outcome: outcomeOf(error), failure: error };
    }
  }
}

function outcomeOf({ code, server }: ValetKeyError): Revoked['outcome'] {
  if (server?.error === 'unsupported_token_type') return 'not_supported';
  return code === 'answer_unknown' ? 'unknown' : 'kept';
}

/** Whether asking the same endpoint once more can only fail in the same way. */
function isFutile(failure: ValetKeyError | undefined): boolean {
  if (failure === undefined) return false;
  const { code, server } = failure;
  const status = server?.httpStatus ?? 0;
  return (
    ['request_not_sent', 'answer_unknown', 'cancelled'].includes(code) || status >= 500 || status === 429
  );
}
