import type { NotOffered } from '../serverTable';

/** What oidc-provider has no part in (docs/servers.md). */
export const notOffered: NotOffered = {
  client_secret_basic_raw: 'decodes, as RFC 6749 §2.3.1 says',
};
