import { ValetKeyError } from '../../errors';
import type { HttpYacRequest } from './httpYacTypes';
import type { Placed } from './placing';
import type { WantedTokens } from './wantedTokens';

/**
 * Puts tokens into a request that is no plain HTTP one, such as for a WebSocket or server-sent events: nothing can be
 * done as it leaves, so they stand in httpYac's own object until it is connected.
 * @returns takes them out again
 * @throws ValetKeyError `not_offered` for what only HTTP requests can have
 */
export function putIntoOther(request: HttpYacRequest, wanted: WantedTokens, placed: Placed): () => void {
  if (placed.query.length > 0 || placed.body !== undefined || placed.bound !== undefined) {
    throw new ValetKeyError(
      'not_offered',
      `Valet Key puts a token into the headers of a ${request.protocol ?? 'such'} request alone: not into its query or body, and none that is bound to a key (DPoP). It was not sent.`,
    );
  }
  const shown = request.headers ?? {};
  const left = Object.entries(shown).filter(
    ([name]) =>
      !placed.headers.has(name.toLowerCase()) && !wanted.schemes.some(({ header }) => header === name),
  );
  request.headers = { ...Object.fromEntries(left), ...Object.fromEntries(placed.headers) };
  return () => {
    request.headers = shown;
  };
}
