import { ValetKeyError } from '../../errors';
import type { Logger } from '../../ports';
import type { DpopKey } from './dpop';

export interface BoundRequest {
  /** Absent: the request carries no proof. */
  readonly dpop: DpopKey | undefined;
  /** Who is asked, in the words for a person. */
  readonly endpoint: string;
  /** Sends it with a new proof, in which the newest nonce stands. */
  readonly send: () => Promise<Response>;
}

/**
 * Sends a request with a proof (RFC 9449 §8): a server may want a nonce of its own in it. It is asked once more with
 * it, and only once.
 * @throws ValetKeyError `token_request_refused` for a server that does not take its own nonce; what `send` throws
 */
export async function sendWithNonce(
  { dpop, endpoint, send }: BoundRequest,
  logger: Logger,
): Promise<Response> {
  const first = await send();
  if (!dpop || !(await wantsNonce(first))) return first;
  logger.debug(`The ${endpoint} asks for a DPoP nonce; the request is sent again with it.`);
  const second = await send();
  if (!(await wantsNonce(second))) return second;
  throw new ValetKeyError(
    'token_request_refused',
    `The ${endpoint} asks for a DPoP nonce (use_dpop_nonce) and then does not take the one that it gave.`,
    { hint: 'The fault is the server’s. Try again in a while.', remedy: 'try_again' },
  );
}

/** Whether the server did nothing yet but name the nonce that it wants in the proof. */
async function wantsNonce(response: Response): Promise<boolean> {
  if ((response.status !== 400 && response.status !== 401) || !response.headers.has('dpop-nonce'))
    return false;
  const said = `${response.headers.get('www-authenticate') ?? ''} ${await response.clone().text()}`;
  return /\berror"?\s*[=:]\s*"use_dpop_nonce"/.test(said);
}
