import { ValetKeyError } from '../../errors';
import type { Transport } from '../../ports';

/** What a server answers where there is nothing, or nothing of this kind (any more). */
const goneStatuses: readonly number[] = [404, 405, 410];

/**
 * A transport that notices when an endpoint is not where it was said to be.
 * @param onGone called when nobody answers there, or when nothing is there
 */
export function watchedTransport(transport: Transport, onGone: () => void): Transport {
  return {
    fetch: async (url, request) => {
      try {
        const response = await transport.fetch(url, request);
        if (goneStatuses.includes(response.status)) onGone();
        return response;
      } catch (error) {
        if (error instanceof ValetKeyError && error.code === 'request_not_sent') onGone();
        throw error;
      }
    },
  };
}
