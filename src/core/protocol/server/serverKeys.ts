import * as oauth from 'oauth4webapi';

/**
 * Runs a check that needs the server's keys. A server may have changed them a moment ago: where the key that an answer
 * names is not among them, they are fetched once more (OpenID Connect Core §10.1.1).
 */
export async function withServerKeys<T>(
  metadata: oauth.AuthorizationServer,
  check: (metadata: oauth.AuthorizationServer) => Promise<T>,
): Promise<T> {
  try {
    return await check(metadata);
  } catch (error) {
    if (!(error instanceof oauth.OperationProcessingError) || error.code !== oauth.KEY_SELECTION) throw error;
    // The library keeps fetched keys with the object that they were fetched for.
    return await check({ ...metadata });
  }
}
