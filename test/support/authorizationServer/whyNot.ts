import type { WhyNot } from '../serverTable';

/** What oidc-provider has no part in (docs/servers.md). */
export const whyNot: WhyNot = {
  client_secret_basic_raw: 'not offered: it decodes, as RFC 6749 §2.3.1 says',
  pkcePlain: 'not offered: S256 alone',
  deviceSlowDown: 'not offered: it never asks to slow down',
  code_credentials: 'not offered: Salesforce’s own',
};
