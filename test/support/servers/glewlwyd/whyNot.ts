import type { WhyNot } from '../../serverTable';

/** What Glewlwyd has no part in (docs/servers.md). */
export const whyNot: WhyNot = {
  formPost: 'not taken: it encodes each value twice, so that `iss` is not its own',
  tls_client_auth: 'not offered: it serves no TLS as it is set up here',
  self_signed_tls_client_auth: 'not offered: it serves no TLS as it is set up here',
  jwt_bearer: 'not offered',
  token_exchange: 'not offered',
  code_credentials: 'not offered: Salesforce’s own',
};
